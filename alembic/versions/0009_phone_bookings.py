"""Owners whom the clinic enters, and the codes with which they take their account over.

Revision: 0009, after 0007, 2026-11-25
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

BEFORE = (
    "request_card", "card_update", "cancelled_by_owner", "expired_for_clinic", "confirmed", "declined",
    "cancelled_by_clinic", "expired", "reminder", "unreachable", "trouble", "moved",
    "calendar_file", "data_deleted", "agenda", "nudge",
)  # fmt: skip
ADDED = ("account_linked",)


def upgrade() -> None:
    _allow_kinds(*BEFORE, *ADDED)
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
    notifications = sa.table("notifications", sa.column("kind"))
    op.execute(notifications.delete().where(notifications.c.kind.in_(ADDED)))
    _allow_kinds(*BEFORE)


def _allow_kinds(*kinds: str) -> None:
    allowed = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f("ck_notifications_kind"), "notifications", type_="check")
    op.create_check_constraint(op.f("ck_notifications_kind"), "notifications", f"kind IN ({allowed})")
