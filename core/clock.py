"""Time as the clinic sees it: UTC inside, the clinic's zone at the edge."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Where every "now" comes from."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock: what production runs on."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ManualClock:
    """A clock that stands still until it is moved: for tests and development."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def set(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        self._now += by


@lru_cache(maxsize=8192)
def local_moment(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The UTC instant at which the clinic's wall clock shows `wall` on `day`.

    A wall time that a DST night skips means the instant after the gap; one that happens twice
    means its first occurrence (PEP 495, fold=0).
    """
    wanted = datetime.combine(day, wall)
    moment = wanted.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wanted:
        return moment
    # Skipped. Read by the offset from before the gap it lies after it, by the offset from after the gap before it.
    before, after = wanted.replace(tzinfo=zone, fold=1).astimezone(UTC), moment
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).replace(tzinfo=None) < wanted:
            before = middle
        else:
            after = middle
    return after


def local_day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The UTC instants at which the local calendar day begins and ends (23 to 25 hours apart)."""
    return local_moment(day, time.min, zone), local_moment(day + timedelta(days=1), time.min, zone)
