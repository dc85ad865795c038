"""Times that the clinic proposes when it declines a request, held for the owner.

Revision: 0010, after 0009, 2026-11-25
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KINDS = (
    "request_card", "card_update", "cancelled_by_owner", "expired_for_clinic", "confirmed", "declined",
    "cancelled_by_clinic", "expired", "reminder", "unreachable", "trouble", "moved",
    "calendar_file", "data_deleted", "agenda", "nudge", "call_update",
)  # fmt: skip
ADDED_KINDS = ("proposals_over",)
SAY_KINDS = ("notifications", "undelivered_messages")
STATUSES = ("pending", "confirmed", "declined", "cancelled", "expired", "completed", "no_show")
EVENTS = ("requested", "confirmed", "declined", "cancelled", "expired", "completed", "no_show", "moved", "attendance")
ADDED = ("proposed",)


def upgrade() -> None:
    for table in SAY_KINDS:
        _allow(table, "kind", KINDS + ADDED_KINDS)
    _allow_statuses(STATUSES + ADDED)
    _allow("appointment_events", "kind", EVENTS + ADDED)
    op.add_column("appointments", sa.Column("proposed_for_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_appointments_proposed_for_id_appointments"),
        "appointments",
        "appointments",
        ["proposed_for_id"],
        ["id"],
        ondelete="RESTRICT",
    )
    op.create_check_constraint(
        op.f("ck_appointments_proposed_for_a_request"),
        "appointments",
        "status <> 'proposed' OR proposed_for_id IS NOT NULL",
    )
    op.create_check_constraint(
        op.f("ck_appointments_proposed_is_not_current"), "appointments", "NOT is_current OR status <> 'proposed'"
    )
    _answer_before_start("status NOT IN ('pending', 'proposed') OR answer_by <= starts_at")
    _hold("'pending', 'proposed', 'confirmed'")
    op.drop_index("ix_appointments_pending_answer_by", "appointments")
    op.create_index(
        "ix_appointments_waiting_answer_by",
        "appointments",
        ["answer_by"],
        postgresql_where=sa.text("status IN ('pending', 'proposed')"),
    )


def downgrade() -> None:
    # What was proposed and not taken goes, with what happened to it. What was taken stays: it is a visit.
    op.execute(
        "DELETE FROM notifications USING appointments WHERE notifications.appointment_id = appointments.id"
        " AND proposed_for_id IS NOT NULL AND NOT is_current AND reason IS DISTINCT FROM 'moved'"
    )
    op.execute(
        "DELETE FROM appointments"
        " WHERE proposed_for_id IS NOT NULL AND NOT is_current AND reason IS DISTINCT FROM 'moved'"
    )
    op.execute("DELETE FROM appointment_events WHERE kind = 'proposed'")
    op.execute("UPDATE appointment_events SET from_status = 'pending' WHERE from_status = 'proposed'")
    op.drop_index("ix_appointments_waiting_answer_by", "appointments")
    op.create_index(
        "ix_appointments_pending_answer_by",
        "appointments",
        ["answer_by"],
        postgresql_where=sa.text("status = 'pending'"),
    )
    _hold("'pending', 'confirmed'")
    _answer_before_start("status <> 'pending' OR answer_by <= starts_at")
    op.drop_constraint(op.f("ck_appointments_proposed_is_not_current"), "appointments", type_="check")
    op.drop_constraint(op.f("ck_appointments_proposed_for_a_request"), "appointments", type_="check")
    op.drop_constraint(op.f("fk_appointments_proposed_for_id_appointments"), "appointments", type_="foreignkey")
    op.drop_column("appointments", "proposed_for_id")
    _allow("appointment_events", "kind", EVENTS)
    _allow_statuses(STATUSES)
    for name in SAY_KINDS:
        table = sa.table(name, sa.column("kind"))
        op.execute(table.delete().where(table.c.kind.in_(ADDED_KINDS)))
        _allow(name, "kind", KINDS)


def _allow_statuses(values: tuple[str, ...]) -> None:
    _allow("appointments", "status", values)
    for column in ("from_status", "to_status"):
        _allow("appointment_events", column, values)


def _allow(table: str, column: str, values: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table, type_="check")
    allowed = ", ".join(f"'{value}'" for value in values)
    op.create_check_constraint(name, table, f"{column} IN ({allowed})")


def _answer_before_start(rule: str) -> None:
    name = op.f("ck_appointments_answer_before_start")
    op.drop_constraint(name, "appointments", type_="check")
    op.create_check_constraint(name, "appointments", rule)


def _hold(statuses: str) -> None:
    """Which statuses hold their slot: in the constraint, and in the index that finds what is taken."""
    op.drop_constraint("ex_appointments_no_double_booking", "appointments")
    op.execute(
        "ALTER TABLE appointments ADD CONSTRAINT ex_appointments_no_double_booking EXCLUDE USING gist"
        " (vet_id WITH =, chain_id WITH <>, tstzrange(starts_at, busy_until, '[)') WITH &&)"
        f" WHERE (status IN ({statuses}))"
    )
    op.drop_index("ix_appointments_vet_id_busy", "appointments")
    op.create_index(
        "ix_appointments_vet_id_busy",
        "appointments",
        ["vet_id", "starts_at"],
        postgresql_where=sa.text(f"status IN ({statuses})"),
    )
