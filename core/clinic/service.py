"""What the clinic offers, who works there and when, and the live switch on top of it all."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from core.clinic import models
from core.clinic.errors import (
    ClosureNotFound,
    InvalidClosure,
    InvalidUntil,
    LastActiveService,
    LastActiveVet,
    NoOwnHoursLeft,
    ServiceNotFound,
    VetNotFound,
)
from core.clinic.repository import ClinicRepository, RulesRow, ServiceRow
from core.clinic.schemas import (
    ClinicStatus,
    Closure,
    OpeningInterval,
    Service,
    ServiceChanges,
    ServiceDraft,
    Status,
    TimetableRows,
    Vet,
)
from core.clinic.timetable import Rules, Timetable
from core.clinic.validation import (
    check_hours,
    check_minutes,
    check_price,
    clean_message,
    clean_name,
    clean_reason,
    stored_value,
)
from core.clock import Clock
from core.staff.schemas import ChangeKind
from core.staff.service import StaffService
from core.users.errors import StaffOnly
from core.users.schemas import Actor

_LOOK_AHEAD_DAYS = 366
"""How far a reopening is searched for: a clinic that is shut for longer has no date to tell."""


class ClinicService:
    def __init__(self, repository: ClinicRepository, staff: StaffService, clock: Clock, zone: ZoneInfo) -> None:
        self._rows = repository
        self._staff = staff
        self._clock = clock
        self._zone = zone

    # The switch.

    async def status(self) -> ClinicStatus:
        """The switch as it counts now."""
        return self._effective(await self._rows.status())

    async def set_status(
        self, actor: Actor, status: Status, *, message: str | None = None, until: datetime | None = None
    ) -> ClinicStatus:
        """Turns the switch: all staff may. `open` has neither message nor end. InvalidUntil, InvalidText."""
        _require_staff(actor)
        now = self._clock.now()
        message = clean_message(message)
        if until is not None and until <= now:
            raise InvalidUntil(until)
        row = await self._rows.status(lock=True)
        row.status = status
        row.message, row.until = (None, None) if status is Status.OPEN else (message, until)
        row.changed_by, row.changed_at = actor.name, now
        await self._rows.flush()
        await self._staff.changed(actor, ChangeKind.SWITCH, status=status.value, until=_iso(row.until))
        return self._effective(row)

    def _effective(self, row: models.ClinicStatus | RulesRow) -> ClinicStatus:
        if row.until is not None and row.until <= self._clock.now():
            return ClinicStatus(status=Status.OPEN, changed_at=row.until)
        return ClinicStatus.model_validate(row)

    # Who changes the rules, and who books by them.

    async def lock_rules(self, actor: Actor) -> None:
        """For whoever may change the rules: waits for bookings under way, keeps new ones waiting until the commit.

        What is booked by then can be read, and nothing is booked that a change in this transaction would not allow.
        Everything here that changes hours, closures, services or vets does this by itself. StaffOnly, ManagersOnly.
        """
        await self._staff.require_manager(actor)
        await self._rows.lock_rules()

    # Services.

    async def services(self, *, active_only: bool = True) -> list[Service]:
        """In the clinic's order."""
        return [_service(row) for row in await self._rows.services(active_only=active_only)]

    async def service(self, service_id: UUID) -> Service:
        """Active or not; ServiceNotFound."""
        row = await self._rows.read_service(service_id)
        if row is None:
            raise ServiceNotFound(service_id)
        return _service(row)

    async def add_service(self, actor: Actor, draft: ServiceDraft) -> Service:
        """Adds a service of the clinic's own at the end. InvalidText, InvalidLength, InvalidPrice."""
        await self.lock_rules(actor)
        row = models.Service(
            id=uuid4(),
            code=f"own-{uuid4().hex[:12]}",
            name=clean_name(draft.name),
            duration=check_minutes("duration", draft.duration),
            buffer=check_minutes("buffer", draft.buffer),
            minimum_notice=check_minutes("minimum_notice", draft.minimum_notice),
            price=check_price(draft.price),
            active=True,
            position=await self._rows.next_service_position(),
        )
        await self._rows.add(row)
        await self._staff.changed(actor, ChangeKind.SERVICE_ADDED, code=row.code, name=row.name)
        return _service(row)

    async def edit_service(self, actor: Actor, service_id: UUID, changes: ServiceChanges) -> Service:
        """Changes the fields that are set; visits already booked keep their span.

        ServiceNotFound, InvalidText, InvalidLength, InvalidPrice, LastActiveService.
        """
        await self.lock_rules(actor)
        row = await self._service_row(service_id)
        if changes.active is False and not await self._others_offered(service_id):
            raise LastActiveService
        # All are checked before any is set: a refusal leaves the row as it was.
        values = {field: stored_value(field, getattr(changes, field)) for field in changes.model_fields_set}
        changed = [
            field
            for field, value in values.items()
            if (value is not None or field in ("name", "price")) and value != getattr(row, field)
        ]
        for field in changed:
            setattr(row, field, values[field])
        await self._rows.flush()
        for field in changed:
            await self._staff.changed(
                actor, ChangeKind.SERVICE_CHANGED, code=row.code, name=row.name, field=_what(field, row)
            )
        return _service(row)

    async def _others_offered(self, service_id: UUID) -> bool:
        return any(row.id != service_id for row in await self._rows.services(active_only=True))

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
        await self.lock_rules(actor)
        row = models.Vet(id=uuid4(), name=clean_name(name), active=True, position=await self._rows.next_vet_position())
        await self._rows.add(row)
        await self._staff.changed(actor, ChangeKind.VET_ADDED, name=row.name)
        return Vet.model_validate(row)

    async def rename_vet(self, actor: Actor, vet_id: UUID, name: str) -> Vet:
        """VetNotFound, InvalidText."""
        await self._staff.require_manager(actor)
        row = await self._vet_row(vet_id)
        before, row.name = row.name, clean_name(name)
        await self._rows.flush()
        await self._staff.changed(actor, ChangeKind.VET_RENAMED, before=before, name=row.name)
        return Vet.model_validate(row)

    async def set_vet_active(self, actor: Actor, vet_id: UUID, active: bool) -> Vet:
        """Whether the vet takes new visits; those already booked stay. VetNotFound, LastActiveVet."""
        await self.lock_rules(actor)
        row = await self._vet_row(vet_id)
        others = [vet for vet in await self._rows.vets(active_only=True) if vet.id != vet_id]
        if not active and not others:
            raise LastActiveVet(row.name)
        if row.active is not active:
            row.active = active
            await self._rows.flush()
            await self._staff.changed(actor, ChangeKind.VET_DUTY, name=row.name, duty="on" if active else "off")
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

        A vet who worked by the clinic's hours keeps them as their own on all other days.
        VetNotFound, InvalidHours, OverlappingHours, TooManyIntervals, NoOwnHoursLeft.
        """
        await self.lock_rules(actor)
        day = sorted(intervals)
        week = await self._proposed(vet_id, {weekday: day})
        own = await self._rows.hours(vet_id)
        for number in range(7) if vet_id is not None and not own else (weekday,):
            hours = [(interval.opens, interval.closes) for interval in week.get(number, ())]
            await self._rows.replace_hours(vet_id, number, hours)
        spans = [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in day]
        name = await self._name_of(vet_id)
        await self._staff.changed(actor, ChangeKind.HOURS, name=name, weekday=weekday, hours=spans)
        return await self.opening_hours(vet_id)

    async def drop_own_hours(self, actor: Actor, vet_id: UUID) -> None:
        """From now on the vet works by the clinic's hours. VetNotFound."""
        await self.lock_rules(actor)
        row = await self._vet_row(vet_id)
        if await self._rows.hours(vet_id):
            await self._rows.delete_hours(vet_id)
            await self._staff.changed(actor, ChangeKind.OWN_HOURS_DROPPED, name=row.name)

    async def timetable_with(
        self, vet_id: UUID | None, days: Mapping[int, Iterable[tuple[time, time]]] | None
    ) -> Timetable:
        """The hours as they would be with these days, of the clinic or of one vet; None: without the vet's own.

        Without closures, and it changes nothing. Refuses what `set_opening_hours` would.
        """
        now = self._clock.now()
        table = await self.timetable(now, now)
        if days is None:
            return table.with_hours(vet_id, None)
        return table.with_hours(vet_id, await self._proposed(vet_id, days))

    async def _proposed(
        self, vet_id: UUID | None, days: Mapping[int, Iterable[tuple[time, time]]]
    ) -> Mapping[int, Sequence[OpeningInterval]]:
        """The week as it would be with these days."""
        name = (await self._vet_row(vet_id)).name if vet_id is not None else ""
        week: dict[int, list[OpeningInterval]] = {}
        for row in await self._rows.hours(vet_id) or await self._rows.hours(None):
            week.setdefault(row.weekday, []).append(OpeningInterval.model_validate(row))
        for weekday, intervals in days.items():
            day = sorted(intervals)
            check_hours(weekday, day)
            week[weekday] = [OpeningInterval(weekday=weekday, opens=opens, closes=closes) for opens, closes in day]
        if vet_id is not None and not any(week.values()):
            raise NoOwnHoursLeft(name)
        return week

    async def closures(self, since: datetime, until: datetime | None = None) -> list[Closure]:
        """The closures that overlap the span, of the clinic and of every vet, by their start."""
        return [Closure.model_validate(row) for row in await self._rows.closures(since, until)]

    async def closure(self, closure_id: UUID) -> Closure:
        """ClosureNotFound."""
        row = await self._rows.closure(closure_id)
        if row is None:
            raise ClosureNotFound(closure_id)
        return Closure.model_validate(row)

    async def add_closure(
        self,
        actor: Actor,
        starts_at: datetime,
        ends_at: datetime,
        reason: str | None = None,
        vet_id: UUID | None = None,
    ) -> Closure:
        """Visits already booked stay: `AppointmentService.close` also knows which, and can cancel them.

        VetNotFound, InvalidClosure, InvalidText.
        """
        await self.lock_rules(actor)
        self.check_closure(starts_at, ends_at)
        name = await self._name_of(vet_id)
        row = models.Closure(
            id=uuid4(), vet_id=vet_id, starts_at=starts_at, ends_at=ends_at, reason=clean_reason(reason)
        )
        await self._rows.add(row)
        await self._closure_changed(actor, ChangeKind.CLOSURE_ADDED, row, name)
        return Closure.model_validate(row)

    def check_closure(self, starts_at: datetime, ends_at: datetime) -> None:
        """InvalidClosure."""
        if starts_at >= ends_at or ends_at <= self._clock.now():
            raise InvalidClosure(starts_at, ends_at)

    async def remove_closure(self, actor: Actor, closure_id: UUID) -> None:
        """ClosureNotFound."""
        await self._staff.require_manager(actor)
        row = await self._rows.closure(closure_id)
        if row is None or not await self._rows.delete_closure(closure_id):
            raise ClosureNotFound(closure_id)
        await self._closure_changed(actor, ChangeKind.CLOSURE_REMOVED, row, await self._name_of(row.vet_id))

    async def _closure_changed(self, actor: Actor, kind: ChangeKind, row: models.Closure, name: str | None) -> None:
        await self._staff.changed(actor, kind, name=name, starts_at=_iso(row.starts_at), ends_at=_iso(row.ends_at))

    async def _name_of(self, vet_id: UUID | None) -> str | None:
        """None for the whole clinic. VetNotFound."""
        return None if vet_id is None else (await self._vet_row(vet_id)).name

    async def timetable(self, since: datetime, until: datetime) -> Timetable:
        """Everything that slots between the two moments follow from, in one statement."""
        return self._timetable(await self._rows.timetable(since, until))

    async def rules(self, service_id: UUID, since: datetime, until: datetime) -> Rules:
        """The switch, the service, active or not, and `timetable`, in one statement. ServiceNotFound."""
        row, timetable = await self._rows.rules(service_id, since, until)
        if row.id is None:
            raise ServiceNotFound(service_id)
        return Rules(self._effective(row), _service(row), self._timetable(timetable))

    def _timetable(self, rows: TimetableRows) -> Timetable:
        hours: dict[UUID | None, dict[int, list[OpeningInterval]]] = {}
        for interval in rows.hours:
            hours.setdefault(interval.vet_id, {}).setdefault(interval.weekday, []).append(interval)
        return Timetable(self._zone, rows.vets, hours, rows.closures)

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


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _what(field: str, row: models.Service) -> str:
    """What of a service was changed: a field's name; `on` or `off` where it is whether it is offered."""
    return ("on" if row.active else "off") if field == "active" else field


def _service(row: models.Service | ServiceRow) -> Service:
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
