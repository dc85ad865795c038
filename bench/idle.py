"""`python -m bench.idle`: how often an idle bot asks its database anything. One that scales to zero wants to sleep.

The real bot with the local Telegram, a real server that logs each statement, and 1,000 reminders ahead. Nobody writes
for a weekend, or in all of the clinic's holidays. Time is simulated: the bot's own timers decide when something runs,
and nobody waits for them.
"""

import asyncio
import contextlib
import heapq
import re
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg

from bot.application import RunningBot, running_bot
from bot.sandbox.server import SandboxServer
from bot.timers import Job
from core.appointments.schemas import BookingRequest
from core.clock import ManualClock
from core.config import Settings
from core.database.embedded import EmbeddedPostgres, start_embedded
from core.notifications.schemas import Kind
from core.pets.schemas import PetDraft, Species
from core.users.schemas import Actor, Registration

FRIDAY_EVENING = datetime(2026, 3, 6, 19, 30, tzinfo=UTC)
VISIT = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
"""On Tuesday: its first reminder is due on Monday at ten."""
HOURS = 64
"""Until Monday at half past eleven."""
HOLIDAYS = timedelta(days=14)
REMINDERS = 1000
CLINIC_CHAT = -100_500
_STATEMENT = re.compile(r"LOG:  (statement|execute [^:]+): ")


class SimulatedTimers:
    """Timers on a clock that is moved: what falls due on the way runs at its moment, one after the other."""

    def __init__(self, clock: ManualClock) -> None:
        self.running = False
        self._clock = clock
        self._order = count()
        self._queue: list[tuple[datetime, int, str]] = []
        self._jobs: dict[str, tuple[int, Job, timedelta | None]] = {}

    def start(self) -> None:
        self.running = True

    def pause(self) -> None:
        self.running = False

    def stop(self) -> None:
        self.running = False

    def after(self, name: str, wait: timedelta, job: Job) -> None:
        self._set(name, wait, job, None)

    def every(self, name: str, interval: timedelta, job: Job) -> None:
        self._set(name, interval, job, interval)

    async def advance(self, by: timedelta) -> None:
        end = self._clock.now() + by
        while self._queue and self._queue[0][0] <= end:
            due, number, name = heapq.heappop(self._queue)
            if self._jobs.get(name, (None,))[0] != number:
                continue  # it was set anew since
            _, job, interval = self._jobs.pop(name)
            self._clock.set(max(due, self._clock.now()))
            if interval is not None:
                self._set(name, interval, job, interval)
            await job()
        self._clock.set(end)

    def _set(self, name: str, wait: timedelta, job: Job, interval: timedelta | None) -> None:
        number = next(self._order)
        self._jobs[name] = number, job, interval
        heapq.heappush(self._queue, (self._clock.now() + wait, number, name))


@dataclass(frozen=True)
class Hour:
    """An hour of the simulated weekend, and how many statements the server executed in it."""

    begins: datetime
    statements: int
    due: int
    """How many rows of the outbox fell due in it."""


@dataclass(frozen=True)
class Measured:
    hours: list[Hour]
    """Without the first one, in which an owner wrote: after that comes a look at whether anything was left."""
    reminded: bool
    """Whether the reminder on Monday came: a bot that sleeps through it would be no use."""

    @property
    def idle(self) -> list[Hour]:
        return [hour for hour in self.hours if not hour.due]

    @property
    def looks(self) -> list[Hour]:
        """Idle hours in which it asked the database something all the same."""
        return [hour for hour in self.idle if hour.statements]


async def measure(*, holidays: timedelta | None = None) -> Measured:
    """From Friday evening to Monday noon; or holidays, which begin on Friday evening, with nothing ahead."""
    clock = ManualClock(FRIDAY_EVENING)
    timers = SimulatedTimers(clock)
    with _folder() as folder:
        server = start_embedded(folder, durable=False)
        try:
            await log_statements(server)
            async with SandboxServer() as sandbox, sandbox.client() as client:
                boss = await client.create_user("Vera")
                await client.create_group("Clinic", [boss], chat_id=CLINIC_CHAT)
                owner = await client.create_user("Anna")
                async with _bot(server, sandbox, clock, timers) as bot:
                    await client.start(owner)
                    await client.wait_message(owner, "Welcome")
                    await client.wait_polled()
                    await bot.lanes.drained()
                    if holidays is None:
                        await _plan(bot, owner.id)
                    else:
                        await _close(bot, clock.now() + holidays)
                    hours = HOURS if holidays is None else holidays // timedelta(hours=1)
                    asked = [await _hour(server, clock, timers) for _ in range(hours)]
                    due = await _due(server)
                said = (await client.view(owner)).from_bot
            found = [
                Hour(begins, statements, sum(begins <= moment < begins + timedelta(hours=1) for moment in due))
                for begins, statements in asked
            ]
            return Measured(found[1:], any("reminder" in message.text for message in said))
        finally:
            server.stop()


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="vetbot-bench-"))
    folder.chmod(0o755)  # started by root, PostgreSQL runs as a user of its own, which must get in
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def _bot(
    server: EmbeddedPostgres, sandbox: SandboxServer, clock: ManualClock, timers: SimulatedTimers
) -> AsyncIterator[RunningBot]:
    values: dict[str, Any] = {
        "bot_token": sandbox.token,
        "admin_chat_id": CLINIC_CHAT,
        "database_url": server.url(),
        "telegram_api_url": sandbox.base_url,
    }
    async with running_bot(Settings(_env_file=None, **values), clock=clock, timers=timers) as bot:
        polling = asyncio.create_task(bot.intake.poll(), name="polling")
        try:
            yield bot
        finally:
            polling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await polling


async def _plan(bot: RunningBot, telegram_user_id: int) -> None:
    """A confirmed visit with its reminders, and 1,000 that are due later."""
    async with bot.house.desk.unit() as services:
        account = await services.users.account(telegram_user_id)
        user = await services.users.register(account, Registration(full_name="Anna", email="anna@example.org"))
        actor = Actor.owner(user.id, user.full_name, telegram_user_id)
        pet = await services.pets.create(actor, PetDraft(name="Rex", species=Species.DOG))
        offered = {service.code: service.id for service in await services.clinic.services()}
        wanted = BookingRequest(pet_id=pet.id, service_id=offered["routine"], starts_at=VISIT)
        visit = await services.appointments.book(actor, wanted)
        await services.appointments.confirm(Actor.staff("Vera"), visit.id)
        for number in range(REMINDERS):
            await services.notifications.enqueue(
                Kind.REMINDER,
                dedupe_key=f"reminder:bench:{number}",
                user_id=user.id,
                due_at=VISIT + timedelta(minutes=number),
            )


async def _close(bot: RunningBot, until: datetime) -> None:
    async with bot.house.desk.unit() as services:
        await services.clinic.add_closure(Actor.staff("Vera"), bot.house.desk.clock.now(), until, "Holidays")


async def _hour(server: EmbeddedPostgres, clock: ManualClock, timers: SimulatedTimers) -> tuple[datetime, int]:
    begins, before = clock.now(), executed(server)
    await timers.advance(timedelta(hours=1))
    return begins, executed(server) - before


def executed(server: EmbeddedPostgres) -> int:
    """Everything the server was asked since it logs: transactions' beginnings and ends, and pings, too."""
    return len(_STATEMENT.findall((server.data / "server.log").read_text(errors="replace")))


async def _due(server: EmbeddedPostgres) -> list[datetime]:
    connection = await _connect(server)
    try:
        rows = await connection.fetch("SELECT due_at FROM notifications WHERE status <> 'withdrawn'")
        return [row["due_at"] for row in rows]
    finally:
        await connection.close()


async def _connect(server: EmbeddedPostgres) -> asyncpg.Connection:
    return await asyncpg.connect(host=str(server.socket_dir), user="postgres", database="vetbot")


async def log_statements(server: EmbeddedPostgres, database: str = "vetbot") -> None:
    """From now on whoever connects to the database has every statement logged."""
    connection = await _connect(server)
    await connection.execute(f"ALTER DATABASE \"{database}\" SET log_statement = 'all'")
    await connection.close()


def report(measured: Measured) -> str:
    """What was measured, for people."""
    lines = [f"{REMINDERS} reminders ahead, nobody writes, {len(measured.hours)} hours:"]
    lines += [
        f"  {hour.begins:%a %H:%M}  {hour.statements:4} statements"
        + (f", {hour.due} due" if hour.due else ", and nothing was due")
        for hour in measured.hours
        if hour.statements
    ]
    asleep = len(measured.idle) - len(measured.looks)
    lines.append(f"hours without anything due: {len(measured.idle)}, of these without a single statement: {asleep}")
    lines.append(f"the reminder on Monday {'came' if measured.reminded else 'DID NOT COME'}")
    return "\n".join(lines)


def main() -> int:
    """0 when a database that scales to zero may sleep, else 1."""
    measured = asyncio.run(measure())
    sys.stdout.write(report(measured) + "\n")
    looks = asyncio.run(measure(holidays=HOLIDAYS)).looks
    sys.stdout.write(
        f"{HOLIDAYS.days} days of holidays, nothing ahead: hours in which it was woken: {len(looks)}, "
        f"statements in them: {sum(hour.statements for hour in looks)}\n"
    )
    return 0 if measured.reminded and not measured.looks and len(looks) <= 1 else 1


if __name__ == "__main__":
    sys.exit(main())
