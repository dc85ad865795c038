"""What somebody types to find an owner: names in any spelling, part of a phone number, the number of a visit."""

import re
from dataclasses import dataclass

from core.text import plain

FEWEST_DIGITS = 3
MOST_WORDS = 5
_LONGEST_WORD = 40
_MOST_DIGITS = 15
_LARGEST_NUMBER = 2**31 - 1

_NUMBER = re.compile(r"#\s*([0-9]{1,10})")
_DIGITS = re.compile(r"\+?[0-9][0-9\s()/.-]*")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Wanted:
    """All of it has to fit."""

    words: tuple[str, ...] = ()
    """Case-folded; parts of the names of the owner, of a pet, or of the email address."""
    digits: str | None = None
    """Part of a phone number in E.164, without what is dialled only at home (a leading 0, 00 or +)."""
    number: int | None = None
    """What people call a visit; with digits besides, one of the two suffices."""

    def __bool__(self) -> bool:
        return bool(self.words or self.digits or self.number is not None)


def read(text: str) -> Wanted:
    """`Berg rex`, `0151 234`, `#1001`; empty when there is nothing to look for."""
    typed = plain(text)
    named = _NUMBER.search(typed)
    if named:
        rest = read(typed.replace(named[0], " "))
        return Wanted(rest.words, rest.digits, _number(named[1]))
    digits = None
    for found in _DIGITS.finditer(typed):
        bare = re.sub(r"\D", "", found[0])
        if len(bare) >= FEWEST_DIGITS and digits is None:
            digits = bare
            typed = typed.replace(found[0], " ")
    words = tuple(word[:_LONGEST_WORD] for word in _WORD.findall(typed) if not word.isdigit())[:MOST_WORDS]
    if digits is None:
        return Wanted(words)
    return Wanted(words, digits.lstrip("0")[:_MOST_DIGITS] or None, _number(digits))


def _number(digits: str) -> int | None:
    number = int(digits)
    return number if number <= _LARGEST_NUMBER else None
