import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contacts import display_phone, normalise_email, normalise_phone


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("030 1234567", "+49301234567"),
        ("(030) 123-45 67", "+49301234567"),
        ("+49 (0)30 1234567", "+49301234567"),
        ("0049 30 1234567", "+49301234567"),
        ("tel:+49-30-1234567", "+49301234567"),
        ("Tel. 0170/1234567", "+491701234567"),
        ("０３０１２３４５６７", "+49301234567"),
        ("٠٣٠١٢٣٤٥٦٧", "+49301234567"),
        ("+43 1 5880 00", "+431588000"),
    ],
)
def test_a_phone_number_is_stored_in_one_form(typed: str, stored: str) -> None:
    assert normalise_phone(typed, "DE") == stored
    assert normalise_phone(stored, None) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "no phone",
        "123",
        "+0123456",
        "+1 2345678",
        "030 1234567 ext. 5",
        "030 1234567;ext=5",
        "0800 FLOWERS",
        "0301234567 or ask Anna",
        "030 1234567 / 0170 12345678",
        "9" * 300,
        "+" + "9" * 20,
        "'; DROP TABLE users; --",
    ],
)
def test_what_nobody_could_phone_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="no phone number"):
        normalise_phone(typed, "DE")


def test_without_a_country_the_prefix_is_needed() -> None:
    with pytest.raises(ValueError, match="no phone number"):
        normalise_phone("030 1234567", None)


@given(st.text())
def test_any_text_is_a_phone_number_in_e164_or_none(text: str) -> None:
    try:
        stored = normalise_phone(text, "DE")
    except ValueError as error:
        assert str(error) == "this is no phone number"  # noqa: PT017
    else:
        assert stored[0] == "+"
        assert stored[1:].isascii()
        assert stored[1:].isdigit()
        assert stored[1] != "0"
        assert 4 <= len(stored[1:]) <= 15


def test_a_phone_number_is_shown_as_people_write_it() -> None:
    assert display_phone("+49301234567") == "+49 30 1234567"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Anna.Berg@Example.COM\n", "anna.berg@example.com"),
        ("anna+pets@example.com", "anna+pets@example.com"),
        ("jörg@müller.de", "jörg@müller.de"),
        ("jo\u0308rg@xn--mller-kva.de", "jörg@müller.de"),
    ],
)
def test_an_email_address_is_stored_in_one_form(typed: str, stored: str) -> None:
    assert normalise_email(typed) == stored
    assert normalise_email(stored) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "anna",
        "anna@",
        "@example.com",
        "anna@localhost",
        "a b@example.com",
        "anna@example.com, ben@example.com",
        "anna@exa\0mple.com",
        "anna@example..com",
        "a@" + "b" * 260 + ".com",
        "anna@[127.0.0.1]",
        "\ud800@example.com",
    ],
)
def test_what_is_no_email_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="no email address"):
        normalise_email(typed)


@given(st.one_of(st.text(), st.emails(), st.text(min_size=1).map(lambda local: f"{local}@example.com")))
def test_any_text_is_an_email_address_in_lower_case_or_none(text: str) -> None:
    try:
        stored = normalise_email(text)
    except ValueError as error:
        assert str(error) == "this is no email address"  # noqa: PT017
    else:
        assert stored == stored.lower()
        assert len(stored) <= 254
        stored.encode()
