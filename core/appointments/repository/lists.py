"""The queries that show visits, one or many."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy import Row as SqlRow

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
from core.database.base import table
from core.database.repository import Repository
from core.database.statement import Row, Statement
from core.paging import Page, clamp
from core.pets.models import Pet
from core.pets.rules import age, vaccination_status
from core.users.models import User


class ListQueries(Repository[Appointment]):
    model = Appointment

    async def one(self, appointment_id: UUID, today: date) -> AppointmentDetails | None:
        row = await self._session.row(_ONE, {"appointment_id": appointment_id})
        return None if row is None else _read(row, today)

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
        answerable = select(_proposal.c.id).where(_PROPOSED, _proposal.c.answer_by > now).correlate(_visit).exists()
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
        return [_read(row, today) for row in rows]


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

_visit, _owner, _pet, _service, _vet = (table(model) for model in (Appointment, User, Pet, Service, Vet))
_missed, _old, _wish, _now, _declined, _proposal = (_visit.alias() for _ in range(6))
_SIBLINGS = {"replaces": _old, "wish": _wish, "moved_to": _now, "proposed_for": _declined}
_PROPOSED = and_(
    _proposal.c.chain_id == _visit.c.chain_id,
    _proposal.c.status == AppointmentStatus.PROPOSED,
    or_(_proposal.c.proposed_for_id == _visit.c.id, _proposal.c.replaces_id == _visit.c.id),
)
"""What can still be taken instead of the row, or of the time that it has."""

_DETAILS = (
    # Columns, not entities: what is read here is as the database has it, whatever the session has loaded before.
    select(
        *(_visit.c[name] for name in _OWN),
        _owner.c.id.label("owner_id"),
        _owner.c.full_name,
        _owner.c.phone,
        _owner.c.deleted_at,
        select(func.count())
        .where(_missed.c.owner_id == _visit.c.owner_id, _missed.c.status == AppointmentStatus.NO_SHOW)
        .correlate(_visit)
        .scalar_subquery()
        .label("owner_no_shows"),
        select(func.count(_proposal.c.id)).where(_PROPOSED).correlate(_visit).scalar_subquery().label("proposals"),
        _pet.c.id.label("pet_id"),
        _pet.c.name.label("pet_name"),
        _pet.c.species,
        _pet.c.breed,
        _pet.c.date_of_birth,
        _pet.c.weight_kg,
        _pet.c.last_vaccination,
        _service.c.id.label("service_id"),
        _service.c.code,
        _service.c.name.label("service_name"),
        _service.c.duration,
        _service.c.price,
        _vet.c.id.label("vet_id"),
        _vet.c.name.label("vet_name"),
        *(
            row.c[column].label(f"{name}_{column}")
            for name, row in _SIBLINGS.items()
            for column in Sibling.model_fields
        ),
    )
    .select_from(_visit)
    .join(_owner, _owner.c.id == _visit.c.owner_id)
    .join(_pet, _pet.c.id == _visit.c.pet_id)
    .join(_service, _service.c.id == _visit.c.service_id)
    .join(_vet, _vet.c.id == _visit.c.vet_id)
    .outerjoin(_old, _old.c.id == _visit.c.replaces_id)
    .outerjoin(_declined, _declined.c.id == _visit.c.proposed_for_id)
    .outerjoin(_wish, and_(_wish.c.replaces_id == _visit.c.id, _wish.c.status == AppointmentStatus.PENDING))
    .outerjoin(_now, and_(_now.c.number == _visit.c.number, _now.c.is_current, not_(_visit.c.is_current)))
)
_ONE = Statement(_DETAILS.where(_visit.c.id == bindparam("appointment_id")))
"""Made once: what is read of a visit more often than all else."""


def _read(row: Row | SqlRow[*tuple[Any, ...]], today: date) -> AppointmentDetails:
    return AppointmentDetails(
        **{name: getattr(row, name) for name in _OWN},
        owner=OwnerSummary(
            id=row.owner_id,
            full_name=row.full_name,
            phone=row.phone,
            deleted=row.deleted_at is not None,
        ),
        owner_no_shows=row.owner_no_shows,
        proposals=row.proposals,
        pet=PetSummary(
            id=row.pet_id,
            name=row.pet_name,
            species=row.species,
            breed=row.breed,
            age=age(row.date_of_birth, today),
            weight_kg=row.weight_kg,
            vaccination=vaccination_status(row.last_vaccination, today),
        ),
        service=ServiceSummary(
            id=row.service_id,
            code=row.code,
            name=row.service_name,
            duration=timedelta(minutes=row.duration),
            price=row.price,
        ),
        vet=VetSummary(id=row.vet_id, name=row.vet_name),
        **{name: _sibling(row, name) for name in _SIBLINGS},
    )


def _sibling(row: Row | SqlRow[*tuple[Any, ...]], name: str) -> Sibling | None:
    values = {column: getattr(row, f"{name}_{column}") for column in Sibling.model_fields}
    return None if values["id"] is None else Sibling(**values)
