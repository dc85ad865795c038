"""The clinic's agenda in the morning.

Revision: 0006, after 0005, 2026-11-25
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BEFORE = (
    "request_card", "card_update", "cancelled_by_owner", "expired_for_clinic", "confirmed", "declined",
    "cancelled_by_clinic", "expired", "reminder", "unreachable", "trouble", "moved",
    "calendar_file", "data_deleted",
)  # fmt: skip
ADDED = ("agenda",)


def upgrade() -> None:
    _allow_kinds(*BEFORE, *ADDED)


def downgrade() -> None:
    notifications = sa.table("notifications", sa.column("kind"))
    op.execute(notifications.delete().where(notifications.c.kind.in_(ADDED)))
    _allow_kinds(*BEFORE)


def _allow_kinds(*kinds: str) -> None:
    allowed = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f("ck_notifications_kind"), "notifications", type_="check")
    op.create_check_constraint(op.f("ck_notifications_kind"), "notifications", f"kind IN ({allowed})")
