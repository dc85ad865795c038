"""The outbox as the other features write it: what is to be pushed, when, and what no longer is."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from core.appointments.policy import BookingPolicy
from core.clock import Clock
from core.notifications import schedule
from core.notifications.delivery import Delivery
from core.notifications.repository import NotificationRepository, UndeliveredRepository
from core.notifications.schemas import Audience, Backlog, Kind, NotificationRecord, SentMessage
from core.notifications.undelivered import UndeliveredMessages
from core.users.service import UserService

LONGEST_KEY = 120
"""Of a dedupe key, in characters: the copies and consequences of a row add to it."""


class NotificationService:
    """Writes to the outbox, in the transaction that causes the news."""

    def __init__(
        self,
        repository: NotificationRepository,
        undelivered: UndeliveredRepository,
        users: UserService,
        clock: Clock,
        policy: BookingPolicy,
        replica: UUID | None = None,
    ) -> None:
        self.written = False
        """Whether this unit of work wrote to the outbox: after the commit somebody should look at it."""
        self.undelivered = UndeliveredMessages(undelivered, clock, self._redraw_call)
        self._repository = repository
        self._users = users
        self._clock = clock
        self._policy = policy
        self._replica = replica

    @cached_property
    def delivery(self) -> Delivery:
        """The other end of the outbox, on the same transaction: for the dispatcher."""
        return Delivery(self._repository, self.undelivered, self._users, self._clock, self.enqueue, self._replica)

    async def enqueue(
        self,
        kind: Kind,
        *,
        dedupe_key: str,
        user_id: UUID | None = None,
        telegram_user_id: int | None = None,
        appointment_id: UUID | None = None,
        payload: dict[str, Any] | None = None,
        due_at: datetime | None = None,
        useful_until: datetime | None = None,
    ) -> None:
        """Writes something to be pushed: to the user, or to the clinic when there is none; at once, or when due.

        `telegram_user_id` names one of the user's accounts, where it is news for that one alone.
        A dedupe key counts once: what was written under it before stays as it is, whatever became of it.
        """
        if len(dedupe_key) > LONGEST_KEY:
            raise ValueError(f"a dedupe key of {len(dedupe_key)} characters; {LONGEST_KEY} at most")
        wrote = await self._repository.write(
            kind=kind,
            audience=Audience.ADMIN if user_id is None else Audience.USER,
            user_id=user_id,
            telegram_user_id=telegram_user_id,
            appointment_id=appointment_id,
            payload=payload or {},
            due_at=due_at or self._clock.now(),
            useful_until=useful_until,
            dedupe_key=dedupe_key,
        )
        self.written = self.written or wrote

    async def plan_reminders(self, *, appointment_id: UUID, user_id: UUID, starts_at: datetime, version: int) -> None:
        """Writes the reminders that the appointment earns, as of this version of it."""
        for reminder in schedule.reminders(starts_at, self._clock.now(), self._policy):
            minutes = reminder.offset // timedelta(minutes=1)
            await self.enqueue(
                Kind.REMINDER,
                dedupe_key=f"reminder:{appointment_id}:{version}:{minutes}",
                user_id=user_id,
                appointment_id=appointment_id,
                payload={"offset_minutes": minutes, "version": version},
                due_at=reminder.due_at,
                useful_until=reminder.useful_until,
            )

    async def withdraw(self, appointment_id: UUID, kinds: Collection[Kind]) -> int:
        """Withdraws what was not sent yet of these kinds; how many.

        One that is being sent this very moment cannot be called back; it is recorded as sent after all.
        """
        return await self._repository.withdraw(appointment_id, kinds, self._clock.now())

    async def take_back(self, appointment_id: UUID, kind: Kind) -> list[dict[str, Any]]:
        """Withdraws what nobody has tried to send yet, and can't be sending; the payloads, the oldest first."""
        return await self._repository.take_back(appointment_id, kind, self._clock.now())

    async def next_due(self) -> datetime | None:
        """The earliest moment at which something in the outbox can be sent; None when nothing waits."""
        return await self._repository.next_due()

    async def is_due(self) -> bool:
        """Whether something can be sent now that nobody is at."""
        return await self._repository.is_due(self._clock.now())

    async def backlog(self) -> Backlog:
        """How much waits to be sent."""
        now = self._clock.now()
        pending, due, first = await self._repository.backlog(now)
        return Backlog(pending=pending, due=due, overdue=timedelta(0) if first is None else now - first)

    async def next_reminder(self) -> datetime | None:
        """When the next reminder that was not sent yet is due; None when none is planned."""
        return await self._repository.earliest(Kind.REMINDER)

    async def cards_of(self, appointment_id: UUID) -> list[SentMessage]:
        """Where the clinic's request cards of an appointment stand."""
        rows = await self._repository.sent_of(appointment_id, Kind.REQUEST_CARD)
        return [SentMessage.model_validate(row) for row in rows]

    async def record(self, user_id: UUID) -> list[NotificationRecord]:
        """What was or will be pushed to the user, as far as it is kept."""
        return [NotificationRecord.model_validate(row) for row in await self._repository.of_user(user_id)]

    async def erase_user(self, user_id: UUID) -> None:
        """Takes back what the user has not been sent yet, and forgets what they were sent."""
        await self._repository.erase_user(user_id)
        await self.undelivered.erase_user(user_id)  # after it: what is failing this moment is noted by now

    async def _redraw_call(self, message_id: UUID, change: str) -> None:
        await self.enqueue(
            Kind.CALL_UPDATE,
            dedupe_key=f"call:{message_id}:{change}",
            payload={"undelivered_id": str(message_id)},
        )
