"""The pace of pushes and the waits between attempts."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from core.notifications.delivery import wait_before_retry
from core.notifications.pacing import SteadyPace


class Time:
    """A monotonic clock that sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))

    def __call__(self) -> float:
        return self.now


async def test_the_first_leaves_at_once_and_the_rest_evenly() -> None:
    time = Time()
    pace = SteadyPace(20, monotonic=time, sleep=time.sleep)
    await asyncio.gather(*(pace() for _ in range(4)))
    assert time.slept == [0.05, 0.1, 0.15]


async def test_processes_share_the_pace() -> None:
    time = Time()
    pace = SteadyPace(20, monotonic=time, sleep=time.sleep)
    pace.shared_by = 2
    await asyncio.gather(*(pace() for _ in range(4)))
    assert time.slept == [0.1, 0.2, 0.3]


async def test_quiet_times_save_up_no_burst() -> None:
    time = Time()
    pace = SteadyPace(20, monotonic=time, sleep=time.sleep)
    await pace()
    time.now += 60
    await pace()
    await pace()
    assert time.slept == [0.05]


async def test_what_was_a_moment_late_is_made_good() -> None:
    time = Time()
    pace = SteadyPace(20, monotonic=time, sleep=time.sleep)
    await pace()
    time.now += 0.2  # the next ones are claimed
    for _ in range(5):
        await pace()
    assert time.slept == [0.05]


async def test_it_paces_on_the_running_loop_by_itself() -> None:
    pace = SteadyPace(1000)
    loop = asyncio.get_running_loop()
    began = loop.time()
    for _ in range(6):
        await pace()
    assert loop.time() - began >= 0.004


ROW = UUID("5a3f0a5e-8f2c-4f5a-9c1e-6f2b8d1f0c11")


@pytest.mark.parametrize(("attempts", "most"), [(1, 5), (2, 10), (3, 20), (7, 320), (8, 600), (12, 600), (10**6, 600)])
def test_waits_double_up_to_ten_minutes(attempts: int, most: float) -> None:
    wait = wait_before_retry(attempts, ROW).total_seconds()
    assert 0.75 * most <= wait <= most


def test_the_jitter_is_the_same_each_time_and_differs_between_rows() -> None:
    assert wait_before_retry(3, ROW) == wait_before_retry(3, ROW)
    assert len({wait_before_retry(3, uuid4()) for _ in range(50)}) > 40
    assert wait_before_retry(1, ROW) < timedelta(seconds=5)
