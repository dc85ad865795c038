"""Days and wall times as staff type them: `tomorrow`, `fri`, `5.3.`, `24 Dec`, `14:30`, `2 pm`. Pure.

Words are English and German; dates are day first, or ISO. Each reader takes the beginning of a text and hands the rest
back as typed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_day_names, get_month_names

from core.clock import local_moment
from core.text import plain


class UnreadableMoment(ValueError):
    """It looks like a date or a time, and there is no such; `args[0]` is what was typed."""


@dataclass(frozen=True)
class Day:
    """A day that was read, and what stands behind it."""

    day: date
    rest: str
    repeats_after: int = 1
    """Which day is meant instead when this is today and nothing of it is left: in a week, or its end."""
    also_word: bool = False
    """Whether it is also the beginning of many a sentence."""


@dataclass(frozen=True)
class Wall:
    """A wall time that was read, and what stands behind it."""

    time: time
    rest: str
    midnight: bool = False
    """24:00, for which `time` has no value."""

    def on(self, day: date) -> datetime:
        return datetime.combine(day + timedelta(days=self.midnight), self.time)


# Days


def _names(names: Callable[..., Mapping[int, str]]) -> dict[str, int]:
    locales = ("en", "en_GB", "de", "de_AT")
    widths = ("wide", "abbreviated")
    return {
        name.casefold().rstrip("."): number
        for locale in locales
        for width in widths
        for number, name in names(width, locale=locale).items()
    }


_WEEKDAYS = _names(get_day_names) | {"tues": 1, "thur": 3, "thurs": 3}
MONTHS = _names(get_month_names)
DAYS_AHEAD = {
    "today": 0, "heute": 0, "tomorrow": 1, "tmrw": 1, "morgen": 1, "übermorgen": 2, "uebermorgen": 2
}  # fmt: skip
_ALSO_WORDS = ("do", "so", "mi", "sun")
"""Weekdays that begin a sentence more often than they mean a day: they count alone, or before a time."""
_FILLERS = ("until", "till", "til", "bis", "at", "um", "on", "am", "zu", "zum")

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DAY_MONTH = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.?")
_DAY_MONTH_YEAR = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4}|[0-9]{2})")
_DAY = re.compile(r"([0-9]{1,2})(?:\.|st|nd|rd|th)?")

YEARS = range(2000, 2100)
"""The days that can be named or looked at: beyond them are typing mistakes and forged data."""
_FARTHEST = timedelta(days=183)
"""A date without its year that is over means the next year's only when that is closer than this."""


def read_day(text: str, today: date) -> Day | None:
    """The day that the text begins with, from `today` on where the year or the week is not named; None if none.

    UnreadableMoment.
    """
    typed, rest = split_word(text)
    word = typed.rstrip(".")
    if word in DAYS_AHEAD:
        return Day(today + timedelta(days=DAYS_AHEAD[word]), rest)
    if word in _WEEKDAYS:
        day = today + timedelta(days=(_WEEKDAYS[word] - today.weekday()) % 7)
        return _read_date(rest, today) or Day(day, rest, repeats_after=7, also_word=word in _ALSO_WORDS)
    return _read_date(text, today)


def _read_date(text: str, today: date) -> Day | None:
    typed, rest = split_word(text)
    word = typed.rstrip(".")
    if match := _ISO.fullmatch(word):
        return Day(_date(int(match[1]), int(match[2]), int(match[3]), typed), rest)
    if match := _DAY_MONTH_YEAR.fullmatch(word):
        century = 2000 if len(match[3]) == 2 else 0
        return Day(_date(century + int(match[3]), int(match[2]), int(match[1]), typed), rest)
    if (match := _DAY_MONTH.fullmatch(typed)) and not _CLOCK.fullmatch(typed):  # 14.30 is a time; 5.3. and 5.3 are not
        return Day(_nearest_year(int(match[1]), int(match[2]), today, typed), rest)
    month, behind = split_word(rest)
    if (match := _DAY.fullmatch(typed)) and month.rstrip(".") in MONTHS:
        return Day(_nearest_year(int(match[1]), MONTHS[month.rstrip(".")], today, f"{typed} {month}"), behind)
    return None


def _nearest_year(day: int, month: int, today: date, typed: str) -> date:
    this = _date(today.year, month, day, typed)
    if this >= today:
        return this
    following = _date(today.year + 1, month, day, typed)
    return following if following - today <= _FARTHEST else this


def _date(year: int, month: int, day: int, typed: str) -> date:
    try:
        if year in YEARS:
            return date(year, month, day)
    except ValueError:
        pass
    raise UnreadableMoment(typed)


# Times


_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(uhr|h|am|pm)?")
_UNITS = {"uhr": None, "h": None, "o'clock": None, "am": 0, "a.m": 0, "pm": 12, "p.m": 12}
"""What may follow a number, and the hours that it adds to a twelve hour clock."""
_EARLIEST_HOUR = 6
"""Before it a lone number is no hour when words follow: `2 vets are ill`."""


def read_time(text: str) -> Wall | None:
    """The wall time that the text begins with; None if none. UnreadableMoment."""
    typed, rest = split_word(text)
    match = _CLOCK.fullmatch(typed.rstrip("."))
    if match is None:
        return None
    unit, behind = split_word(rest)
    unit = unit.rstrip(".")
    if match[3] is None and unit in _UNITS:
        rest = behind
    else:
        unit = match[3] or ""
    hour, minute = int(match[1]), int(match[2] or 0)
    if not unit and match[2] is None and rest and not _EARLIEST_HOUR <= hour <= 24:
        return None
    if (add := _UNITS.get(unit)) is not None:
        hour = hour % 12 + add if 1 <= hour <= 12 else 99
    if (hour, minute) == (24, 0):
        return Wall(time.min, rest, midnight=True)
    if hour > 23 or minute > 59:
        raise UnreadableMoment(typed)
    return Wall(time(hour, minute), rest)


def instants(wanted: datetime, zone: ZoneInfo) -> list[datetime]:
    """When the wall clock shows it: twice on the night that repeats an hour, after the gap on the one that skips it."""
    first = local_moment(wanted.date(), wanted.time(), zone)
    again = wanted.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return [first, again] if again > first else [first]


# Words


def split_word(text: str) -> tuple[str, str]:
    """The first word, ready to be compared, and everything behind it, as typed."""
    first, *behind = text.split(maxsplit=1) or [""]
    return plain(first).strip(",;"), behind[0] if behind else ""


def behind_fillers(text: str) -> str:
    """The text without the words before a time that say nothing: `until`, `am`."""
    for _ in range(3):
        word, rest = split_word(text)
        if word not in _FILLERS or not rest:
            break
        text = rest
    return text
