"""How long one owner waits for an answer while something else goes on, against an idle bot in the same run.

Each stretch has people of its own: nobody is heard more than 60 times at once (`bot/flood.py`).
"""

import asyncio
import contextlib
import statistics
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

from bench import reminders
from bench.house import alone
from bench.measure import Figure, Report, ms
from bench.town import Over, Person, Town, database, front_desk, owners, town, vetbot
from core.database.embedded import EmbeddedPostgres

ROUNDS, TAPS, LATENCY_MS = 3, 12, 50.0
REMINDERS, FLOOD = 600, 400
LONGEST = 1.0
"""Seconds that nobody waits."""

Burden = Callable[[], AbstractAsyncContextManager[None]]


@dataclass
class Burdens:
    """What goes on meanwhile."""

    here: Town
    url: str
    flooders: list[Person]
    """One for each flood."""
    attempts: int = 0
    planned: int = 0

    @asynccontextmanager
    async def nothing(self) -> AsyncIterator[None]:
        yield

    @asynccontextmanager
    async def draining(self) -> AsyncIterator[None]:
        """The outbox has more to send than fits into the time."""
        people = [self.here.person(f"Reminded {n}") for n in range(REMINDERS)]
        for person in people:
            person.chat.started = True
        await reminders.plan(self.url, [person.user.id for person in people], first=self.planned)
        self.planned += REMINDERS
        async with self.here.sandbox.client() as client:
            await client.advance(1)  # the bot looks at the outbox when the clock jumps
        yield
        assert sum(bool(person.chat.messages) for person in people) < REMINDERS, "the outbox was empty before the end"
        await reminders.withdraw(self.url)

    @asynccontextmanager
    async def flooding(self) -> AsyncIterator[None]:
        """One owner sends hundreds of messages at once."""
        self.flooders.pop().flood("/start", FLOOD)
        yield

    @asynccontextmanager
    async def hashing(self) -> AsyncIterator[None]:
        """Somebody tries passwords, one after the other: as good as always one is hashed."""
        trying = asyncio.create_task(self._try_passwords())
        yield
        self.here.over = True
        await trying
        self.here.over = False

    async def _try_passwords(self) -> None:
        with contextlib.suppress(Over):
            while True:
                self.attempts += 1
                person = self.here.person("Eva")  # each account has only so many tries
                await person.say("/login")
                await person.say(f"somebody{self.attempts}@example.org")
                for _ in range(3):
                    await person.say("is it this one?")


async def measured(running: EmbeddedPostgres, rounds: int, taps: int, latency: float) -> dict[str, list[float]]:
    """Seconds of each answer, by what went on."""
    async with database(running) as url, town() as here:
        async with front_desk(here, url) as desk:
            flooders = await owners(here, desk, rounds)
            testers = await owners(here, desk, rounds * 4 + 1)
        here.latency(latency)
        async with vetbot(here, url):
            burdens = Burdens(here, url, flooders)
            await testers[-1].say("/start")
            await tap(testers.pop(), taps)  # warm
            kinds: dict[str, Burden] = {
                "idle": burdens.nothing,
                "reminders drain": burdens.draining,
                "one owner floods": burdens.flooding,
                "passwords are hashed": burdens.hashing,
            }
            found: dict[str, list[float]] = {name: [] for name in kinds}
            for _ in range(rounds):
                for name, burden in kinds.items():
                    tester = testers.pop()
                    await tester.say("/start")
                    async with burden():
                        await asyncio.sleep(0.3)
                        found[name] += await tap(tester, taps)
                    await here.quiet()
            return found


async def tap(person: Person, times: int) -> list[float]:
    """Taps one after the other: into booking, to the services, and out."""
    person.waits.clear()
    while len(person.waits) < times:
        await person.tap("Book")
        await person.tap("Rex")
        await person.tap("Cancel")
    return list(person.waits)


def bench(running: EmbeddedPostgres, *, rounds: int = ROUNDS, taps: int = TAPS, latency: float = LATENCY_MS) -> Report:
    """Waiting."""
    found = asyncio.run(measured(running, rounds, taps, latency))
    middle = {name: statistics.median(waits) for name, waits in found.items()}
    idle = middle.pop("idle")
    longest = {name: max(waits) for name, waits in found.items()}
    worst = max(longest, key=lambda name: longest[name])
    return Report(
        "latency",
        f"How long a tap takes meanwhile; each call of the Bot API takes {latency:.0f} ms",
        [
            *(
                Figure(f"while {name}, over an idle bot", seconds / idle, 2, detail=f"{ms(seconds)} over {ms(idle)}")
                for name, seconds in middle.items()
            ),
            Figure("the longest that a tap took", longest[worst], LONGEST, unit=" s", detail=f"{worst}"),
        ],
        series={"vetbot, idle": idle * 1000, **{f"vetbot, {name}": wait * 1000 for name, wait in middle.items()}},
    )


if __name__ == "__main__":
    alone(bench, __doc__)
