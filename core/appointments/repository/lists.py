"""The queries that show visits, one or many."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    and_,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from core.appointments.models import Appointment
from core.appointments.repository.booking import LONGEST_VISIT
from core.appointments.schemas import (
    AppointmentDetails,
    AppointmentFilter,
    AppointmentStatus,
    OwnerSummary,
    PetSummary,
    ServiceSummary,
    Sibling,
    VetSummary,
)
from core.appointments.status import HOLDING, OPEN
from core.clinic.models import Service, Vet
from core.database.repository import Repository
from core.paging import Page, clamp
from core.pets.models import Pet
from core.pets.rules import age, vaccination_status
from core.users.models import User


class ListQueries(Repository[Appointment]):
    model = Appointment

    async def one(self, appointment_id: UUID, today: date) -> AppointmentDetails | None:
        return next(iter(await self._details(today, Appointment.id == appointment_id)), None)

    async def by_number(self, number: int, today: date) -> AppointmentDetails | None:
        return next(iter(await self._details(today, and_(Appointment.number == number, Appointment.is_current))), None)

    async def several(self, ids: Collection[UUID], today: date) -> list[AppointmentDetails]:
        return await self._details(today, Appointment.id.in_(ids))

    async def of_owner(
        self, owner_id: UUID, today: date, now: datetime, *, upcoming: bool, page: int, size: int
    ) -> Page[AppointmentDetails]:
        """The owner's open visits that are not over, the next first; or all others, the latest first.

        A declined request stays with the first as long as one of the times proposed instead of it can be taken.
        """
        answerable = select(_proposal.id).where(_PROPOSED, _proposal.answer_by > now).correlate(Appointment).exists()
        ahead = or_(and_(Appointment.status.in_(OPEN), Appointment.ends_at > now), answerable)
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
            Appointment.starts_at > since - LONGEST_VISIT,
            Appointment.starts_at < until,
            Appointment.ends_at > since,
        )

    async def held_ahead(
        self, now: datetime, today: date, *, vet_id: UUID | None = None, service_id: UUID | None = None
    ) -> list[AppointmentDetails]:
        """The open visits, and the proposed times, that are not over; of one vet, of one service."""
        conditions = _matches(AppointmentFilter(vet_id=vet_id, statuses=HOLDING))
        if service_id is not None:
            conditions.append(Appointment.service_id == service_id)
        return await self._details(today, Appointment.ends_at > now, *conditions)

    async def proposals_for(self, appointment_id: UUID, today: date) -> list[AppointmentDetails]:
        """The times proposed instead of this row, or of the move of this visit, that were not answered, in order."""
        return await self._details(
            today,
            Appointment.status == AppointmentStatus.PROPOSED,
            or_(Appointment.proposed_for_id == appointment_id, Appointment.replaces_id == appointment_id),
        )

    async def proposed_instead(self, appointment_id: UUID, today: date) -> list[AppointmentDetails]:
        """All times that were proposed instead of this row, whatever became of them, in order."""
        return await self._details(today, Appointment.proposed_for_id == appointment_id)

    async def proposals(
        self,
        today: date,
        *,
        pet_id: UUID | None = None,
        owner_id: UUID | None = None,
        vet_id: UUID | None = None,
        between: tuple[datetime, datetime] | None = None,
    ) -> list[AppointmentDetails]:
        """The proposed times that were not answered: of a pet, an owner, a vet, overlapping a span."""
        wanted = AppointmentFilter(
            pet_id=pet_id, owner_id=owner_id, vet_id=vet_id, statuses=frozenset({AppointmentStatus.PROPOSED})
        )
        conditions = _matches(wanted)
        if between is not None:
            conditions += [Appointment.starts_at < between[1], Appointment.ends_at > between[0]]
        return await self._details(today, *conditions)

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
        # Proposed times are listed for those who ask for them: they are no visits.
        besides = {AppointmentStatus.PENDING, AppointmentStatus.PROPOSED} & (
            wanted.statuses or {AppointmentStatus.PENDING}
        )
        conditions.append(or_(Appointment.is_current, Appointment.status.in_(besides)))
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


_OWN = (
    "id", "number", "chain_id", "is_current", "status", "starts_at", "ends_at", "busy_until", "notes",
    "requested_at", "answer_by", "decided_by", "decided_at", "reason", "attendance", "version",
)  # fmt: skip
"""Columns that the schema calls alike."""

_missed = aliased(Appointment)
_old = aliased(Appointment)
_wish = aliased(Appointment)
_now = aliased(Appointment)
_declined = aliased(Appointment)
_proposal = aliased(Appointment)
_SIBLINGS = {"replaces": _old, "wish": _wish, "moved_to": _now, "proposed_for": _declined}
_PROPOSED = and_(
    _proposal.chain_id == Appointment.chain_id,
    _proposal.status == AppointmentStatus.PROPOSED,
    or_(_proposal.proposed_for_id == Appointment.id, _proposal.replaces_id == Appointment.id),
)
"""What can still be taken instead of the row, or of the time that it has."""

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
        select(func.count(_proposal.id)).where(_PROPOSED).correlate(Appointment).scalar_subquery().label("proposals"),
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
    .outerjoin(_declined, _declined.id == Appointment.proposed_for_id)
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
        proposals=row["proposals"],
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
