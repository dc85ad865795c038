"""Until when, as staff type it before a reason: `14:30`, `18`, `tomorrow`, `fri 8:30`, `20m`, `5.3. 14:00 power cut`.

Pure.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clinic.wall_times import Day, Wall, behind_fillers, instants, read_day, read_time
from core.clock import local_moment

_LENGTH = re.compile(
    r"\s*(?:(?:for|für)\s+)?0*([1-9][0-9]{0,2})\s*(?:(m|min|mins|minutes?|minuten?)|hours?|hrs?|stunden?|std)\b\.?",
    re.IGNORECASE,
)
"""From now on: `20m`, `for 2 hours`. `18h` is none: it is how many write a time of day."""


@dataclass(frozen=True)
class Until:
    """What was understood."""

    moment: datetime | None
    """In UTC; None when nothing at the beginning is a time. In the past when a whole date that is over was typed."""
    whole_day: bool
    """Whether only a day was named: `moment` is its beginning."""
    reason: str
    """Everything behind it, as typed."""


def parse_until(text: str, now: datetime, zone: ZoneInfo) -> Until:
    """Reads the beginning of `text`. A wall time that is over today means tomorrow's, a weekday the next one; a length
    counts from this minute.

    UnreadableMoment for `25:00` or `31.2.`.
    """
    if (length := _LENGTH.match(text)) is not None:
        ahead = timedelta(**{"minutes" if length[2] else "hours": int(length[1])})
        return Until(now.replace(second=0, microsecond=0) + ahead, False, _reason(text[length.end() :]))
    begun = behind_fillers(text)
    today = now.astimezone(zone).date()
    if (named := read_day(begun, today)) is not None:
        wall = read_time(behind_fillers(named.rest))
        if wall is not None:
            return Until(_at(named, wall, now, zone), False, _reason(wall.rest))
        if not (named.also_word and named.rest):
            day = named.day + timedelta(days=named.repeats_after) if named.day == today else named.day
            return Until(local_moment(day, time.min, zone), True, _reason(named.rest))
    elif (wall := read_time(begun)) is not None:
        return Until(_next(wall, now, zone), False, _reason(wall.rest))
    return Until(None, False, _reason(text))


def _at(named: Day, wall: Wall, now: datetime, zone: ZoneInfo) -> datetime:
    """The time on the day; on today's weekday in a week when it is over. Any other day stays what it is."""
    days = [named.day]
    if named.repeats_after > 1:
        days.append(named.day + timedelta(days=named.repeats_after))
    moments = [moment for day in days for moment in instants(wall.on(day), zone)]
    return next((moment for moment in moments if moment > now), moments[-1])


def _next(wall: Wall, now: datetime, zone: ZoneInfo) -> datetime:
    today = now.astimezone(zone).date()
    days = (today, today + timedelta(days=1), today + timedelta(days=2))
    return next(moment for day in days for moment in instants(wall.on(day), zone) if moment > now)


def _reason(text: str) -> str:
    return text.strip().lstrip(",;:-–— ").rstrip()
