"""Ten thousand reminders that are due at once: how fast they leave, what a flood limit does, what claiming costs."""

import asyncio
import statistics
import time
from collections import Counter

from bench import reminders
from bench.house import alone
from bench.measure import Figure, Report, ms
from bench.town import Town, database, front_desk, town, vetbot
from core.database.embedded import EmbeddedPostgres
from core.notifications.dispatcher import LEASE, Dispatcher
from core.notifications.schemas import Outgoing, Sent

REMINDERS, SECONDS, PER_SECOND = 10_000, 25.0, 30.0
PAUSE = 3
"""Seconds of the flood limit."""
BATCH = 50
LATENCY_MS = 50.0


class AtOnce:
    """A way to Telegram without Telegram: everything counts as sent at once."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []

    async def send(self, outgoing: Outgoing) -> Sent:
        self.sent.append(outgoing)
        return Sent(chat_id=outgoing.telegram_user_id or 0, message_id=1)


async def no_pace() -> None:
    """Nothing to wait for."""


async def shared(running: EmbeddedPostgres, count: int) -> tuple[float, int, int]:
    """Two workers empty one outbox without a network: seconds for a row, rows sent, rows sent twice."""
    async with database(running) as url, town() as here:
        await reminders.plan(url, list(range(1, count + 1)))
        async with front_desk(here, url) as one, front_desk(here, url) as other:
            sender = AtOnce()
            workers = [Dispatcher(desk, sender, pace=no_pace) for desk in (one, other)]
            began = time.perf_counter()
            await asyncio.gather(*(worker.run_due() for worker in workers))
            took = time.perf_counter() - began
        times = Counter(outgoing.id for outgoing in sender.sent)
        return took / count, len(times), sum(times.values()) - len(times)


async def claiming(running: EmbeddedPostgres, count: int) -> float:
    """Seconds that claiming costs a row: batch after batch until nothing is left, in the order of the outbox."""
    async with database(running) as url, town() as here:
        await reminders.plan(url, list(range(1, count + 1)))
        async with front_desk(here, url) as desk:
            taken: list[float] = []
            claimed = 0
            while claimed < count:
                began = time.perf_counter()
                async with desk.unit() as services:
                    batch = await services.notifications.delivery.claim(BATCH, LEASE)
                taken.append(time.perf_counter() - began)
                claimed += len(batch.outgoing) + batch.settled
                if not batch.outgoing and not batch.settled:
                    break
            assert claimed >= count, f"{claimed} of {count} claimed"
            return statistics.median(taken) / BATCH


def reminded(here: Town) -> list[int]:
    """To whom reminders went, once for each that did."""
    return [
        chat.id
        for chat in list(here.world.chats.values())
        for message in chat.messages.values()
        if chat.is_private and message.sender is here.world.bot
    ]


async def drained(running: EmbeddedPostgres, count: int, seconds: float) -> tuple[float, float, int, int]:
    """The real bot sends: a second before and after a flood limit; calls refused by it; messages that came twice."""
    async with database(running) as url, town() as here:
        people = [here.person(f"Owner {n}") for n in range(count)]
        for person in people:
            person.chat.started = True
        await reminders.plan(url, [person.user.id for person in people])
        here.latency(LATENCY_MS)
        here.world.limits.enabled = True
        async with vetbot(here, url):
            before = await rate(here, seconds / 2)
            refused = here.world.journal.call_count
            here.world.faults.add("too_many_requests", seconds=PAUSE, methods=["sendMessage"])
            await asyncio.sleep(PAUSE + 1.5)  # asked to wait a whole second more than the limit lasts, at most
            storm = sum(1 for call in here.world.journal.calls if call.number > refused and call.error_code == 429)
            after = await rate(here, seconds / 2)
            told = reminded(here)
        return before, after, storm, len(told) - len(set(told))


async def rate(here: Town, seconds: float) -> float:
    """Reminders in a second, from the first that leaves on."""
    first = len(reminded(here))
    deadline = time.monotonic() + 30
    version = here.world.journal.version
    while len(reminded(here)) == first and time.monotonic() < deadline:
        version = await here.world.journal.wait(version, 1)
    sent, began = len(reminded(here)), time.perf_counter()
    await asyncio.sleep(seconds)
    return (len(reminded(here)) - sent) / (time.perf_counter() - began)


def bench(running: EmbeddedPostgres, *, count: int = REMINDERS, seconds: float = SECONDS) -> Report:
    """The outbox under ten thousand reminders."""
    before, after, storm, twice = asyncio.run(drained(running, count, seconds))
    claim = asyncio.run(claiming(running, count))
    row, sent, doubled = asyncio.run(shared(running, count))
    gap = 1 / PER_SECOND
    return Report(
        "outbox",
        f"{count:,} reminders due at once",
        [
            Figure(
                "of the rate that Telegram allows", before / PER_SECOND, 0.95, at_least=True,
                detail=f"{before:.1f} a second, watched for {seconds / 2:.0f} s",
            ),
            Figure(
                "of it after a flood limit", after / PER_SECOND, 0.95, at_least=True, detail=f"{after:.1f} a second",
            ),
            Figure("calls that a flood limit of three seconds refused", storm, 8, unit="", detail="8 are on their way"),
            Figure("messages that came twice", twice, 0, unit=""),
            Figure(
                "of the time for a reminder at that rate spent on claiming it", claim / gap * 100, 5, unit=" %",
                detail=f"{ms(claim)} of {ms(gap)}",
            ),
            Figure("sent twice by two workers that share it", doubled, 0, unit="", detail=f"{sent:,} sent"),
        ],
        notes=[f"claimed, looked at again and recorded, without a network, a reminder costs {ms(row)}"],
    )  # fmt: skip


if __name__ == "__main__":
    alone(bench, __doc__)
