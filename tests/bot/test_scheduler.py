"""The scheduler by itself: no run is lost, none is cancelled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import AsyncMock
from uuid import UUID, uuid4

import pytest

from bench.idle import SimulatedTimers
from bot.scheduler import PURGE_WAITS, SWEEP, TICK, Scheduler
from core.clock import ManualClock, SystemClock
from core.housekeeping.schemas import Swept


class SlowDispatcher:
    """Each run waits until it is let go, and notes how it ended."""

    def __init__(self) -> None:
        self.begun = asyncio.Queue[int]()
        self.go = asyncio.Event()
        self.finished = 0
        self.stopped = False

    async def run_due(self) -> int:
        self.begun.put_nowait(self.finished)
        await self.go.wait()
        self.finished += 1
        return 0

    def look(self) -> None:
        pass

    async def next_wake(self) -> None:
        return None

    def stop(self) -> None:
        self.stopped = True


async def nothing() -> None:
    return None


@asynccontextmanager
async def unit() -> AsyncIterator[Any]:
    yield SimpleNamespace(
        appointments=SimpleNamespace(next_expiry=nothing, plan_agenda=nothing, close_pointless_calls=nothing)
    )


@pytest.fixture
def dispatcher() -> SlowDispatcher:
    return SlowDispatcher()


@pytest.fixture
def scheduler(dispatcher: SlowDispatcher) -> Scheduler:
    desk: Any = SimpleNamespace(clock=SystemClock(), unit=unit, units=0, replica=None)
    sender: Any = dispatcher
    intake: Any = SimpleNamespace(taken_in=0)
    return Scheduler(desk, sender, intake)


async def test_a_stop_lets_the_run_that_has_begun_come_to_its_end(
    scheduler: Scheduler, dispatcher: SlowDispatcher
) -> None:
    scheduler.start()
    await asyncio.wait_for(dispatcher.begun.get(), 5)
    stopping = asyncio.create_task(scheduler.stop())
    await asyncio.sleep(0)
    assert dispatcher.stopped
    assert not stopping.done()
    dispatcher.go.set()
    await asyncio.wait_for(stopping, 2)
    assert dispatcher.finished == 1


async def test_a_stop_does_not_wait_for_a_push_whose_turn_is_far_off(
    scheduler: Scheduler, dispatcher: SlowDispatcher, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Into a group only so many messages a minute may go: the run is cut short, and says so without a traceback."""
    monkeypatch.setattr("bot.scheduler.GRACE_SECONDS", 0.01)
    caplog.set_level("INFO")
    scheduler.start()
    await asyncio.wait_for(dispatcher.begun.get(), 5)
    await scheduler.stop()
    for _ in range(5):
        await asyncio.sleep(0)
    assert dispatcher.finished == 0
    assert "still waits for its turn" in caplog.text
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_stop_at_the_moment_a_run_is_handed_over(
    scheduler: Scheduler, dispatcher: SlowDispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    dispatcher.go.set()
    scheduler.start()
    await asyncio.wait_for(scheduler.stop(), 2)
    scheduler.poke()
    assert not [record for record in caplog.records if record.exc_info]


async def test_what_is_written_while_a_run_ends_is_seen_to_by_the_next(
    scheduler: Scheduler, dispatcher: SlowDispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    late = iter(range(20))

    async def next_wake() -> None:
        if next(late, None) is not None:
            scheduler.poke()

    dispatcher.next_wake = next_wake  # type: ignore[method-assign]
    dispatcher.go.set()
    scheduler.start()
    await asyncio.wait_for(scheduler.idle(), 5)
    assert dispatcher.finished == 21
    assert "skipped" not in caplog.text
    await scheduler.stop()


async def test_a_stop_cuts_a_sweep_short_without_a_word(
    dispatcher: SlowDispatcher, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it takes up again may be shown to somebody for as long as Telegram does not answer."""
    monkeypatch.setattr("bot.scheduler.GRACE_SECONDS", 0.01)
    monkeypatch.setattr("bot.scheduler.TICK", timedelta(milliseconds=10))
    recovering = asyncio.Event()

    async def recover() -> None:
        recovering.set()
        await asyncio.Event().wait()

    @asynccontextmanager
    async def sweeping(*, one_statement: bool = False) -> AsyncIterator[Any]:
        async with unit() as services:
            found = Swept(next_purge=None, unfinished=True, due=None)
            services.housekeeping = SimpleNamespace(sweep=AsyncMock(return_value=found))
            yield services

    desk: Any = SimpleNamespace(clock=SystemClock(), unit=sweeping, units=0, replica=None)
    intake: Any = SimpleNamespace(taken_in=0, recover=recover)
    sender: Any = dispatcher
    dispatcher.go.set()
    scheduler = Scheduler(desk, sender, intake)
    scheduler.start()
    await asyncio.wait_for(recovering.wait(), 5)
    await scheduler.stop()
    for _ in range(5):
        await asyncio.sleep(0)
    assert not [record for record in caplog.records if record.exc_info]


class Sweeps:
    """A scheduler whose hours pass at once, and whose sweeps and looks at the outbox are counted."""

    def __init__(self, clock: ManualClock, *, replica: UUID | None = None) -> None:
        self.clock = clock
        self.intake = SimpleNamespace(taken_in=0, recover=self._recover)
        self.timers = SimulatedTimers(clock)
        self.swept: list[datetime] = []
        self.looks = 0
        self.recovered = 0
        self.found = Swept(next_purge=None, unfinished=False, due=None)
        self.away = False
        self.due: datetime | None = None
        self.desk: Any = SimpleNamespace(clock=clock, unit=self._unit, units=0, replica=replica)
        dispatcher: Any = SimpleNamespace(
            look=lambda: None, run_due=self._run_due, next_wake=self._next_wake, stop=lambda: None
        )
        self.scheduler = Scheduler(self.desk, dispatcher, self.intake, timers=self.timers)  # type: ignore[arg-type]
        self.scheduler.start()

    async def in_(self, time: timedelta) -> int:
        """How many sweeps there were in that time."""
        before = len(self.swept)
        await self.timers.advance(time)
        return len(self.swept) - before

    def turn(self) -> None:
        """An update is taken in and answered."""
        self.intake.taken_in += 1
        self.desk.units += 3

    @asynccontextmanager
    async def _unit(self, *, one_statement: bool = False) -> AsyncIterator[Any]:
        self.desk.units += 1
        async with unit() as services:
            if one_statement:
                services.housekeeping = SimpleNamespace(sweep=self._sweep)
            yield services

    async def _sweep(self) -> Swept:
        self.swept.append(self.clock.now())
        if self.away:
            raise ConnectionRefusedError
        return self.found

    async def _recover(self) -> None:
        self.recovered += 1

    async def _run_due(self) -> int:
        self.looks += 1
        if self.due is not None and self.due <= self.clock.now():
            self.due = None
        return 0

    async def _next_wake(self) -> datetime | None:
        return self.due


DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def sweeps(clock: ManualClock) -> Sweeps:
    """After the first sweep, which looks at what the start may have left."""
    sweeps = Sweeps(clock)
    assert await sweeps.in_(SWEEP) == 1
    sweeps.looks = 0
    return sweeps


async def test_while_nothing_happens_and_nothing_is_kept_the_database_is_asked_nothing(sweeps: Sweeps) -> None:
    asked = sweeps.desk.units
    assert await sweeps.in_(30 * DAY) == 0
    assert sweeps.desk.units == asked


async def test_what_was_kept_for_long_enough_waits_over_a_weekend_and_then_goes_by_itself(sweeps: Sweeps) -> None:
    purge = sweeps.clock.now() + DAY
    sweeps.found = replace(sweeps.found, next_purge=purge)
    sweeps.turn()
    assert await sweeps.in_(2 * TICK) == 1
    sweeps.found = replace(sweeps.found, next_purge=None)
    sweeps.looks, asked = 0, sweeps.desk.units
    assert await sweeps.in_(20 * DAY) == 1
    assert purge + PURGE_WAITS <= sweeps.swept[-1] <= purge + PURGE_WAITS + TICK
    assert (sweeps.desk.units - asked, sweeps.looks) == (1, 0), "that is one statement, and nothing else"


async def test_what_falls_due_before_takes_the_purge_along(sweeps: Sweeps) -> None:
    sweeps.found = replace(sweeps.found, next_purge=sweeps.clock.now() + DAY)
    sweeps.due = sweeps.clock.now() + 2 * DAY
    sweeps.scheduler.poke()
    await sweeps.in_(2 * TICK)
    sweeps.found = replace(sweeps.found, next_purge=None)
    assert await sweeps.in_(20 * DAY) == 1
    assert sweeps.swept[-1] < sweeps.clock.now() - 17 * DAY


@pytest.mark.parametrize("happens", ["turn", "poke"])
async def test_a_sweep_follows_what_happened_before_the_database_falls_asleep(sweeps: Sweeps, happens: str) -> None:
    await sweeps.in_(SWEEP * 3 + MINUTE)
    asleep_after = timedelta(minutes=5)
    sweeps.turn() if happens == "turn" else sweeps.scheduler.poke()
    assert await sweeps.in_(asleep_after) == 1
    assert await sweeps.in_(SWEEP * 50) == 0


async def test_while_things_go_on_there_is_about_one_in_an_hour(sweeps: Sweeps) -> None:
    for _ in range(6 * 60):
        sweeps.turn()
        await sweeps.in_(MINUTE)
    assert 6 <= len(sweeps.swept) - 1 <= 7


async def test_what_falls_due_brings_the_sweep_along(sweeps: Sweeps) -> None:
    sweeps.due = sweeps.clock.now() + timedelta(hours=5, minutes=30)
    sweeps.scheduler._look()
    assert await sweeps.in_(timedelta(hours=5, minutes=29)) == 0
    assert await sweeps.in_(timedelta(minutes=2)) == 1
    assert await sweeps._next_wake() is None
    assert await sweeps.in_(SWEEP * 20) == 0


async def test_a_sweep_finds_what_was_missed(sweeps: Sweeps) -> None:
    """By a process that ended, or that did not say that it wrote something."""
    sweeps.found = Swept(next_purge=sweeps.clock.now(), unfinished=True, due=sweeps.clock.now() + 9 * DAY)
    sweeps.turn()
    await sweeps.in_(2 * TICK)
    assert sweeps.recovered == 1
    sweeps.due = sweeps.found.due
    sweeps.found = replace(sweeps.found, unfinished=False, next_purge=None)
    sweeps.looks = 0
    assert await sweeps.in_(3 * DAY) == 1, "a purge, in which it is found"
    assert sweeps.looks == 1
    assert await sweeps.in_(5 * DAY) == 0
    assert await sweeps.in_(2 * DAY) == 1, "it was due"


async def test_a_timer_that_was_lost_is_noticed_without_the_database(sweeps: Sweeps) -> None:
    """A machine that slept: its clock went on, its timers did not."""
    sweeps.due = sweeps.clock.now() + DAY
    sweeps.scheduler._look()
    await sweeps.in_(SWEEP)
    sweeps.looks = 0
    sweeps.timers.after("outbox", 30 * DAY, nothing)
    assert await sweeps.in_(DAY) <= 1
    assert sweeps.looks == 1
    assert sweeps.due is None


async def test_a_sweep_that_failed_is_made_up_for(sweeps: Sweeps) -> None:
    sweeps.away = True
    sweeps.turn()
    assert await sweeps.in_(4 * TICK) >= 2
    sweeps.away = False
    assert await sweeps.in_(2 * TICK) == 1
    assert await sweeps.in_(DAY) == 0


async def test_one_of_several_sweeps_every_hour(clock: ManualClock) -> None:
    """What another one wrote and did not live to send; their database does not sleep anyway."""
    sweeps = Sweeps(clock, replica=uuid4())
    await sweeps.in_(SWEEP)
    assert await sweeps.in_(SWEEP * 24) in (23, 24)
