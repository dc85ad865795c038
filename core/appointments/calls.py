"""Whom to phone: who did not answer a reminder, and whom a message did not reach. And when that stops mattering."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from core.appointments.base import AppointmentBase, require_staff
from core.appointments.errors import CallClosed, CallNotFound
from core.appointments.repository.calls import UndeliveredRow
from core.appointments.schemas import AppointmentDetails, AppointmentStatus, Call
from core.appointments.status import OPEN
from core.notifications.schemas import Kind, UndeliveredMessage
from core.users.schemas import Actor

STANDS_AT_THE_DOOR = timedelta(hours=4)
"""So long after a time that was called off, somebody who never heard of it may still turn up, or wonder."""

ABOUT_NO_VISIT = timedelta(days=14)
"""For so long a message about no visit is worth a phone call."""


class Calls(AppointmentBase):
    async def calls(self, actor: Actor) -> list[Call]:
        """For staff: why owners are to be phoned; each owner's together, and whose visit is next comes first.

        A reminder counts when it was not answered within `policy.call_after`, or within half of the time that was
        left when it came. Whoever said that they are coming is on the list no more.
        """
        require_staff(actor)
        now = self._clock.now()
        return _in_order([*await self._unanswered(now), *await self._undelivered(now)])

    async def call(self, actor: Actor, undelivered_id: UUID) -> Call:
        """For staff: a message that reached nobody, as things stand, seen to or not. CallNotFound."""
        require_staff(actor)
        calls = await self._as_calls(await self._rows.undelivered(undelivered_id), self._clock.now())
        if not calls:
            raise CallNotFound
        return calls[0]

    async def close_call(self, actor: Actor, undelivered_id: UUID) -> Call:
        """The owner has been phoned, or it is settled otherwise. CallNotFound; CallClosed: who was first."""
        call = await self.call(actor, undelivered_id)
        closed = await self._notifications.undelivered.close([undelivered_id], by=actor.name)
        call = await self.call(actor, undelivered_id)
        if not closed and call.undelivered is not None and call.undelivered.closed_at is not None:
            raise CallClosed(call.undelivered.closed_by, call.undelivered.closed_at)
        return call

    async def reopen_call(self, actor: Actor, undelivered_id: UUID) -> Call:
        """Somebody had closed it by mistake; what is open stays as it is. CallNotFound."""
        await self.call(actor, undelivered_id)
        await self._notifications.undelivered.reopen(undelivered_id)
        return await self.call(actor, undelivered_id)

    async def close_pointless_calls(self) -> int:
        """Closes what reached nobody and no longer matters; how many."""
        calls = await self._as_calls(await self._rows.undelivered(), self._clock.now())
        pointless = [call.undelivered.id for call in calls if call.undelivered is not None and not call.matters]
        if pointless:
            await self._notifications.undelivered.close(pointless, by=None)
        return len(pointless)

    async def _unanswered(self, now: datetime) -> list[Call]:
        reminded = await self._rows.unanswered(now)
        visits = await self._rows.several(reminded, self._today()) if reminded else []
        return [
            Call(owner=visit.owner, visit=visit, reminded_at=reminded[visit.id])
            for visit in visits
            if now - reminded[visit.id] >= min(self._policy.call_after, (visit.starts_at - reminded[visit.id]) / 2)
        ]

    async def _undelivered(self, now: datetime) -> list[Call]:
        return [call for call in await self._as_calls(await self._rows.undelivered(), now) if call.matters]

    async def _as_calls(self, rows: Sequence[UndeliveredRow], now: datetime) -> list[Call]:
        visits = await self._visits_of(row.message for row in rows)
        return [
            Call(
                owner=row.owner,
                visit=visits.get(row.message.appointment_id) if row.message.appointment_id else None,
                undelivered=row.message,
                matters=not row.superseded and not row.owner.deleted and matters(row.message, visits, now),
            )
            for row in rows
        ]

    async def _visits_of(self, messages: Iterable[UndeliveredMessage]) -> dict[UUID, AppointmentDetails]:
        """What the messages are about, and, of a wish, the visit that was to be moved."""
        ids = {message.appointment_id for message in messages if message.appointment_id is not None}
        visits = {visit.id: visit for visit in await self._rows.several(ids, self._today())} if ids else {}
        current = {visit.moved_to.id for visit in visits.values() if visit.moved_to} - set(visits)
        if current:
            visits |= {visit.id: visit for visit in await self._rows.several(current, self._today())}
        return visits


def matters(message: UndeliveredMessage, visits: dict[UUID, AppointmentDetails], now: datetime) -> bool:
    """Whether it makes a difference that the owner does not know; later news about the visit aside.

    `visits` are by id, and hold what the message is about, and the current row of its chain.
    """
    visit = visits.get(message.appointment_id) if message.appointment_id else None
    if visit is None:
        return now - message.failed_at < ABOUT_NO_VISIT
    if message.kind in (Kind.CONFIRMED, Kind.REMINDER, Kind.MOVED):
        return _still_said(message, visit) and now < _last_start(message, visit)
    if visit.is_wish:  # declined, or not answered: the visit stays where it is
        current = visits.get(visit.moved_to.id) if visit.moved_to else None
        ahead = max(visit.starts_at, current.starts_at if current else visit.starts_at)
        return current is not None and current.status is AppointmentStatus.CONFIRMED and now < ahead
    if visit.moved_to is not None:  # they took one of the times that were proposed instead
        return False
    return visit.status not in OPEN and now < visit.starts_at + STANDS_AT_THE_DOOR


def _still_said(message: UndeliveredMessage, visit: AppointmentDetails) -> bool:
    """Whether the news of when the visit is would be said today as it was, and would be new to the owner."""
    if visit.attendance is not None:
        return False
    if message.kind is Kind.MOVED:
        return visit.status in OPEN
    if message.kind is Kind.REMINDER and message.payload.get("version", visit.version) != visit.version:
        return False
    return visit.status is AppointmentStatus.CONFIRMED


def _last_start(message: UndeliveredMessage, visit: AppointmentDetails) -> datetime:
    """When they may come; of what was moved, who does not know that comes at the old time."""
    if message.kind is Kind.MOVED:
        return max(visit.starts_at, datetime.fromisoformat(message.payload["from"]))
    return visit.starts_at


def _in_order(calls: list[Call]) -> list[Call]:
    first: dict[UUID, tuple[bool, datetime]] = {}
    for call in calls:
        first[call.owner.id] = min(first.get(call.owner.id, _urgency(call)), _urgency(call))
    return sorted(calls, key=lambda call: (*first[call.owner.id], call.owner.id, *_urgency(call)))


def _urgency(call: Call) -> tuple[bool, datetime]:
    """By the visit; what is about none comes last."""
    if call.visit is not None:
        return False, call.visit.starts_at
    assert call.undelivered is not None
    return True, call.undelivered.failed_at
