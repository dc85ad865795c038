"""Which reminders a visit earns: a table of cases, and what holds for every visit, policy and moment."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.appointments.policy import BookingPolicy
from core.notifications.schedule import LEAST_GAP, LEAST_LEAD, Reminder, reminders

BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def policy(offsets: str = "24h 2h", quiet: str = "21:00-08:00", zone: ZoneInfo = BERLIN) -> BookingPolicy:
    units = {"h": "hours", "m": "minutes"}
    spans = tuple(timedelta(**{units[offset[-1]]: int(offset[:-1])}) for offset in offsets.split())
    return BookingPolicy(zone=zone, reminder_offsets=spans, quiet_hours=quiet)


def berlin(text: str) -> datetime:
    """A moment of 2026 as the wall clock in Berlin shows it: `03-04 09:00`."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=BERLIN).astimezone(UTC)


def due(planned: list[Reminder], zone: ZoneInfo = BERLIN) -> list[str]:
    return [reminder.due_at.astimezone(zone).strftime("%m-%d %H:%M") for reminder in planned]


@pytest.mark.parametrize(
    ("visit", "offsets", "quiet", "expected"),
    [
        pytest.param("03-04 15:00", "24h 2h", "21:00-08:00", ["03-03 15:00", "03-04 13:00"], id="both by day"),
        pytest.param("03-04 09:00", "24h 2h", "21:00-08:00", ["03-03 09:00", "03-04 08:00"], id="to the morning"),
        pytest.param("03-04 08:30", "24h 2h", "21:00-08:00", ["03-03 08:30", "03-04 08:00"], id="30 minutes will do"),
        pytest.param("03-04 08:29", "24h 2h", "21:00-08:00", ["03-03 08:29", "03-03 21:00"], id="29 will not"),
        pytest.param("03-04 23:00", "2h", "21:00-08:00", ["03-04 21:00"], id="on the first quiet minute"),
        pytest.param("03-04 22:59", "2h", "21:00-08:00", ["03-04 20:59"], id="just before quiet hours"),
        pytest.param("03-04 10:00", "2h", "21:00-08:00", ["03-04 08:00"], id="the end of quiet hours is not quiet"),
        pytest.param("03-04 01:00", "24h 2h", "21:00-08:00", ["03-03 08:00", "03-03 21:00"], id="a visit at night"),
        pytest.param("03-04 10:00", "3h 2h", "21:00-08:00", ["03-04 08:00"], id="two that meet are one"),
        pytest.param("03-04 15:00", "2h 100m", "21:00-08:00", ["03-04 13:00"], id="20 minutes apart are one"),
        pytest.param("03-04 15:00", "2h 90m", "21:00-08:00", ["03-04 13:00", "03-04 13:30"], id="30 apart are two"),
        pytest.param(
            "03-04 15:00", "150m 130m 110m", "21:00-08:00", ["03-04 12:30", "03-04 13:10"], id="a chain keeps its ends"
        ),
        pytest.param("03-04 15:00", "2h 2h 2h", "21:00-08:00", ["03-04 13:00"], id="the same offset thrice"),
        pytest.param("03-04 15:00", "2h 24h", "21:00-08:00", ["03-03 15:00", "03-04 13:00"], id="in any order"),
        pytest.param("03-04 15:00", "", "21:00-08:00", [], id="no offsets"),
        pytest.param("03-04 15:00", "0h", "21:00-08:00", [], id="never at the start of the visit"),
        pytest.param("03-04 15:00", "2h", "12:00-14:00", ["03-04 14:00"], id="quiet hours within a day"),
        pytest.param("03-04 14:20", "2h", "12:00-14:00", ["03-04 12:00"], id="back to the start within a day"),
        pytest.param("03-04 05:00", "2h", "08:00-08:00", ["03-04 03:00"], id="quiet hours of no length"),
        pytest.param("03-04 00:20", "1h", "22:00-00:00", ["03-03 22:00"], id="quiet until midnight"),
        pytest.param("03-04 02:00", "2h", "00:00-00:30", ["03-04 00:30"], id="quiet from midnight"),
    ],
)
def test_when_reminders_are_due(visit: str, offsets: str, quiet: str, expected: list[str]) -> None:
    assert due(reminders(berlin(visit), LONG_AGO, policy(offsets, quiet))) == expected


def test_only_what_lies_ahead_is_planned() -> None:
    visit = berlin("03-04 15:00")
    assert due(reminders(visit, berlin("03-03 14:59"), policy())) == ["03-03 15:00", "03-04 13:00"]
    assert due(reminders(visit, berlin("03-03 15:00"), policy())) == ["03-04 13:00"]
    assert reminders(visit, berlin("03-04 13:00"), policy()) == []


def test_a_reminder_that_is_past_does_not_swallow_its_neighbour() -> None:
    assert due(reminders(berlin("03-04 15:00"), berlin("03-04 13:05"), policy("2h 100m"))) == ["03-04 13:20"]


def test_a_reminder_moved_back_behind_now_is_lost() -> None:
    # Booked at ten in the evening for a quarter past eight: the owner has just been told.
    assert reminders(berlin("03-04 08:15"), berlin("03-03 22:00"), policy()) == []


def test_which_offset_a_collapsed_reminder_carries() -> None:
    [reminder] = reminders(berlin("03-04 10:00"), LONG_AGO, policy("3h 2h"))
    assert reminder.offset == timedelta(hours=2)


def test_a_reminder_is_useful_until_the_next_one_or_shortly_before_the_visit() -> None:
    visit = berlin("03-04 15:00")
    day_before, same_day = reminders(visit, LONG_AGO, policy())
    assert day_before.useful_until == same_day.due_at
    assert same_day.useful_until == visit - timedelta(minutes=15)


def test_a_very_late_reminder_still_has_time_to_be_sent() -> None:
    visit = berlin("03-04 15:00")
    [reminder] = reminders(visit, LONG_AGO, policy("10m"))
    assert reminder.due_at < reminder.useful_until < visit


@pytest.mark.parametrize(
    ("visit", "quiet", "expected"),
    [
        # 2026-03-29: 02:00 to 03:00 does not exist; 2026-10-25: 02:00 to 03:00 happens twice.
        pytest.param("03-29 09:00", "21:00-08:00", ["03-28 08:00", "03-29 08:00"], id="the spring night"),
        pytest.param("10-25 09:00", "21:00-08:00", ["10-24 10:00", "10-25 08:00"], id="the autumn night"),
        pytest.param("03-29 15:00", "21:00-08:00", ["03-28 14:00", "03-29 13:00"], id="24 hours are real hours"),
        pytest.param("03-29 05:00", "22:00-02:30", ["03-29 03:00"], id="quiet until a time that is skipped"),
        pytest.param("10-25 05:00", "22:00-02:30", ["10-25 03:00"], id="quiet hours are over"),
        pytest.param("10-25 04:15", "22:00-02:30", ["10-25 02:30"], id="quiet until a time that comes twice"),
    ],
)
def test_nights_that_change_the_clock(visit: str, quiet: str, expected: list[str]) -> None:
    assert due(reminders(berlin(visit), LONG_AGO, policy("24h 2h", quiet)))[-len(expected) :] == expected


ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
minutes_of_day = st.integers(0, 24 * 60 - 1).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
moments = st.integers(0, 366 * 24 * 60).map(lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute))
policies = st.builds(
    lambda offsets, begins, ends, zone: BookingPolicy(
        zone=ZoneInfo(zone),
        reminder_offsets=tuple(timedelta(minutes=minutes) for minutes in offsets),
        quiet_hours=f"{begins}-{ends}",
    ),
    st.lists(st.integers(0, 4 * 24 * 60), max_size=6),
    minutes_of_day,
    minutes_of_day,
    st.sampled_from(ZONES),
)


def is_quiet(wall: time, rules: BookingPolicy) -> bool:
    begins, ends = rules.quiet_from, rules.quiet_until
    return begins <= wall < ends if begins <= ends else wall >= begins or wall < ends


AUTUMN = datetime(2026, 10, 25, 6, tzinfo=UTC)
QUIET_INTO_THE_TWICE_HOUR = BookingPolicy(
    zone=BERLIN, reminder_offsets=(timedelta(hours=5),), quiet_hours="22:00-02:30"
)


@given(moments, st.integers(-60 * 24 * 5, 60 * 24 * 5), policies)
@example(AUTUMN, -60 * 24 * 3, QUIET_INTO_THE_TWICE_HOUR)
def test_what_holds_for_every_visit(starts_at: datetime, now_in: int, rules: BookingPolicy) -> None:
    now = starts_at + timedelta(minutes=now_in)
    planned = reminders(starts_at, now, rules)

    assert all(now < reminder.due_at < reminder.useful_until < starts_at for reminder in planned)
    assert all(later.due_at - earlier.due_at >= LEAST_GAP for earlier, later in pairwise(planned))
    assert all(earlier.useful_until <= later.due_at for earlier, later in pairwise(planned))
    assert len({reminder.offset for reminder in planned}) == len(planned)
    assert {reminder.offset for reminder in planned} <= set(rules.reminder_offsets)
    for reminder in planned:
        if reminder.due_at != starts_at - reminder.offset:  # moved: out of quiet hours, or to their very beginning
            later = reminder.due_at > starts_at - reminder.offset
            assert not later or starts_at - reminder.due_at >= LEAST_LEAD
        wall = rules.local(reminder.due_at).time()
        if is_quiet(wall, rules):
            a_minute_before = rules.local(reminder.due_at - timedelta(minutes=1)).time()
            assert not is_quiet(a_minute_before, rules)
