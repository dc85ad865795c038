"""What becomes of a request and of a visit. Of two who decide at once one wins, the other reads who was first."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from core.appointments.base import require_staff
from core.appointments.chain import Chains
from core.appointments.errors import (
    AlreadyDecided,
    AppointmentNotFound,
    InvalidReason,
    MoveAnswered,
    MovedMeanwhile,
    NotConfirmedYet,
    RequestExpired,
    TooEarly,
    TooLateToCancel,
    VisitOver,
    VisitStarted,
)
from core.appointments.schemas import AppointmentDetails, Attendance, EventKind
from core.appointments.schemas import AppointmentStatus as Status
from core.appointments.status import may_become
from core.errors import DomainError
from core.notifications.schemas import Kind
from core.text import many_lines
from core.users.schemas import SYSTEM, Actor

REASON_LIMIT = 300
VACCINATION = "vaccination"
"""The code of the service after which a pet counts as vaccinated."""
ARRIVES_EARLY = timedelta(minutes=30)
"""How long before the start a patient may already be there."""


class Decisions(Chains):
    async def confirm(self, actor: Actor, appointment_id: UUID, *, seen: datetime | None = None) -> AppointmentDetails:
        """Agrees to a request, tells the owner and plans the reminders. RequestExpired, AlreadyDecided.

        `seen` is the start that staff have read: MovedMeanwhile when the owner has chosen another one since.
        A wish to move a visit takes its place.
        """
        require_staff(actor)

        def check(visit: AppointmentDetails, now: datetime) -> None:
            _not_expired(visit, now)
            if seen is not None and visit.starts_at != seen:
                raise MovedMeanwhile(visit.number, visit.starts_at)

        visit = await self._decide(actor, appointment_id, Status.CONFIRMED, check)
        if visit.replaces is not None:
            await self._tell_owner_of_move(visit, visit.replaces.starts_at)
        else:
            await self._tell_owner(Kind.CONFIRMED, visit, useful_until=visit.starts_at)
        await self._plan_reminders(visit)
        return visit

    async def decline(self, actor: Actor, appointment_id: UUID, reason: str) -> AppointmentDetails:
        """Refuses a request; `reason` is a code of `DeclineReason` or free words for the owner.

        RequestExpired, AlreadyDecided, InvalidReason.
        """
        require_staff(actor)
        words = _reason(reason)
        if words is None:
            raise InvalidReason(REASON_LIMIT)
        visit = await self._decide(actor, appointment_id, Status.DECLINED, _not_expired, words)
        await self._tell_owner(Kind.DECLINED, visit)
        return visit

    async def cancel(self, actor: Actor, appointment_id: UUID, reason: str | None = None) -> AppointmentDetails:
        """Calls a visit off, or withdraws a request, and tells the other side.

        Owners may until `policy.cancel_cutoff` before a confirmed visit (TooLateToCancel), staff until its end
        (VisitOver); a request can be withdrawn until its deadline (RequestExpired). AlreadyDecided, InvalidReason.
        """

        def check(visit: AppointmentDetails, now: datetime) -> None:
            if visit.status is Status.PENDING:
                _not_expired(visit, now)
            elif actor.is_staff and now >= visit.ends_at:
                raise VisitOver(visit.number, visit.ends_at)
            elif not actor.is_staff and now > visit.starts_at - self._policy.cancel_cutoff:
                raise TooLateToCancel(self._policy.cancel_cutoff, visit.starts_at)

        visit = await self._decide(actor, appointment_id, Status.CANCELLED, check, _reason(reason))
        await self._notifications.withdraw(visit.id, [Kind.REMINDER])
        if actor.is_staff:
            await self._tell_owner(Kind.CANCELLED_BY_CLINIC, visit)
        else:
            await self._tell_clinic(Kind.CANCELLED_BY_OWNER, visit)
            if await self._rows.was_confirmed(visit.id):
                await self._tell_owner(Kind.CALENDAR_FILE, visit, useful_until=visit.starts_at)
        return visit

    async def withdraw_wish(self, actor: Actor, appointment_id: UUID) -> AppointmentDetails:
        """Ends the wish to move a visit, which stays as it is, and tells the clinic; the wish.

        Unlike `cancel` it never touches the visit. MovedMeanwhile when the clinic has agreed, MoveAnswered.
        """
        wish = await self._locked(actor, appointment_id)
        if wish.replaces is not None and wish.is_current:
            raise MovedMeanwhile(wish.number, wish.starts_at)
        if wish.replaces is None or wish.status is not Status.PENDING:
            raise MoveAnswered(wish.number, wish.status, wish.decided_by, wish.decided_at)
        return await self.cancel(actor, appointment_id)

    async def complete(self, actor: Actor, appointment_id: UUID) -> AppointmentDetails:
        """They came: from half an hour before the start. A vaccination is the pet's latest from then on.

        TooEarly, NotConfirmedYet, AlreadyDecided.
        """
        require_staff(actor)

        def check(visit: AppointmentDetails, now: datetime) -> None:
            if now < visit.starts_at - ARRIVES_EARLY:
                raise TooEarly(visit.number, visit.starts_at)

        visit = await self._decide(actor, appointment_id, Status.COMPLETED, check)
        if visit.service.code == VACCINATION:
            await self._pets.record_vaccination(actor, visit.pet.id, self._policy.local(visit.starts_at).date())
        return visit

    async def no_show(self, actor: Actor, appointment_id: UUID) -> AppointmentDetails:
        """They did not come: from the start on. TooEarly, NotConfirmedYet, AlreadyDecided."""
        require_staff(actor)

        def check(visit: AppointmentDetails, now: datetime) -> None:
            if now < visit.starts_at:
                raise TooEarly(visit.number, visit.starts_at)

        return await self._decide(actor, appointment_id, Status.NO_SHOW, check)

    async def expire_due(self) -> list[AppointmentDetails]:
        """Ends the requests whose deadline has come without an answer, and tells both sides; the requests.

        Also the times that were proposed and not taken; of the last one of a request its owner is told.

        One that somebody is deciding at this very moment is left to the next run.
        """
        now = self._clock.now()
        ids = await self._rows.expire(now, SYSTEM.name)
        visits = await self._rows.several(ids, self._today()) if ids else []
        proposals = [visit for visit in visits if visit.proposed_for is not None]
        for proposal in proposals:
            await self._proposal_ended(SYSTEM, proposal, now, Status.EXPIRED, tell=True)
        requests = [visit for visit in visits if visit.proposed_for is None]
        for visit in requests:
            await self._record(SYSTEM, visit.id, EventKind.EXPIRED, Status.PENDING, Status.EXPIRED, happened_at=now)
            await self._notifications.withdraw(visit.id, [Kind.NUDGE])
            await self._tell_owner(Kind.EXPIRED, visit)
            await self._tell_clinic(Kind.EXPIRED_FOR_CLINIC, visit)
            await self._redraw_cards(visit)
            await self._redraw_visit_of(visit)
        return requests

    async def next_expiry(self) -> datetime | None:
        """When `expire_due` next has something to do; None when nothing waits for an answer."""
        return await self._rows.next_expiry()

    async def answer_reminder(
        self, actor: Actor, appointment_id: UUID, *, seen: datetime | None = None
    ) -> AppointmentDetails:
        """The owner is coming: says so, or said so to staff who phoned.

        A second answer changes nothing. `seen` is the start that they have read, as for `confirm`.
        NotConfirmedYet, AlreadyDecided, MovedMeanwhile, VisitStarted.
        """
        now = self._clock.now()
        visit = await self._visible(actor, appointment_id)
        if seen is not None and visit.starts_at != seen:
            raise MovedMeanwhile(visit.number, visit.starts_at)
        if await self._rows.attend(visit.id, now):
            await self._record(
                actor, visit.id, EventKind.ATTENDANCE, Status.CONFIRMED, Status.CONFIRMED,
                happened_at=now, data={"attendance": Attendance.COMING},
            )  # fmt: skip
            visit = await self._visible(actor, appointment_id)
            await self._redraw_cards(visit, because=Attendance.COMING)
            if actor.is_staff:  # who has phoned has told them what the messages said
                missed = await self._rows.undelivered_of(visit.id, [Kind.CONFIRMED, Kind.MOVED, Kind.REMINDER])
                await self._notifications.undelivered.close(missed, by=actor.name)
            return visit
        visit = await self._visible(actor, appointment_id)
        if visit.status is Status.PENDING:
            raise NotConfirmedYet(visit.number)
        if visit.status is not Status.CONFIRMED:
            raise already_decided(visit)
        if visit.starts_at <= now:
            raise VisitStarted(visit.number, visit.starts_at)
        return visit

    async def _decide(
        self,
        actor: Actor,
        appointment_id: UUID,
        wanted: Status,
        check: Callable[[AppointmentDetails, datetime], None],
        reason: str | None = None,
    ) -> AppointmentDetails:
        """Changes the status, with what follows for the other rows of the chain.

        Whoever waited for somebody faster reads what that one did: what is still possible then is done
        (a cancellation after a confirmation), the rest is refused.
        """
        now = self._clock.now()
        values: dict[str, Any] = {"status": wanted, "decided_by": actor.name, "decided_at": now, "reason": reason}
        visit = await self._locked(actor, appointment_id)
        _check_possible(visit, wanted)
        check(visit, now)
        if wanted is Status.CONFIRMED:
            await self._lock_days((visit.vet.id, visit.starts_at))
            if visit.replaces is not None:
                await self._replace(actor, visit.replaces, visit, now)
                values["is_current"] = True
        if not await self._rows.change(visit.id, expected=visit.status, values=values):
            raise LookupError(f"visit {visit.id} changed under its lock")
        await self._record(
            actor, visit.id, EventKind(wanted.value), visit.status, wanted, happened_at=now, reason=reason
        )
        if visit.status is Status.PENDING:
            await self._notifications.withdraw(visit.id, [Kind.NUDGE])
        if visit.wish is not None:
            await self._end_wish(actor, visit.wish, now, reason)
        if visit.proposals:
            await self._drop_proposals(actor, visit, now)
        visit = await self._visible(actor, appointment_id)
        await self._redraw_cards(visit)
        await self._redraw_visit_of(visit)
        return visit

    async def _tell_clinic(self, kind: Kind, visit: AppointmentDetails) -> None:
        await self._notifications.enqueue(
            kind, dedupe_key=f"{kind}:{visit.id}:{visit.version}", appointment_id=visit.id
        )


def _check_possible(visit: AppointmentDetails, wanted: Status) -> None:
    if (
        visit.status is Status.PROPOSED
    ):  # no visit yet: it is taken, refused or withdrawn (`core.appointments.proposing`)
        raise AppointmentNotFound
    if may_become(visit.status, wanted):
        return
    if visit.status is Status.PENDING:
        raise NotConfirmedYet(visit.number)
    if visit.status is Status.EXPIRED:
        raise RequestExpired(visit.number, visit.answer_by)
    raise already_decided(visit)


def already_decided(visit: AppointmentDetails) -> DomainError:
    """Who was faster, and with what."""
    if visit.was_moved and visit.moved_to is not None:
        return MovedMeanwhile(visit.number, visit.moved_to.starts_at)
    if visit.is_wish:
        return MoveAnswered(visit.number, visit.status, visit.decided_by, visit.decided_at)
    return AlreadyDecided(visit.number, visit.status, visit.decided_by, visit.decided_at)


def _not_expired(visit: AppointmentDetails, now: datetime) -> None:
    if visit.answer_by <= now:
        raise RequestExpired(visit.number, visit.answer_by)


def _reason(text: str | None) -> str | None:
    reason = many_lines(text or "")
    if len(reason) > REASON_LIMIT:
        raise InvalidReason(REASON_LIMIT)
    return reason or None
