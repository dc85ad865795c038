"""The codes that are read out on the phone."""

import pytest

from core.claims import codes


def test_codes_are_written_in_groups_and_read_back() -> None:
    made = {codes.make() for _ in range(500)}
    assert len(made) == 500
    for code in made:
        shown = codes.show(code)
        assert [len(group) for group in shown.split("-")] == [3, 3, 3]
        assert codes.read(shown) == code
        assert codes.read(code) == code  # as a link carries it


@pytest.mark.parametrize(
    "typed",
    [
        "K7M-4QX-R2D",
        "k7m 4qx r2d",
        " K7M4QXR2D ",
        "K7M–4QX–R2D",
        "k7m.4qx.r2d",
        "Ｋ７Ｍ ４ＱＸ Ｒ２Ｄ",
        "K7M- 4QX\n-R2D",
    ],
)
def test_spelling_does_not_matter(typed: str) -> None:
    assert codes.read(typed) == "K7M4QXR2D"


@pytest.mark.parametrize(
    "typed",
    ["", "K7M-4QX", "K7M-4QX-R2D-K7M", "K7M-4QX-R2O", "website", "campaigns", "K7M_4QX?R2D", "²²²²²²²²²", "🐶" * 9],
)
def test_what_is_none(typed: str) -> None:
    assert codes.read(typed) is None


def test_no_two_symbols_look_alike() -> None:
    assert len(set(codes.ALPHABET)) == len(codes.ALPHABET) == 23
    for pair in ("0O", "1I", "1L", "5S", "8B", "2Z", "UV"):
        assert sum(symbol in codes.ALPHABET for symbol in pair) < 2
