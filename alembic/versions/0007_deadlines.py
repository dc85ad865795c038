"""Until when each request is to be answered, and the nudge before that.

Revision: 0007, after 0006, 2026-11-25
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BEFORE = (
    "request_card", "card_update", "cancelled_by_owner", "expired_for_clinic", "confirmed", "declined",
    "cancelled_by_clinic", "expired", "reminder", "unreachable", "trouble", "moved",
    "calendar_file", "data_deleted", "agenda",
)  # fmt: skip
ADDED = ("nudge",)
PENDING = sa.text("status = 'pending'")


def upgrade() -> None:
    _allow_kinds(*BEFORE, *ADDED)
    op.add_column("appointments", sa.Column("answer_by", sa.DateTime(timezone=True)))
    # What held so far: a request can be answered until its start, and until that of the visit it would replace.
    op.execute(
        "UPDATE appointments SET answer_by = least(starts_at, "
        "(SELECT replaced.starts_at FROM appointments replaced WHERE replaced.id = appointments.replaces_id))"
    )
    op.alter_column("appointments", "answer_by", nullable=False)
    op.create_check_constraint(
        op.f("ck_appointments_answer_before_start"), "appointments", "status <> 'pending' OR answer_by <= starts_at"
    )
    op.drop_index("ix_appointments_pending_starts_at", "appointments")
    op.create_index("ix_appointments_pending_answer_by", "appointments", ["answer_by"], postgresql_where=PENDING)


def downgrade() -> None:
    op.drop_index("ix_appointments_pending_answer_by", "appointments")
    op.create_index("ix_appointments_pending_starts_at", "appointments", ["starts_at"], postgresql_where=PENDING)
    op.drop_constraint(op.f("ck_appointments_answer_before_start"), "appointments", type_="check")
    op.drop_column("appointments", "answer_by")
    notifications = sa.table("notifications", sa.column("kind"))
    op.execute(notifications.delete().where(notifications.c.kind.in_(ADDED)))
    _allow_kinds(*BEFORE)


def _allow_kinds(*kinds: str) -> None:
    allowed = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f("ck_notifications_kind"), "notifications", type_="check")
    op.create_check_constraint(op.f("ck_notifications_kind"), "notifications", f"kind IN ({allowed})")
