"""Taps answered in a second: owners who book, all at once, against bare bots of python-telegram-bot in the same run.

Every call of the Bot API takes 50 ms. Each contestant has a local Telegram of its own; ours and the bare bot on its
transport take turns. Each turn has people of its own: nobody is heard more than 60 times at once (`bot/flood.py`).
"""

import asyncio
import contextlib
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from bench.house import alone
from bench.measure import Figure, Report
from bench.town import (
    Over,
    Person,
    bare_bot,
    cpu,
    cpu_of_server,
    database,
    front_desk,
    owners,
    town,
    vetbot,
)
from core.database.embedded import EmbeddedPostgres

WHY = (
    "Sampled while they tap (py-spy): a quarter of it goes into the two calls of the Bot API, as with the bare "
    "bot; a tenth into reading the updates and storing them; a sixth into the other round trips to PostgreSQL; a "
    "seventh into screens, the free slots among them; the rest is spread thin over the turn, the event loop and "
    "python-telegram-bot's objects. One process has one core: three times the echoes would leave a tap as much "
    "CPU as its two calls take. Tried, from 6.3 times a bare bot's CPU: uvloop, no transaction where one "
    "statement does, nothing read twice in a tap, statements made once and sent by asyncpg itself (4.7 before), "
    "columns instead of entities, a garbage collector that looks less often, no reading of the bot's own buttons "
    "when they come back."
)

PEOPLE, ROUNDS, SECONDS, LATENCY_MS = 128, 3, 3.0, 50.0
SERVICES = ("Vaccination", "Check-up", "Emergency")

Habit = Callable[[Person, int], Awaitable[None]]


@dataclass
class Contestant:
    """A bot, the people who tap at it, and what each of its turns came to."""

    crowds: Iterator[Sequence[Person]]
    """Who taps in its turns."""
    habit: Habit
    pids: Sequence[int]
    """Of the bot's processes."""
    rates: list[float] = field(default_factory=list)
    """Answers a second."""
    costs: list[float] = field(default_factory=list)
    """Seconds of the bot's CPU for an answer."""
    processes: list[list[float]] = field(default_factory=list)
    """Of one core, what each of the bot's processes took."""
    shares: list[float] = field(default_factory=list)
    """Of one core, what the local Telegram and the people took."""
    database: list[float] = field(default_factory=list)
    """Of one core, what PostgreSQL took."""

    async def turn(self, seconds: float, running: EmbeddedPostgres) -> None:
        """Everybody taps for so long; what the first and the last second brought is not told apart."""
        people = next(self.crowds)
        here = people[0].town
        here.over = False
        tapping = [asyncio.create_task(self._tap_on(person, number)) for number, person in enumerate(people)]
        await asyncio.sleep(min(1.0, seconds / 3))  # until all are at it
        answers, spent = _answers(people), self._spent()
        mine, stored, began = time.process_time(), cpu_of_server(running), time.perf_counter()
        await asyncio.sleep(seconds)
        took = time.perf_counter() - began
        answered = _answers(people) - answers
        self.rates.append(answered / took)
        used = [now - before for now, before in zip(self._spent(), spent, strict=True)]
        self.costs.append(sum(used) / max(answered, 1))
        self.processes.append([seconds_of_cpu / took for seconds_of_cpu in used])
        self.shares.append((time.process_time() - mine) / took)
        self.database.append((cpu_of_server(running) - stored) / took)
        here.over = True
        await asyncio.gather(*tapping)
        await here.quiet()

    async def warm_up(self, seconds: float, running: EmbeddedPostgres) -> None:
        """A turn that does not count."""
        await self.turn(min(1.0, seconds), running)
        for found in (self.rates, self.costs, self.processes, self.shares, self.database):
            found.clear()

    async def _tap_on(self, person: Person, number: int) -> None:
        with contextlib.suppress(Over):
            while True:
                await self.habit(person, number)

    def _spent(self) -> list[float]:
        return [cpu(pid) for pid in self.pids]

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    @property
    def cost(self) -> float:
        return statistics.median(self.costs)


def _answers(people: Sequence[Person]) -> int:
    return sum(len(person.waits) for person in people)


async def books(person: Person, number: int) -> None:
    """From the menu to the summary; every fourth request is sent, the others are left."""
    turn = sum(1 for wait in person.waits) // 9 + number
    await person.say("/start")
    await person.tap("Book")
    await person.tap(("Rex", "Bella")[turn % 2])
    await person.tap(SERVICES[turn % 3])
    if turn % 2:
        await person.tap("›", exact=True)
    days = person.labels(str.isdigit)
    if not days:
        await person.tap("Cancel")
        return
    await person.tap(days[turn % len(days)], exact=True)
    times = person.labels(lambda label: ":" in label)
    if times:
        await person.tap(times[turn % len(times)], exact=True)
    if person.labels(lambda label: label == "Skip"):
        await person.tap("Skip")
    await person.tap("Send" if turn % 4 == 0 and person.labels(lambda label: "Send" in label) else "Cancel")


async def taps(person: Person, _number: int) -> None:
    """The button below what a bare bot wrote."""
    if not person.chat.messages:
        await person.say("hello")
    await person.tap("Again")


async def texts(person: Person, _number: int) -> None:
    """A text that is echoed."""
    await person.say("hello")


@asynccontextmanager
async def ours(running: EmbeddedPostgres, people: int, turns: int, latency: float) -> AsyncIterator[Contestant]:
    async with database(running) as url, town() as here:
        async with front_desk(here, url) as desk:
            known = [await owners(here, desk, people) for _ in range(turns)]
        here.latency(latency)
        async with vetbot(here, url, MESSAGES_PER_SECOND="10000") as bot:
            assert bot.pid is not None
            yield Contestant(iter(known), books, [bot.pid])


@asynccontextmanager
async def bare(transport: str, habit: Habit, people: int, turns: int, latency: float) -> AsyncIterator[Contestant]:
    async with town() as here:
        here.latency(latency)
        async with bare_bot(here, transport) as bot:
            crowds = [[here.person(f"Owner {n}") for n in range(people)] for _ in range(turns)]
            yield Contestant(iter(crowds), habit, [bot.pid])


async def measured(
    running: EmbeddedPostgres, people: int, rounds: int, seconds: float, latency: float
) -> dict[str, Contestant]:
    turns = rounds + 1
    found = {}
    # Beside others, httpx's own transport falls into a hole: it has the machine to itself.
    for name, habit in (("echo", texts), ("bare", taps)):
        async with bare("httpx", habit, people, turns, latency) as alone:
            await alone.warm_up(seconds, running)
            for _ in range(rounds):
                await alone.turn(seconds, running)
            found[name] = alone
    async with AsyncExitStack() as stack:
        side_by_side = {
            "vetbot": await stack.enter_async_context(ours(running, people, turns, latency)),
            "bare, aiohttp": await stack.enter_async_context(bare("aiohttp", taps, people, turns, latency)),
        }
        for contestant in side_by_side.values():
            await contestant.warm_up(seconds, running)
        for _ in range(rounds):
            for contestant in side_by_side.values():
                await contestant.turn(seconds, running)
        return found | side_by_side


def bench(
    running: EmbeddedPostgres,
    *,
    people: int = PEOPLE,
    rounds: int = ROUNDS,
    seconds: float = SECONDS,
    latency: float = LATENCY_MS,
) -> Report:
    """Taps in a second."""
    found = asyncio.run(measured(running, people, rounds, seconds, latency))
    mine, echo, tapped, fast = (found[name] for name in ("vetbot", "echo", "bare", "bare, aiohttp"))
    share, stored = statistics.median(mine.shares), statistics.median(mine.database)
    return Report(
        "taps",
        f"Taps in a second: {people} owners book at once, each call of the Bot API takes {latency:.0f} ms",
        [
            Figure(
                "taps over the texts that a bare bot on its default client echoes", mine.rate / echo.rate, 3,
                at_least=True, detail=f"{mine.rate:.0f}/s over {echo.rate:.0f}/s", why=WHY,
            ),
            Figure(
                "over the taps that it answers with the same two calls", mine.rate / tapped.rate, 3,
                at_least=True, detail=f"{mine.rate:.0f}/s over {tapped.rate:.0f}/s", why="As above.",
            ),
            Figure(
                "CPU of the bot for a tap, over a bare bot's on the same transport", mine.cost / fast.cost, 5,
                detail=f"{mine.cost * 1000:.1f} ms over {fast.cost * 1000:.1f} ms", why=WHY,
            ),
        ],
        notes=[
            f"meanwhile the bot had {mine.rate * mine.cost:.0%} of a core, PostgreSQL {stored:.0%}, the local Telegram "
            f"and the people {share:.0%}; with the bare bot on the same transport, at {fast.rate:.0f} taps/s, "
            f"these took {statistics.median(fast.shares):.0%} and it {fast.rate * fast.cost:.0%}",
            "the bare bot on its default client has the machine to itself: beside other processes it falls into a hole "
            "(httpcore scans its pool at every request, and what waits in it for a second fails)",
            "by itself the bot keeps to the 30 messages a second that Telegram allows: here it may send 10,000",
            "a tap of ours is taken in (one statement), applied (one transaction with some eight) and noted (one), and "
            "a screen drawn in the owner's language; a bare bot's is two calls",
        ],
        series={
            "vetbot": mine.rate,
            "bare, taps": tapped.rate,
            "bare, echo": echo.rate,
            "bare, taps, aiohttp": fast.rate,
        },
        unit="/s",
    )  # fmt: skip


if __name__ == "__main__":
    alone(bench, __doc__)
