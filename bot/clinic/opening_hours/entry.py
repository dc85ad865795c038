"""A day's opening hours as staff type them: `9-12:30, 13:30-18`, `9 bis 12 und 14 bis 18 Uhr`, `closed`. Pure."""

import re
from datetime import time

from core.clinic.timetable import MIDNIGHT
from core.text import one_line, plain

Interval = tuple[time, time]


class UnreadableHours(ValueError):
    """`args[0]` is the part that is no interval of opening hours."""


_CLOSED = frozenset(("closed", "close", "geschlossen", "zu", "ruhetag", "-", "none", "keine"))
_ALL_DAY = frozenset(("24h", "24 h", "all day", "ganztags", "ganztägig"))
_TIME = r"(?:([0-9]{1,2})(?:[:.]([0-9]{2}))?|([0-9]{2})([0-9]{2}))\s*(uhr|h\b|a\.?m\.?|p\.?m\.?|o'clock)?"
_INTERVAL = re.compile(rf"(?:from |von |ab )?{_TIME}\s*(?:-+|to|until|till|bis)\s*{_TIME}(?![0-9:])")
_BETWEEN = re.compile(r"(?:[\s,;/+&|]|\b(?:and|und|then|dann)\b)*")


def parse_hours(text: str) -> list[Interval]:
    """The intervals as they stand there; none for a closed day. 24:00 becomes MIDNIGHT. UnreadableHours.

    Whether they overlap, or close before they open, is the clinic's rule.
    """
    typed = plain(text).rstrip(". ")
    if typed in _CLOSED:
        return []
    if typed in _ALL_DAY:
        return [(time.min, MIDNIGHT)]
    found = []
    position = _BETWEEN.match(typed).end()  # type: ignore[union-attr]  # it matches the empty string, too
    while position < len(typed):
        match = _INTERVAL.match(typed, position)
        if match is None:
            raise UnreadableHours(_part(typed, position))
        groups = match.groups()
        found.append((_time(groups[:5], match[0]), _time(groups[5:], match[0], closing=True)))
        position = _BETWEEN.match(typed, match.end()).end()  # type: ignore[union-attr]
    if not found:
        raise UnreadableHours(one_line(text))
    return found


def _time(groups: tuple[str | None, ...], typed: str, *, closing: bool = False) -> time:
    hour, minute = int(groups[0] or groups[2] or 0), int(groups[1] or groups[3] or 0)
    half = (groups[4] or "")[:1]
    if half in ("a", "p"):
        hour = hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else 99
    if closing and (hour, minute) == (24, 0):
        return MIDNIGHT
    if hour > 23 or minute > 59:
        raise UnreadableHours(typed)
    return time(hour, minute)


def _part(typed: str, position: int) -> str:
    """What stands there, up to the next comma."""
    return re.split(r"[,;]", typed[position:], maxsplit=1)[0].strip() or typed[position:]
