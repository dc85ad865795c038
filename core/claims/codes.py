"""The codes that the clinic reads out on the phone: how they are made, written and read. Pure."""

import secrets

from core.text import plain

ALPHABET = "2346789CDFGHJKMPQRTVWXY"
"""No two of these look alike, and without vowels they make no words."""
LENGTH = 9
"""1.8 * 10^12 codes: with five tries in a quarter of an hour nobody guesses one."""
_GROUP = 3


def make() -> str:
    """A new code, as `read` returns it."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def show(code: str) -> str:
    """In groups, for reading it out: `K7M-4QX-R2D`."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def read(text: str) -> str | None:
    """The code that somebody typed, however they separated and wrote it; None when it can be none."""
    code = "".join(char for char in plain(text).upper() if char not in " -_.,:/")
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
