"""A clock that can be moved, and the processes that follow it.

A bot process keeps a long poll open on the clock. Coming back with the version it was told is its word that
it lives in the new time by now, so that moving the clock can wait until every follower has arrived.
"""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime

ABSENCE = 5.0
"""Seconds after which a watcher that doesn't come back is forgotten."""


@dataclass(slots=True)
class _Watcher:
    acknowledged: int
    polls: int = 0
    left_at: float = 0.0


class Clock:
    def __init__(self) -> None:
        self.offset = 0.0
        self.version = 1
        self._watchers: dict[str, _Watcher] = {}
        self._waiters: set[asyncio.Future[None]] = set()
        self._closed = False

    def time(self) -> float:
        return time.time() + self.offset

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.time(), UTC)

    def state(self) -> dict[str, object]:
        return {"version": self.version, "offset_seconds": self.offset, "now": self.now().isoformat()}

    @property
    def watchers(self) -> int:
        self._forget_absent()
        return len(self._watchers)

    async def watch(self, version: int, watcher: str, seconds: float) -> dict[str, object]:
        """The state as soon as it is newer than `version`, which the caller thereby says it follows."""
        entry = self._watchers.setdefault(watcher, _Watcher(acknowledged=version))
        entry.acknowledged = version
        entry.polls += 1
        self._changed()
        deadline = time.monotonic() + seconds
        try:
            while self.version <= version and not self._closed:
                if not await self._wait(deadline - time.monotonic()):
                    break
        except asyncio.CancelledError:
            if entry.polls == 1:  # hung up, and has no other poll open
                self._watchers.pop(watcher, None)
                self._changed()
            raise
        finally:
            entry.polls -= 1
            entry.left_at = time.monotonic()
        return self.state()

    async def move(self, offset: float, patience: float = ABSENCE) -> bool:
        """Set the offset; true once every watcher follows, false if some did not within `patience` seconds."""
        self.offset = offset
        self.version += 1
        self._changed()
        target = self.version
        deadline = time.monotonic() + patience
        while not self._closed:
            self._forget_absent()
            if all(watcher.acknowledged >= target for watcher in self._watchers.values()):
                return True
            if not await self._wait(deadline - time.monotonic()):
                self._forget_absent()
                return False
        return False

    def close(self) -> None:
        self._closed = True
        self._changed()

    def _forget_absent(self) -> None:
        horizon = time.monotonic() - ABSENCE
        for name in [n for n, w in self._watchers.items() if not w.polls and w.left_at < horizon]:
            del self._watchers[name]

    def _changed(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._waiters.clear()

    async def _wait(self, seconds: float) -> bool:
        if seconds <= 0:
            return False
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await asyncio.wait_for(waiter, seconds)
        except TimeoutError:
            return False
        finally:
            self._waiters.discard(waiter)
        return True
