"""Tables: visits, and what happened to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, String, func, literal_column, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from core.appointments.schemas import AppointmentStatus, Attendance, EventKind
from core.database.base import Base, HasId, HasTimestamps, text_enum
from core.users.schemas import ActorKind

NO_DOUBLE_BOOKING = "ex_appointments_no_double_booking"
"""The exclusion constraint that makes a double booking impossible, whatever the code does."""


def _own_id(context: DefaultExecutionContext) -> Any:
    """A row begins a chain of its own unless it is said to continue one."""
    return context.get_current_parameters()["id"]  # type: ignore[no-untyped-call]  # SQLAlchemy's own


class Appointment(HasId, HasTimestamps, Base):
    """A visit, asked for or agreed."""

    __tablename__ = "appointments"

    number: Mapped[int] = mapped_column(BigInteger, Identity(start=1001))
    """What people say on the phone; the same for every row of a chain."""
    chain_id: Mapped[UUID] = mapped_column(
        ForeignKey("appointments.id", ondelete="RESTRICT"), default=_own_id, index=True, sort_order=1
    )
    """The first row of the chain: a visit, what it was moved to, and what it was wished to be moved to."""
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointments.id", ondelete="RESTRICT"))
    """The confirmed visit that its owner wants to give up for this one: what makes a row a wish to move."""
    proposed_for_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointments.id", ondelete="RESTRICT"))
    """The declined row of the chain with whose refusal the clinic proposed this time."""
    is_current: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    """Whether it is the row of the chain that counts: no wish that waits or came to nothing, nor what was replaced."""
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    pet_id: Mapped[UUID] = mapped_column(ForeignKey("pets.id", ondelete="RESTRICT"), index=True)
    vet_id: Mapped[UUID] = mapped_column(ForeignKey("vets.id", ondelete="RESTRICT"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id", ondelete="RESTRICT"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    busy_until: Mapped[datetime]
    """`ends_at` plus the service's buffer: the span that nobody else can have."""
    status: Mapped[AppointmentStatus] = mapped_column(
        text_enum(AppointmentStatus, "status"), default=AppointmentStatus.PENDING
    )
    notes: Mapped[str | None] = mapped_column(String(500))
    requested_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    """Until when a request can be answered, or a proposed time taken; of what was decided, until when it could have."""
    decided_by: Mapped[str | None] = mapped_column(String(130))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(300))
    """Why it was declined or cancelled: a code of `DeclineReason`, or what somebody wrote."""
    attendance: Mapped[Attendance | None] = mapped_column(text_enum(Attendance, "attendance"))
    """What the owner answered to a reminder."""
    attendance_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    """Rises with every change of status or time."""

    __table_args__ = (
        ExcludeConstraint(
            ("vet_id", "="),
            ("chain_id", "<>"),
            (func.tstzrange(literal_column("starts_at"), literal_column("busy_until"), "[)"), "&&"),
            where=text("status IN ('pending', 'proposed', 'confirmed')"),
            using="gist",
            name=NO_DOUBLE_BOOKING,
        ),
        CheckConstraint("starts_at < ends_at AND ends_at <= busy_until", name="span_in_order"),
        CheckConstraint("(status = 'pending') = (decided_at IS NULL)", name="decided_unless_pending"),
        CheckConstraint("status NOT IN ('pending', 'proposed') OR answer_by <= starts_at", name="answer_before_start"),
        CheckConstraint("status <> 'proposed' OR proposed_for_id IS NOT NULL", name="proposed_for_a_request"),
        CheckConstraint("NOT is_current OR status <> 'proposed'", name="proposed_is_not_current"),
        CheckConstraint("is_current OR status <> 'confirmed'", name="current_when_confirmed"),
        Index("uq_appointments_number_current", "number", unique=True, postgresql_where=text("is_current")),
        Index(
            "uq_appointments_replaces_id_pending",
            "replaces_id",
            unique=True,
            postgresql_where=text("status = 'pending'"),
        ),
        Index(None, "owner_id", "starts_at"),
        Index(None, "starts_at"),
        Index(
            "ix_appointments_waiting_answer_by",
            "answer_by",
            postgresql_where=text("status IN ('pending', 'proposed')"),
        ),
        Index(
            "ix_appointments_vet_id_busy",
            "vet_id",
            "starts_at",
            postgresql_where=text("status IN ('pending', 'proposed', 'confirmed')"),
        ),
    )


class AppointmentEvent(HasId, Base):
    """What happened to a visit, append-only: who, when, from which status to which, why."""

    __tablename__ = "appointment_events"

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointments.id", ondelete="CASCADE"))
    kind: Mapped[EventKind] = mapped_column(text_enum(EventKind, "kind"))
    from_status: Mapped[AppointmentStatus | None] = mapped_column(text_enum(AppointmentStatus, "from_status"))
    to_status: Mapped[AppointmentStatus] = mapped_column(text_enum(AppointmentStatus, "to_status"))
    actor_kind: Mapped[ActorKind] = mapped_column(text_enum(ActorKind, "actor_kind"))
    actor_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    actor_name: Mapped[str | None] = mapped_column(String(130))
    reason: Mapped[str | None] = mapped_column(String(300))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    happened_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(BigInteger, Identity())
    """The order of writing: several events may happen in one instant."""

    __table_args__ = (Index(None, "appointment_id", "happened_at"),)
