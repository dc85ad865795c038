"""Of which time the list of visits is wanted, as staff type it: `1.2. 28.2.`, `1 Feb - 15 Feb`, `March`, `2025`. Pure.

A list is mostly of what was: a month without its year is the last that has begun, a date the last such, or one that
comes within a month.
"""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clinic.closures.entry import NoEnd, parse_span
from bot.clinic.wall_times import MONTHS, YEARS, UnreadableMoment
from core.clinic.timetable import Span
from core.clock import local_day_bounds
from core.text import plain

_BACK = timedelta(days=150)
"""The nearest date within half a year of that day is meant: between eleven months ago and a month ahead."""

_YEAR = re.compile(r"([0-9]{4})")
_YEAR_MONTH = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_NAMED = re.compile(r"([^\W\d_]+)\.?(?: ([0-9]{4}))?")
_THIS = re.compile(r"(?:this month|diese[rnm]? monat)")
_LAST = re.compile(r"(?:(?:last|previous) month|(?:letzte|vorige)[rnm]? monat)")


def read_span(text: str, now: datetime, zone: ZoneInfo) -> Span:
    """From when until when, in UTC. UnreadableMoment, NoEnd."""
    today = now.astimezone(zone).date()
    months = _read_months(plain(text), today)
    if months is not None:
        first, last = months
        return Span(local_day_bounds(first, zone)[0], local_day_bounds(last, zone)[1])
    try:
        return parse_span(text, now, zone, dates_from=today - _BACK)
    except (UnreadableMoment, NoEnd):
        words = text.split()
        if len(words) % 2:
            raise
        halves = (" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :]))
        try:
            return parse_span(" - ".join(halves), now, zone, dates_from=today - _BACK)
        except (UnreadableMoment, NoEnd):
            pass
        raise


def _read_months(typed: str, today: date) -> tuple[date, date] | None:
    """The first day and the last of a month or a year; None when the text names neither."""
    if match := _YEAR.fullmatch(typed):
        year = _year(match[1], typed)
        return date(year, 1, 1), date(year, 12, 31)
    if match := _YEAR_MONTH.fullmatch(typed):
        return _month(_year(match[1], typed), int(match[2]), typed)
    if match := _MONTH_YEAR.fullmatch(typed):
        return _month(_year(match[2], typed), int(match[1]), typed)
    if _THIS.fullmatch(typed):
        return _month(today.year, today.month, typed)
    if _LAST.fullmatch(typed):
        before = today.replace(day=1) - timedelta(days=1)
        return _month(before.year, before.month, typed)
    if (match := _NAMED.fullmatch(typed)) and (number := MONTHS.get(match[1])):
        year = _year(match[2], typed) if match[2] else today.year - (number > today.month)
        return _month(year, number, typed)
    return None


def _month(year: int, month: int, typed: str) -> tuple[date, date]:
    if not 1 <= month <= 12:
        raise UnreadableMoment(typed)
    first = date(year, month, 1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _year(digits: str, typed: str) -> int:
    if (year := int(digits)) not in YEARS:
        raise UnreadableMoment(typed)
    return year
