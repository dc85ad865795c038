"""The queries that book and move: locks, what is taken, and how it is taken."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    String,
    and_,
    any_,
    bindparam,
    func,
    literal_column,
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
from core.clinic.models import RULES_LOCK
from core.clinic.timetable import Span
from core.database.base import table
from core.database.repository import Repository
from core.database.statement import Statement
from core.users.models import User
from core.users.schemas import ActorKind

LONGEST_VISIT = timedelta(hours=16)
"""Duration and buffer at their limits: what overlaps a moment began no longer before it."""

_TAKEN = ("23P01", "40P01")
"""SQLSTATEs of an overlap and of a deadlock."""


_visit = table(Appointment).c
_user = table(User).c
_CHAIN = bindparam("chain_id", type_=_visit.chain_id.type)
"""The chain whose rows are passed over; null for none of them."""


def _is_one_of(statuses: Collection[AppointmentStatus]) -> ColumnElement[bool]:
    """Said literally, so that the planner sees which of the partial indexes fit."""
    return _visit.status.in_([literal_column(f"'{status}'") for status in sorted(statuses)])


def _of_owner(what: ColumnElement[Any], *conditions: ColumnElement[bool]) -> Select[Any]:
    return select(what).where(_visit.owner_id == bindparam("owner_id"), *conditions)


_visit_of_pet = (
    select(_visit.number)
    .where(
        _visit.pet_id == bindparam("pet_id", type_=_visit.pet_id.type),
        _is_one_of(OPEN),
        _visit.starts_at < bindparam("ends_at", type_=_visit.ends_at.type),
        _visit.ends_at > bindparam("starts_at", type_=_visit.starts_at.type),
        _visit.chain_id.is_distinct_from(_CHAIN),
    )
    .order_by(_visit.starts_at)
    .limit(literal_column("1"))
)

# Read at every look at the calendar, or by every booking: each made once, and no entities.
_lock_owner = select(
    func.pg_advisory_xact_lock(func.hashtextextended(bindparam("owner", type_=String), 0)).label("held")
)
_owner_held = _lock_owner.cte("owner_held").prefix_with("MATERIALIZED")
_LOCK_OWNER = Statement(_lock_owner)
_LOCK_OWNER_AND_RULES = Statement(select(func.pg_advisory_xact_lock_shared(RULES_LOCK)).select_from(_owner_held))
_BUSY = Statement(
    select(_visit.vet_id, func.array_agg(_visit.starts_at), func.array_agg(_visit.busy_until))
    .where(
        _visit.vet_id == any_(bindparam("vets", type_=ARRAY(_visit.vet_id.type))),
        _is_one_of(HOLDING),
        _visit.starts_at > bindparam("began"),
        _visit.starts_at < bindparam("until"),
        _visit.busy_until > bindparam("since"),
        _visit.chain_id.is_distinct_from(_CHAIN),
    )
    .group_by(_visit.vet_id)
)
_VISIT_OF_PET = Statement(_visit_of_pet)
_SITUATION = Statement(
    select(
        _user.bookings_blocked_at.is_not(None).label("blocked"),
        _of_owner(_visit.id, _is_one_of({AppointmentStatus.COMPLETED})).exists().label("came"),
        _of_owner(_visit.id, _is_one_of({AppointmentStatus.NO_SHOW}), _visit.starts_at >= bindparam("missed_since"))
        .exists()
        .label("missed_lately"),
        _of_owner(func.count(), _is_one_of(OPEN), _visit.is_current, _visit.starts_at > bindparam("now"))
        .scalar_subquery()
        .label("ahead"),
        _of_owner(
            func.count(),
            _is_one_of({AppointmentStatus.PENDING}),
            _visit.is_current,
            _visit.answer_by > bindparam("now"),
        )
        .scalar_subquery()
        .label("open_requests"),
        _visit_of_pet.scalar_subquery().label("visit_of_pet"),
    ).where(_user.id == bindparam("owner_id"))
)
_BOOK = Statement(
    pg_insert(table(Appointment)).on_conflict_do_nothing(constraint=NO_DOUBLE_BOOKING).returning(_visit.id)
)


@dataclass(frozen=True)
class Situation:
    """What a request is held against: its owner's other visits, and what the clinic thinks of them."""

    blocked: bool
    """Whether the clinic takes no requests from them."""
    open_requests: int
    """How many of theirs wait for an answer; wishes to move a visit are none."""
    standing: Standing
    visit_of_pet: int | None
    """The number of a visit that the pet has in the span asked for."""


class BookingQueries(Repository[Appointment]):
    model = Appointment

    async def lock_owner(self, owner_id: UUID) -> None:
        """Waits for the owner's other bookings; held until the commit."""
        await self._session.rows(_LOCK_OWNER, {"owner": f"bookings of {owner_id}"})

    async def lock_owner_and_rules(self, owner_id: UUID) -> None:
        """As `lock_owner`; then waits for editors of the clinic's rules, and keeps them waiting until the commit.

        Both are how every booking begins.
        """
        await self._session.rows(_LOCK_OWNER_AND_RULES, {"owner": f"bookings of {owner_id}"})

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
        wanted = {
            "vets": list(vet_ids),
            "began": since - LONGEST_VISIT,
            "since": since,
            "until": until,
            "chain_id": chain_id,
        }
        rows = await self._session.rows(_BUSY, wanted)
        return {vet_id: list(map(Span, starts, ends)) for vet_id, starts, ends in rows}

    async def situation(
        self,
        owner_id: UUID,
        now: datetime,
        *,
        missed_since: datetime,
        pet_id: UUID | None = None,
        span: tuple[datetime, datetime] | None = None,
    ) -> Situation:
        """All that a request of the owner's is held against; with the pet and the span that it is for."""
        starts_at, ends_at = span or (None, None)
        wanted = {
            "owner_id": owner_id,
            "now": now,
            "missed_since": missed_since,
            "pet_id": pet_id,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "chain_id": None,
        }
        (row,) = await self._session.rows(_SITUATION, wanted)
        standing = Standing(came=row.came, missed_lately=row.missed_lately, ahead=row.ahead)
        return Situation(row.blocked, row.open_requests, standing, row.visit_of_pet)

    async def visit_of_pet(
        self, pet_id: UUID, starts_at: datetime, ends_at: datetime, *, chain_id: UUID | None = None
    ) -> int | None:
        """The number of a visit that the pet has in the span, the rows of the one chain aside."""
        wanted = {"pet_id": pet_id, "starts_at": starts_at, "ends_at": ends_at, "chain_id": chain_id}
        number: int | None = await self._session.value(_VISIT_OF_PET, wanted)
        return number

    async def book(self, values: dict[str, Any]) -> UUID | None:
        """Writes the visit and takes its slot; None when somebody has it. The transaction stays usable.

        ON CONFLICT, because plain inserts that wait for each other under an exclusion constraint deadlock.
        """
        first = uuid4()  # a chain is called after its first row
        written: UUID | None = await self._session.value(_BOOK, {"id": first, "chain_id": first, **values})
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
        try:
            async with self._session.savepoint():
                version: int | None = await self._session.scalar(statement)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) in _TAKEN:
                return None
            raise
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
