"""What people type as an email address or a phone number, brought to one form."""

import phonenumbers
from email_validator import EmailNotValidError, validate_email


def normalise_email(text: str) -> str:
    """The address in lower case; ValueError when it cannot be one. Nothing is looked up in the DNS."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise ValueError("this is no email address") from None


def normalise_phone(text: str, country: str) -> str:
    """The number in E.164 (`+4930123456`); without a prefix it belongs to `country` (ISO 3166).

    ValueError when no such number can exist.
    """
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        raise ValueError("this is no phone number") from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError("this is no phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def display_phone(e164: str) -> str:
    """The number as people write it, for reading aloud: `+49 30 123456`."""
    number = phonenumbers.parse(e164)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
