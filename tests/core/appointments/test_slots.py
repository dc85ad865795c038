"""Slots against a model that tries every minute, and on the nights when the clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.appointments.slots import fits, free_starts, on_grid
from core.clinic.schemas import OpeningInterval, Vet
from core.clinic.timetable import Span, Timetable

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
VET = Vet(id=uuid4(), name="Ann", active=True)


def openings(zone: ZoneInfo, days: list[date], intervals: list[tuple[time, time]]) -> list[Span]:
    hours = {
        weekday: [OpeningInterval(weekday=weekday, opens=opens, closes=closes) for opens, closes in intervals]
        for weekday in range(7)
    }
    table = Timetable(zone, (VET,), {None: hours}, ())
    return [span for day in days for span in table.openings(VET.id, day)]


def walls(zone: str, day: str, interval: str, *, minutes: int = 15, grid: int = 15) -> list[str]:
    """The wall times of a day's starts, with the offset from UTC."""
    opens, closes = (time.fromisoformat(part) for part in interval.split("-"))
    there = ZoneInfo(zone)
    starts = free_starts(
        openings(there, [date.fromisoformat(day)], [(opens, closes)]),
        [],
        [],
        duration=timedelta(minutes=minutes),
        buffer=timedelta(0),
        grid=timedelta(minutes=grid),
        zone=there,
        not_before=datetime(2000, 1, 1, tzinfo=UTC),
    )
    assert starts == sorted(set(starts))
    return [f"{start.astimezone(there):%H:%M %z}" for start in starts]


@pytest.mark.parametrize(
    ("zone", "day", "interval", "grid", "expected"),
    [
        # An ordinary night.
        ("Europe/Berlin", "2026-03-28", "01:30-03:00", 30, ["01:30 +0100", "02:00 +0100", "02:30 +0100"]),
        # Forward: 02:00 to 03:00 is skipped.
        ("Europe/Berlin", "2026-03-29", "01:30-04:00", 30, ["01:30 +0100", "03:00 +0200", "03:30 +0200"]),
        ("America/New_York", "2026-03-08", "01:30-04:00", 30, ["01:30 -0500", "03:00 -0400", "03:30 -0400"]),
        ("Australia/Lord_Howe", "2026-10-04", "01:30-03:00", 15,
         ["01:30 +1030", "01:45 +1030", "02:30 +1100", "02:45 +1100"]),
        ("Australia/Lord_Howe", "2026-10-04", "01:00-04:00", 60, ["01:00 +1030", "03:00 +1100"]),
        ("America/Santiago", "2026-09-06", "00:00-02:00", 30, ["01:00 -0300", "01:30 -0300"]),
        # Back: 02:00 to 03:00 comes twice, and each of its instants is one start.
        ("Europe/Berlin", "2026-10-25", "01:30-03:30", 30,
         ["01:30 +0200", "02:00 +0200", "02:30 +0200", "02:00 +0100", "02:30 +0100", "03:00 +0100"]),
        ("America/New_York", "2026-11-01", "00:30-02:30", 30,
         ["00:30 -0400", "01:00 -0400", "01:30 -0400", "01:00 -0500", "01:30 -0500", "02:00 -0500"]),
        ("Australia/Lord_Howe", "2026-04-05", "01:15-02:15", 15,
         ["01:15 +1100", "01:30 +1100", "01:45 +1100", "01:30 +1030", "01:45 +1030", "02:00 +1030"]),
        # By day nothing is strange: nine is nine.
        ("Europe/Berlin", "2026-03-29", "09:00-10:00", 30, ["09:00 +0200", "09:30 +0200"]),
        ("Europe/Berlin", "2026-10-25", "09:00-10:00", 30, ["09:00 +0100", "09:30 +0100"]),
        ("Australia/Lord_Howe", "2026-10-04", "09:00-10:00", 30, ["09:00 +1100", "09:30 +1100"]),
        # Zones off the hour, and hours off the grid.
        ("Asia/Kathmandu", "2026-03-02", "09:00-09:45", 15, ["09:00 +0545", "09:15 +0545", "09:30 +0545"]),
        ("UTC", "2026-03-02", "09:05-09:50", 15, ["09:15 +0000", "09:30 +0000"]),
        ("UTC", "2026-03-02", "23:00-23:59", 15, ["23:00 +0000", "23:15 +0000", "23:30 +0000", "23:45 +0000"]),
    ],
)  # fmt: skip
def test_the_nights_when_the_clock_changes(zone: str, day: str, interval: str, grid: int, expected: list[str]) -> None:
    assert walls(zone, day, interval, grid=grid) == expected


def test_lengths_are_real_time() -> None:
    # From 01:00 to 03:00 the clock shows two hours; the night forward has one of them, the night back three.
    assert walls("Europe/Berlin", "2026-03-29", "01:00-03:00", minutes=60, grid=60) == ["01:00 +0100"]
    assert walls("Europe/Berlin", "2026-03-29", "01:00-03:00", minutes=61, grid=60) == []
    assert walls("Europe/Berlin", "2026-10-25", "01:00-03:00", minutes=180, grid=60) == ["01:00 +0200"]


def starts_between(
    opening: tuple[str, str], *, closures: list[tuple[str, str]] = [], busy: list[tuple[str, str]] = [],  # noqa: B006
    minutes: int = 30, buffer: int = 0, not_before: str = "00:00",
) -> list[str]:  # fmt: skip
    def moment(wall: str) -> datetime:
        return datetime.fromisoformat(f"2026-03-02T{wall}").replace(tzinfo=UTC)

    def spans(pairs: list[tuple[str, str]]) -> list[Span]:
        return [Span(moment(start), moment(end)) for start, end in pairs]

    starts = free_starts(
        spans([opening]),
        spans(closures),
        spans(busy),
        duration=timedelta(minutes=minutes),
        buffer=timedelta(minutes=buffer),
        grid=timedelta(minutes=15),
        zone=ZoneInfo("UTC"),
        not_before=moment(not_before),
    )
    return [f"{start:%H:%M}" for start in starts]


def test_visits_back_to_back() -> None:
    assert starts_between(("09:00", "10:30"), busy=[("09:30", "10:00")]) == ["09:00", "10:00"]


def test_a_buffer_keeps_its_distance_from_the_next_visit_but_not_from_closing_time() -> None:
    hours = ("09:00", "11:00")
    assert starts_between(hours, buffer=15, busy=[("10:00", "10:30")]) == ["09:00", "09:15", "10:30"]
    assert starts_between(hours, buffer=15, closures=[("10:00", "10:30")]) == ["09:00", "09:15", "09:30", "10:30"]


def test_a_closure_may_end_off_the_grid() -> None:
    assert starts_between(("09:00", "10:30"), closures=[("08:00", "09:20")]) == ["09:30", "09:45", "10:00"]


def test_nothing_starts_before_the_given_moment() -> None:
    assert starts_between(("09:00", "10:00"), not_before="09:15") == ["09:15", "09:30"]
    assert starts_between(("09:00", "10:00"), not_before="09:16") == ["09:30"]
    assert starts_between(("09:00", "10:00"), not_before="12:00") == []


def test_a_long_closure_hides_the_short_one_within_it() -> None:
    assert starts_between(("09:00", "12:00"), closures=[("08:00", "11:00"), ("09:00", "09:30")]) == [
        "11:00", "11:15", "11:30",
    ]  # fmt: skip


# Against the model.

CHANGES = [
    ("UTC", date(2026, 3, 2)),
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Santiago", date(2026, 4, 5)),
    ("America/Santiago", date(2026, 9, 6)),
    ("Asia/Kathmandu", date(2026, 3, 2)),
]


@st.composite
def walls_of_a_day(draw: st.DrawFn) -> list[tuple[time, time]]:
    """Up to three intervals that don't overlap, often around the hours when clocks change."""
    minute = st.one_of(st.integers(0, 23 * 60 + 58), st.integers(0, 5 * 60))
    cuts = sorted(draw(st.lists(minute, min_size=2, max_size=6, unique=True)))
    clock = [time(cut // 60, cut % 60) for cut in cuts]
    return list(zip(clock[::2], clock[1::2], strict=False))


def spans(days: int) -> st.SearchStrategy[list[tuple[int, int]]]:
    """Spans as minutes from the first day's beginning."""
    start = st.integers(-120, days * 24 * 60 + 120)
    return st.lists(st.tuples(start, st.integers(1, 300)), max_size=6)


def model(
    zone: ZoneInfo, days: list[date], hours: list[tuple[time, time]], closures: list[Span], busy: list[Span],
    duration: timedelta, buffer: timedelta, grid: timedelta, not_before: datetime,
) -> list[datetime]:  # fmt: skip
    """Tries every minute, and knows of time zones only what a clock on the wall shows."""
    begin = datetime.combine(days[0] - DAY, time(), tzinfo=UTC)
    minutes = [begin + offset * MINUTE for offset in range((len(days) + 3) * 24 * 60)]
    shown = {minute: minute.astimezone(zone).replace(tzinfo=None) for minute in minutes}
    real = []
    for day in days:
        for opens, closes in hours:
            reached = next(m for m in minutes if shown[m] >= datetime.combine(day, opens))
            over = next(m for m in minutes if shown[m] >= datetime.combine(day, closes))
            real.append((reached, over))
    free = []
    for start in minutes:
        end, busy_until = start + duration, start + duration + buffer
        since_midnight = shown[start] - datetime.combine(shown[start].date(), time())
        if (
            start >= not_before
            and since_midnight % grid == timedelta(0)
            and any(opens <= start and end <= closes for opens, closes in real if opens < closes)
            and all(end <= span.starts_at or span.ends_at <= start for span in closures)
            and all(busy_until <= span.starts_at or span.ends_at <= start for span in busy)
        ):
            free.append(start)
    return free


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    place=st.sampled_from(CHANGES),
    shift=st.integers(-1, 1),
    hours=walls_of_a_day(),
    closures=spans(2),
    busy=spans(2),
    duration=st.integers(5, 180),
    buffer=st.sampled_from([0, 0, 5, 15, 60]),
    grid=st.sampled_from([5, 10, 15, 15, 15, 20, 25, 30, 45, 60]),
    not_before=st.integers(-60, 24 * 60),
)
def test_as_a_model_that_tries_every_minute(
    place: tuple[str, date], shift: int, hours: list[tuple[time, time]], closures: list[tuple[int, int]],
    busy: list[tuple[int, int]], duration: int, buffer: int, grid: int, not_before: int,
) -> None:  # fmt: skip
    zone = ZoneInfo(place[0])
    days = [place[1] + shift * DAY, place[1] + (shift + 1) * DAY]
    begin = datetime.combine(days[0], time(), tzinfo=zone).astimezone(UTC)

    def real(pairs: list[tuple[int, int]]) -> list[Span]:
        return [Span(begin + start * MINUTE, begin + (start + length) * MINUTE) for start, length in pairs]

    lengths = {"duration": duration * MINUTE, "buffer": buffer * MINUTE, "grid": grid * MINUTE}
    earliest = begin + not_before * MINUTE
    spans_of_day = openings(zone, days, hours)
    found = free_starts(spans_of_day, real(closures), real(busy), zone=zone, not_before=earliest, **lengths)
    assert found == model(zone, days, hours, real(closures), real(busy), not_before=earliest, **lengths)
    for start in found:  # what is offered is what a booking is checked against
        assert on_grid(start, grid * MINUTE, zone)
        assert fits(spans_of_day, start, start + duration * MINUTE)


def test_a_month_is_computed_at_a_press() -> None:
    zone = ZoneInfo("Europe/Berlin")
    days = [date(2026, 3, 1) + offset * DAY for offset in range(31)]
    day_openings = openings(zone, days, [(time(9), time(12, 30)), (time(13, 30), time(18))])
    busy = [
        Span(o.starts_at + n * 60 * MINUTE, o.starts_at + (n * 60 + 30) * MINUTE)
        for o in day_openings
        for n in range(4)
    ]
    assert len(busy) > 200

    def once() -> float:
        began = perf_counter()
        found = free_starts(
            openings(zone, days, [(time(9), time(12, 30)), (time(13, 30), time(18))]), [], busy,
            duration=30 * MINUTE, buffer=timedelta(0), grid=15 * MINUTE, zone=zone,
            not_before=datetime(2026, 3, 1, tzinfo=UTC),
        )  # fmt: skip
        assert found
        return perf_counter() - began

    # A few milliseconds; the bound only catches what is quadratic.
    assert min(once() for _ in range(5)) < 0.03
