"""Local wall times as real spans, on the nights when the clock changes."""

from datetime import UTC, date, datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from core.clinic.schemas import OpeningInterval, Vet
from core.clinic.timetable import Timetable

VET = Vet(id=uuid4(), name="Ann", active=True)


def openings(zone: str, day: str, *intervals: str) -> list[str]:
    """The day's openings as `08:00-09:00` in UTC."""
    on = date.fromisoformat(day)
    hours = []
    for interval in intervals:
        opens, closes = (time.fromisoformat(part) for part in interval.split("-"))
        hours.append(OpeningInterval(weekday=on.weekday(), opens=opens, closes=closes))
    table = Timetable(ZoneInfo(zone), (VET,), {None: {on.weekday(): hours}}, ())
    spans = table.openings(VET.id, on)
    assert all(span.starts_at.tzinfo is UTC for span in spans)
    return [f"{span.starts_at:%H:%M}-{span.ends_at:%H:%M}" for span in spans]


@pytest.mark.parametrize(
    ("zone", "day", "interval", "expected"),
    [
        ("Europe/Berlin", "2026-03-28", "09:00-12:00", ["08:00-11:00"]),
        ("Europe/Berlin", "2026-03-29", "09:00-12:00", ["07:00-10:00"]),  # 09:00 is 09:00
        ("Europe/Berlin", "2026-03-29", "01:00-04:00", ["00:00-02:00"]),  # two hours instead of three
        ("Europe/Berlin", "2026-03-29", "02:30-04:00", ["01:00-02:00"]),  # from where the clock jumps to
        ("Europe/Berlin", "2026-03-29", "01:00-02:30", ["00:00-01:00"]),  # until the clock jumps
        ("Europe/Berlin", "2026-03-29", "02:00-03:00", []),  # the hour that does not exist
        ("Europe/Berlin", "2026-10-25", "01:00-04:00", ["23:00-03:00"]),  # four hours instead of three
        ("Europe/Berlin", "2026-10-25", "01:00-02:30", ["23:00-00:30"]),  # until it first shows 02:30
        ("Europe/Berlin", "2026-10-25", "02:30-03:30", ["00:30-02:30"]),  # from when it first shows 02:30
        ("America/New_York", "2026-03-08", "02:30-04:00", ["07:00-08:00"]),
        ("America/New_York", "2026-11-01", "01:30-02:00", ["05:30-07:00"]),
        ("Australia/Lord_Howe", "2026-10-04", "02:10-04:00", ["15:30-17:00"]),  # a gap of half an hour
        ("Australia/Lord_Howe", "2026-04-05", "01:30-02:30", ["14:30-16:00"]),
        ("America/Santiago", "2026-09-06", "00:00-02:00", ["04:00-05:00"]),  # the day begins at 01:00
        ("Europe/Berlin", "2026-03-28", "22:00-23:59", ["21:00-23:00"]),  # until midnight
        ("Pacific/Apia", "2011-12-30", "09:00-12:00", []),  # a day that never was
    ],
)
def test_real_openings(zone: str, day: str, interval: str, expected: list[str]) -> None:
    assert openings(zone, day, interval) == expected


def test_a_lunch_break_stays_a_break() -> None:
    assert openings("UTC", "2026-03-02", "09:00-12:30", "13:30-18:00") == ["09:00-12:30", "13:30-18:00"]


def test_the_next_opening_is_that_of_whoever_works_first() -> None:
    other = Vet(id=uuid4(), name="Bea", active=True)
    late = OpeningInterval(weekday=0, opens=time(15), closes=time(16))
    early = OpeningInterval(weekday=0, opens=time(8), closes=time(9))
    table = Timetable(ZoneInfo("UTC"), (VET, other), {VET.id: {0: [late]}, other.id: {0: [early]}}, ())
    sunday = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert table.next_opening(sunday, days=7) == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert table.next_opening(datetime(2026, 3, 2, 9, tzinfo=UTC), days=7) == datetime(2026, 3, 2, 15, tzinfo=UTC)
    assert table.next_opening(datetime(2026, 3, 2, 16, tzinfo=UTC), days=3) is None
