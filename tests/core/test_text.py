import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import many_lines, one_line, plain

ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
"""A flag is spelled with invisible tags."""


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Anna \t\n Berg ", "Anna Berg"),
        ("Anna\u202egreB", "AnnagreB"),
        ("\u2067Anna\u2069", "Anna"),
        ("A\0n\x07na\x1b", "Anna"),
        ("\ud800Anna", "Anna"),
        ("Ann\u200ba\ufeff", "Anna"),
        ("A\u0308nne", "Änne"),
        ("\u3164", ""),
        ("\u2800 \u115f", ""),
        ("<b>Anna & Co</b>", "<b>Anna & Co</b>"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        (ENGLAND, ENGLAND),
        ("نیم\u200cفاصله", "نیم\u200cفاصله"),
        ("דוד", "דוד"),
    ],
)
def test_only_what_can_be_seen_stays(typed: str, stored: str) -> None:
    assert one_line(typed) == stored


@given(st.text())
def test_one_line_is_stored_as_it_is(text: str) -> None:
    line = one_line(text)
    assert one_line(line) == line
    assert line == line.strip()
    assert len(line.splitlines()) <= 1
    assert unicodedata.is_normalized("NFC", line)
    assert not {unicodedata.category(char) for char in line} & {"Cc", "Cs"}
    line.encode()


def test_many_lines_keep_their_breaks() -> None:
    assert many_lines(" one \r\n\n\n\n two\x00 \u2028three\n") == "one\n\ntwo\nthree"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("１２．０３", "12.03"),
        ("٣ Jahre", "3 jahre"),
        ("4½ KG", "4.5 kg"),
        ("4 ¼", "4.25"),
        ("½", "0.5"),
        ("4²", "4²"),
        ("12–03−21", "12-03-21"),
    ],
)
def test_numbers_are_read_in_every_script(typed: str, read: str) -> None:
    assert plain(typed) == read
