"""What is done to the bot: a schedule of trouble, drawn from the seed."""

import asyncio
import math
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

from bot.sandbox.process import NotStarted
from tests.chaos.facts import Trouble, TroubleKind
from tests.chaos.place import Place

Name = Literal[
    "kill -9",
    "SIGTERM",
    "database: fast shutdown",
    "database: immediate shutdown",
    "network down",
    "answers lost",
    "calls lost",
    "rain of 429",
    "tight limits",
    "502",
    "slow Telegram",
    "every update twice",
]
PROCESS: tuple[Name, ...] = ("kill -9", "kill -9", "database: fast shutdown", "database: immediate shutdown", "SIGTERM")
TELEGRAM: tuple[Name, ...] = (
    "network down",
    "network down",
    "rain of 429",
    "rain of 429",
    "answers lost",
    "calls lost",
    "tight limits",
    "502",
    "slow Telegram",
    "every update twice",
)


@dataclass(frozen=True)
class Planned:
    """Begins so many seconds after the one before it has ended, and lasts."""

    name: Name
    after: float
    lasts: float


def lane(source: random.Random, names: tuple[Name, ...], seconds: float, gap: tuple[float, float]) -> list[Planned]:
    """Trouble of these kinds, one after the other, for so long."""
    planned, spent = [], 0.0
    while spent < seconds:
        one = Planned(source.choice(names), source.uniform(*gap), source.uniform(0.3, 3))
        planned.append(one)
        spent += one.after + one.lasts + 1
    return planned


class Troubles:
    """Brings the trouble, and notes what there was."""

    def __init__(self, place: Place) -> None:
        self.had: list[Trouble] = []
        self.deaths: list[str] = []
        self.counts: Counter[str] = Counter()
        self._place = place
        self._bring: dict[Name, Callable[[float], Awaitable[None]]] = {
            "kill -9": self._kill,
            "SIGTERM": self._stop,
            "database: fast shutdown": self._shut_down,
            "database: immediate shutdown": self._crash,
            "network down": self._cut_off,
            "answers lost": self._lose_answers,
            "calls lost": self._lose_calls,
            "rain of 429": self._rain,
            "tight limits": self._limit,
            "502": self._fail,
            "slow Telegram": self._slow_down,
            "every update twice": self._double,
        }

    async def follow(self, plan: list[Planned], until: float = math.inf) -> None:
        """Nothing begins after `until`, of the monotonic clock: a slow machine has less trouble, not more time."""
        for one in plan:
            await asyncio.sleep(one.after)
            if time.monotonic() > until:
                return
            self.counts[one.name] += 1
            await self._bring[one.name](one.lasts)

    @asynccontextmanager
    async def _noted(self, kind: TroubleKind) -> AsyncIterator[None]:
        began = self._place.witness.real
        try:
            yield
        finally:
            self.had.append(Trouble(kind, began, self._place.witness.real))

    def _expect_alive(self) -> None:
        bot = self._place.bot
        if bot.returncode is not None:
            self.deaths.append(f"exit status {bot.returncode}: {bot.last_words()}")

    async def _start(self) -> None:
        try:
            await self._place.bot.start()
        except NotStarted as error:
            self.deaths.append(f"it did not start: {error}")

    async def _kill(self, lasts: float) -> None:
        bot = self._place.bot
        async with self._noted("kill"):
            self._expect_alive()
            bot.kill()
            await bot.wait()
            await asyncio.sleep(lasts / 2)
            await self._start()

    async def _stop(self, lasts: float) -> None:
        bot = self._place.bot
        async with self._noted("stop"):
            self._expect_alive()
            await bot.stop()
            if bot.returncode:
                self.deaths.append(f"SIGTERM ended it with exit status {bot.returncode}: {bot.last_words()}")
            await asyncio.sleep(lasts / 2)
            await self._start()

    async def _shut_down(self, lasts: float) -> None:
        await self._without_database("fast", lasts)

    async def _crash(self, lasts: float) -> None:
        await self._without_database("immediate", lasts)

    async def _without_database(self, mode: Literal["fast", "immediate"], lasts: float) -> None:
        async with self._noted("database"):
            await self._place.database.stop(mode)
            await asyncio.sleep(lasts)
            await self._place.database.start()

    async def _cut_off(self, lasts: float) -> None:
        async with self._noted("network"):
            await self._place.telegram.set_network(False)
            await asyncio.sleep(lasts)
            await self._place.telegram.set_network(True)

    async def _lose_answers(self, lasts: float) -> None:
        async with self._noted("network"):
            await self._place.telegram.add_fault("drop_after", calls=int(lasts * 4) + 1, seconds=lasts)
            await asyncio.sleep(lasts)

    async def _lose_calls(self, lasts: float) -> None:
        async with self._noted("network"):
            await self._place.telegram.add_fault("drop_before", calls=int(lasts * 6) + 1, seconds=lasts)
            await asyncio.sleep(lasts)

    async def _rain(self, lasts: float) -> None:
        async with self._noted("flood"):
            await self._place.telegram.add_fault("too_many_requests", seconds=lasts)
            await asyncio.sleep(lasts)

    async def _limit(self, lasts: float) -> None:
        async with self._noted("flood"):
            await self._place.telegram.set_limits(overall_per_second=8, chat_burst=2, group_per_minute=60)
            await asyncio.sleep(lasts)
            await self._place.telegram.set_limits(enabled=False)

    async def _fail(self, lasts: float) -> None:
        async with self._noted("errors"):
            await self._place.telegram.add_fault("server_error", seconds=lasts / 2)
            await asyncio.sleep(lasts)

    async def _slow_down(self, lasts: float) -> None:
        async with self._noted("errors"):
            await self._place.telegram.add_fault("latency", seconds=lasts, milliseconds=400)
            await asyncio.sleep(lasts)

    async def _double(self, lasts: float) -> None:
        await self._place.telegram.set_copies(2)
        await asyncio.sleep(lasts)
        await self._place.telegram.set_copies(1)
