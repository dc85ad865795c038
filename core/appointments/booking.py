"""Finding a slot and asking for it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from core.appointments.approval import LATELY, Standing, needs_approval
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
from core.clinic.schemas import ClinicStatus, Service, Status, Vet
from core.clinic.timetable import Rules, Timetable
from core.clock import local_day_bounds
from core.notifications.schemas import Kind
from core.pets.errors import PetArchived
from core.text import many_lines
from core.users.errors import BookingsBlocked
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
        availability = await self._availability(await self._offered(service_id, actor), vet_id, first, last, actor)
        return availability.slots_by_day() if availability else {}

    async def free_slots(
        self, service_id: UUID, vet_id: UUID | None, day: date, *, actor: Actor | None = None
    ) -> list[Slot]:
        """The slots of a local day, in order; without a vet each is with the least loaded one. As `free_days`."""
        availability = await self._availability(await self._offered(service_id, actor), vet_id, day, day, actor)
        return availability.slots() if availability else []

    async def nearest_slots(
        self, service_id: UUID, vet_id: UUID | None, around: datetime, limit: int = 3, *, actor: Actor | None = None
    ) -> list[Slot]:
        """The slots closest to a moment within the whole horizon, the closest first. As `free_days`."""
        return await self._nearest(await self._offered(service_id, actor), vet_id, around, actor, limit)

    async def book(self, actor: Actor, request: BookingRequest) -> AppointmentDetails:
        """Asks for a visit; it is `pending`, holds its slot, and the clinic hears of it.

        An owner whose requests need no answer has it `confirmed` at once, and its reminders are planned. So has
        what staff book for them: where Telegram reaches the owner they are told, and staff know what they did.

        Staff pass over notice, horizon, switch and the limit of open requests, never over hours and overlaps.
        PetNotFound, PetArchived, ServiceNotFound, BookingsBlocked and the booking refusals of `errors`, in that order.
        Refused, it has written nothing, and the transaction can go on.
        """
        owner_id = await self._owner_of(actor, request.pet_id)
        await self._rows.lock_owner_and_rules(owner_id)  # no closure slips in between
        pet = await self._pets.hold(actor, request.pet_id)
        if pet.archived:
            raise PetArchived(pet.name)
        rules = await self._offered(request.service_id, actor)
        service = rules.service
        notes = _notes(request.notes)
        starts_at = request.starts_at.astimezone(UTC)
        ends_at = starts_at + service.duration
        self._check_start(actor, service, starts_at)
        now = self._clock.now()
        situation = await self._rows.situation(
            owner_id, now, missed_since=now - LATELY, pet_id=pet.id, span=(starts_at, ends_at)
        )
        if not actor.is_staff:
            if situation.blocked:
                raise BookingsBlocked
            await self._check_switch(rules.switch)

        vets = await self._free_vets(actor, rules, request.vet_id, starts_at)
        if not actor.is_staff and situation.open_requests >= self._policy.max_open_requests:
            raise TooManyOpenRequests(self._policy.max_open_requests)
        if situation.visit_of_pet is not None:
            raise PetHasVisitThen(situation.visit_of_pet)
        decided: dict[str, Any] = {"status": AppointmentStatus.PENDING}
        if actor.is_staff or self._needs_no_answer(situation.standing):
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
        raise SlotTaken(await self._nearest(rules, request.vet_id, starts_at, actor))

    async def confirms_at_once(self, actor: Actor, *, moving: bool = False) -> bool:
        """Whether what an owner asks for needs no answer of the clinic; False for staff, who ask nobody.

        `moving` asks for a visit that is there already, else for a further one.
        """
        if actor.is_staff or actor.user_id is None:
            return False
        now = self._clock.now()
        situation = await self._rows.situation(actor.user_id, now, missed_since=now - LATELY)
        return self._needs_no_answer(situation.standing, moving=moving)

    def _needs_no_answer(self, standing: Standing, *, moving: bool = False) -> bool:
        most_ahead = None if moving else self._policy.max_open_requests
        return not needs_approval(self._policy.approval, standing, most_ahead=most_ahead)

    async def _owner_of(self, actor: Actor, pet_id: UUID) -> UUID:
        """Whose locks to take before anything is read: owners book for their own pets alone. PetNotFound."""
        if not actor.is_staff and actor.user_id is not None:
            return actor.user_id
        return (await self._pets.get(actor, pet_id)).owner_id

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

    async def _offered(self, service_id: UUID, actor: Actor | None) -> Rules:
        """The clinic's rules for a service that it offers. ServiceNotFound, ServiceUnavailable."""
        rules = await self._rules(service_id, actor)
        if not rules.service.active:
            raise ServiceUnavailable(service_id)
        return rules

    async def _rules(self, service_id: UUID, actor: Actor | None) -> Rules:
        """The clinic's rules as far ahead as can be booked. ServiceNotFound."""
        return await self._clinic.rules(service_id, *self._bounds(self._today(), self._last_day(actor)))

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

    async def _check_switch(self, switch: ClinicStatus) -> None:
        """ClinicClosed."""
        if switch.status is Status.CLOSE:
            reopens_at = await self._clinic.next_opening(switch.until) if switch.until else None
            raise ClinicClosed(switch.until, switch.message, reopens_at)

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
        rules: Rules,
        vet_id: UUID | None,
        starts_at: datetime,
        moving: AppointmentDetails | None = None,
    ) -> list[Vet]:
        """Who may take the visit, the best choice first; empty when all of them are busy."""
        day = self._policy.local(starts_at).date()
        availability = await self._availability(rules, vet_id, day, day, actor, moving=moving)
        present = availability.open_vets(starts_at) if availability else []
        if not availability or not present:
            raise OutsideOpeningHours(await self._nearest(rules, vet_id, starts_at, actor, moving=moving))
        closures = {vet.id: availability.closure(vet, starts_at) for vet in present}
        working = [vet for vet in present if closures[vet.id] is None]
        if not working:
            reasons = [closure.reason for closure in closures.values() if closure is not None]
            raise DuringClosure(reasons[0], await self._nearest(rules, vet_id, starts_at, actor, moving=moving))
        if not on_grid(starts_at, self._policy.grid, self._policy.zone):
            raise NotASlot(await self._nearest(rules, vet_id, starts_at, actor, moving=moving))
        return availability.free_vets(working, starts_at)

    async def _nearest(
        self,
        rules: Rules,
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
        here = await self._availability(rules, vet_id, day - near, day + near, actor, moving)
        found = here.nearest(around, limit) if here else []
        if len(found) == limit and all(abs(slot.starts_at - around) < near - _DAY for slot in found):
            return found
        everywhere = await self._availability(rules, vet_id, today, last_day, actor, moving)
        return everywhere.nearest(around, limit) if everywhere else []

    async def _availability(
        self,
        rules: Rules,
        vet_id: UUID | None,
        first: date,
        last: date,
        actor: Actor | None,
        moving: AppointmentDetails | None = None,
    ) -> Availability | None:
        """What is free on those days as far as they can be booked at all; None when none of them can.

        For a visit that moves its own span is free, and the time that it has is no choice.
        """
        first, last = max(first, self._today()), min(last, self._last_day(actor))
        if first > last:
            return None
        since, until = self._bounds(first, last)
        vets = await self._candidates(rules.timetable, vet_id)
        notice = timedelta(0) if actor is not None and actor.is_staff else rules.service.minimum_notice
        return Availability(
            service=rules.service,
            timetable=rules.timetable,
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
