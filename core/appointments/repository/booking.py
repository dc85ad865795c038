"""The queries that book and move: locks, what is taken, and how it is taken."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    ColumnElement,
    Executable,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import aliased

from core.appointments.approval import Standing
from core.appointments.models import NO_DOUBLE_BOOKING, Appointment, AppointmentEvent
from core.appointments.schemas import (
    AppointmentStatus,
    EventKind,
)
from core.appointments.status import HOLDING, OPEN
from core.clinic.timetable import Span
from core.database.repository import Repository
from core.users.schemas import ActorKind

LONGEST_VISIT = timedelta(hours=16)
"""Duration and buffer at their limits: what overlaps a moment began no longer before it."""

_TAKEN = ("23P01", "40P01")
"""SQLSTATEs of an overlap and of a deadlock."""


_visit = Appointment.__table__.c
_BUSY = select(_visit.vet_id, _visit.starts_at, _visit.busy_until).where(
    _visit.vet_id.in_(bindparam("vets", expanding=True)),
    _visit.status.in_(HOLDING),
    _visit.starts_at > bindparam("began"),
    _visit.starts_at < bindparam("until"),
    _visit.busy_until > bindparam("since"),
)
"""Read at every look at the calendar: made once, and no entities."""


class BookingQueries(Repository[Appointment]):
    model = Appointment

    async def lock_owner(self, owner_id: UUID) -> None:
        """Waits for the owner's other bookings; held until the commit."""
        key = func.hashtextextended(f"bookings of {owner_id}", 0)
        await self._session.execute(select(func.pg_advisory_xact_lock(key)))

    async def lock_chain(self, appointment_id: UUID) -> None:
        """Waits for whoever changes the visit, a wish to move it, or what it was moved to; held until the commit.

        The chain's first row is what everybody takes first, and only its holder adds rows.
        """
        any_row = aliased(Appointment)
        chain = select(any_row.chain_id).where(any_row.id == appointment_id).scalar_subquery()
        for rows in (Appointment.id == chain, Appointment.chain_id == chain):
            await self._session.execute(
                select(Appointment.id).where(rows).order_by(Appointment.id).with_for_update(key_share=True)
            )

    async def lock_days(self, days: Collection[tuple[UUID, date]]) -> None:
        """Waits for other moves into these days of these vets; held until the commit."""
        for vet_id, day in sorted(set(days)):
            key = func.hashtextextended(f"visits of {vet_id} on {day}", 0)
            await self._session.execute(select(func.pg_advisory_xact_lock(key)))

    async def busy(
        self, vet_ids: Collection[UUID], since: datetime, until: datetime, *, chain_id: UUID | None = None
    ) -> dict[UUID, list[Span]]:
        """What the vets have between the two moments, buffers included, the rows of the one chain aside."""
        query = _BUSY if chain_id is None else _BUSY.where(_visit.chain_id != chain_id)
        rows = await self._session.execute(
            query, {"vets": vet_ids, "began": since - LONGEST_VISIT, "since": since, "until": until}
        )
        busy: dict[UUID, list[Span]] = {}
        for vet_id, starts_at, busy_until in rows:
            busy.setdefault(vet_id, []).append(Span(starts_at, busy_until))
        return busy

    async def open_requests(self, owner_id: UUID, now: datetime) -> int:
        """How many requests of the owner wait for an answer; wishes to move a visit are none."""
        return await self._count(
            select(func.count()).where(
                Appointment.owner_id == owner_id,
                Appointment.status == AppointmentStatus.PENDING,
                Appointment.is_current,
                Appointment.answer_by > now,
            )
        )

    async def standing(self, owner_id: UUID, now: datetime, *, missed_since: datetime) -> Standing:
        """What is known of the owner's visits."""
        theirs = select(Appointment.id).where(Appointment.owner_id == owner_id)
        came = theirs.where(Appointment.status == AppointmentStatus.COMPLETED).exists()
        missed = theirs.where(
            Appointment.status == AppointmentStatus.NO_SHOW, Appointment.starts_at >= missed_since
        ).exists()
        ahead = theirs.where(Appointment.status.in_(OPEN), Appointment.is_current, Appointment.starts_at > now)
        count = select(func.count()).select_from(ahead.subquery()).scalar_subquery()
        row = (await self._session.execute(select(came, missed, count))).one()
        return Standing(came=row[0], missed_lately=row[1], ahead=row[2])

    async def visit_of_pet(
        self, pet_id: UUID, starts_at: datetime, ends_at: datetime, *, chain_id: UUID | None = None
    ) -> int | None:
        """The number of a visit that the pet has in the span, the rows of the one chain aside."""
        return await self._session.scalar(
            select(Appointment.number)
            .where(
                Appointment.pet_id == pet_id,
                Appointment.status.in_(OPEN),
                Appointment.starts_at < ends_at,
                Appointment.ends_at > starts_at,
                *_outside(chain_id),
            )
            .order_by(Appointment.starts_at)
            .limit(1)
        )

    async def book(self, values: dict[str, Any]) -> UUID | None:
        """Writes the visit and takes its slot; None when somebody has it. The transaction stays usable.

        ON CONFLICT, because plain inserts that wait for each other under an exclusion constraint deadlock.
        """
        statement = (
            pg_insert(Appointment)
            .values(id=uuid4(), **values)
            .on_conflict_do_nothing(constraint=NO_DOUBLE_BOOKING)
            .returning(Appointment.id)
        )
        written: UUID | None = await self._unless_taken(statement)
        return written

    async def move(self, appointment_id: UUID, values: dict[str, Any]) -> int | None:
        """Moves the visit, whose chain and days are locked; its new version, or None when somebody has the slot.

        An UPDATE has no ON CONFLICT, hence the locks. The transaction stays usable.
        """
        statement = (
            update(Appointment)
            .where(Appointment.id == appointment_id)
            .values(version=Appointment.version + 1, **values)
            .returning(Appointment.version)
            .execution_options(synchronize_session=False)
        )
        version: int | None = await self._unless_taken(statement)
        return version

    async def moves_by_owner(self, chain_id: UUID) -> int:
        """How often the owner has moved the visit or wished to, whatever came of it."""
        return await self._count(
            select(func.count())
            .select_from(AppointmentEvent)
            .join(Appointment, Appointment.id == AppointmentEvent.appointment_id)
            .where(
                Appointment.chain_id == chain_id,
                AppointmentEvent.actor_kind == ActorKind.OWNER,
                or_(
                    AppointmentEvent.kind == EventKind.MOVED,
                    and_(AppointmentEvent.kind == EventKind.REQUESTED, Appointment.replaces_id.is_not(None)),
                ),
            )
        )

    async def _unless_taken(self, statement: Executable) -> Any:
        """What the statement returns; None when it met somebody else's visit. The transaction stays usable."""
        try:
            async with self._session.begin_nested():
                return await self._session.scalar(statement)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) in _TAKEN:
                return None
            raise


def _outside(chain_id: UUID | None) -> list[ColumnElement[bool]]:
    return [] if chain_id is None else [Appointment.chain_id != chain_id]
