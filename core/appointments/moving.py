"""Moving a visit to another time.

Staff move what is open, and owners their own requests: the row itself has another time from then on. An owner's wish
to move a confirmed visit is a second row, the wish, which the clinic answers like a request. Both hold their slots
until then, so there is never a moment with neither. Where no answer is needed the visit itself moves.
"""

from datetime import UTC, date, datetime
from uuid import UUID

from core.appointments.booking import Booking
from core.appointments.chain import moved_data
from core.appointments.deadlines import answer_by
from core.appointments.decisions import Decisions
from core.appointments.errors import (
    AlreadyDecided,
    RequestExpired,
    SameTime,
    SlotTaken,
    TooLateToMove,
    TooManyMoves,
    VisitOver,
)
from core.appointments.schemas import AppointmentDetails, EventKind, Sibling, Slot
from core.appointments.schemas import AppointmentStatus as Status
from core.clinic.schemas import Service, Vet
from core.clinic.timetable import Rules
from core.notifications.schemas import Kind
from core.users.schemas import Actor


class Moving(Booking, Decisions):
    async def days_to_move_to(
        self, actor: Actor, appointment_id: UUID, vet_id: UUID | None, first: date, last: date
    ) -> dict[date, int]:
        """As `free_days`, for the visit's service. Its own span counts as free; its present time is no choice.

        The vet who has it keeps it when free; else, and without that, the least loaded one takes it.
        """
        visit, rules = await self._to_move(actor, appointment_id)
        availability = await self._availability(rules, vet_id, first, last, actor, moving=visit)
        return availability.slots_by_day() if availability else {}

    async def slots_to_move_to(self, actor: Actor, appointment_id: UUID, vet_id: UUID | None, day: date) -> list[Slot]:
        """As `days_to_move_to`, the slots of one local day."""
        visit, rules = await self._to_move(actor, appointment_id)
        availability = await self._availability(rules, vet_id, day, day, actor, moving=visit)
        return availability.slots() if availability else []

    async def nearest_to_move_to(
        self, actor: Actor, appointment_id: UUID, vet_id: UUID | None, around: datetime, limit: int = 3
    ) -> list[Slot]:
        """As `nearest_slots` and `days_to_move_to`."""
        visit, rules = await self._to_move(actor, appointment_id)
        return await self._nearest(rules, vet_id, around, actor, limit, moving=visit)

    async def check_move(self, actor: Actor, appointment_id: UUID) -> AppointmentDetails:
        """Whether the visit can be moved at all, before anybody chooses a time; the visit, where it stands now.

        Refuses like `move`, which asks again: what is over, the cut-off, the number of moves, BookingsBlocked,
        ClinicClosed.
        """
        visit = await self.current(actor, appointment_id)
        await self._check_movable(actor, visit, self._clock.now())
        if not actor.is_staff:
            await self._users.records.check_may_ask(visit.owner.id)
            await self._check_switch(await self._clinic.status())
        return visit

    async def move(
        self, actor: Actor, appointment_id: UUID, starts_at: datetime, vet_id: UUID | None = None
    ) -> AppointmentDetails:
        """Moves the visit, or asks the clinic to; the visit as it is after that, with the `wish` if there is one.

        Any row of the chain names the visit. Whoever moves while a wish waits moves the wish (owners) or ends it
        (staff). Without a vet the present one keeps it when free. The booking rules hold, the limit of open requests
        aside; staff pass over notice, horizon, switch, cut-off and the number of moves.

        RequestExpired, AlreadyDecided, VisitOver, TooLateToMove, TooManyMoves, SameTime, then the booking refusals.
        Refused, it has written nothing, and the transaction can go on.
        """
        now, starts_at = self._clock.now(), starts_at.astimezone(UTC)
        visit = await self.current(actor, appointment_id)
        await self._rows.lock_owner_and_rules(visit.owner.id)  # no closure slips in between
        await self._rows.lock_chain(visit.id)
        visit = await self.current(actor, visit.id)
        await self._check_movable(actor, visit, now)
        wish = await self._visible(actor, visit.wish.id) if visit.wish and not actor.is_staff else None
        for row in (visit, wish):
            if row is not None and row.starts_at == starts_at and vet_id in (None, row.vet.id):
                raise SameTime(visit.number, starts_at)

        rules = await self._rules(visit.service.id, actor)
        service = rules.service
        self._check_start(actor, service, starts_at)
        if not actor.is_staff:
            await self._users.records.check_may_ask(visit.owner.id)
            await self._check_switch(rules.switch)
        vets = await self._free_vets(actor, rules, vet_id, starts_at, visit)
        await self._check_pet(visit.pet.id, starts_at, starts_at + service.duration, visit)
        if actor.is_staff or visit.status is Status.PENDING or await self.confirms_at_once(actor, moving=True):
            done = await self._move_row(actor, visit, service, vets, starts_at, now)
        elif wish is not None:
            done = await self._move_row(actor, wish, service, vets, starts_at, now)
        else:
            done = await self._wish(actor, visit, service, vets, starts_at, now)
        if not done:
            raise SlotTaken(await self._nearest(rules, vet_id, starts_at, actor, moving=visit))
        return await self._visible(actor, visit.id)

    async def _to_move(self, actor: Actor, appointment_id: UUID) -> tuple[AppointmentDetails, Rules]:
        visit = await self.current(actor, appointment_id)
        return visit, await self._rules(visit.service.id, actor)

    async def _check_movable(self, actor: Actor, visit: AppointmentDetails, now: datetime) -> None:
        if visit.status is Status.EXPIRED:
            raise RequestExpired(visit.number, visit.answer_by)
        if visit.status not in (Status.PENDING, Status.CONFIRMED):
            raise AlreadyDecided(visit.number, visit.status, visit.decided_by, visit.decided_at)
        if visit.status is Status.PENDING:
            if visit.answer_by <= now:
                raise RequestExpired(visit.number, visit.answer_by)
        elif actor.is_staff:
            if visit.ends_at <= now:
                raise VisitOver(visit.number, visit.ends_at)
        elif now > visit.starts_at - self._policy.move_cutoff:
            raise TooLateToMove(self._policy.move_cutoff, visit.starts_at)
        if not actor.is_staff and await self._rows.moves_by_owner(visit.chain_id) >= self._policy.max_moves:
            raise TooManyMoves(visit.number, self._policy.max_moves)

    async def _move_row(
        self,
        actor: Actor,
        row: AppointmentDetails,
        service: Service,
        vets: list[Vet],
        starts_at: datetime,
        now: datetime,
    ) -> bool:
        """Gives the row another time, with everything that follows; False when the slot is taken."""
        ends_at = starts_at + service.duration
        values = {
            "starts_at": starts_at,
            "ends_at": ends_at,
            "busy_until": ends_at + service.buffer,
            "attendance": None,
            "attendance_at": None,
        }
        if row.status is Status.PENDING:
            values["answer_by"] = self._deadline(starts_at, now, row.replaces)
        await self._lock_days((row.vet.id, row.starts_at), *((vet.id, starts_at) for vet in vets))
        for vet in vets:
            if await self._rows.move(row.id, {**values, "vet_id": vet.id}):
                break
        else:
            return False
        await self._record(
            actor, row.id, EventKind.MOVED, row.status, row.status,
            happened_at=now, data=moved_data(row.starts_at, starts_at),
        )  # fmt: skip
        await self._notifications.withdraw(row.id, [Kind.REMINDER, Kind.NUDGE])
        if row.wish is not None:
            await self._end_wish(actor, row.wish, now)
        if row.proposals:
            await self._drop_proposals(actor, row, now)
        moved = await self._visible(actor, row.id)
        if moved.status is Status.CONFIRMED:
            await self._plan_reminders(moved)
        else:
            await self._plan_nudge(moved, now)
        if actor.is_staff:
            await self._tell_owner_of_move(moved, row.starts_at)
        await self._redraw_cards(moved)
        if moved.status is Status.CONFIRMED and not actor.is_staff:
            await self._notifications.enqueue(
                Kind.REQUEST_CARD, dedupe_key=f"card:{moved.id}:{moved.version}:moved", appointment_id=moved.id
            )
        await self._redraw_visit_of(moved)
        return True

    async def _wish(
        self,
        actor: Actor,
        visit: AppointmentDetails,
        service: Service,
        vets: list[Vet],
        starts_at: datetime,
        now: datetime,
    ) -> bool:
        """Takes the slot for a wish to move the visit, and shows it to the clinic; False when the slot is taken."""
        ends_at = starts_at + service.duration
        values = {
            "number": visit.number,
            "chain_id": visit.chain_id,
            "replaces_id": visit.id,
            "is_current": False,
            "owner_id": visit.owner.id,
            "pet_id": visit.pet.id,
            "service_id": service.id,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "busy_until": ends_at + service.buffer,
            "status": Status.PENDING,
            "notes": visit.notes,
            "requested_at": now,
            "answer_by": self._deadline(starts_at, now, visit),
        }
        for vet in vets:
            wish_id = await self._rows.book({**values, "vet_id": vet.id})
            if wish_id is not None:
                if visit.proposals:
                    await self._drop_proposals(actor, visit, now)
                wish = await self._requested(actor, wish_id, now)
                await self._redraw_visit_of(wish)
                return True
        return False

    def _deadline(self, starts_at: datetime, now: datetime, replaces: AppointmentDetails | Sibling | None) -> datetime:
        return answer_by(now, starts_at, self._policy, replaces=replaces.starts_at if replaces else None)
