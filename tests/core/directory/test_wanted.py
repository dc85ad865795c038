import pytest

from core.directory.wanted import Wanted, read


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Berg", Wanted(("berg",))),
        ("  Anna   BERG ", Wanted(("anna", "berg"))),
        ("Müller-Lüdenscheid", Wanted(("müller", "lüdenscheid"))),
        ("anna@example.org", Wanted(("anna", "example", "org"))),
        ("#1001", Wanted(number=1001)),
        ("# 1001 rex", Wanted(("rex",), number=1001)),
        ("1001", Wanted(digits="1001", number=1001)),
        ("0151 234", Wanted(digits="151234", number=151234)),
        ("+49 (151) 234-56", Wanted(digits="4915123456", number=None)),
        ("0049151", Wanted(digits="49151", number=49151)),
        ("٠١٥١", Wanted(digits="151", number=151)),
        ("rex 0151/234", Wanted(("rex",), digits="151234", number=151234)),
        ("000", Wanted(number=0)),
        ("rex 12", Wanted(("rex",))),
        ("a b c d e f g", Wanted(("a", "b", "c", "d", "e"))),
        ("x" * 99, Wanted(("x" * 40,))),
        ("מוקה", Wanted(("מוקה",))),
        ("12", Wanted()),
        ("", Wanted()),
        ("🐶 ' % _ \\", Wanted()),
        ("9" * 4000, Wanted(digits="9" * 15)),
    ],
)
def test_what_is_read(typed: str, wanted: Wanted) -> None:
    assert read(typed) == wanted
    assert bool(wanted) == (wanted != Wanted())
