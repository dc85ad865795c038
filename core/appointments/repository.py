"""Every query on visits."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    ColumnElement,
    Executable,
    RowMapping,
    and_,
    case,
    func,
    insert,
    not_,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import aliased

from core.appointments.approval import Standing
from core.appointments.models import NO_DOUBLE_BOOKING, Appointment, AppointmentEvent
from core.appointments.schemas import (
    AppointmentDetails,
    AppointmentFilter,
    AppointmentStatus,
    Attendance,
    Call,
    EventKind,
    OwnerSummary,
    PetSummary,
    ServiceSummary,
    Sibling,
    VetSummary,
)
from core.appointments.status import OPEN
from core.clinic.models import Service, Vet
from core.clinic.timetable import Span
from core.database.repository import Repository
from core.notifications.models import Notification
from core.notifications.schemas import Kind, NotificationStatus
from core.paging import Page, clamp
from core.pets.models import Pet
from core.pets.rules import age, vaccination_status
from core.users.models import User
from core.users.schemas import ActorKind

_LONGEST_VISIT = timedelta(hours=16)
"""Duration and buffer at their limits: what overlaps a moment began no longer before it."""

_TAKEN = ("23P01", "40P01")
"""SQLSTATEs of an overlap and of a deadlock."""


class AppointmentRepository(Repository[Appointment]):
    model = Appointment

    # Booking.

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
        rows = await self._session.execute(
            select(Appointment.vet_id, Appointment.starts_at, Appointment.busy_until).where(
                Appointment.vet_id.in_(vet_ids),
                Appointment.status.in_(OPEN),
                Appointment.starts_at > since - _LONGEST_VISIT,
                Appointment.starts_at < until,
                Appointment.busy_until > since,
                *_outside(chain_id),
            )
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

    # Decisions.

    async def change(self, appointment_id: UUID, *, expected: AppointmentStatus, values: dict[str, Any]) -> int | None:
        """Changes a visit that still has the expected status; its new version, or None."""
        return await self._session.scalar(
            update(Appointment)
            .where(Appointment.id == appointment_id, Appointment.status == expected)
            .values(version=Appointment.version + 1, **values)
            .returning(Appointment.version)
            .execution_options(synchronize_session=False)
        )

    async def revision(self, number: int) -> int:
        """How often anything with that number was changed: a visit that is moved goes on as another row."""
        return await self._count(select(func.sum(Appointment.version)).where(Appointment.number == number))

    async def was_confirmed(self, appointment_id: UUID) -> bool:
        """Whether the visit was ever agreed upon, whatever became of it."""
        agreed = select(AppointmentEvent.id).where(
            AppointmentEvent.appointment_id == appointment_id, AppointmentEvent.to_status == AppointmentStatus.CONFIRMED
        )
        return await self._session.scalar(agreed.limit(1)) is not None

    async def expire(self, now: datetime, by: str) -> list[UUID]:
        """Expires the requests whose time has come, leaving out those which somebody is deciding right now."""
        due = (
            select(Appointment.id)
            .where(Appointment.status == AppointmentStatus.PENDING, Appointment.answer_by <= now)
            .with_for_update(skip_locked=True, key_share=True)
        )
        rows = await self._session.scalars(
            update(Appointment)
            .where(Appointment.id.in_(due), Appointment.status == AppointmentStatus.PENDING)
            .values(status=AppointmentStatus.EXPIRED, decided_by=by, decided_at=now, version=Appointment.version + 1)
            .returning(Appointment.id)
            .execution_options(synchronize_session=False)
        )
        return list(rows)

    async def next_expiry(self) -> datetime | None:
        """When the earliest request that waits for an answer would expire."""
        moment: datetime | None = await self._session.scalar(
            select(func.min(Appointment.answer_by)).where(Appointment.status == AppointmentStatus.PENDING)
        )
        return moment

    async def attend(self, appointment_id: UUID, now: datetime) -> bool:
        """Stores that the owner is coming; False when that is known, or the visit is no upcoming confirmed one."""
        changed = await self._session.scalar(
            update(Appointment)
            .where(
                Appointment.id == appointment_id,
                Appointment.status == AppointmentStatus.CONFIRMED,
                Appointment.starts_at > now,
                Appointment.attendance.is_(None),
            )
            .values(attendance=Attendance.COMING, attendance_at=now)
            .returning(Appointment.id)
            .execution_options(synchronize_session=False)
        )
        return changed is not None

    async def add_event(self, values: dict[str, Any]) -> None:
        await self._session.execute(insert(AppointmentEvent).values(id=uuid4(), **values))

    async def events(self, appointment_id: UUID) -> list[AppointmentEvent]:
        """In the order in which they happened."""
        return list(
            await self._session.scalars(
                select(AppointmentEvent)
                .where(AppointmentEvent.appointment_id == appointment_id)
                .order_by(AppointmentEvent.happened_at, AppointmentEvent.sequence)
            )
        )

    async def events_of(self, appointment_ids: Collection[UUID]) -> list[AppointmentEvent]:
        """Those of several visits, as `events`."""
        return list(
            await self._session.scalars(
                select(AppointmentEvent)
                .where(AppointmentEvent.appointment_id.in_(appointment_ids))
                .order_by(AppointmentEvent.happened_at, AppointmentEvent.sequence)
            )
        )

    async def erase_owner(self, owner_id: UUID, keep_reasons: Collection[str]) -> None:
        """Makes the owner's visits anonymous: no words of theirs or about them, and not their name."""
        visits = select(Appointment.id).where(Appointment.owner_id == owner_id).scalar_subquery()
        names = select(AppointmentEvent.actor_name).where(
            AppointmentEvent.appointment_id == Appointment.id, AppointmentEvent.actor_kind == ActorKind.OWNER
        )
        await self._session.execute(
            update(Appointment)
            .where(Appointment.owner_id == owner_id)
            .values(
                notes=None,
                reason=case((Appointment.reason.in_(keep_reasons), Appointment.reason)),
                decided_by=case((Appointment.decided_by.not_in(names), Appointment.decided_by)),
            )
            .execution_options(synchronize_session=False)
        )
        theirs = AppointmentEvent.actor_kind == ActorKind.OWNER
        await self._session.execute(
            update(AppointmentEvent)
            .where(AppointmentEvent.appointment_id.in_(visits))
            .values(
                actor_name=case((not_(theirs), AppointmentEvent.actor_name)),
                reason=case((AppointmentEvent.reason.in_(keep_reasons), AppointmentEvent.reason)),
            )
            .execution_options(synchronize_session=False)
        )
        await self._session.execute(
            update(AppointmentEvent)
            .where(AppointmentEvent.actor_user_id == owner_id)
            .values(actor_user_id=None)
            .execution_options(synchronize_session=False)
        )

    # Lists.

    async def one(self, appointment_id: UUID, today: date) -> AppointmentDetails | None:
        return next(iter(await self._details(today, Appointment.id == appointment_id)), None)

    async def by_number(self, number: int, today: date) -> AppointmentDetails | None:
        return next(iter(await self._details(today, and_(Appointment.number == number, Appointment.is_current))), None)

    async def several(self, ids: Collection[UUID], today: date) -> list[AppointmentDetails]:
        return await self._details(today, Appointment.id.in_(ids))

    async def of_owner(
        self, owner_id: UUID, today: date, now: datetime, *, upcoming: bool, page: int, size: int
    ) -> Page[AppointmentDetails]:
        """The owner's open visits that are not over, the next first; or all others, the latest first."""
        ahead = and_(Appointment.status.in_(OPEN), Appointment.ends_at > now)
        mine = and_(Appointment.owner_id == owner_id, Appointment.is_current)
        return await self._page(
            today, mine, ahead if upcoming else not_(ahead), newest_first=not upcoming, page=page, size=size
        )

    async def find(self, wanted: AppointmentFilter, today: date, *, page: int, size: int) -> Page[AppointmentDetails]:
        return await self._page(today, *_matches(wanted), newest_first=wanted.newest_first, page=page, size=size)

    async def all_of(self, wanted: AppointmentFilter, today: date) -> list[AppointmentDetails]:
        """As `find`, unpaged."""
        return await self._details(today, *_matches(wanted), newest_first=wanted.newest_first)

    async def open_between(self, since: datetime, until: datetime, today: date) -> list[AppointmentDetails]:
        """The open visits that overlap the span."""
        return await self._details(
            today,
            Appointment.status.in_(OPEN),
            Appointment.starts_at > since - _LONGEST_VISIT,
            Appointment.starts_at < until,
            Appointment.ends_at > since,
        )

    async def open_ahead(
        self, now: datetime, today: date, *, vet_id: UUID | None = None, service_id: UUID | None = None
    ) -> list[AppointmentDetails]:
        """The open visits that are not over; of one vet, of one service."""
        conditions = _matches(AppointmentFilter(vet_id=vet_id, statuses=OPEN))
        if service_id is not None:
            conditions.append(Appointment.service_id == service_id)
        return await self._details(today, Appointment.ends_at > now, *conditions)

    async def unanswered(self, now: datetime, today: date) -> list[Call]:
        """The confirmed visits ahead without an answer to a reminder that arrived, or could not; the next first."""
        # A reminder to somebody with several accounts is a row that became no message, and a copy for each of them.
        arrived = Notification.message_id.is_not(None)
        reminders = (
            select(
                Notification.appointment_id,
                Notification.payload["version"].as_integer().label("version"),
                func.min(Notification.settled_at).filter(arrived).label("reminded_at"),
                func.bool_or(Notification.status == NotificationStatus.FAILED).label("failed"),
            )
            .where(Notification.kind == Kind.REMINDER)
            .group_by(Notification.appointment_id, text("version"))
            .subquery()
        )
        rows = await self._session.execute(
            select(Appointment.id, reminders.c.reminded_at)
            .join(
                reminders,
                and_(reminders.c.appointment_id == Appointment.id, reminders.c.version == Appointment.version),
            )
            .where(
                Appointment.status == AppointmentStatus.CONFIRMED,
                Appointment.starts_at > now,
                Appointment.attendance.is_(None),
                or_(reminders.c.reminded_at.is_not(None), reminders.c.failed),
            )
        )
        found: dict[UUID, datetime | None] = {row.id: row.reminded_at for row in rows}
        visits = await self.several(found, today) if found else []
        return [Call(visit=visit, reminded_at=found[visit.id]) for visit in visits]

    async def upcoming_numbers(self, pet_id: UUID, now: datetime) -> list[int]:
        """The numbers of the pet's open visits that are not over, the next first."""
        rows = await self._session.scalars(
            select(Appointment.number)
            .where(
                Appointment.pet_id == pet_id,
                Appointment.status.in_(OPEN),
                Appointment.ends_at > now,
                Appointment.is_current,
            )
            .order_by(Appointment.starts_at)
        )
        return list(rows)

    async def _page(
        self, today: date, *conditions: ColumnElement[bool], newest_first: bool, page: int, size: int
    ) -> Page[AppointmentDetails]:
        total = await self._count(select(func.count()).select_from(Appointment).where(*conditions))
        page = clamp(page, size=size, total=total)
        items = await self._details(today, *conditions, newest_first=newest_first, offset=(page - 1) * size, limit=size)
        return Page.of(items, page=page, size=size, total=total)

    async def _details(
        self,
        today: date,
        *conditions: ColumnElement[bool],
        newest_first: bool = False,
        offset: int = 0,
        limit: int | None = None,
    ) -> list[AppointmentDetails]:
        order = (Appointment.starts_at.desc(), Appointment.number.desc())
        if not newest_first:
            order = (Appointment.starts_at.asc(), Appointment.number.asc())
        rows = await self._session.execute(_DETAILS.where(*conditions).order_by(*order).offset(offset).limit(limit))
        return [_read(row, today) for row in rows.mappings()]


def _matches(wanted: AppointmentFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if not wanted.history:
        conditions.append(or_(Appointment.is_current, Appointment.status == AppointmentStatus.PENDING))
    if wanted.owner_id is not None:
        conditions.append(Appointment.owner_id == wanted.owner_id)
    if wanted.pet_id is not None:
        conditions.append(Appointment.pet_id == wanted.pet_id)
    if wanted.vet_id is not None:
        conditions.append(Appointment.vet_id == wanted.vet_id)
    if wanted.statuses is not None:
        conditions.append(Appointment.status.in_(wanted.statuses))
    if wanted.since is not None:
        conditions.append(Appointment.starts_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(Appointment.starts_at < wanted.until)
    return conditions


def _outside(chain_id: UUID | None) -> list[ColumnElement[bool]]:
    return [] if chain_id is None else [Appointment.chain_id != chain_id]


_OWN = (
    "id", "number", "chain_id", "is_current", "status", "starts_at", "ends_at", "notes", "requested_at",
    "answer_by", "decided_by", "decided_at", "reason", "attendance", "version",
)  # fmt: skip
"""Columns that the schema calls alike."""

_missed = aliased(Appointment)
_old = aliased(Appointment)
_wish = aliased(Appointment)
_now = aliased(Appointment)
_SIBLINGS = {"replaces": _old, "wish": _wish, "moved_to": _now}

_DETAILS = (
    # Columns, not entities: what is read here is as the database has it, whatever the session has loaded before.
    select(
        *(Appointment.__table__.c[name] for name in _OWN),
        User.id.label("owner_id"),
        User.full_name,
        User.phone,
        User.deleted_at,
        select(func.count())
        .where(_missed.owner_id == Appointment.owner_id, _missed.status == AppointmentStatus.NO_SHOW)
        .correlate(Appointment)
        .scalar_subquery()
        .label("owner_no_shows"),
        Pet.id.label("pet_id"),
        Pet.name.label("pet_name"),
        Pet.species,
        Pet.breed,
        Pet.date_of_birth,
        Pet.weight_kg,
        Pet.last_vaccination,
        Service.id.label("service_id"),
        Service.code,
        Service.name.label("service_name"),
        Service.duration,
        Service.price,
        Vet.id.label("vet_id"),
        Vet.name.label("vet_name"),
        *(
            getattr(row, column).label(f"{name}_{column}")
            for name, row in _SIBLINGS.items()
            for column in Sibling.model_fields
        ),
    )
    .select_from(Appointment)
    .join(User, User.id == Appointment.owner_id)
    .join(Pet, Pet.id == Appointment.pet_id)
    .join(Service, Service.id == Appointment.service_id)
    .join(Vet, Vet.id == Appointment.vet_id)
    .outerjoin(_old, _old.id == Appointment.replaces_id)
    .outerjoin(_wish, and_(_wish.replaces_id == Appointment.id, _wish.status == AppointmentStatus.PENDING))
    .outerjoin(_now, and_(_now.number == Appointment.number, _now.is_current, not_(Appointment.is_current)))
)


def _read(row: RowMapping, today: date) -> AppointmentDetails:
    return AppointmentDetails(
        **{name: row[name] for name in _OWN},
        owner=OwnerSummary(
            id=row["owner_id"],
            full_name=row["full_name"],
            phone=row["phone"],
            deleted=row["deleted_at"] is not None,
        ),
        owner_no_shows=row["owner_no_shows"],
        pet=PetSummary(
            id=row["pet_id"],
            name=row["pet_name"],
            species=row["species"],
            breed=row["breed"],
            age=age(row["date_of_birth"], today),
            weight_kg=row["weight_kg"],
            vaccination=vaccination_status(row["last_vaccination"], today),
        ),
        service=ServiceSummary(
            id=row["service_id"],
            code=row["code"],
            name=row["service_name"],
            duration=timedelta(minutes=row["duration"]),
            price=row["price"],
        ),
        vet=VetSummary(id=row["vet_id"], name=row["vet_name"]),
        **{name: _sibling(row, name) for name in _SIBLINGS},
    )


def _sibling(row: RowMapping, name: str) -> Sibling | None:
    values = {column: row[f"{name}_{column}"] for column in Sibling.model_fields}
    return None if values["id"] is None else Sibling(**values)
