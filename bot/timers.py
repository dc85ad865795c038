"""Timers for the jobs that run by themselves: the machine's, or others where time is not to be waited for."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Job = Callable[[], Awaitable[None]]


class Timers(Protocol):
    """Jobs by name: one that is set anew replaces the one it had."""

    @property
    def running(self) -> bool:
        """Between `start` and `stop`."""
        ...

    def start(self) -> None: ...

    def pause(self) -> None:
        """Begins no further job."""
        ...

    def stop(self) -> None: ...

    def after(self, name: str, wait: timedelta, job: Job) -> None:
        """Runs the job once, after the wait."""
        ...

    def every(self, name: str, interval: timedelta, job: Job) -> None: ...


class MachineTimers:
    """APScheduler's, on the machine's clock."""

    def __init__(self) -> None:
        # A run that arms its successor has not ended yet: with one instance allowed, APScheduler would skip it.
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 3}
        self._jobs = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)

    @property
    def running(self) -> bool:
        return bool(self._jobs.running)

    def start(self) -> None:
        self._jobs.start()

    def pause(self) -> None:
        self._jobs.pause()

    def stop(self) -> None:
        self._jobs.shutdown(wait=False)

    def after(self, name: str, wait: timedelta, job: Job) -> None:
        self._jobs.add_job(job, "date", run_date=datetime.now(UTC) + wait, id=name, replace_existing=True)

    def every(self, name: str, interval: timedelta, job: Job) -> None:
        self._jobs.add_job(job, "interval", seconds=interval.total_seconds(), id=name, replace_existing=True)
