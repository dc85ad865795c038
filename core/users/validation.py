"""What people type about themselves, checked and brought to one form."""

from core.contacts import normalise_email, normalise_phone
from core.security import LONGEST_PASSWORD
from core.text import one_line
from core.users.errors import InvalidEmail, InvalidName, InvalidPhone, NameProblem, WeakPassword

NAME_LIMIT = 100
SHORTEST_PASSWORD = 8


def clean_name(text: str) -> str:
    """A person's name as it is stored; InvalidName otherwise."""
    name = one_line(text)
    if problem := name_problem(name, NAME_LIMIT):
        raise InvalidName(problem, NAME_LIMIT)
    return name


def name_problem(name: str, limit: int) -> NameProblem | None:
    """What is wrong with a name of anybody, person or pet, once it is on one line."""
    if not name:
        return NameProblem.EMPTY
    if len(name) > limit:
        return NameProblem.TOO_LONG
    if not any(char.isalpha() for char in name):
        return NameProblem.NO_LETTERS
    return None


def clean_email(text: str) -> str:
    """The address in lower case; InvalidEmail otherwise."""
    try:
        return normalise_email(one_line(text))
    except ValueError:
        raise InvalidEmail from None


def clean_phone(text: str, country: str | None = None) -> str:
    """The number in E.164; without a prefix it belongs to `country` (ISO 3166). InvalidPhone otherwise."""
    try:
        return normalise_phone(one_line(text), country)
    except ValueError:
        raise InvalidPhone from None


def check_password(text: str) -> None:
    """WeakPassword unless it has 8 to 128 characters, not all of them blank."""
    if not text.strip() or not SHORTEST_PASSWORD <= len(text) <= LONGEST_PASSWORD:
        raise WeakPassword(SHORTEST_PASSWORD, LONGEST_PASSWORD)
