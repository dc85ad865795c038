"""Owners whom the clinic enters, and the codes with which they take their account over.

Revision: 0011, after 0010, 2026-11-25
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BEFORE = (
    "request_card", "card_update", "cancelled_by_owner", "expired_for_clinic", "confirmed", "declined",
    "cancelled_by_clinic", "expired", "reminder", "unreachable", "trouble", "moved",
    "calendar_file", "data_deleted", "agenda", "nudge", "call_update",
    "proposals_over",
)  # fmt: skip
ADDED = ("account_linked",)
TABLES = ("notifications", "undelivered_messages")
"""Those that name a kind."""


def upgrade() -> None:
    for table in TABLES:
        _allow_kinds(table, *BEFORE, *ADDED)
    op.create_table(
        "claim_codes",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_claim_codes_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_claim_codes")),
        sa.UniqueConstraint("key", name=op.f("uq_claim_codes_key")),
    )
    op.alter_column("login_failures", "email", nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM login_failures WHERE email IS NULL")
    op.alter_column("login_failures", "email", nullable=False)
    op.drop_table("claim_codes")
    for table in TABLES:
        rows = sa.table(table, sa.column("kind"))
        op.execute(rows.delete().where(rows.c.kind.in_(ADDED)))
        _allow_kinds(table, *BEFORE)


def _allow_kinds(table: str, *kinds: str) -> None:
    allowed = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f(f"ck_{table}_kind"), table, type_="check")
    op.create_check_constraint(op.f(f"ck_{table}_kind"), table, f"kind IN ({allowed})")
