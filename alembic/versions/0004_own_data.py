"""Calendar files, and people who have their data deleted.

Revision: 0004, after 0002, 2026-11-25
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = (
    "request_card", "card_update", "cancelled_by_owner", "expired_for_clinic", "confirmed", "declined",
    "cancelled_by_clinic", "expired", "reminder", "unreachable", "trouble", "moved",
)  # fmt: skip
ADDED = ("calendar_file", "data_deleted")


def upgrade() -> None:
    _allow_kinds(*BEFORE, *ADDED)
    op.add_column("users", sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("users", "deleted_at")
    notifications = sa.table("notifications", sa.column("kind"))
    op.execute(notifications.delete().where(notifications.c.kind.in_(ADDED)))
    _allow_kinds(*BEFORE)


def _allow_kinds(*kinds: str) -> None:
    allowed = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f("ck_notifications_kind"), "notifications", type_="check")
    op.create_check_constraint(op.f("ck_notifications_kind"), "notifications", f"kind IN ({allowed})")
