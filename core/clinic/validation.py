"""What a value of the clinic's own must be to be stored. Pure."""

from collections.abc import Sequence
from datetime import time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from core.clinic.errors import (
    InvalidHours,
    InvalidLength,
    InvalidPrice,
    InvalidText,
    OverlappingHours,
    TooManyIntervals,
)
from core.text import many_lines, one_line

NAME_LIMIT = 60
MESSAGE_LIMIT = 300
REASON_LIMIT = 200
PRICE_LIMIT = 999_999
INTERVALS_LIMIT = 6
"""How often a day may open: more is a typing mistake, and fits no screen."""
LENGTH_LIMITS = {"duration": (5, 720), "buffer": (0, 240), "minimum_notice": (0, 43_200)}
"""What a service's lengths may be, in minutes; the table's check constraints say the same."""


def stored_value(field: str, value: Any) -> Any:
    """A service's new value as the row stores it. InvalidText, InvalidPrice, InvalidLength."""
    if value is None or field == "active":
        return value
    if field == "name":
        return clean_name(value)
    return check_price(value) if field == "price" else check_minutes(field, value)


def clean_message(text: str | None) -> str | None:
    """The word that goes with the switch; None when there is none. InvalidText."""
    return _text("message", message, MESSAGE_LIMIT) if (message := many_lines(text or "")) else None


def _text(field: str, text: str, limit: int) -> str:
    if not text or len(text) > limit:
        raise InvalidText(field, limit)
    return text


def clean_name(text: str) -> str:
    """The name of a service or a vet, on one line. InvalidText."""
    return _text("name", one_line(text), NAME_LIMIT)


def clean_reason(text: str | None) -> str | None:
    """The reason of a closure, on one line; None when there is none. InvalidText."""
    return _text("reason", reason, REASON_LIMIT) if (reason := one_line(text or "")) else None


def check_minutes(field: str, length: timedelta) -> int:
    """A service's length as the row stores it. InvalidLength."""
    minimum, maximum = LENGTH_LIMITS[field]
    minutes, rest = divmod(length, timedelta(minutes=1))
    if rest or not minimum <= minutes <= maximum:
        raise InvalidLength(field, minimum, maximum)
    return minutes


def check_price(price: Decimal | None) -> Decimal | None:
    """InvalidPrice."""
    if price is None:
        return None
    if not 0 <= price <= PRICE_LIMIT or price != round(price, 2):
        raise InvalidPrice(PRICE_LIMIT)
    return round(price, 2)


def check_hours(weekday: int, day: Sequence[tuple[time, time]]) -> None:
    """The intervals of a day, in order. InvalidHours, OverlappingHours, TooManyIntervals."""
    if len(day) > INTERVALS_LIMIT:
        raise TooManyIntervals(INTERVALS_LIMIT)
    for opens, closes in day:
        if weekday not in range(7) or opens >= closes:
            raise InvalidHours(weekday, opens, closes)
    for (_, closes), (opens, _) in pairwise(day):
        if opens < closes:
            raise OverlappingHours(weekday, opens)
