"""Dates, ages and "how long ago", as people type them in English and German. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from core.text import plain

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar jan jänner jän",
            "february februar feb",
            "march märz mar mär maerz mrz",
            "april apr",
            "may mai",
            "june juni jun",
            "july juli jul",
            "august aug",
            "september sep sept",
            "october oktober oct okt",
            "november nov",
            "december dezember dec dez",
        ),
        start=1,
    )
    for name in names.split()
}
_SPAN_UNITS = {
    unit: kind
    for units, kind in (
        ("d day days tag tage tagen t", "days"),
        ("w wk wks week weeks woche wochen", "weeks"),
        ("m mo mos mth mths month months monat monate monaten mon", "months"),
        ("y yr yrs year years j jahr jahre jahren yo", "years"),
    )
    for unit in units.split()
}
_ONE = ("a", "an", "one", "ein", "eine", "einen", "einem", "einer", "eines")

NUMBER = r"[0-9]{1,6}(?:[.,][0-9]{1,6})?"
FILLER = re.compile(r"^(?:(?:about|approx|approximately|around|roughly|ca|circa|etwa|ungefähr|rund)\b\.?|[~≈])\s*")

_YEAR_FIRST = re.compile(r"([0-9]{4})[-./ ]+([0-9]{1,2})[-./ ]+([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-./ ]+([0-9]{1,2})[-./ ]+([0-9]{4}|[0-9]{2})")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[-./ ]+([0-9]{4})")
_YEAR_MONTH = re.compile(r"([0-9]{4})[-./ ]+([0-9]{1,2})")
_YEAR = re.compile(r"[0-9]{4}")
_WORD = r"([^\W\d_]+)\.?"
_DAY_NAMED_MONTH = re.compile(rf"([0-9]{{1,2}})(?:st|nd|rd|th)?[-./ ]*(?:of )?{_WORD}[-./, ]*([0-9]{{4}})")
_NAMED_MONTH_DAY = re.compile(rf"{_WORD} ?([0-9]{{1,2}})(?:st|nd|rd|th)?[, ]+([0-9]{{4}})")
_NAMED_MONTH = re.compile(rf"{_WORD}[-./, ]*([0-9]{{4}})")
_SPAN_PART = re.compile(rf"({NUMBER}|(?:{'|'.join(_ONE)})\b)\s*([^\W\d_]+)\.?(?:\s*(?:,|and\b|und\b|&|\+))?\s*")
_HALF_YEAR = re.compile(r"half a year|(?:ein )?halbes jahr|(?:einem )?halben jahr")
_AGE_WORDS = re.compile(r"\s*(?:old|alt|of age)$")
_AGO = re.compile(r"vor\s+(.+)|(.+?)\s+(?:ago|her)")
_LAST = re.compile(r"(?:last|letzte[nrs]?)\s+([^\W\d_]+)")
_DAYS_AGO = {
    "today": 0,
    "heute": 0,
    "now": 0,
    "jetzt": 0,
    "yesterday": 1,
    "gestern": 1,
    "day before yesterday": 2,
    "the day before yesterday": 2,
    "vorgestern": 2,
}


@dataclass(frozen=True)
class Days:
    """What was typed: one day, or the days that a month or a year stand for."""

    first: date
    last: date


def read_days(text: str, today: date) -> Days | None:
    """The days that the text means, seen from `today`; None when it cannot be read. They may lie in the future.

    Dates have the day first (`12/03/21`), or the year (`2021-03-12`); the day, and the month too, may be missing.
    An age, or how long ago it was, means the day that far back; a span beyond the calendar its beginning.
    """
    typed = FILLER.sub("", plain(text))
    if days := _read_date(typed, today):
        return days
    past = _read_past(typed, today)
    return None if past is None else Days(past, past)


def decimal(number: str) -> Decimal:
    """A match of `NUMBER`, with a point or a comma."""
    return Decimal(number.replace(",", "."))


def _read_date(text: str, today: date) -> Days | None:
    text = re.sub(r"\s*([-./])\s*", r"\1", text)
    if match := _YEAR_FIRST.fullmatch(text):
        return _days(match[1], match[2], match[3])
    if match := _DAY_FIRST.fullmatch(text):
        return _days(_full_year(match[3], today), match[2], match[1])
    if match := _YEAR_MONTH.fullmatch(text):
        return _days(match[1], match[2])
    if match := _MONTH_YEAR.fullmatch(text):
        return _days(match[2], match[1])
    if _YEAR.fullmatch(text):
        return _days(text)
    if match := _DAY_NAMED_MONTH.fullmatch(text):
        return _days(match[3], _MONTHS.get(match[2]), match[1])
    if match := _NAMED_MONTH_DAY.fullmatch(text):
        return _days(match[3], _MONTHS.get(match[1]), match[2])
    if match := _NAMED_MONTH.fullmatch(text):
        return _days(match[2], _MONTHS.get(match[1]))
    return None


def _days(year: str | int, month: str | int | None = "", day: str = "") -> Days | None:
    """The days that this can mean, an empty part being left out; None when there is no such day or month."""
    if month is None:
        return None
    try:
        first = date(int(year), 1 if month == "" else int(month), 1 if day == "" else int(day))
    except ValueError:
        return None
    if day:
        return Days(first, first)
    return Days(first, first + (relativedelta(day=31) if month else relativedelta(month=12, day=31)))


def _full_year(text: str, today: date) -> int:
    """Two digits mean the latest such year that has begun."""
    year = int(text)
    if len(text) == 4:
        return year
    return year + 2000 if year + 2000 <= today.year else year + 1900


def _read_past(text: str, today: date) -> date | None:
    """The day of a word like `yesterday`, of `last month`, of `2 years ago`, or of an age."""
    if text in _DAYS_AGO:
        return today - timedelta(days=_DAYS_AGO[text])
    if match := _LAST.fullmatch(text):
        unit = _SPAN_UNITS.get(match[1])
        return _back(today, {unit: Decimal(1)}) if unit else None
    if match := _AGO.fullmatch(text):
        text = match[1] or match[2]
    return _read_span(_AGE_WORDS.sub("", FILLER.sub("", text)), today)


def _read_span(text: str, today: date) -> date | None:
    """The day that lies the span before today; `2 years`, `1,5 Jahre`, `1 year and 3 months`, `a week`."""
    text = text.strip()
    if _HALF_YEAR.fullmatch(text):
        return _back(today, {"months": Decimal(6)})
    amounts: dict[str, Decimal] = {}
    while text or not amounts:
        match = _SPAN_PART.match(text)
        unit = None if match is None else _SPAN_UNITS.get(match[2])
        if match is None or unit is None or unit in amounts:
            return None
        amounts[unit] = Decimal(1) if match[1] in _ONE else decimal(match[1])
        text = text[match.end() :]
    return _back(today, amounts)


def _back(today: date, amounts: dict[str, Decimal]) -> date:
    """Fractions of a year count in months, fractions of a month in thirtieths."""
    months = amounts.get("years", Decimal(0)) * 12 + amounts.get("months", Decimal(0))
    days = amounts.get("weeks", Decimal(0)) * 7 + amounts.get("days", Decimal(0)) + months % 1 * 30
    try:
        return today - relativedelta(months=int(months), days=round(days))
    except (ValueError, OverflowError):  # before the year 1
        return date.min
