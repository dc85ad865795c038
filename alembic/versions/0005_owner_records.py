"""What the clinic keeps about an owner: a note, a block; and the extensions that find one despite typing mistakes.

Revision: 0005, after 0004, 2026-11-25
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

EXTENSIONS = ("pg_trgm", "unaccent", "fuzzystrmatch")


def upgrade() -> None:
    for extension in EXTENSIONS:
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    op.add_column("users", sa.Column("staff_note", sa.String(length=500), nullable=True))
    op.add_column("users", sa.Column("staff_note_by", sa.String(length=130), nullable=True))
    op.add_column("users", sa.Column("bookings_blocked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("users", sa.Column("bookings_blocked_by", sa.String(length=130), nullable=True))


def downgrade() -> None:
    for column in ("bookings_blocked_by", "bookings_blocked_at", "staff_note_by", "staff_note"):
        op.drop_column("users", column)
    for extension in reversed(EXTENSIONS):
        op.execute(f"DROP EXTENSION IF EXISTS {extension}")
