"""Time: UTC inside, the clinic's wall clock at the edge, nights that change the clock included."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.clock import ManualClock, SystemClock, local_day_bounds, local_moment

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_manual_clock_stands_still_until_it_is_moved() -> None:
    clock = ManualClock(NOON)
    assert clock.now() == clock.now() == NOON
    clock.advance(timedelta(hours=1))
    assert clock.now() == NOON + timedelta(hours=1)
    clock.set(NOON)
    assert clock.now() == NOON


def test_a_manual_clock_shows_utc_whatever_it_was_set_in() -> None:
    clock = ManualClock(NOON.astimezone(BERLIN))
    assert (clock.now(), clock.now().tzinfo) == (NOON, UTC)
    clock.set(NOON.astimezone(ZoneInfo("Asia/Kathmandu")))
    assert clock.now().tzinfo is UTC


def test_the_systems_clock_is_aware_and_goes_forward() -> None:
    clock = SystemClock()
    first = clock.now()
    assert first.tzinfo is UTC
    assert clock.now() >= first


@pytest.mark.parametrize(
    ("day", "wall", "expected"),
    [
        pytest.param("2026-03-02", "09:00", "2026-03-02 08:00", id="winter"),
        pytest.param("2026-07-02", "09:00", "2026-07-02 07:00", id="summer"),
        pytest.param("2026-03-02", "00:30", "2026-03-01 23:30", id="a local day begins in UTC's yesterday"),
        pytest.param("2026-03-29", "01:59", "2026-03-29 00:59", id="the last minute before the gap"),
        pytest.param("2026-03-29", "02:30", "2026-03-29 01:00", id="a time that is skipped: after the gap"),
        pytest.param("2026-03-29", "03:00", "2026-03-29 01:00", id="the first minute after the gap"),
        pytest.param("2026-10-25", "02:30", "2026-10-25 00:30", id="a time that happens twice: the first"),
        pytest.param("2026-10-25", "03:00", "2026-10-25 02:00", id="after the hour that happens twice"),
    ],
)
def test_when_the_wall_clock_shows_it(day: str, wall: str, expected: str) -> None:
    moment = local_moment(date.fromisoformat(day), time.fromisoformat(wall), BERLIN)
    assert moment == utc(expected)
    assert moment.tzinfo is UTC


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-28", 24), ("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)]
)
def test_how_long_a_local_day_is(day: str, hours: int) -> None:
    begins, ends = local_day_bounds(date.fromisoformat(day), BERLIN)
    assert ends - begins == timedelta(hours=hours)
    assert begins.astimezone(BERLIN).time() == time.min


def test_a_day_that_begins_an_hour_late() -> None:
    # In Beirut the clock jumps at midnight: the day begins at one.
    begins, ends = local_day_bounds(date(2026, 3, 29), ZoneInfo("Asia/Beirut"))
    assert begins.astimezone(ZoneInfo("Asia/Beirut")).time() == time(1)
    assert ends - begins == timedelta(hours=23)


ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Beirut", "Australia/Lord_Howe", "America/St_Johns"]
).map(ZoneInfo)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(DAYS, ZONES)
def test_days_follow_one_another_without_gap_or_overlap(day: date, zone: ZoneInfo) -> None:
    bounds = [local_day_bounds(day + timedelta(days=number), zone) for number in range(3)]
    assert all(today[1] == tomorrow[0] for today, tomorrow in pairwise(bounds))
    assert all(timedelta(hours=23) <= ends - begins <= timedelta(hours=25) for begins, ends in bounds)


@given(DAYS, st.times().map(lambda wall: wall.replace(microsecond=0, fold=0)), ZONES)
@example(date(2026, 3, 29), time(2, 59, 59), BERLIN)
@example(date(2026, 3, 29), time(2, 0), BERLIN)
@example(date(2026, 10, 4), time(2, 15), ZoneInfo("Australia/Lord_Howe"))
def test_it_is_the_first_moment_at_which_the_wall_clock_shows_it_or_more(day: date, wall: time, zone: ZoneInfo) -> None:
    moment = local_moment(day, wall, zone)
    wanted = datetime.combine(day, wall)
    assert moment.astimezone(zone).replace(tzinfo=None) >= wanted
    assert (moment - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None) < wanted
