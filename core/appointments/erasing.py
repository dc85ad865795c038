"""What becomes of the visits of an owner who has their data deleted."""

from contextlib import suppress
from uuid import UUID

from core.appointments.decisions import Decisions
from core.appointments.errors import AlreadyDecided, RequestExpired
from core.appointments.schemas import (
    MOVED,
    AppointmentDetails,
    AppointmentEvent,
    AppointmentFilter,
    AppointmentStatus,
    CancelReason,
    DeclineReason,
    VisitRecord,
)
from core.appointments.status import OPEN
from core.notifications.schemas import Kind
from core.users.errors import NotRegistered
from core.users.schemas import Actor


class Erasing(Decisions):
    """The decisions on visits, and the one that ends them all."""

    async def record(self, actor: Actor) -> list[VisitRecord]:
        """Every visit of the actor and what happened to it, in order."""
        visits = await self._rows.all_of(_of(actor), self._today())
        events: dict[UUID, list[AppointmentEvent]] = {visit.id: [] for visit in visits}
        for event in await self._rows.events_of(list(events)):
            events[event.appointment_id].append(AppointmentEvent.model_validate(event))
        return [VisitRecord(visit=visit, events=events[visit.id]) for visit in visits]

    async def ended_by_erasing(self, actor: Actor) -> list[AppointmentDetails]:
        """The visits that `erase_owner` would cancel: every request that waits, and what is agreed and lies ahead.

        The wish to move one of them ends with it.
        """
        open_ones = await self._rows.all_of(_of(actor, frozenset(OPEN)), self._today())
        now = self._clock.now()
        return [
            visit for visit in open_ones
            if not visit.is_wish and (visit.status is AppointmentStatus.PENDING or visit.starts_at > now)
        ]  # fmt: skip

    async def erase_owner(self, actor: Actor) -> int:
        """Cancels what lies ahead, whatever the cut-off, tells the clinic, and makes all visits anonymous; how many
        were cancelled. Times proposed to them are free again. What stays: number, times, service, vet, status, and who
        of the clinic decided.

        The owner's data and the pets' are erased by their own services, in the same transaction.
        """
        if actor.user_id is None:
            raise NotRegistered
        await self._rows.lock_owner(actor.user_id)  # no booking slips in between
        await self._end_proposals(
            actor,
            await self._rows.proposals(self._today(), owner_id=actor.user_id),
            self._clock.now(),
            AppointmentStatus.CANCELLED,
            reason=CancelReason.DATA_DELETED,
        )
        cancelled = set()
        for visit in await self.ended_by_erasing(actor):
            with suppress(AlreadyDecided, RequestExpired):  # somebody decided it this very moment
                ended = await self._decide(
                    actor, visit.id, AppointmentStatus.CANCELLED, lambda *_: None, CancelReason.DATA_DELETED
                )
                await self._tell_clinic(Kind.CANCELLED_BY_OWNER, ended)
                cancelled.add(ended.id)
        await self._rows.erase_owner(actor.user_id, keep_reasons=[*DeclineReason, *CancelReason, MOVED])
        for visit in await self._rows.all_of(_of(actor), self._today()):
            if visit.id not in cancelled:
                await self._redraw_cards(visit, because="erased")
        return len(cancelled)


def _of(actor: Actor, statuses: frozenset[AppointmentStatus] | None = None) -> AppointmentFilter:
    if actor.user_id is None:
        raise NotRegistered
    return AppointmentFilter(owner_id=actor.user_id, statuses=statuses, history=True)
