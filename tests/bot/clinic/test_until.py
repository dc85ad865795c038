"""What staff type behind /close, read on a Monday morning, and on the nights on which the clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.clinic.until import parse_until
from bot.clinic.wall_times import UnreadableMoment

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY_NINE = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def understood(text: str, now: datetime = MONDAY_NINE) -> tuple[str, str]:
    until = parse_until(text, now, BERLIN)
    moment = f"{until.moment.astimezone(BERLIN):%Y-%m-%d %H:%M}" if until.moment else "-"
    return moment + (" day" if until.whole_day else ""), until.reason


@pytest.mark.parametrize(
    ("text", "moment", "reason"),
    [
        ("14:30", "2026-03-02 14:30", ""),
        ("14:30 Power cut", "2026-03-02 14:30", "Power cut"),
        ("14:30, power cut", "2026-03-02 14:30", "power cut"),
        ("14.30 Uhr Umbau", "2026-03-02 14:30", "Umbau"),
        ("18", "2026-03-02 18:00", ""),
        ("18 Power cut", "2026-03-02 18:00", "Power cut"),
        ("18h Umbau", "2026-03-02 18:00", "Umbau"),
        ("2pm lunch", "2026-03-02 14:00", "lunch"),
        ("2:30 p.m. lunch", "2026-03-02 14:30", "lunch"),
        ("12 am", "2026-03-03 00:00", ""),
        ("24:00", "2026-03-03 00:00", ""),
        ("until 14:30", "2026-03-02 14:30", ""),
        ("bis um 14:30", "2026-03-02 14:30", ""),
        ("\u00a014\uff1a30  \u200bPower", "2026-03-02 14:30", "\u200bPower"),
        # From now on
        ("20m", "2026-03-02 09:20", ""),
        ("20 min Power cut", "2026-03-02 09:20", "Power cut"),
        ("for 90 minutes, power cut", "2026-03-02 10:30", "power cut"),
        ("für 2 Stunden", "2026-03-02 11:00", ""),
        ("2 hours", "2026-03-02 11:00", ""),
        ("0m", "-", "0m"),
        ("20 mice", "2026-03-02 20:00", "mice"),
        # Past today, so tomorrow's; now is no later time either.
        ("8:30", "2026-03-03 08:30", ""),
        ("9:00", "2026-03-03 09:00", ""),
        ("2", "2026-03-03 02:00", ""),
        # Days
        ("tomorrow", "2026-03-03 00:00 day", ""),
        ("Morgen Fortbildung", "2026-03-03 00:00 day", "Fortbildung"),
        ("tomorrow 9 training", "2026-03-03 09:00", "training"),
        ("today", "2026-03-03 00:00 day", ""),
        ("heute 12 Uhr", "2026-03-02 12:00", ""),
        ("2026-03-05", "2026-03-05 00:00 day", ""),
        ("2026-03-05 14:00 x", "2026-03-05 14:00", "x"),
        ("5.3.", "2026-03-05 00:00 day", ""),
        ("5.3", "2026-03-05 00:00 day", ""),
        ("5.3. 14:00", "2026-03-05 14:00", ""),
        ("5.3.26 14", "2026-03-05 14:00", ""),
        ("10.12. Weihnachtsfeier", "2026-12-10 00:00 day", "Weihnachtsfeier"),
        ("5 Mar, 14:00 training", "2026-03-05 14:00", "training"),
        ("Thu 5 Mar, 14:00 as I read it", "2026-03-05 14:00", "as I read it"),
        ("Do., 5.3. 14 Uhr", "2026-03-05 14:00", ""),
        ("5. März", "2026-03-05 00:00 day", ""),
        ("fri", "2026-03-06 00:00 day", ""),
        ("Fr. Fortbildung", "2026-03-06 00:00 day", "Fortbildung"),
        ("freitag 8:30", "2026-03-06 08:30", ""),
        # The weekday that today is: later today if a time says so, else in a week.
        ("mon 18:00", "2026-03-02 18:00", ""),
        ("mon 8:00", "2026-03-09 08:00", ""),
        ("monday", "2026-03-09 00:00 day", ""),
        # A date that is over stays over, for the service to refuse, unless the new year is near.
        ("1.3.", "2026-03-01 00:00 day", ""),
        ("2025-03-05", "2025-03-05 00:00 day", ""),
        # No time at all
        ("", "-", ""),
        ("Power cut until 18", "-", "Power cut until 18"),
        ("2 vets are ill", "-", "2 vets are ill"),
        ("30 dogs", "-", "30 dogs"),
        ("do not disturb", "-", "do not disturb"),
        ("do", "2026-03-05 00:00 day", ""),
        ("do 8:00 Umbau", "2026-03-05 08:00", "Umbau"),
        ("at lunch", "-", "at lunch"),
        ("until", "-", "until"),
        ("x" * 5000, "-", "x" * 5000),
        ("line one\nline two", "-", "line one\nline two"),
        ("14:30\nline two", "2026-03-02 14:30", "line two"),
    ],
)
def test_reads(text: str, moment: str, reason: str) -> None:
    assert understood(text) == (moment, reason)


def test_the_new_year_is_near() -> None:
    assert understood("2.1.", datetime(2026, 12, 28, 9, 0, tzinfo=UTC)) == ("2027-01-02 00:00 day", "")


@pytest.mark.parametrize(
    "text", ["25:00", "14:75", "13pm", "99", "31.2.", "29.2. x", "2026-13-01", "9999-12-31", "0.0."]
)
def test_what_looks_like_a_time_and_is_none(text: str) -> None:
    with pytest.raises(UnreadableMoment):
        parse_until(text, MONDAY_NINE, BERLIN)


@pytest.mark.parametrize(
    ("now", "text", "moment"),
    [
        # 29 March 2026: 02:00 becomes 03:00.
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), "2:30", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, 0, tzinfo=UTC), "tomorrow 14:00", datetime(2026, 3, 29, 12, 0, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, 0, tzinfo=UTC), "mon", datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
        # 25 October 2026: 03:00 becomes 02:00, and 02:30 comes twice.
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), "2:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 45, tzinfo=UTC), "2:30", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 45, tzinfo=UTC), "today 2:30", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 45, tzinfo=UTC), "2:30", datetime(2026, 10, 26, 1, 30, tzinfo=UTC)),
    ],
)
def test_on_the_nights_on_which_the_clocks_change(now: datetime, text: str, moment: datetime) -> None:
    assert parse_until(text, now, BERLIN).moment == moment
