"""A day's opening hours as staff type them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clinic.opening_hours.entry import UnreadableHours, parse_hours


def understood(text: str) -> list[str]:
    return [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in parse_hours(text)]


@pytest.mark.parametrize(
    "text",
    [
        "9-12:30, 13:30-18", "9:00–12:30, 13:30–18:00", "9.00 - 12.30 , 13.30 - 18", "9-12:30 und 13:30-18",
        "9 bis 12:30 und 13:30 bis 18 Uhr", "9 to 12:30 and 13:30 to 18", "9-12:30 13:30-18", "9-12:30\n13:30-18",
        "9-12:30; 13:30-18", "9-12:30 / 13:30-18", "0900-1230, 1330-1800", "9am-12:30pm, 1:30pm-6pm",
        "9 a.m. - 12:30 p.m. and 1:30 p.m. - 6 p.m.", "9 Uhr - 12:30 Uhr, 13:30 Uhr - 18 Uhr.",
        "von 9 bis 12:30, dann von 13:30 bis 18", "９-12:30, 13:30-18", " 9—12:30,,13:30—18, ",
    ],
)  # fmt: skip
def test_a_day_with_a_lunch_break(text: str) -> None:
    assert understood(text) == ["09:00-12:30", "13:30-18:00"]


@pytest.mark.parametrize("text", ["closed", "Closed.", "geschlossen", "zu", "Ruhetag", "-", "–"])
def test_a_closed_day(text: str) -> None:
    assert understood(text) == []


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("9.30-12", ["09:30-12:00"]),
        ("0-24", ["00:00-23:59"]),  # 24:00, for which `time` has no value
        ("18:00-24:00", ["18:00-23:59"]),
        ("24h", ["00:00-23:59"]),
        ("7-8, 9-10, 11-12, 13-14", ["07:00-08:00", "09:00-10:00", "11:00-12:00", "13:00-14:00"]),
        ("18-9", ["18:00-09:00"]),  # whether that can be is the clinic's rule
    ],
)
def test_other_days(text: str, hours: list[str]) -> None:
    assert understood(text) == hours


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", ""), ("morning", "morning"), ("9", "9"), ("9-", "9-"), ("9-12, later", "later"), ("9-12; 13-", "13-"),
        ("25-26", "25-26"), ("9-12:60", "9-12:60"), ("9-12:3", "9-12:3"), ("9-12-14", "-14"), ("24-25", "24-25"),
        ("13pm-14pm", "13pm-14pm"), ("closed in winter", "closed in winter"), ("mon 9-12", "mon 9-12"),
    ],
)  # fmt: skip
def test_what_was_not_understood_is_named(text: str, part: str) -> None:
    with pytest.raises(UnreadableHours) as refusal:
        parse_hours(text)
    assert refusal.value.args == (part,)


@given(st.text(alphabet="0123456789 .,-–:;undbisaptomclse\n", max_size=40) | st.text(max_size=20))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(UnreadableHours):
        assert all(opens.second == closes.second == 0 for opens, closes in parse_hours(text))
