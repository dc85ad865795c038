"""Dates, times, prices and lengths as people of a language write them, in the clinic's zone."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    format_timedelta,
    get_day_names,
    get_month_names,
)
from babel.numbers import format_currency, format_decimal, format_percent, get_decimal_symbol


def day(value: date, language: str) -> str:
    """`Tuesday 3 March` or `Dienstag, 3. März`."""
    skeletons = Locale.parse(_locale(language)).datetime_skeletons
    known = next(skeletons[name] for name in ("MMMMEEEEd", "MMMMEd", "MMMEd") if name in skeletons)
    whole_words = re.sub("MMM+", "MMMM", re.sub("[Ec]+", "EEEE", known.pattern))  # few languages have it ready made
    return str(format_date(value, format=whole_words, locale=_locale(language)))


def full_day(value: date, language: str) -> str:
    """A date with its year: `3 March 2026`."""
    return str(format_date(value, format="long", locale=_locale(language)))


def short_day(value: date, language: str) -> str:
    """`Tue 3 Mar` or `Di., 3. März`."""
    return str(format_skeleton("MMMEd", value, locale=_locale(language)))


def short_date(value: date, language: str) -> str:
    """`3 Mar` or `3. März`."""
    return str(format_skeleton("MMMd", value, locale=_locale(language)))


def clock_time(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """The wall time: `14:30`."""
    return str(format_time(moment, format="short", tzinfo=zone, locale=_locale(language)))


def moment(value: datetime, zone: ZoneInfo, language: str) -> str:
    """`Tue 3 Mar, 14:30`."""
    return f"{short_day(value.astimezone(zone).date(), language)}, {clock_time(value, zone, language)}"


def month(value: date, language: str) -> str:
    """`March 2026`, as a calendar's heading."""
    return f"{get_month_names('wide', context='stand-alone', locale=_locale(language))[value.month]} {value.year}"


def weekday(number: int, language: str) -> str:
    """`Monday` for 0."""
    return str(get_day_names("wide", context="stand-alone", locale=_locale(language))[number])


def short_weekday(number: int, language: str) -> str:
    """`Mon` or `Mo` for 0."""
    return str(get_day_names("abbreviated", context="stand-alone", locale=_locale(language))[number]).rstrip(".")


def weekday_letters(language: str) -> list[str]:
    """Monday first, two letters."""
    names = get_day_names("abbreviated", context="stand-alone", locale=_locale(language))
    return [str(names[number])[:2] for number in range(7)]


def price(value: Decimal, currency: str, language: str) -> str:
    return str(format_currency(value, currency, locale=_locale(language)))


def weight(value: Decimal, language: str) -> str:
    """Kilograms, the number only."""
    return str(format_decimal(value.normalize(), locale=_locale(language)))


def minutes(value: timedelta) -> int:
    return int(value.total_seconds() // 60)


def rough_length(value: timedelta, language: str) -> str:
    """In the one unit that says it best: `12 minutes`, `26 hours`, `3 days`."""
    return str(format_timedelta(value, granularity="minute", threshold=2, locale=_locale(language)))


def percent(value: float, language: str) -> str:
    """A share of one, without decimals: `5%` or `5 %`."""
    return str(format_percent(value, locale=_locale(language)))


def list_separator(language: str) -> str:
    """What separates the cells of a text file where spreadsheets speak the language."""
    return ";" if get_decimal_symbol(_locale(language)) == "," else ","


def name(text: str) -> str:
    """What a person is called, kept from reordering its surroundings when it is written right to left."""
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text):
        return f"\u2068{text}\u2069"
    return text


def _locale(language: str) -> str:
    """Babel's locale: English as the rest of the world writes it, with a 24 hour clock."""
    return {"en": "en_GB"}.get(language, language)
