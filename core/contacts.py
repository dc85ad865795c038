"""What people type as an email address or a phone number, brought to one form.

The libraries that know them are imported when somebody has typed one: a bot must not wait for them when it starts.
"""

import re

LONGEST_EMAIL = 254
"""RFC 5321: 256 octets of a path, two of them its brackets."""

_LETTERS_WITHIN = re.compile(r"\d.*[^\W\d_]")


def normalise_email(text: str) -> str:
    """The address in lower case; ValueError when it cannot be one. Nothing is looked up in the DNS."""
    from email_validator import EmailNotValidError, validate_email

    try:
        address = validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise ValueError("this is no email address") from None
    if len(address) > LONGEST_EMAIL:  # there are letters that get longer in lower case
        raise ValueError("this is no email address")
    return address


def normalise_phone(text: str, country: str | None) -> str:
    """The number in E.164 (`+4930123456`); without a prefix it belongs to `country` (ISO 3166).

    ValueError when no such number can exist, or when it lacks its area code. Letters after the first digit are
    no number either: an extension would be lost in E.164, and a word would be taken for its keys.
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        raise ValueError("this is no phone number") from None
    possible = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    if not possible or number.extension or _LETTERS_WITHIN.search(text):
        raise ValueError("this is no phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def display_phone(e164: str) -> str:
    """The number as people write it, for reading aloud: `+49 30 123456`."""
    import phonenumbers

    number = phonenumbers.parse(e164)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
