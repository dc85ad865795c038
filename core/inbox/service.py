"""Nothing that a user sent is lost or done twice: updates are stored before they are acknowledged, and
applied once, in each sender's order, whichever process does it."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from core.clock import Clock
from core.inbox.models import InboxRow
from core.inbox.repository import InboxRepository
from core.inbox.schemas import Backlog, Incoming, Turn, TurnKind, Unfinished

KEPT_FOR = timedelta(days=1)
"""Telegram redelivers for a day at most; after that an update id may come again with another meaning."""

MOST_ATTEMPTS = 3
"""An update that fails so often, its apology included, fails always."""


class InboxService:
    def __init__(self, repository: InboxRepository, clock: Clock, replica: UUID | None = None) -> None:
        self._rows = repository
        self._clock = clock
        self._replica = replica
        """This process, where several serve the clinic."""

    async def store(self, updates: Sequence[Incoming]) -> list[Incoming]:
        """Stores a batch; the ones that are new, in their order. The others came before and are dropped."""
        if not updates:
            return []
        new = await self._rows.insert_new(updates, self._clock.now(), self._replica)
        return [update for update in updates if update.update_id in new]

    async def begin(self, update_id: int, sender: int, *, patient: bool = True) -> Turn:
        """Whose turn it is. `MINE` holds the row until the commit, so that nobody else applies it.

        It is `BEHIND` only for who is `patient`: the screens of one person come in the order of what they did, too.
        """
        first = await self._rows.first_unapplied(sender)
        if first is not None and first.update_id == update_id:
            replica = self._replica if patient else None
            if replica is not None and await self._rows.shown_elsewhere(sender, first.arrival, replica):
                return Turn(TurnKind.BEHIND)
            return Turn(TurnKind.MINE)
        row = await self._rows.by_update_id(update_id)
        if row is None or row.applied_at is not None:
            return Turn(TurnKind.DONE)
        earlier = await self._rows.by_update_id(first.update_id) if first else None
        return Turn(TurnKind.EARLIER, earlier=_unfinished(earlier) if earlier else None)

    async def applied(self, update_id: int, reply: dict[str, Any]) -> None:
        """Records, in the transaction of its effects, that the update was applied and what is to be shown for it.

        The payload is erased: people type passwords.
        """
        await self._rows.mark_applied(update_id, self._clock.now(), reply, self._replica)

    async def answered(self, update_id: int) -> None:
        """Records that what was to be shown has been shown."""
        await self._rows.mark_answered(update_id, self._clock.now())

    async def is_answered(self, update_id: int) -> bool:
        """Whether there is nothing left to show of it."""
        row = await self._rows.by_update_id(update_id)
        return row is None or row.answered_at is not None

    async def overtaken(self, update_id: int) -> bool:
        """Whether a later update of the same sender has been applied: its screen is the one that counts."""
        return await self._rows.overtaken(update_id)

    async def failed(self, update_id: int) -> bool:
        """Counts an attempt that failed; True when it was the last one and the update is given up."""
        if await self._rows.count_attempt(update_id) < MOST_ATTEMPTS:
            return False
        await self._rows.mark_applied(update_id, self._clock.now(), {})
        await self._rows.mark_answered(update_id, self._clock.now())
        return True

    async def unfinished(self, limit: int = 1000) -> list[Unfinished]:
        """What was stored and not answered, in the order of arrival: taken up again after a restart.

        Where several serve the clinic, without what another one that is there is at.
        """
        if self._replica is None:
            return [_unfinished(row) for row in await self._rows.unanswered(limit)]
        return await self._take(await self._rows.lock_abandoned(limit, self._replica, own=True), self._replica)

    async def take_over(self, limit: int = 1000) -> list[Unfinished]:
        """What a replica left unfinished that is there no more: from now on it is this one's."""
        if self._replica is None:
            return []
        return await self._take(await self._rows.lock_abandoned(limit, self._replica, own=False), self._replica)

    async def _take(self, rows: Sequence[InboxRow], replica: UUID) -> list[Unfinished]:
        for row in rows:
            row.held_by = replica
        await self._rows.flush()
        return [_unfinished(row) for row in rows]

    async def backlog(self) -> Backlog:
        """How much was stored and not answered."""
        waiting, first = await self._rows.backlog()
        return Backlog(waiting=waiting, oldest=timedelta(0) if first is None else self._clock.now() - first)

    async def forget_replies(self, senders: Collection[int]) -> None:
        """Erases what these people have not been shown yet of what was done for them: it quotes them."""
        await self._rows.forget_replies(senders, self._clock.now())


def _unfinished(row: InboxRow) -> Unfinished:
    return Unfinished(update_id=row.update_id, sender=row.sender, payload=row.payload, reply=row.reply)
