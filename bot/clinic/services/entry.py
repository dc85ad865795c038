"""Lengths of time and prices as staff type them: `45`, `1 h 30`, `2 d`, `60,50 €`. English and German. Pure."""

import re
from datetime import timedelta
from decimal import Decimal

from core.text import plain


class Unreadable(ValueError):
    """Nothing that can be meant; `args[0]` is what was typed."""


_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_UNITS = (
    (_MINUTE, ("m", "min", "mins", "minute", "minutes", "minuten", "'", "′")),
    (_HOUR, ("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden")),
    (_DAY, ("d", "day", "days", "t", "tag", "tage", "tagen")),
    (7 * _DAY, ("w", "week", "weeks", "woche", "wochen")),
)
_LENGTHS = {word: length for length, words in _UNITS for word in words}
_SMALLER = {7 * _DAY: _DAY, _DAY: _HOUR, _HOUR: _MINUTE}
_NOTHING = frozenset(("-", "none", "no", "nothing", "kein", "keine", "keiner", "nichts", "ohne"))
_LONGEST = timedelta(days=3660)
"""Of what is a length at all; what a service may have is the service's rule."""

_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?: ?h)?")
_PART = re.compile(r"([0-9]+(?:[.,][0-9]+)?) ?([a-zäöü'′]*)\.?(?: und | and |[ ,+]*)")
_CURRENCY = r"(?:[a-z]{1,5}\.?|[^\w\s.,'+-])"
_PRICE = re.compile(
    rf"(?:{_CURRENCY} ?)?([0-9]{{1,3}}(?:([ .,'])[0-9]{{3}})(?:\2[0-9]{{3}})*|[0-9]{{1,12}})"
    rf"(?:(?(2)(?!\2)|)[.,]([0-9]{{1,2}}))?(?:[.,]?-+)?(?: ?{_CURRENCY})?"
)
_FREE = frozenset(("free", "gratis", "kostenlos", "umsonst"))


def parse_length(text: str, unit: timedelta = _MINUTE) -> timedelta:
    """`unit` is what a number alone counts; a number after a larger unit counts the next smaller (`1 h 30`).

    Unreadable.
    """
    typed = plain(text)
    if typed in _NOTHING:
        return timedelta(0)
    if match := _CLOCK.fullmatch(typed):
        return timedelta(hours=int(match[1]), minutes=int(match[2]))
    total, position = timedelta(0), 0
    alone: timedelta | None = unit
    while position < len(typed):
        match = _PART.match(typed, position)
        step = _step(match[2], alone) if match else None
        if match is None or step is None:
            raise Unreadable(text)
        seconds = Decimal(match[1].replace(",", ".")) * int(step.total_seconds())
        if seconds > _LONGEST.total_seconds():
            raise Unreadable(text)
        total += timedelta(seconds=float(seconds))
        alone = _SMALLER.get(step) if match[2] else None
        position = match.end()
    if not typed or total > _LONGEST:
        raise Unreadable(text)
    return total


def _step(word: str, alone: timedelta | None) -> timedelta | None:
    """What a number counts; None where there is no such unit, or where one is missing."""
    return _LENGTHS.get(word) if word else alone


def parse_price(text: str) -> Decimal | None:
    """None where there is none (`-`). `1.200` and `1,200.50` have their thousands marked. Unreadable."""
    typed = plain(text)
    if typed in _NOTHING:
        return None
    if typed in _FREE:
        return Decimal(0)
    match = _PRICE.fullmatch(typed)
    if match is None:
        raise Unreadable(text)
    return Decimal(f"{re.sub('[^0-9]', '', match[1])}.{match[3] or 0}")
