"""What becomes of a request and of a visit. Of two who decide at once one wins, the other reads who was first."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from core.appointments.base import AppointmentBase, require_staff
from core.appointments.errors import (
    AlreadyDecided,
    InvalidReason,
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
from core.notifications.schemas import Kind
from core.text import many_lines
from core.users.schemas import SYSTEM, Actor

REASON_LIMIT = 300
VACCINATION = "vaccination"
"""The code of the service after which a pet counts as vaccinated."""
ARRIVES_EARLY = timedelta(minutes=30)
"""How long before the start a patient may already be there."""


class Decisions(AppointmentBase):
    async def confirm(self, actor: Actor, appointment_id: UUID) -> AppointmentDetails:
        """Agrees to a request, tells the owner and plans the reminders. RequestExpired, AlreadyDecided."""
        require_staff(actor)
        visit = await self._decide(actor, appointment_id, Status.CONFIRMED, _not_expired)
        await self._tell_owner(Kind.CONFIRMED, visit, useful_until=visit.starts_at)
        await self._notifications.plan_reminders(
            appointment_id=visit.id, user_id=visit.owner.id, starts_at=visit.starts_at, version=visit.version
        )
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
        (VisitOver); a request can be withdrawn until its start (RequestExpired). AlreadyDecided, InvalidReason.
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
        """Ends the requests whose start has come without an answer, and tells both sides.

        One that somebody is deciding at this very moment is left to the next run.
        """
        now = self._clock.now()
        ids = await self._rows.expire(now, SYSTEM.name)
        visits = await self._rows.several(ids, self._today()) if ids else []
        for visit in visits:
            await self._record(SYSTEM, visit.id, EventKind.EXPIRED, Status.PENDING, Status.EXPIRED, happened_at=now)
            await self._tell_owner(Kind.EXPIRED, visit)
            await self._tell_clinic(Kind.EXPIRED_FOR_CLINIC, visit)
            await self._redraw_cards(visit)
        return visits

    async def next_expiry(self) -> datetime | None:
        """When `expire_due` next has something to do; None when no request waits."""
        return await self._rows.next_expiry()

    async def answer_reminder(self, actor: Actor, appointment_id: UUID) -> AppointmentDetails:
        """The owner is coming. A second answer changes nothing. NotConfirmedYet, AlreadyDecided, VisitStarted."""
        now = self._clock.now()
        visit = await self._visible(actor, appointment_id)
        if await self._rows.attend(visit.id, now):
            await self._record(
                actor, visit.id, EventKind.ATTENDANCE, Status.CONFIRMED, Status.CONFIRMED,
                happened_at=now, data={"attendance": Attendance.COMING},
            )  # fmt: skip
            visit = await self._visible(actor, appointment_id)
            await self._redraw_cards(visit, because=Attendance.COMING)
            return visit
        visit = await self._visible(actor, appointment_id)
        if visit.status is Status.PENDING:
            raise NotConfirmedYet(visit.number)
        if visit.status is not Status.CONFIRMED:
            raise AlreadyDecided(visit.number, visit.status, visit.decided_by, visit.decided_at)
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
        """Changes the status from what was read, or asks again when somebody else was faster.

        What is still possible then is done (a cancellation after a confirmation), the rest is refused. It ends,
        because a visit only moves forward through the table of statuses.
        """
        now = self._clock.now()
        values: dict[str, Any] = {"status": wanted, "decided_by": actor.name, "decided_at": now, "reason": reason}
        while True:
            visit = await self._visible(actor, appointment_id)
            _check_possible(visit, wanted)
            check(visit, now)
            if await self._rows.change(visit.id, expected=visit.status, values=values):
                break
        await self._record(
            actor, visit.id, EventKind(wanted.value), visit.status, wanted, happened_at=now, reason=reason
        )
        visit = await self._visible(actor, appointment_id)
        await self._redraw_cards(visit)
        return visit

    async def _tell_owner(self, kind: Kind, visit: AppointmentDetails, *, useful_until: datetime | None = None) -> None:
        if visit.owner.deleted:
            return
        await self._notifications.enqueue(
            kind,
            dedupe_key=f"{kind}:{visit.id}:{visit.version}",
            user_id=visit.owner.id,
            appointment_id=visit.id,
            useful_until=useful_until,
        )

    async def _tell_clinic(self, kind: Kind, visit: AppointmentDetails) -> None:
        await self._notifications.enqueue(
            kind, dedupe_key=f"{kind}:{visit.id}:{visit.version}", appointment_id=visit.id
        )


def _check_possible(visit: AppointmentDetails, wanted: Status) -> None:
    if may_become(visit.status, wanted):
        return
    if visit.status is Status.PENDING:
        raise NotConfirmedYet(visit.number)
    if visit.status is Status.EXPIRED:
        raise RequestExpired(visit.number, visit.starts_at)
    raise AlreadyDecided(visit.number, visit.status, visit.decided_by, visit.decided_at)


def _not_expired(visit: AppointmentDetails, now: datetime) -> None:
    if visit.starts_at <= now:
        raise RequestExpired(visit.number, visit.starts_at)


def _reason(text: str | None) -> str | None:
    reason = many_lines(text or "")
    if len(reason) > REASON_LIMIT:
        raise InvalidReason(REASON_LIMIT)
    return reason or None
