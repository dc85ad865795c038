"""The updates on their way to the bot: queued, handed out, confirmed, and on demand delivered again."""

import asyncio
import random
import time
from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from bot.sandbox.errors import ApiError, Dropped
from bot.sandbox.journal import Journal
from bot.sandbox.model import Json

OPTIONAL_KINDS = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""What Telegram sends only to those who ask for it by name."""
_REMEMBERED = 1000


@dataclass(slots=True)
class QueuedUpdate:
    update_id: int
    payload: Json
    copies: int
    """How many more deliveries it gets."""
    delivered: bool = False

    @property
    def kind(self) -> str:
        return next(key for key in self.payload if key != "update_id")

    @property
    def line(self) -> tuple[str, int]:
        """Whose updates a webhook gets one after the other: messages by chat, presses by person."""
        body = self.payload[self.kind]
        return ("chat", body["chat"]["id"]) if "chat" in body else ("user", body["from"]["id"])


class UpdateQueue:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._next_id = random.randint(100_000_000, 900_000_000)
        self.pending: deque[QueuedUpdate] = deque()
        self.again: deque[QueuedUpdate] = deque()
        """Updates that were confirmed already and come once more."""
        self.confirmed: deque[QueuedUpdate] = deque(maxlen=_REMEMBERED)
        self.allowed: frozenset[str] = frozenset()
        self.copies = 1
        self._poller: asyncio.Future[str] | None = None
        self.arrived = asyncio.Event()

    @property
    def unconfirmed(self) -> int:
        return len(self.pending) + len(self.again)

    @property
    def is_polled(self) -> bool:
        """Somebody waits in getUpdates."""
        return self._poller is not None

    def allow(self, kinds: list[str] | None) -> None:
        """None keeps what was asked for before; an empty list means everything but the optional kinds."""
        if kinds is not None:
            self.allowed = frozenset(kinds)

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in OPTIONAL_KINDS

    def put(self, kind: str, body: Json) -> None:
        if not self.wants(kind):
            return
        update_id = self._next_id
        self._next_id += 1
        self.pending.append(QueuedUpdate(update_id, {"update_id": update_id, kind: body}, self.copies))
        self._journal.emit("update", update_id=update_id, update=kind)
        self._ring("")

    def drop(self) -> None:
        """drop_pending_updates."""
        self.pending.clear()
        self.again.clear()
        self._journal.emit("updates_dropped")

    def redeliver(self, update_id: int | None, times: int) -> list[int]:
        """Queue an update once more that was confirmed already (the last one, unless named)."""
        known = [u for u in self.confirmed if update_id is None or u.update_id == update_id]
        if not known:
            return []
        self.again.append(QueuedUpdate(known[-1].update_id, known[-1].payload, times))
        self._journal.emit("update", update_id=known[-1].update_id, update=known[-1].kind, again=True)
        self._ring("")
        return [known[-1].update_id]

    def confirm(self, offset: int) -> None:
        """Forget what the poller has seen. A negative offset keeps only that many of the last updates."""
        before = self.unconfirmed
        while self.again and self.again[0].delivered:
            self._done(self.again.popleft())
        if offset < 0:
            while len(self.pending) > -offset:
                self._done(self.pending.popleft())
        while self.pending and self.pending[0].update_id < offset:
            self._done(self.pending.popleft())
        if self.unconfirmed != before:
            self._journal.emit("updates_confirmed", left=self.unconfirmed)

    def _done(self, update: QueuedUpdate) -> None:
        if update.copies > 1:
            self.again.append(QueuedUpdate(update.update_id, update.payload, update.copies - 1))
        else:
            self.confirmed.append(update)

    def _batch(self, limit: int) -> list[Json]:
        batch = [*islice(self.again, limit)]
        batch += islice(self.pending, limit - len(batch))
        for update in batch:
            update.delivered = True
        return [update.payload for update in batch]

    def has_after(self, offset: int) -> bool:
        """Whether a poll with this offset finds something at once."""
        return bool(self.again and not self.again[0].delivered) or bool(
            self.pending and self.pending[-1].update_id >= offset
        )

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """getUpdates: waits for the first update, and ends an older call that still waits."""
        self._ring("conflict")
        self.confirm(offset)
        deadline = time.monotonic() + seconds
        while not self.unconfirmed and not self._journal.closed:
            left = deadline - time.monotonic()
            if left <= 0:
                break
            poller = self._poller = asyncio.get_running_loop().create_future()
            self._journal.emit("polling")
            try:
                reason = await asyncio.wait_for(poller, left)
            except TimeoutError:
                break
            finally:
                if self._poller is poller:
                    self._poller = None
            if reason == "conflict":
                raise ApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )
            if reason == "webhook":
                raise ApiError(409, "Conflict: terminated by setWebhook request")
            if reason == "network":
                raise Dropped
        return self._batch(limit)

    def waiting(self) -> list[QueuedUpdate]:
        """Those for a webhook, in order; each stays queued until `settle`."""
        return [*self.again, *self.pending]

    def settle(self, update: QueuedUpdate) -> None:
        """A webhook took the update."""
        update.delivered = True
        for queue in (self.again, self.pending):
            if any(queued is update for queued in queue):
                queue.remove(update)
                self._done(update)
                break
        self._journal.emit("updates_confirmed", left=self.unconfirmed)

    def end_polling(self, reason: Literal["webhook", "network", "closed"]) -> None:
        self._ring(reason)

    def _ring(self, reason: str) -> None:
        self.arrived.set()
        poller, self._poller = self._poller, None
        if poller is not None and not poller.done():
            poller.set_result(reason)
