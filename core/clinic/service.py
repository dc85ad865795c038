"""What the clinic offers, who works there and when, and the live switch on top of it all."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from core.clinic import models
from core.clinic.errors import (
    ClosureNotFound,
    InvalidClosure,
    InvalidHours,
    InvalidLength,
    InvalidPrice,
    InvalidText,
    InvalidUntil,
    LastActiveVet,
    OverlappingHours,
    ServiceNotFound,
    VetNotFound,
)
from core.clinic.repository import ClinicRepository
from core.clinic.schemas import (
    ClinicStatus,
    Closure,
    OpeningInterval,
    Service,
    ServiceChanges,
    ServiceDraft,
    Status,
    Vet,
)
from core.clinic.timetable import Timetable
from core.clock import Clock
from core.text import many_lines, one_line
from core.users.errors import StaffOnly
from core.users.schemas import Actor

NAME_LIMIT = 60
MESSAGE_LIMIT = 300
REASON_LIMIT = 200
PRICE_LIMIT = 999_999
LENGTH_LIMITS = {"duration": (5, 720), "buffer": (0, 240), "minimum_notice": (0, 43_200)}
"""What a service's lengths may be, in minutes; the table's check constraints say the same."""

_LOOK_AHEAD_DAYS = 366
"""How far a reopening is searched for: a clinic that is shut for longer has no date to tell."""


class ClinicService:
    def __init__(self, repository: ClinicRepository, clock: Clock, zone: ZoneInfo) -> None:
        self._rows = repository
        self._clock = clock
        self._zone = zone

    # The switch.

    async def status(self) -> ClinicStatus:
        """The switch as it counts now."""
        return self._effective(await self._rows.status())

    async def set_status(
        self, actor: Actor, status: Status, *, message: str | None = None, until: datetime | None = None
    ) -> ClinicStatus:
        """Turns the switch. `open` has neither message nor end. InvalidUntil, InvalidText."""
        _require_staff(actor)
        now = self._clock.now()
        message = _text("message", many_lines(message), MESSAGE_LIMIT) if message and message.strip() else None
        if until is not None and until <= now:
            raise InvalidUntil(until)
        row = await self._rows.status(lock=True)
        row.status = status
        row.message, row.until = (None, None) if status is Status.OPEN else (message, until)
        row.changed_by, row.changed_at = actor.name, now
        await self._rows.flush()
        return self._effective(row)

    def _effective(self, row: models.ClinicStatus) -> ClinicStatus:
        if row.until is not None and row.until <= self._clock.now():
            return ClinicStatus(status=Status.OPEN, changed_at=row.until)
        return ClinicStatus.model_validate(row)

    # Services.

    async def services(self, *, active_only: bool = True) -> list[Service]:
        """In the clinic's order."""
        return [_service(row) for row in await self._rows.services(active_only=active_only)]

    async def service(self, service_id: UUID) -> Service:
        """Active or not; ServiceNotFound."""
        return _service(await self._service_row(service_id))

    async def add_service(self, actor: Actor, draft: ServiceDraft) -> Service:
        """Adds a service of the clinic's own at the end. InvalidText, InvalidLength, InvalidPrice."""
        _require_staff(actor)
        row = models.Service(
            id=uuid4(),
            code=f"own-{uuid4().hex[:12]}",
            name=_name(draft.name),
            duration=_minutes("duration", draft.duration),
            buffer=_minutes("buffer", draft.buffer),
            minimum_notice=_minutes("minimum_notice", draft.minimum_notice),
            price=_price(draft.price),
            active=True,
            position=await self._rows.next_service_position(),
        )
        await self._rows.add(row)
        return _service(row)

    async def edit_service(self, actor: Actor, service_id: UUID, changes: ServiceChanges) -> Service:
        """Changes the fields that are set; visits already booked keep their span.

        ServiceNotFound, InvalidText, InvalidLength, InvalidPrice.
        """
        _require_staff(actor)
        row = await self._service_row(service_id)
        # All are checked before any is set: a refusal leaves the row as it was.
        values = {field: _checked(field, getattr(changes, field)) for field in changes.model_fields_set}
        for field, value in values.items():
            if value is not None or field in ("name", "price"):
                setattr(row, field, value)
        await self._rows.flush()
        return _service(row)

    async def _service_row(self, service_id: UUID) -> models.Service:
        row = await self._rows.service(service_id)
        if row is None:
            raise ServiceNotFound(service_id)
        return row

    # Vets.

    async def vets(self, *, active_only: bool = True) -> list[Vet]:
        """In the clinic's order."""
        return [Vet.model_validate(row) for row in await self._rows.vets(active_only=active_only)]

    async def vet(self, vet_id: UUID) -> Vet:
        """Active or not; VetNotFound."""
        return Vet.model_validate(await self._vet_row(vet_id))

    async def add_vet(self, actor: Actor, name: str) -> Vet:
        """Adds an active vet, who works by the clinic's hours. InvalidText."""
        _require_staff(actor)
        row = models.Vet(id=uuid4(), name=_name(name), active=True, position=await self._rows.next_vet_position())
        await self._rows.add(row)
        return Vet.model_validate(row)

    async def rename_vet(self, actor: Actor, vet_id: UUID, name: str) -> Vet:
        """VetNotFound, InvalidText."""
        _require_staff(actor)
        row = await self._vet_row(vet_id)
        row.name = _name(name)
        await self._rows.flush()
        return Vet.model_validate(row)

    async def set_vet_active(self, actor: Actor, vet_id: UUID, active: bool) -> Vet:
        """Whether the vet takes new visits; those already booked stay. VetNotFound, LastActiveVet."""
        _require_staff(actor)
        await self._rows.lock_for_editing()
        row = await self._vet_row(vet_id)
        others = [vet for vet in await self._rows.vets(active_only=True) if vet.id != vet_id]
        if not active and not others:
            raise LastActiveVet(row.name)
        row.active = active
        await self._rows.flush()
        return Vet.model_validate(row)

    async def _vet_row(self, vet_id: UUID) -> models.Vet:
        row = await self._rows.vet(vet_id)
        if row is None:
            raise VetNotFound(vet_id)
        return row

    # Hours and closures.

    async def opening_hours(self, vet_id: UUID | None = None) -> list[OpeningInterval]:
        """The clinic's hours, or the vet's own (empty: the vet works by the clinic's), by weekday and time."""
        return [OpeningInterval.model_validate(row) for row in await self._rows.hours(vet_id)]

    async def set_opening_hours(
        self, actor: Actor, weekday: int, intervals: Iterable[tuple[time, time]], vet_id: UUID | None = None
    ) -> list[OpeningInterval]:
        """Replaces that day's hours, of the clinic or of one vet; no interval at all means closed that day.

        A vet's first own hours replace the clinic's on every day of the week, not only on this one.
        VetNotFound, InvalidHours, OverlappingHours.
        """
        _require_staff(actor)
        day = sorted(intervals)
        _check_hours(weekday, day)
        if vet_id is not None:
            await self._vet_row(vet_id)
        await self._rows.lock_for_editing()
        await self._rows.replace_hours(vet_id, weekday, day)
        return await self.opening_hours(vet_id)

    async def closures(self, since: datetime, until: datetime | None = None) -> list[Closure]:
        """The closures that overlap the span, of the clinic and of every vet, by their start."""
        return [Closure.model_validate(row) for row in await self._rows.closures(since, until)]

    async def add_closure(
        self,
        actor: Actor,
        starts_at: datetime,
        ends_at: datetime,
        reason: str | None = None,
        vet_id: UUID | None = None,
    ) -> Closure:
        """Visits already booked stay. VetNotFound, InvalidClosure, InvalidText."""
        _require_staff(actor)
        if starts_at >= ends_at or ends_at <= self._clock.now():
            raise InvalidClosure(starts_at, ends_at)
        if vet_id is not None:
            await self._vet_row(vet_id)
        text = _text("reason", one_line(reason), REASON_LIMIT) if reason and reason.strip() else None
        row = models.Closure(id=uuid4(), vet_id=vet_id, starts_at=starts_at, ends_at=ends_at, reason=text)
        await self._rows.add(row)
        return Closure.model_validate(row)

    async def remove_closure(self, actor: Actor, closure_id: UUID) -> None:
        """ClosureNotFound."""
        _require_staff(actor)
        if not await self._rows.delete_closure(closure_id):
            raise ClosureNotFound(closure_id)

    async def timetable(self, since: datetime, until: datetime) -> Timetable:
        """Everything that slots between the two moments follow from, in three statements."""
        hours: dict[UUID | None, dict[int, list[OpeningInterval]]] = {}
        for row in await self._rows.all_hours():
            week = hours.setdefault(row.vet_id, {})
            week.setdefault(row.weekday, []).append(OpeningInterval.model_validate(row))
        return Timetable(self._zone, tuple(await self.vets()), hours, tuple(await self.closures(since, until)))

    async def next_opening(self, after: datetime) -> datetime | None:
        """When the clinic next takes visits, from `after` on: now, when it is within its hours.

        Only hours and closures count, not the switch. None when there is no such moment within a year.
        """
        table = await self.timetable(after, after + timedelta(days=_LOOK_AHEAD_DAYS + 1))
        return table.next_opening(after, days=_LOOK_AHEAD_DAYS)

    # Where the clinic is reached.

    async def admin_chat(self, configured_chat_id: int) -> int:
        """Where the chat from the settings lives now."""
        return await self._rows.admin_chat(configured_chat_id) or configured_chat_id

    async def move_admin_chat(self, configured_chat_id: int, chat_id: int) -> None:
        """Remembers that the group became a supergroup and changed its id."""
        await self._rows.save_admin_chat(configured_chat_id, chat_id)


def _require_staff(actor: Actor) -> None:
    if not actor.is_staff:
        raise StaffOnly


def _service(row: models.Service) -> Service:
    return Service(
        id=row.id,
        code=row.code,
        name=row.name,
        duration=timedelta(minutes=row.duration),
        buffer=timedelta(minutes=row.buffer),
        minimum_notice=timedelta(minutes=row.minimum_notice),
        price=row.price,
        active=row.active,
    )


def _checked(field: str, value: Any) -> Any:
    """A service's new value as the row stores it."""
    if value is None or field == "active":
        return value
    if field == "name":
        return _name(value)
    return _price(value) if field == "price" else _minutes(field, value)


def _text(field: str, text: str, limit: int) -> str:
    if not text or len(text) > limit:
        raise InvalidText(field, limit)
    return text


def _name(text: str) -> str:
    return _text("name", one_line(text), NAME_LIMIT)


def _minutes(field: str, length: timedelta) -> int:
    minimum, maximum = LENGTH_LIMITS[field]
    minutes, rest = divmod(length, timedelta(minutes=1))
    if rest or not minimum <= minutes <= maximum:
        raise InvalidLength(field, minimum, maximum)
    return minutes


def _price(price: Decimal | None) -> Decimal | None:
    if price is None:
        return None
    if not 0 <= price <= PRICE_LIMIT or price != round(price, 2):
        raise InvalidPrice(PRICE_LIMIT)
    return round(price, 2)


def _check_hours(weekday: int, day: Sequence[tuple[time, time]]) -> None:
    for opens, closes in day:
        if weekday not in range(7) or opens >= closes:
            raise InvalidHours(weekday, opens, closes)
    for (_, closes), (opens, _) in pairwise(day):
        if opens < closes:
            raise OverlappingHours(weekday, opens)
