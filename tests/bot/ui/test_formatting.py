"""Dates, times, prices and names as people of a language write them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.ui import formatting

BERLIN = ZoneInfo("Europe/Berlin")
KIRITIMATI = ZoneInfo("Pacific/Kiritimati")
TUESDAY = date(2026, 3, 3)
LATE = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "full_day", "short_day", "month"),
    [
        ("en", "Tuesday 3 March", "3 March 2026", "Tue 3 Mar", "March 2026"),
        ("de", "Dienstag, 3. März", "3. März 2026", "Di., 3. März", "März 2026"),
    ],
)
def test_days(language: str, day: str, full_day: str, short_day: str, month: str) -> None:
    assert formatting.day(TUESDAY, language) == day
    assert formatting.full_day(TUESDAY, language) == full_day
    assert formatting.short_day(TUESDAY, language) == short_day
    assert formatting.month(TUESDAY, language) == month


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_day_of_a_year_is_written_out_and_told_apart(language: str) -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    assert len({formatting.day(day, language) for day in days}) == 365
    assert len({formatting.short_day(day, language) for day in days}) == 365
    assert len({formatting.month(day, language) for day in days}) == 12


@pytest.mark.parametrize(
    ("language", "zone", "moment"),
    [
        ("en", ZoneInfo("UTC"), "Tue 3 Mar, 23:30"),
        ("en", BERLIN, "Wed 4 Mar, 00:30"),
        ("de", BERLIN, "Mi., 4. März, 00:30"),
        ("en", KIRITIMATI, "Wed 4 Mar, 13:30"),
    ],
)
def test_moments_are_told_in_the_clinics_zone(language: str, zone: ZoneInfo, moment: str) -> None:
    assert formatting.moment(LATE, zone, language) == moment
    assert formatting.clock_time(LATE, zone, language) == moment[-5:]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("moment", "time"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "01:30"),
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "03:30"),  # the night that has no half past two
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "02:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "02:30"),  # the night that has two of them
        (datetime(2026, 7, 1, 7, 5, tzinfo=UTC), "09:05"),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), "00:00"),
    ],
)
def test_the_wall_clock_has_24_hours_and_follows_summer_time(language: str, moment: datetime, time: str) -> None:
    assert formatting.clock_time(moment, BERLIN, language) == time


@pytest.mark.parametrize(
    ("language", "letters"),
    [("en", ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]), ("de", ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"])],
)
def test_weeks_begin_on_monday(language: str, letters: list[str]) -> None:
    assert formatting.weekday_letters(language) == letters


@pytest.mark.parametrize(
    ("language", "names", "short"),
    [("en", ["Monday", "Sunday"], ["Mon", "Sun"]), ("de", ["Montag", "Sonntag"], ["Mo", "So"])],
)
def test_weekdays(language: str, names: list[str], short: list[str]) -> None:
    assert [formatting.weekday(number, language) for number in (0, 6)] == names
    assert [formatting.short_weekday(number, language) for number in (0, 6)] == short


@pytest.mark.parametrize(
    ("amount", "currency", "english", "german"),
    [
        ("45", "EUR", "€45.00", "45,00\xa0€"),
        ("0", "EUR", "€0.00", "0,00\xa0€"),
        ("1234.5", "EUR", "€1,234.50", "1.234,50\xa0€"),
        ("45", "GBP", "£45.00", "45,00\xa0£"),
    ],
)
def test_prices(amount: str, currency: str, english: str, german: str) -> None:
    assert formatting.price(Decimal(amount), currency, "en") == english
    assert formatting.price(Decimal(amount), currency, "de") == german


@pytest.mark.parametrize(
    ("kg", "english", "german"),
    [("4.50", "4.5", "4,5"), ("40.00", "40", "40"), ("0.02", "0.02", "0,02"), ("1200.25", "1,200.25", "1.200,25")],
)
def test_weights(kg: str, english: str, german: str) -> None:
    assert (formatting.weight(Decimal(kg), "en"), formatting.weight(Decimal(kg), "de")) == (english, german)


@pytest.mark.parametrize("name", ["מוקה", "فلفل", "Rex מוקה", "\U0001e900\U0001e901", "\ufb4f", "ﷺ"])
def test_names_from_right_to_left_are_kept_to_themselves(name: str) -> None:
    assert formatting.name(name) == f"\u2068{name}\u2069"


@pytest.mark.parametrize("name", ["Rex", "Jürgen", "ねこ", "Мурка", "🐶", "", "12", "a–b (c)"])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert formatting.name(name) == name


def test_lengths_are_told_in_minutes() -> None:
    assert formatting.minutes(timedelta(hours=2)) == 120
    assert formatting.minutes(timedelta(days=1, seconds=59)) == 1440


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        (timedelta(seconds=20), "1 minute", "1 Minute"),
        (timedelta(minutes=12), "12 minutes", "12 Minuten"),
        (timedelta(minutes=90), "90 minutes", "90 Minuten"),
        (timedelta(hours=26), "26 hours", "26 Stunden"),
        (timedelta(days=3), "3 days", "3 Tage"),
    ],
)
def test_rough_lengths(value: timedelta, english: str, german: str) -> None:
    assert formatting.rough_length(value, "en") == english
    assert formatting.rough_length(value, "de") == german


@pytest.mark.parametrize(
    ("language", "short_date", "percent", "separator"), [("en", "3 Mar", "6%", ","), ("de", "3. März", "6\xa0%", ";")]
)
def test_short_dates_shares_and_lists(language: str, short_date: str, percent: str, separator: str) -> None:
    assert formatting.short_date(TUESDAY, language) == short_date
    assert formatting.percent(0.06, language) == percent
    assert formatting.list_separator(language) == separator
