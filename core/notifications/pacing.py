"""How fast pushes leave: a little slower than Telegram allows."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

LATE_SECONDS = 0.25
"""Who is no later than this keeps to the schedule: claiming the next ones took a moment. Later, it begins anew."""


class Pace(Protocol):
    """Awaited before each push; returns when it may leave."""

    async def __call__(self) -> None: ...


class SteadyPace:
    """Lets `per_second` pushes through a second, evenly spaced. What was a moment late is made good."""

    def __init__(
        self,
        per_second: float = 29,
        *,
        monotonic: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._gap = 1 / per_second
        self.shared_by = 1
        """How many processes keep this pace together: each its part of it."""
        self._monotonic = monotonic
        self._sleep = sleep
        self._next = float("-inf")

    async def __call__(self) -> None:
        now = self._monotonic() if self._monotonic else asyncio.get_running_loop().time()
        mine = self._next if now - self._next <= LATE_SECONDS else now
        self._next = mine + self._gap * self.shared_by
        if mine > now:
            await self._sleep(mine - now)
