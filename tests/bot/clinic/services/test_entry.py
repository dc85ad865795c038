"""Lengths of time and prices as staff type them."""

import contextlib
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clinic.services.entry import Unreadable, parse_length, parse_price


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45), ("45 min", 45), ("45m", 45), ("45 Min.", 45), ("90 Minuten", 90), ("30'", 30), (" ４５ ", 45),
        ("1 h", 60), ("1 h 30", 90), ("1h30", 90), ("1 h 30 min", 90), ("1 h and 30 min", 90), ("1:30", 90),
        ("1:30 h", 90), ("1,5 h", 90), ("1.5h", 90), ("1½ h", 90), ("1 Std. 15 Min.", 75), ("2 Stunden", 120),
        ("24h", 1440), ("2 d", 2880), ("2 Tage", 2880), ("1 d 12", 2160), ("1 d 12 h", 2160), ("1 week", 10080),
        ("0", 0), ("-", 0), ("–", 0), ("none", 0), ("keine", 0),
    ],
)  # fmt: skip
def test_lengths(text: str, minutes: int) -> None:
    assert parse_length(text) == timedelta(minutes=minutes)


def test_what_a_number_alone_counts() -> None:
    assert parse_length("24", timedelta(hours=1)) == timedelta(hours=24)
    assert parse_length("24 min", timedelta(hours=1)) == timedelta(minutes=24)


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "1 x", "-5", "1e3", "45 min!", "10 10", "1 h 30 min 5", "9" * 30, "3661 d", "400 w " * 9, "4²"],
)
def test_what_is_no_length(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_length(text)


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("60", "60"), ("60,50", "60.50"), ("60.5", "60.5"), ("60.50 €", "60.50"), ("€60", "60"), ("$ 60", "60"),
        ("60 EUR", "60"), ("60 Euro", "60"), ("CHF 60.-", "60"), ("60,-", "60"), ("60,- €", "60"), ("60,– €", "60"),
        ("1.200", "1200"), ("1.200,50", "1200.50"), ("1,200.50", "1200.50"), ("1 200", "1200"), ("1'200.50", "1200.50"),
        ("1.234.567", "1234567"), ("９９", "99"), ("0", "0"), ("free", "0"), ("kostenlos", "0"),
    ],
)  # fmt: skip
def test_prices(text: str, price: str) -> None:
    assert parse_price(text) == Decimal(price)


@pytest.mark.parametrize("text", ["-", "–", "none", "Keiner", "ohne"])
def test_no_price(text: str) -> None:
    assert parse_price(text) is None


@pytest.mark.parametrize("text", ["", "abc", "-5", "1.2.3", "60€50", "6 0", "60.5051", "1,200,50", "9" * 13, "60 a b"])
def test_what_is_no_price(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_price(text)


@given(st.text(alphabet="0123456789 .,-:'hdmin€tagesEUR½²\n", max_size=40) | st.text(max_size=20))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    for parse in (parse_length, parse_price):
        with contextlib.suppress(Unreadable):
            value: Any = parse(text)
            assert value is None or value >= type(value)(0)
