"""What reached none of its owner's Telegram accounts, until somebody has seen to it.

When it stops mattering by itself is a rule about visits: `core.appointments.calls`.
"""

from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

from core.clock import Clock
from core.notifications.models import Notification
from core.notifications.repository import UndeliveredRepository
from core.notifications.schemas import Obstacle, SentMessage, UndeliveredMessage, UndeliveredRecord

Redraw = Callable[[UUID, str], Awaitable[None]]
"""Writes a `CALL_UPDATE` about that message; the words tell one change of it from another."""


class UndeliveredMessages:
    def __init__(self, repository: UndeliveredRepository, clock: Clock, redraw: Redraw) -> None:
        self._rows = repository
        self._clock = clock
        self._redraw = redraw

    async def note(self, row: Notification, dedupe_key: str, obstacle: Obstacle) -> UUID | None:
        """Notes that the notification, or the last copy of it, has failed; None when that was noted before."""
        assert row.user_id is not None
        return await self._rows.write(
            dedupe_key=dedupe_key,
            kind=row.kind,
            user_id=row.user_id,
            appointment_id=row.appointment_id,
            payload=row.payload,
            due_at=row.due_at,
            failed_at=self._clock.now(),
            obstacle=obstacle,
        )

    async def last_obstacle(self, user_id: UUID) -> Obstacle | None:
        """What kept the latest message from the user's accounts, where there are any."""
        return await self._rows.last_obstacle(user_id, [Obstacle.BLOCKED, Obstacle.GONE])

    async def get(self, message_id: UUID) -> UndeliveredMessage | None:
        row = await self._rows.get(message_id)
        return None if row is None else UndeliveredMessage.model_validate(row)

    async def close(self, message_ids: Collection[UUID], by: str | None) -> bool:
        """Closes those that are open; whether any was. `by` is who has seen to it, None when it no longer matters."""
        closed = await self._rows.close(message_ids, by, self._clock.now())
        for message_id in closed:
            await self._redraw(message_id, f"closed:{self._clock.now().isoformat()}")
        return bool(closed)

    async def reopen(self, message_id: UUID) -> bool:
        """Opens again what somebody has closed; whether it was closed."""
        reopened = await self._rows.reopen(message_id)
        if reopened:
            await self._redraw(message_id, f"open:{self._clock.now().isoformat()}")
        return reopened

    async def pushes_of(self, message_id: UUID) -> list[SentMessage]:
        """Where the clinic reads that this message was not delivered."""
        return [SentMessage.model_validate(row) for row in await self._rows.pushes_of(message_id)]

    async def record(self, user_id: UUID) -> list[UndeliveredRecord]:
        """What did not reach the user, as far as it is kept."""
        return [UndeliveredRecord.model_validate(row) for row in await self._rows.of_user(user_id)]

    async def erase_user(self, user_id: UUID) -> None:
        """Forgets what did not reach the user; what the clinic reads about it is redrawn, and names nobody any more."""
        for message_id in await self._rows.erase_user(user_id):
            await self._redraw(message_id, "erased")
