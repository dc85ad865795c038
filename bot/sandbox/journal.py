"""Everything that happens gets a number. Who waits for something waits for the next number."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.sandbox.model import Json

KEPT_EVENTS = 2000
KEPT_CALLS = 5000


@dataclass(frozen=True, slots=True)
class Event:
    version: int
    kind: str
    data: Json


@dataclass(frozen=True, slots=True)
class Call:
    """One Bot API call. Never holds the token."""

    number: int
    at: float
    method: str
    payload: Json
    ok: bool
    error_code: int | None
    description: str | None
    result: Any
    milliseconds: float


class Journal:
    """The world's version counter, its latest events and the latest Bot API calls; bounded."""

    def __init__(self) -> None:
        self.version = 0
        self.changed_at = time.monotonic()
        self.events: deque[Event] = deque(maxlen=KEPT_EVENTS)
        self.calls: deque[Call] = deque(maxlen=KEPT_CALLS)
        self.call_count = 0
        self.calls_in_flight = 0
        self.closed = False
        self.listeners: list[Callable[[Event], None]] = []
        """Called with each event, while the world still is as it left it."""
        self._waiters: set[asyncio.Future[None]] = set()

    def emit(self, kind: str, **data: Any) -> None:
        self.version += 1
        self.changed_at = time.monotonic()
        event = Event(self.version, kind, data)
        self.events.append(event)
        for listener in self.listeners:
            listener(event)
        if self._waiters:
            self._wake()

    def since(self, version: int) -> Iterator[Event]:
        """The events after `version` that are still remembered."""
        newer = self.version - version
        if newer <= 0:
            return iter(())
        return iter(list(self.events)[-newer:])

    async def wait(self, version: int, seconds: float) -> int:
        """The current version, as soon as it is greater than `version`, or when the time is up."""
        deadline = time.monotonic() + seconds
        while self.version <= version and not self.closed:
            left = deadline - time.monotonic()
            if left <= 0:
                break
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiters.add(waiter)
            try:
                await asyncio.wait_for(waiter, left)
            except TimeoutError:
                break
            finally:
                self._waiters.discard(waiter)
        return self.version

    def close(self) -> None:
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._waiters.clear()
