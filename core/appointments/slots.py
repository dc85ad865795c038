"""When a visit fits: hours, closures and busy spans in, free starts out. Pure.

A visit lies inside one opening interval and outside every closure; it and the buffer after it lie outside
every busy span. The buffer may run past closing time, over a lunch break or into a closure. Starts stand on a
grid of local wall times counted from midnight. On a DST night a skipped wall time gives no start and a repeated
one gives two, an hour (or half of one) apart; lengths are always real time.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from itertools import chain
from zoneinfo import ZoneInfo

from core.clinic.timetable import Span

_DAY = timedelta(days=1)


def free_starts(
    openings: Iterable[Span],
    closures: Iterable[Span],
    busy: Iterable[Span],
    *,
    duration: timedelta,
    buffer: timedelta,
    grid: timedelta,
    zone: ZoneInfo,
    not_before: datetime,
) -> list[datetime]:
    """Every start at which the visit fits, in order. `openings` come in order and each within one local day."""
    each = free_starts_of_each(
        openings, closures, busy, duration=duration, buffer=buffer, grid=grid, zone=zone, not_before=not_before
    )
    return list(chain.from_iterable(each))


def free_starts_of_each(
    openings: Iterable[Span],
    closures: Iterable[Span],
    busy: Iterable[Span],
    *,
    duration: timedelta,
    buffer: timedelta,
    grid: timedelta,
    zone: ZoneInfo,
    not_before: datetime,
) -> Iterator[list[datetime]]:
    """As `free_starts`, a list for each of the openings."""
    # A span forbids the starts between these two moments, both excluded.
    forbidden = sorted(
        [(span.starts_at - duration, span.ends_at) for span in closures]
        + [(span.starts_at - duration - buffer, span.ends_at) for span in busy]
    )
    following = iter(forbidden)
    upcoming = next(following, None)
    forbidden_until = not_before
    for opening in openings:
        free = list(_grid(opening.starts_at, opening.ends_at - duration, grid, zone))
        del free[: bisect_left(free, forbidden_until)]
        while upcoming is not None and upcoming[0] < opening.ends_at:
            begins, ends = upcoming
            del free[bisect_right(free, begins) : bisect_left(free, ends)]
            forbidden_until = max(forbidden_until, ends)  # it may reach into the next opening
            upcoming = next(following, None)
        yield free


def on_grid(moment: datetime, grid: timedelta, zone: ZoneInfo) -> bool:
    """Whether the wall clock shows a time of the grid."""
    return not _since_midnight(moment.astimezone(zone)) % grid


def fits(openings: Iterable[Span], starts_at: datetime, ends_at: datetime) -> bool:
    """Whether the visit lies inside one of the intervals."""
    return any(opening.starts_at <= starts_at and ends_at <= opening.ends_at for opening in openings)


@lru_cache(maxsize=1024)
def _grid(first: datetime, last: datetime, grid: timedelta, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The grid's instants from `first` to `last`, both included, on one local day. The same at every look."""
    if first > last:
        return ()
    local = first.astimezone(zone)
    if local.utcoffset() != last.astimezone(zone).utcoffset():
        return _grid_over_a_change(first, last, grid, zone)
    moment = first + -_since_midnight(local) % grid
    return tuple(moment + step * grid for step in range((last - moment) // grid + 1))


def _grid_over_a_change(first: datetime, last: datetime, grid: timedelta, zone: ZoneInfo) -> tuple[datetime, ...]:
    midnight = datetime.combine(first.astimezone(zone).date(), time.min)
    moments = set()
    for step in range(-(-_DAY // grid)):
        wall = midnight + step * grid
        for fold in (0, 1):
            moment = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
            exists = moment.astimezone(zone).replace(tzinfo=None) == wall
            if exists and first <= moment <= last:
                moments.add(moment)
    return tuple(sorted(moments))


def _since_midnight(local: datetime) -> timedelta:
    """What the wall clock shows, as the time since 00:00."""
    return timedelta(hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
