"""Finding a slot and asking for it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from core.appointments.approval import LATELY, needs_approval
from core.appointments.availability import Availability
from core.appointments.chain import Chains
from core.appointments.deadlines import answer_by
from core.appointments.errors import (
    BeyondHorizon,
    ClinicClosed,
    DuringClosure,
    InvalidNotes,
    NotASlot,
    OutsideOpeningHours,
    PetHasVisitThen,
    ServiceUnavailable,
    SlotTaken,
    StartInPast,
    TooManyOpenRequests,
    TooShortNotice,
    VetUnavailable,
)
from core.appointments.schemas import AppointmentDetails, AppointmentStatus, BookingRequest, EventKind, Slot
from core.appointments.slots import on_grid
from core.clinic.schemas import Service, Status, Vet
from core.clinic.timetable import Timetable
from core.clock import local_day_bounds
from core.notifications.schemas import Kind
from core.pets.errors import PetArchived
from core.text import many_lines
from core.users.schemas import SYSTEM, Actor, Reach

NOTES_LIMIT = 500
STAFF_HORIZON = timedelta(days=366)
"""Staff plan further ahead than owners, but a date beyond this is a typing mistake."""

_DAY = timedelta(days=1)
_NEAR_DAYS = 7


class Booking(Chains):
    async def free_days(
        self, service_id: UUID, vet_id: UUID | None, first: date, last: date, *, actor: Actor | None = None
    ) -> dict[date, int]:
        """How many times each local day has left, both ends included; days without any are missing.

        For staff (`actor`) neither the notice nor the horizon counts. ServiceNotFound, ServiceUnavailable,
        VetNotFound, VetUnavailable.
        """
        availability = await self._availability(await self._offered(service_id), vet_id, first, last, actor)
        return availability.slots_by_day() if availability else {}

    async def free_slots(
        self, service_id: UUID, vet_id: UUID | None, day: date, *, actor: Actor | None = None
    ) -> list[Slot]:
        """The slots of a local day, in order; without a vet each is with the least loaded one. As `free_days`."""
        availability = await self._availability(await self._offered(service_id), vet_id, day, day, actor)
        return availability.slots() if availability else []

    async def nearest_slots(
        self, service_id: UUID, vet_id: UUID | None, around: datetime, limit: int = 3, *, actor: Actor | None = None
    ) -> list[Slot]:
        """The slots closest to a moment within the whole horizon, the closest first. As `free_days`."""
        return await self._nearest(await self._offered(service_id), vet_id, around, actor, limit)

    async def book(self, actor: Actor, request: BookingRequest) -> AppointmentDetails:
        """Asks for a visit; it is `pending`, holds its slot, and the clinic hears of it.

        An owner whose requests need no answer has it `confirmed` at once, and its reminders are planned. So has
        what staff book for them: where Telegram reaches the owner they are told, and staff know what they did.

        Staff pass over notice, horizon, switch and the limit of open requests, never over hours and overlaps.
        PetNotFound, PetArchived, ServiceNotFound, BookingsBlocked and the booking refusals of `errors`, in that order.
        Refused, it has written nothing, and the transaction can go on.
        """
        pet = await self._pets.get(actor, request.pet_id)
        await self._rows.lock_owner(pet.owner_id)
        await self._clinic.hold_rules()  # no closure slips in between
        pet = await self._pets.get(actor, request.pet_id, lock=True)
        if pet.archived:
            raise PetArchived(pet.name)
        service = await self._offered(request.service_id)
        notes = _notes(request.notes)
        starts_at = request.starts_at.astimezone(UTC)
        ends_at = starts_at + service.duration
        self._check_start(actor, service, starts_at)
        if not actor.is_staff:
            await self._check_takes_requests(pet.owner_id)

        vets = await self._free_vets(actor, service, request.vet_id, starts_at)
        now = self._clock.now()
        if not actor.is_staff:
            await self._check_open_requests(pet.owner_id, now)
        await self._check_pet(pet.id, starts_at, ends_at)
        decided: dict[str, Any] = {"status": AppointmentStatus.PENDING}
        if actor.is_staff or await self.confirms_at_once(actor):
            by = actor.name if actor.is_staff else SYSTEM.name
            decided = {"status": AppointmentStatus.CONFIRMED, "decided_by": by, "decided_at": now}
        for vet in vets:
            appointment_id = await self._rows.book(
                {
                    **decided,
                    "owner_id": pet.owner_id,
                    "pet_id": pet.id,
                    "vet_id": vet.id,
                    "service_id": service.id,
                    "starts_at": starts_at,
                    "ends_at": ends_at,
                    "busy_until": ends_at + service.buffer,
                    "notes": notes,
                    "requested_at": now,
                    "answer_by": answer_by(now, starts_at, self._policy),
                }
            )
            if appointment_id is not None:
                return await self._requested(actor, appointment_id, now)
        raise SlotTaken(await self._nearest(service, request.vet_id, starts_at, actor))

    async def confirms_at_once(self, actor: Actor, *, moving: bool = False) -> bool:
        """Whether what an owner asks for needs no answer of the clinic; False for staff, who ask nobody.

        `moving` asks for a visit that is there already, else for a further one.
        """
        if actor.is_staff or actor.user_id is None:
            return False
        now = self._clock.now()
        standing = await self._rows.standing(actor.user_id, now, missed_since=now - LATELY)
        most_ahead = None if moving else self._policy.max_open_requests
        return not needs_approval(self._policy.approval, standing, most_ahead=most_ahead)

    async def _requested(self, actor: Actor, appointment_id: UUID, now: datetime) -> AppointmentDetails:
        await self._record(actor, appointment_id, EventKind.REQUESTED, None, AppointmentStatus.PENDING, happened_at=now)
        if not actor.is_staff:
            await self._notifications.enqueue(
                Kind.REQUEST_CARD, dedupe_key=f"card:{appointment_id}", appointment_id=appointment_id
            )
        visit = await self._visible(actor, appointment_id)
        if visit.status is AppointmentStatus.PENDING:
            await self._plan_nudge(visit, now)
            return visit
        by = actor if actor.is_staff else SYSTEM
        await self._record(by, visit.id, EventKind.CONFIRMED, AppointmentStatus.PENDING, visit.status, happened_at=now)
        if actor.is_staff and await self._users.reach(visit.owner.id) is Reach.YES:  # else they are on the phone
            await self._tell_owner(Kind.CONFIRMED, visit, useful_until=visit.starts_at)
        await self._plan_reminders(visit)
        return visit

    async def _offered(self, service_id: UUID) -> Service:
        service = await self._clinic.service(service_id)
        if not service.active:
            raise ServiceUnavailable(service_id)
        return service

    def _check_start(self, actor: Actor, service: Service, starts_at: datetime) -> None:
        now = self._clock.now()
        if starts_at <= now:
            raise StartInPast(starts_at)
        earliest = now + service.minimum_notice
        if not actor.is_staff and starts_at < earliest:
            raise TooShortNotice(earliest)
        last_day = self._last_day(actor)
        if starts_at >= local_day_bounds(last_day, self._policy.zone)[1]:
            raise BeyondHorizon(last_day)

    async def _check_takes_requests(self, owner_id: UUID) -> None:
        """From this owner, and at all just now: BookingsBlocked, ClinicClosed."""
        await self._users.records.check_may_ask(owner_id)
        status = await self._clinic.status()
        if status.status is Status.CLOSE:
            reopens_at = await self._clinic.next_opening(status.until) if status.until else None
            raise ClinicClosed(status.until, status.message, reopens_at)

    async def _check_open_requests(self, owner_id: UUID, now: datetime) -> None:
        limit = self._policy.max_open_requests
        if await self._rows.open_requests(owner_id, now) >= limit:
            raise TooManyOpenRequests(limit)

    async def _check_pet(
        self, pet_id: UUID, starts_at: datetime, ends_at: datetime, moving: AppointmentDetails | None = None
    ) -> None:
        chain_id = moving.chain_id if moving else None
        number = await self._rows.visit_of_pet(pet_id, starts_at, ends_at, chain_id=chain_id)
        if number is not None:
            raise PetHasVisitThen(number)

    async def _free_vets(
        self,
        actor: Actor,
        service: Service,
        vet_id: UUID | None,
        starts_at: datetime,
        moving: AppointmentDetails | None = None,
    ) -> list[Vet]:
        """Who may take the visit, the best choice first; empty when all of them are busy."""
        day = self._policy.local(starts_at).date()
        availability = await self._availability(service, vet_id, day, day, actor, moving=moving)
        present = availability.open_vets(starts_at) if availability else []
        if not availability or not present:
            raise OutsideOpeningHours(await self._nearest(service, vet_id, starts_at, actor, moving=moving))
        closures = {vet.id: availability.closure(vet, starts_at) for vet in present}
        working = [vet for vet in present if closures[vet.id] is None]
        if not working:
            reasons = [closure.reason for closure in closures.values() if closure is not None]
            raise DuringClosure(reasons[0], await self._nearest(service, vet_id, starts_at, actor, moving=moving))
        if not on_grid(starts_at, self._policy.grid, self._policy.zone):
            raise NotASlot(await self._nearest(service, vet_id, starts_at, actor, moving=moving))
        return availability.free_vets(working, starts_at)

    async def _nearest(
        self,
        service: Service,
        vet_id: UUID | None,
        around: datetime,
        actor: Actor | None,
        limit: int = 3,
        *,
        moving: AppointmentDetails | None = None,
    ) -> list[Slot]:
        """Looks at the days around the moment first, and at the whole horizon only when they don't suffice."""
        today, last_day = self._today(), self._last_day(actor)
        since, until = self._bounds(today, last_day)
        around = min(max(around, since), until - timedelta.resolution)
        day = self._policy.local(around).date()
        near = timedelta(days=_NEAR_DAYS)
        table = await self._clinic.timetable(since, until)
        here = await self._availability(service, vet_id, day - near, day + near, actor, table, moving)
        found = here.nearest(around, limit) if here else []
        if len(found) == limit and all(abs(slot.starts_at - around) < near - _DAY for slot in found):
            return found
        everywhere = await self._availability(service, vet_id, today, last_day, actor, table, moving)
        return everywhere.nearest(around, limit) if everywhere else []

    async def _availability(
        self,
        service: Service,
        vet_id: UUID | None,
        first: date,
        last: date,
        actor: Actor | None,
        timetable: Timetable | None = None,
        moving: AppointmentDetails | None = None,
    ) -> Availability | None:
        """What is free on those days as far as they can be booked at all; None when none of them can.

        For a visit that moves its own span is free, and the time that it has is no choice.
        """
        first, last = max(first, self._today()), min(last, self._last_day(actor))
        if first > last:
            return None
        since, until = self._bounds(first, last)
        timetable = timetable or await self._clinic.timetable(since, until)
        vets = await self._candidates(timetable, vet_id)
        notice = timedelta(0) if actor is not None and actor.is_staff else service.minimum_notice
        return Availability(
            service=service,
            timetable=timetable,
            vets=vets,
            # A buffer runs past midnight, into what is booked on the day after.
            busy=await self._rows.busy(
                [vet.id for vet in vets], since, until + _DAY, chain_id=moving.chain_id if moving else None
            ),
            first=first,
            last=last,
            # A visit starts in the future, if only just.
            not_before=self._clock.now() + max(notice, timedelta.resolution),
            grid=self._policy.grid,
            preferred=moving.vet.id if moving else None,
            excluded=_present_times(moving) if moving and vet_id in (None, moving.vet.id) else frozenset(),
        )

    async def _candidates(self, timetable: Timetable, vet_id: UUID | None) -> tuple[Vet, ...]:
        if vet_id is None:
            return timetable.vets
        chosen = tuple(vet for vet in timetable.vets if vet.id == vet_id)
        if not chosen:
            await self._clinic.vet(vet_id)
            raise VetUnavailable(vet_id)
        return chosen

    def _last_day(self, actor: Actor | None) -> date:
        ahead = STAFF_HORIZON if actor is not None and actor.is_staff else self._policy.horizon
        return self._today() + ahead

    def _bounds(self, first: date, last: date) -> tuple[datetime, datetime]:
        return local_day_bounds(first, self._policy.zone)[0], local_day_bounds(last, self._policy.zone)[1]


def _present_times(visit: AppointmentDetails) -> frozenset[datetime]:
    """When a visit that is to move is already, or is already wished to be."""
    return frozenset(row.starts_at for row in (visit, visit.wish) if row is not None)


def _notes(text: str | None) -> str | None:
    notes = many_lines(text or "")
    if len(notes) > NOTES_LIMIT:
        raise InvalidNotes(NOTES_LIMIT)
    return notes or None
