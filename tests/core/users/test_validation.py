import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.users.errors import InvalidEmail, InvalidName, InvalidPhone, NameProblem, WeakPassword
from core.users.validation import check_password, clean_email, clean_name, clean_phone


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Anna   Berg\n", "Anna Berg"),
        ("<b>&", "<b>&"),
        ("👑 Zoë", "👑 Zoë"),
        ("דוד בן-גוריון", "דוד בן-גוריון"),
        ("李", "李"),
        ("O'Brien; DROP TABLE users", "O'Brien; DROP TABLE users"),
        ("\u202eannA\u202c", "annA"),
        ("Ä" * 100, "Ä" * 100),
        ("A\u0308" * 100, "Ä" * 100),
    ],
)
def test_names_of_all_kinds_are_kept(typed: str, stored: str) -> None:
    assert clean_name(typed) == stored


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", NameProblem.EMPTY),
        (" \n\u200b\u202e\u3164\0", NameProblem.EMPTY),
        ("x" * 101, NameProblem.TOO_LONG),
        ("👑" * 200, NameProblem.TOO_LONG),
        ("12345", NameProblem.NO_LETTERS),
        ("👑", NameProblem.NO_LETTERS),
        ("/--", NameProblem.NO_LETTERS),
    ],
)
def test_what_is_no_name_is_refused_for_its_reason(typed: str, reason: NameProblem) -> None:
    with pytest.raises(InvalidName) as refusal:
        clean_name(typed)
    assert refusal.value.data == {"reason": reason, "limit": 100}


@given(st.text(max_size=120))
def test_a_clean_name_is_clean(text: str) -> None:
    try:
        name = clean_name(text)
    except InvalidName:
        return
    assert clean_name(name) == name
    assert 1 <= len(name) <= 100


def test_contacts_are_refused_as_what_they_are() -> None:
    assert clean_email("\u200bAnna@Example.com ") == "anna@example.com"
    assert clean_phone("tel:030 1234567", "DE") == "+49301234567"
    with pytest.raises(InvalidEmail):
        clean_email("anna")
    with pytest.raises(InvalidPhone):
        clean_phone("12", "DE")
    with pytest.raises(InvalidPhone):
        clean_phone("030 1234567")


@pytest.mark.parametrize("password", ["12345678", "x" * 128, "пароль12", "a b c d "])
def test_a_password_of_8_to_128_characters_will_do(password: str) -> None:
    check_password(password)


@pytest.mark.parametrize("password", ["", "1234567", "x" * 129, " " * 20, "\n\t" * 10])
def test_shorter_longer_and_blank_passwords_are_refused(password: str) -> None:
    with pytest.raises(WeakPassword) as refusal:
        check_password(password)
    assert refusal.value.data == {"minimum": 8, "maximum": 128}
