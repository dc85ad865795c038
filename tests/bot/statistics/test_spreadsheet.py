"""Files that spreadsheets open, and that do nothing there."""

import csv
import io

import phonenumbers
import pytest

from bot.statistics.spreadsheet import harmless, write
from core.contacts import display_phone


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Rex", "Rex"),
        ("", ""),
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r\n=1", "'\r'\n'=1"),
        ("  =1+1", "'  =1+1"),
        ("＝1+1", "'＝1+1"),
        ("Rex;=1+1", "Rex;'=1+1"),  # for who reads semicolons where we wrote commas
        ("Rex, =1+1", "Rex,' =1+1"),
        ("Anna-Maria + Ben = 2", "Anna-Maria + Ben = 2"),
        ('=HYPERLINK("http://x";"y")', '\'=HYPERLINK("http://x";"y")'),
    ],
)
def test_formulas_are_texts(typed: str, written: str) -> None:
    assert harmless(typed) == written


@pytest.mark.parametrize("separator", [";", ","])
def test_what_is_read_back_is_what_was_written(separator: str) -> None:
    rows = [["a", 'says "hi"'], ["two\nlines", "x;y,z"], ["", "ä ö ü ß 🐶"]]
    content = write(rows, separator)
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator)) == rows


def test_phone_numbers_are_neither_formulas_nor_numbers() -> None:
    """They keep their plus, so they need a blank: `+4930123456` would be shown as 4930123456."""
    regions = sorted(phonenumbers.SUPPORTED_REGIONS)
    examples = [number for region in regions if (number := phonenumbers.example_number(region))]
    assert len(examples) > 200
    for number in examples:
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        shown = display_phone(e164)
        assert shown.startswith(f"+{number.country_code} ")
        assert not set(shown) & set('=@,;\t"')
