"""The scheduler by itself: no run is lost, none is cancelled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bench.idle import SimulatedTimers
from bot.scheduler import SWEEP, SWEEP_AT_LEAST, Scheduler
from core.clock import ManualClock, SystemClock


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
    desk: Any = SimpleNamespace(clock=SystemClock(), unit=unit)
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


class Sweeps:
    """A scheduler whose hours pass at once, and whose sweeps are counted."""

    def __init__(self, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock = clock
        self.intake = SimpleNamespace(taken_in=0)
        self.timers = SimulatedTimers(clock)
        self.counted = 0
        self.due: datetime | None = None
        desk: Any = SimpleNamespace(clock=clock, unit=unit)
        dispatcher: Any = SimpleNamespace(run_due=self._run_due, next_wake=self._next_wake, stop=lambda: None)
        self.scheduler = Scheduler(desk, dispatcher, self.intake, timers=self.timers)  # type: ignore[arg-type]
        monkeypatch.setattr(self.scheduler, "_tidy", self._tidy)
        self.scheduler.start()

    async def in_(self, time: timedelta) -> int:
        """How many sweeps there were in that time."""
        before = self.counted
        await self.timers.advance(time)
        return self.counted - before

    async def _tidy(self) -> None:
        self.counted += 1

    async def _run_due(self) -> int:
        if self.due is not None and self.due <= self.clock.now():
            self.due = None
        return 0

    async def _next_wake(self) -> datetime | None:
        return self.due


@pytest.fixture
async def sweeps(clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Sweeps:
    """After the first sweep, which looks at what the start may have left."""
    sweeps = Sweeps(clock, monkeypatch)
    assert await sweeps.in_(SWEEP) == 1
    return sweeps


async def test_while_nothing_happens_there_is_one_sweep_a_day(sweeps: Sweeps) -> None:
    assert await sweeps.in_(SWEEP_AT_LEAST - timedelta(minutes=1)) == 0
    assert await sweeps.in_(timedelta(minutes=1)) == 1
    assert await sweeps.in_(SWEEP_AT_LEAST * 3) == 3


async def test_after_something_was_taken_in_there_is_one_within_the_hour(sweeps: Sweeps) -> None:
    await sweeps.in_(SWEEP * 3)
    sweeps.intake.taken_in += 1
    assert await sweeps.in_(SWEEP) == 1
    assert await sweeps.in_(SWEEP * 5) == 0


async def test_after_the_outbox_was_written_to_there_is_one_within_the_hour(sweeps: Sweeps) -> None:
    await sweeps.in_(SWEEP * 3)
    sweeps.scheduler.poke()
    assert await sweeps.in_(SWEEP) == 1
    assert await sweeps.in_(SWEEP * 5) == 0


async def test_what_falls_due_brings_the_sweep_along(sweeps: Sweeps) -> None:
    sweeps.due = sweeps.clock.now() + timedelta(hours=5, minutes=30)
    sweeps.scheduler._look()
    assert await sweeps.in_(timedelta(hours=5, minutes=29)) == 0
    assert await sweeps.in_(timedelta(minutes=2)) == 1
    assert await sweeps._next_wake() is None
    assert await sweeps.in_(SWEEP * 20) == 0, "the day begins anew"
