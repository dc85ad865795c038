"""The scheduler by itself: no run is lost, none is cancelled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from bot.scheduler import Scheduler
from core.clock import SystemClock


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
    intake: Any = None
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
