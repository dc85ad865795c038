from datetime import date, timedelta
from decimal import Decimal

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import example, given
from hypothesis import strategies as st

from core.pets.entry import parse_date_of_birth, parse_vaccination_date, parse_weight
from core.pets.errors import (
    BirthProblem,
    InvalidDateOfBirth,
    InvalidVaccinationDate,
    InvalidWeight,
    VaccinationProblem,
)

TODAY = date(2026, 3, 2)
BORN = date(2020, 6, 15)

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))
VOCABULARY = """
    1 2 12 31 02 2021 99 0 ½ 1,5 9.99 999999 . - / , kg g lb oz years Jahre months Monate weeks Wochen day a ein
    vor ago last letztes today heute March März mai old alt about ca. und and half halbes
"""
words = st.sampled_from(VOCABULARY.split())
typed = st.one_of(st.text(), st.lists(words, max_size=8).map(" ".join), st.lists(words, max_size=8).map("".join))
"""Anything, and what nearly makes sense."""


@pytest.mark.parametrize(
    ("text", "kg"),
    [
        ("4,5 kg", "4.50"),
        ("4.5", "4.50"),
        ("4.5kg.", "4.50"),
        ("4½ Kilo", "4.50"),
        ("½ kg", "0.50"),
        ("４.５ ㎏", "4.50"),
        ("٤ kg", "4.00"),
        ("4500 g", "4.50"),
        ("1.500 g", "1.50"),
        ("1,500 Gramm", "1.50"),
        ("1,500 kg", "1.50"),
        ("4 kg 300 g", "4.30"),
        ("0 kg 500 g", "0.50"),
        ("10lb", "4.54"),
        ("9 lbs 4 oz", "4.20"),
        ("8 Pfund", "4.00"),
        ("ca. 4 kg", "4.00"),
        ("about 30 kg", "30.00"),
        ("~4", "4.00"),
        ("5 g", "0.01"),
        ("0.01", "0.01"),
        ("1500", "1500.00"),
        ("4.555", "4.56"),
    ],
)
def test_a_weight_is_read_in_kg(text: str, kg: str) -> None:
    assert str(parse_weight(text)) == kg


@pytest.mark.parametrize(
    "text",
    [
        *("", "kg", "0", "0 g", "-1", "4000", "1500.001", "4 g", "9" * 4000),
        *("nan", "inf", "1e3", "0x10", "1_000", "4²", "⅓", "1⁄2", "4 1/2 kg", "4-5 kg", "1,500.50"),
        *("300 g 4 kg", "4 4", "4 kg 300", "4 kg 3 kg", "10 st", "4 kg heavy"),
    ],
)
def test_what_no_pet_weighs_is_refused_with_the_bounds(text: str) -> None:
    with pytest.raises(InvalidWeight) as refusal:
        parse_weight(text)
    assert refusal.value.data == {"minimum": Decimal("0.01"), "maximum": Decimal(1500)}


@given(typed)
@example("4.999999 kg 999999 oz")
def test_any_text_is_a_weight_or_none(text: str) -> None:
    try:
        weight = parse_weight(text)
    except InvalidWeight:
        return
    assert Decimal("0.01") <= weight <= 1500
    assert weight == round(weight, 2)


@given(st.decimals(min_value="0.01", max_value=1500, places=2), st.sampled_from([" kg", "", "kg", " Kilo"]))
def test_every_weight_can_be_typed(weight: Decimal, unit: str) -> None:
    assert parse_weight(f"{weight}{unit}") == weight
    assert parse_weight(f"{weight}{unit}".replace(".", ",")) == weight


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("2021-03-12", date(2021, 3, 12)),
        ("12.03.2021", date(2021, 3, 12)),
        ("12. 3. 2021", date(2021, 3, 12)),
        ("12/03/2021", date(2021, 3, 12)),
        ("12-03-21", date(2021, 3, 12)),
        ("12–03–21", date(2021, 3, 12)),
        ("12.03.98", date(1998, 3, 12)),
        ("1.1.26", date(2026, 1, 1)),
        ("１２.０３.２０２１", date(2021, 3, 12)),
        ("١٢/٠٣/٢٠٢١", date(2021, 3, 12)),
        ("12. März 2021", date(2021, 3, 12)),
        ("March 12th, 2021", date(2021, 3, 12)),
        ("12 of mar 2021", date(2021, 3, 12)),
        ("29.02.2024", date(2024, 2, 29)),
        ("March 2021", date(2021, 3, 1)),
        ("MÄRZ 2021", date(2021, 3, 1)),
        ("03/2021", date(2021, 3, 1)),
        ("2021-03", date(2021, 3, 1)),
        ("2021", date(2021, 1, 1)),
        ("3 years", date(2023, 3, 2)),
        ("3 Jahre alt", date(2023, 3, 2)),
        ("ca. 3 Jahre", date(2023, 3, 2)),
        ("3y", date(2023, 3, 2)),
        ("1,5 years", date(2024, 9, 2)),
        ("1½ Jahre", date(2024, 9, 2)),
        ("half a year", date(2025, 9, 2)),
        ("ein halbes Jahr", date(2025, 9, 2)),
        ("ein Jahr und 2 Monate", date(2025, 1, 2)),
        ("8 months", date(2025, 7, 2)),
        ("8 Monate", date(2025, 7, 2)),
        ("1 month", date(2026, 2, 2)),
        ("10 weeks", date(2025, 12, 22)),
        ("10 Wochen", date(2025, 12, 22)),
        ("3 Tage", date(2026, 2, 27)),
        ("yesterday", date(2026, 3, 1)),
        ("2 years ago", date(2024, 3, 2)),
        ("100 years", date(1926, 3, 2)),
        ("02.03.2026", TODAY),
    ],
)
def test_a_date_of_birth_is_read_from_a_date_or_an_age(text: str, born: date) -> None:
    assert parse_date_of_birth(text, TODAY) == born


def test_an_age_that_ends_on_no_day_ends_on_the_last_of_the_month() -> None:
    assert parse_date_of_birth("1 year", date(2024, 2, 29)) == date(2023, 2, 28)
    assert parse_date_of_birth("1 month", date(2026, 3, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("reason", "texts"),
    [
        (BirthProblem.UNREADABLE, ["", "?", "3", "12.3.", "12032021", "Smarch 2021", "4 kg"]),
        (
            BirthProblem.UNREADABLE,
            ["31.02.2021", "29.02.2025", "12/25/2021", "00/2021", "0.1.2021", "2021-13-01", "0000"],
        ),
        (BirthProblem.UNREADABLE, ["-3 years", "in 2 years", "3 years 2 years", "1e1 years", "years", "2² years"]),
        (BirthProblem.IN_FUTURE, ["03.03.2026", "April 2026", "2027", "9999", "2026-12-24"]),
        (BirthProblem.TOO_LONG_AGO, ["101 years", "999999 years", "1925", "0001", "999999 weeks"]),
    ],
)
def test_a_date_of_birth_is_refused_for_its_reason(reason: BirthProblem, texts: list[str]) -> None:
    for text in texts:
        with pytest.raises(InvalidDateOfBirth) as refusal:
            parse_date_of_birth(text, TODAY)
        assert refusal.value.reason is reason, text


@given(typed, days)
def test_any_text_is_a_date_of_birth_or_none(text: str, today: date) -> None:
    try:
        born = parse_date_of_birth(text, today)
    except InvalidDateOfBirth:
        return
    assert today - relativedelta(years=100) <= born <= today


@given(days, st.integers(0, 36_000), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d %B %Y", "%b %d, %Y"]))
def test_every_day_of_a_century_can_be_typed(today: date, days_ago: int, form: str) -> None:
    born = today - timedelta(days=days_ago)
    text = born.strftime(form).replace(born.strftime("%Y"), f"{born.year:04}")
    assert parse_date_of_birth(text, today) == born


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("today", TODAY),
        ("Heute", TODAY),
        ("yesterday", date(2026, 3, 1)),
        ("vorgestern", date(2026, 2, 28)),
        ("3 months ago", date(2025, 12, 2)),
        ("vor 3 Monaten", date(2025, 12, 2)),
        ("vor ca. 2 Jahren", date(2024, 3, 2)),
        ("vor einem halben Jahr", date(2025, 9, 2)),
        ("a year ago", date(2025, 3, 2)),
        ("last month", date(2026, 2, 2)),
        ("letztes Jahr", date(2025, 3, 2)),
        ("2 weeks", date(2026, 2, 16)),
        ("01.09.2025", date(2025, 9, 1)),
        ("Sept. 2025", date(2025, 9, 1)),
        ("2020", BORN),
        ("June 2020", BORN),
    ],
)
def test_a_vaccination_is_read_from_a_date_or_from_how_long_ago(text: str, on: date) -> None:
    assert parse_vaccination_date(text, TODAY, BORN) == on


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("never", VaccinationProblem.UNREADABLE),
        ("31.04.2025", VaccinationProblem.UNREADABLE),
        ("in 3 months", VaccinationProblem.UNREADABLE),
        ("tomorrow", VaccinationProblem.UNREADABLE),
        ("03.03.2026", VaccinationProblem.IN_FUTURE),
        ("14.06.2020", VaccinationProblem.BEFORE_BIRTH),
        ("May 2020", VaccinationProblem.BEFORE_BIRTH),
        ("vor 999999 Jahren", VaccinationProblem.BEFORE_BIRTH),
    ],
)
def test_a_vaccination_is_refused_for_its_reason(text: str, reason: VaccinationProblem) -> None:
    with pytest.raises(InvalidVaccinationDate) as refusal:
        parse_vaccination_date(text, TODAY, BORN)
    assert refusal.value.reason is reason


@given(typed, days, st.none() | st.integers(0, 36_000))
def test_any_text_is_a_vaccination_between_birth_and_today_or_none(
    text: str, today: date, days_old: int | None
) -> None:
    born = None if days_old is None else today - timedelta(days=days_old)
    try:
        on = parse_vaccination_date(text, today, born)
    except InvalidVaccinationDate:
        return
    assert (born or today - relativedelta(years=100)) <= on <= today
