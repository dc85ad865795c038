"""The order of updates: those of one sender one after the other, different senders side by side.

That order is a courtesy of one process; correctness sits in the database.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.context import BotApplication
from bot.turns import sender_of

OUTER_LIMIT = 256
"""How many senders are served at once. The base class takes its semaphore before our code runs: with a small limit
one person's flood would make everybody wait."""


class Lanes(BaseUpdateProcessor):
    """A lane per sender: at most one update of a sender is with PTB, the others wait here and take no place."""

    def __init__(self, limit: int = OUTER_LIMIT) -> None:
        super().__init__(limit)
        self._lanes: dict[int, deque[Update]] = {}
        self._in_flight: set[int] = set()
        self._closed = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._application: BotApplication | None = None

    def attach(self, application: BotApplication) -> None:
        """Where updates go when it is their turn."""
        self._application = application

    def __contains__(self, update_id: int) -> bool:
        """Whether the update waits or is being handled here."""
        return update_id in self._in_flight

    def close(self) -> None:
        """Hands nothing more over. What waits stays in the inbox, for the next start."""
        self._closed = True
        for lane in self._lanes.values():
            for update in lane:
                self._in_flight.discard(update.update_id)
            lane.clear()
        if not self._in_flight:
            self._idle.set()

    async def drained(self) -> None:
        """Returns once nothing waits or is being handled here."""
        await self._idle.wait()

    async def enter(self, update: Update) -> None:
        """Hands an update over, behind its sender's earlier ones."""
        if self._closed or update.update_id in self._in_flight:
            return
        self._in_flight.add(update.update_id)
        self._idle.clear()
        sender = sender_of(update)
        lane = self._lanes.get(sender)
        if lane is None:
            self._lanes[sender] = deque()
            await self._hand_over(update)
        else:
            lane.append(update)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        try:
            await coroutine
        finally:
            if isinstance(update, Update):
                await self._leave(update)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close: what still waits here is in the inbox."""

    async def _leave(self, update: Update) -> None:
        self._in_flight.discard(update.update_id)
        if not self._in_flight:
            self._idle.set()
        sender = sender_of(update)
        lane = self._lanes.get(sender)
        if lane:
            await self._hand_over(lane.popleft())
        else:
            self._lanes.pop(sender, None)

    async def _hand_over(self, update: Update) -> None:
        if self._application is not None:
            await self._application.update_queue.put(update)
