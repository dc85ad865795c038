"""Every query on the clinic's own tables."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    JSON,
    ColumnElement,
    DateTime,
    ScalarSelect,
    Select,
    bindparam,
    delete,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert

from core.clinic.models import RULES_LOCK, AdminChat, ClinicStatus, Closure, OpeningHours, Service, Vet
from core.clinic.schemas import TimetableRows
from core.database.base import Base, table
from core.database.session import Session
from core.database.statement import Row, Statement

M = TypeVar("M", bound=Base)
ServiceRow = Row
"""The columns of a service, by the names that the entity has."""
VetRow = Row
"""Those of a vet."""
RulesRow = Row
"""Those of the switch and of a service."""


def _listed(
    columns: Iterable[ColumnElement[Any]], order: Iterable[ColumnElement[Any]], *where: ColumnElement[bool]
) -> ScalarSelect[Any]:
    """The rows as one JSON array; null where there is none."""
    named = [part for column in columns for part in (literal_column(f"'{column.key}'"), column)]
    rows = aggregate_order_by(func.json_build_object(*named), *order)
    return select(func.json_agg(rows, type_=JSON)).where(*where).scalar_subquery()


_vet, _hour, _closure, _service, _switch = (
    table(model).c for model in (Vet, OpeningHours, Closure, Service, ClinicStatus)
)
_SINCE, _UNTIL = bindparam("since", type_=DateTime(timezone=True)), bindparam("until", type_=DateTime(timezone=True))
_TIMETABLE = (
    _listed((_vet.id, _vet.name, _vet.active), (_vet.position, _vet.name, _vet.id), _vet.active).label("vets"),
    _listed((_hour.vet_id, _hour.weekday, _hour.opens, _hour.closes), (_hour.weekday, _hour.opens)).label("hours"),
    _listed(
        (_closure.id, _closure.starts_at, _closure.ends_at, _closure.reason, _closure.vet_id),
        (_closure.starts_at, _closure.id),
        _closure.ends_at > _SINCE,
        _closure.starts_at < _UNTIL,
    ).label("closures"),
)
"""What slots follow from, as one row's columns."""
_READ_TIMETABLE = Statement(select(*_TIMETABLE))
_READ_SERVICE = Statement(select(*_service).where(_service.id == bindparam("service_id")))
_READ_RULES = Statement(
    select(
        *(_switch[name] for name in ("status", "message", "until", "changed_by", "changed_at")),
        *_service,
        *_TIMETABLE,
    )
    .select_from(table(ClinicStatus).outerjoin(table(Service), _service.id == bindparam("service_id")))
    .where(_switch.id == 1)
)
"""Read at every look at the calendar, and by every booking: one statement, made once, and no entities."""

_services = select(*_service).order_by(_service.position, _service.code)
_SERVICES, _ACTIVE_SERVICES = Statement(_services), Statement(_services.where(_service.active))
_vets = select(*_vet).order_by(_vet.position, _vet.name, _vet.id)
_VETS, _ACTIVE_VETS = Statement(_vets), Statement(_vets.where(_vet.active))


class ClinicRepository:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def lock_rules(self) -> None:
        """Waits for other editors of the rules, and for bookings under way; held until the commit."""
        await self._session.execute(select(func.pg_advisory_xact_lock(RULES_LOCK)))

    async def add(self, row: Base) -> None:
        self._session.add(row)
        await self._session.flush()

    async def flush(self) -> None:
        await self._session.flush()

    async def status(self, *, lock: bool = False) -> ClinicStatus:
        return await self._session.get_one(ClinicStatus, 1, with_for_update=lock or None, populate_existing=True)

    async def service(self, service_id: UUID) -> Service | None:
        """To be changed."""
        return await self._session.get(Service, service_id, populate_existing=True)

    async def read_service(self, service_id: UUID) -> ServiceRow | None:
        """To be looked at: its columns."""
        return await self._session.row(_READ_SERVICE, {"service_id": service_id})

    async def services(self, *, active_only: bool) -> Sequence[ServiceRow]:
        """To be looked at, in the clinic's order."""
        return await self._session.rows(_ACTIVE_SERVICES if active_only else _SERVICES)

    async def next_service_position(self) -> int:
        return int(await self._session.scalar(select(func.coalesce(func.max(Service.position), 0) + 1)) or 1)

    async def vet(self, vet_id: UUID) -> Vet | None:
        return await self._session.get(Vet, vet_id, populate_existing=True)

    async def vets(self, *, active_only: bool) -> Sequence[VetRow]:
        """To be looked at, in the clinic's order."""
        return await self._session.rows(_ACTIVE_VETS if active_only else _VETS)

    async def next_vet_position(self) -> int:
        return int(await self._session.scalar(select(func.coalesce(func.max(Vet.position), 0) + 1)) or 1)

    async def timetable(self, since: datetime, until: datetime) -> TimetableRows:
        """The active vets, everybody's hours, and the closures that overlap [since, until), each in its order."""
        (row,) = await self._session.rows(_READ_TIMETABLE, {"since": since, "until": until})
        return _timetable(row)

    async def rules(self, service_id: UUID, since: datetime, until: datetime) -> tuple[RulesRow, TimetableRows]:
        """The switch and the service in one row, whose `id` is null where there is no such service; and `timetable`."""
        wanted = {"service_id": service_id, "since": since, "until": until}
        (row,) = await self._session.rows(_READ_RULES, wanted)
        return row, _timetable(row)

    async def hours(self, vet_id: UUID | None) -> list[OpeningHours]:
        """The rows of one vet, or of the clinic."""
        return await self._all(
            select(OpeningHours)
            .where(OpeningHours.vet_id.is_not_distinct_from(vet_id))
            .order_by(OpeningHours.weekday, OpeningHours.opens)
        )

    async def replace_hours(self, vet_id: UUID | None, weekday: int, intervals: Iterable[tuple[time, time]]) -> None:
        await self._session.execute(
            delete(OpeningHours).where(
                OpeningHours.vet_id.is_not_distinct_from(vet_id), OpeningHours.weekday == weekday
            )
        )
        self._session.add_all(
            OpeningHours(vet_id=vet_id, weekday=weekday, opens=opens, closes=closes) for opens, closes in intervals
        )
        await self._session.flush()

    async def delete_hours(self, vet_id: UUID) -> None:
        """All the hours that are the vet's own."""
        await self._session.execute(delete(OpeningHours).where(OpeningHours.vet_id == vet_id))

    async def closure(self, closure_id: UUID) -> Closure | None:
        return await self._session.get(Closure, closure_id, populate_existing=True)

    async def closures(self, since: datetime, until: datetime | None) -> list[Closure]:
        """Those that overlap [since, until), by their start."""
        query = select(Closure).where(Closure.ends_at > since).order_by(Closure.starts_at, Closure.id)
        return await self._all(query if until is None else query.where(Closure.starts_at < until))

    async def delete_closure(self, closure_id: UUID) -> bool:
        gone = await self._session.scalar(delete(Closure).where(Closure.id == closure_id).returning(Closure.id))
        return gone is not None

    async def admin_chat(self, configured_chat_id: int) -> int | None:
        return await self._session.scalar(
            select(AdminChat.chat_id).where(AdminChat.configured_chat_id == configured_chat_id)
        )

    async def save_admin_chat(self, configured_chat_id: int, chat_id: int) -> None:
        statement = insert(AdminChat).values(configured_chat_id=configured_chat_id, chat_id=chat_id)
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["configured_chat_id"], set_={"chat_id": chat_id})
        )

    async def _all(self, query: Select[M]) -> list[M]:
        return list(await self._session.scalars(query))


def _timetable(row: Row) -> TimetableRows:
    return TimetableRows(vets=row.vets or [], hours=row.hours or [], closures=row.closures or [])
