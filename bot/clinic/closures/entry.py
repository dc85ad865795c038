"""From when until when, as staff type it: `24.12. - 26.12.`, `tomorrow 14:00-16:00`, `24 Dec`, `bis Freitag`. Pure.

What names days alone means all of them, the last one included.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clinic.wall_times import DAYS_AHEAD, MONTHS, UnreadableMoment, Wall, behind_fillers, read_day, read_time
from core.clinic.timetable import Span
from core.clock import local_day_bounds, local_moment
from core.text import one_line, plain


class NoEnd(ValueError):
    """A beginning was typed, and no end."""


_DAY = timedelta(days=1)
_NOW = ("now", "jetzt", "sofort")

_ISO = re.compile(r"\b([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\b")
_SLASHED = re.compile(r"\b([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}|[0-9]{2}))?\b")
_DOTTED = re.compile(r"(?<![0-9.:])([0-9]{1,2})\.(0?[1-9]|1[0-2])(?![0-9.:]| ?(?:uhr|h|am|pm)\b)")
_MONTH_FIRST = re.compile(rf"\b({'|'.join(map(re.escape, MONTHS))})\.? ([0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9:.])")
_RANGE = re.compile(r" *-+ *| +(?:bis|until|till|til|to|through) +")
_FROM = re.compile(r"^(?:from|von|vom|ab) +")
_FROM_INSIDE = re.compile(r"(?<= )(?:from|von|vom) +")
_UNTIL = re.compile(r"^(?:bis|until|till|til) +")
_LONE_DAY = re.compile(r"([0-9]{1,2})(?:\.|st|nd|rd|th)?")
_BEHIND_DAY = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th)?(\.[0-9]{1,2}\.(?:[0-9]{4}|[0-9]{2})?|\.? [a-zä]+)")


@dataclass(frozen=True)
class _Moment:
    """A day and a wall time, as far as they are named."""

    day: date | None
    wall: Wall | None


def parse_span(text: str, now: datetime, zone: ZoneInfo, *, dates_from: date | None = None) -> Span:
    """The whole text is read, in UTC. Times without a day mean today, or tomorrow when they are over.

    It may lie in the past when that is what was typed; dates without their year are the next after `dates_from`, or
    else today. UnreadableMoment names what can't be read; NoEnd.
    """
    typed = _FROM_INSIDE.sub("", _with_dotted_dates(plain(text)))
    open_start = _UNTIL.match(typed)
    begun = _UNTIL.sub("", _FROM.sub("", typed))
    first, *rest = _RANGE.split(begun)
    if rest == [""] or (not rest and _FROM.match(typed)):
        raise NoEnd
    if len(rest) > 1 or not first or (rest and open_start):
        raise UnreadableMoment(one_line(text))
    today = now.astimezone(zone).date()
    since = dates_from if dates_from is not None and first[:1].isdigit() else today  # not for weekdays
    if open_start or first in _NOW:
        if not (last := first if open_start else "".join(rest)):
            raise NoEnd
        return Span(_minute(now), _end(_read(last, today, today), today, _minute(now), zone))
    if not rest:
        return _single(_read(first, today, since), zone)
    begin = _read(_completed(first, rest[0]), today, since)
    day = begin.day or today
    end = _read(rest[0], today, day)
    span = _span(begin, end, day, zone)
    if begin.day is None and end.day is None and span.ends_at <= now:
        return _span(begin, end, day + _DAY, zone)
    return span


def _span(begin: _Moment, end: _Moment, day: date, zone: ZoneInfo) -> Span:
    starts_at = local_day_bounds(day, zone)[0] if begin.wall is None else _at(day, begin.wall, zone)
    return Span(starts_at, _end(end, day, starts_at, zone))


def _end(end: _Moment, day: date, starts_at: datetime, zone: ZoneInfo) -> datetime:
    """A day is meant as a whole; a time without a day is the next such after the start."""
    if end.wall is None:
        return local_day_bounds(end.day or day, zone)[1]
    ends_at = _at(end.day or day, end.wall, zone)
    return ends_at if end.day or ends_at > starts_at else _at(day + _DAY, end.wall, zone)


def _single(only: _Moment, zone: ZoneInfo) -> Span:
    if only.day is None or only.wall is not None:
        raise NoEnd
    return Span(*local_day_bounds(only.day, zone))


def _at(day: date, wall: Wall, zone: ZoneInfo) -> datetime:
    moment = wall.on(day)
    return local_moment(moment.date(), moment.time(), zone)


def _read(text: str, today: date, earliest: date) -> _Moment:
    """A part of the text. Dates without their year are the next after `earliest`, and so are weekdays."""
    begun = behind_fillers(text)
    word = begun.split(maxsplit=1)[0].strip(".,") if begun else ""
    named = read_day(begun, today if word in DAYS_AHEAD else earliest)
    rest = behind_fillers(named.rest if named else begun)
    wall = read_time(rest) if rest else None
    if wall.rest if wall else rest or not named:
        raise UnreadableMoment(one_line(text) or "…")
    return _Moment(named.day if named else None, wall)


def _completed(first: str, second: str) -> str:
    """`24.-26.12.` and `24-26 Dec`: a day alone is of the month that follows."""
    day, behind = _LONE_DAY.fullmatch(first.strip()), _BEHIND_DAY.match(second)
    if day is None or behind is None:
        return first
    month = behind[1]
    return f"{day[1]}{month}" if month.startswith(".") and month[1].isdigit() else f"{day[1]} {month.lstrip('. ')}"


def _with_dotted_dates(typed: str) -> str:
    """`2026-12-24`, `24/12` and `24.12` as `24.12.2026` and `24.12.`; `dec 24` as `24 dec`.

    `24.12` is no time: minutes of opening hours are quarters, and no month has the number of one.
    """
    typed = _ISO.sub(r"\3.\2.\1", typed)
    typed = _SLASHED.sub(lambda match: f"{match[1]}.{match[2]}.{match[3] or ''}", typed)
    return _MONTH_FIRST.sub(r"\2 \1", _DOTTED.sub(r"\1.\2.", typed))


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
