"""What people type, freed of what cannot be seen: for names, notes and everything that is stored as text."""

import re
import unicodedata

_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols by their category, yet nothing to see: people use them for empty names."""

_JOINERS = frozenset("\u200c\u200d")
"""Format characters that carry meaning: in emoji sequences and in Persian and Indic spelling."""

_SPACES = re.compile(r"\s+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_FRACTION = re.compile(r"([0-9]?)\s?([½¼¾])")
_DECIMALS = {"½": "5", "¼": "25", "¾": "75"}


def one_line(text: str) -> str:
    """The text in NFC on one line: no control, bidi or other invisible characters, single spaces, none around."""
    visible = "".join(_visible(char) for char in text)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", visible)).strip()


def many_lines(text: str) -> str:
    """The same for each line, with at most one empty line in a row."""
    lines = "\n".join(one_line(line) for line in text.splitlines())
    return _EMPTY_LINES.sub("\n\n", lines).strip()


def plain(text: str) -> str:
    """The text on one line, case-folded, with ASCII digits, dashes and punctuation: ready to be parsed.

    Only what *is* a decimal digit becomes one, not a superscript: `4²` is no 42. `4½` becomes `4.5`.
    """
    ascii_digits = "".join(map(_ascii, one_line(text).translate(_DASHES).casefold()))
    return _FRACTION.sub(lambda match: f"{match[1] or 0}.{_DECIMALS[match[2]]}", ascii_digits)


def _visible(char: str) -> str:
    if char.isspace() or char in _BLANKS:
        return " "
    category = unicodedata.category(char)
    if category in ("Cc", "Cs", "Cn"):
        return ""
    if category == "Cf" and char not in _JOINERS and not "\U000e0020" <= char <= "\U000e007f":  # flags' tags
        return ""
    return char


def _ascii(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if "\uff01" <= char <= "\uff5e":  # the full-width forms of ASCII
        return chr(ord(char) - 0xFEE0)
    return char
