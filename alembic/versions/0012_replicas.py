"""Which process holds an update or a push, and which processes there are.

Revision: 0012, after 0011, 2026-11-25
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "replicas",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replicas")),
    )
    op.add_column("inbox", sa.Column("held_by", sa.Uuid()))
    op.add_column("notifications", sa.Column("held_by", sa.Uuid()))


def downgrade() -> None:
    op.drop_column("notifications", "held_by")
    op.drop_column("inbox", "held_by")
    op.drop_table("replicas")
