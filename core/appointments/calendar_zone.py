"""A time zone with its rules, as a calendar file carries it (RFC 5545, VTIMEZONE). Pure.

Not icalendar's own `Timezone.from_tzid`: it puts the onset of summer time an hour late, and knows no rules.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.rrule import YEARLY, rrule, weekday
from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

YEARS_AHEAD = 10
"""How far ahead a change of the clocks is looked for: in zones whose changes follow no rule, those are listed."""

_DAY = timedelta(days=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class _Observance:
    """What the clocks show from a change on."""

    before: timedelta
    offset: timedelta
    name: str
    is_standard: bool


@lru_cache(maxsize=16)
def calendar_zone(zone: ZoneInfo, year: int) -> Timezone:
    """The zone, right from the beginning of that year on."""
    component = Timezone()
    component.add("TZID", zone.key)
    begins = datetime(year, 1, 1, tzinfo=UTC) - _DAY  # local time may be ahead of UTC
    changes = _changes(zone, year - 1, year + YEARS_AHEAD)
    if not any(moments[0] <= begins for moments in changes.values()):
        now = begins.astimezone(zone)
        offset = now.utcoffset() or timedelta()
        changes = {_Observance(offset, offset, now.tzname() or zone.key, True): [begins], **changes}
    for observance, moments in changes.items():
        component.add_component(_component(observance, moments))
    return component


def _component(observance: _Observance, moments: list[datetime]) -> TimezoneStandard | TimezoneDaylight:
    # An onset is written in the local time of before it.
    onsets = [(moment + observance.before).replace(tzinfo=None) for moment in moments]
    part = TimezoneStandard() if observance.is_standard else TimezoneDaylight()
    part.DTSTART = onsets[0]
    part.TZOFFSETFROM = observance.before
    part.TZOFFSETTO = observance.offset
    part.add("TZNAME", observance.name)
    if (rule := _rule(onsets)) is not None:
        part.add("RRULE", rule)
    elif len(onsets) > 1:
        part.add("RDATE", onsets[1:])
    return part


def _rule(onsets: list[datetime]) -> Mapping[str, str | int] | None:
    """`the last Sunday of March`, where that gives exactly these onsets, one a year."""
    first = onsets[0]
    if len(onsets) < YEARS_AHEAD:
        return None
    for which in ((first.day - 1) // 7 + 1, -1):
        day = weekday(first.weekday(), which)
        if list(rrule(YEARLY, first, bymonth=first.month, byweekday=day, count=len(onsets))) == onsets:
            return {"FREQ": "YEARLY", "BYMONTH": first.month, "BYDAY": f"{which}{_WEEKDAYS[first.weekday()]}"}
    return None


def _changes(zone: ZoneInfo, first: int, last: int) -> dict[_Observance, list[datetime]]:
    """The changes of the clocks in those years, both included, by what the clocks show afterwards."""
    changes: dict[_Observance, list[datetime]] = {}
    for moment in _moments(zone, datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)):
        after, before = moment.astimezone(zone), (moment - timedelta(seconds=1)).astimezone(zone)
        observance = _Observance(
            before=before.utcoffset() or timedelta(),
            offset=after.utcoffset() or timedelta(),
            name=after.tzname() or zone.key,
            is_standard=not after.dst(),
        )
        changes.setdefault(observance, []).append(moment)
    return changes


def _moments(zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[datetime]:
    """Every instant in between from which on the offset is another one, to the second."""
    while since < until:
        before, after = since, since + _DAY
        offset = before.astimezone(zone).utcoffset()
        if after.astimezone(zone).utcoffset() != offset:
            while after - before > timedelta(seconds=1):
                middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
                if middle.astimezone(zone).utcoffset() == offset:
                    before = middle
                else:
                    after = middle
            yield after
        since += _DAY
