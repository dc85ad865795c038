"""What the users' services refuse."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized


class NameProblem(StrEnum):
    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_LETTERS = "no_letters"


@dataclass(eq=False)
class InvalidName(Invalid):
    reason: NameProblem
    limit: int
    """In characters."""


@dataclass(eq=False)
class InvalidEmail(Invalid):
    """It cannot be an email address."""


@dataclass(eq=False)
class InvalidPhone(Invalid):
    """No such phone number can exist."""


@dataclass(eq=False)
class WeakPassword(Invalid):
    minimum: int
    maximum: int
    """In characters."""


@dataclass(eq=False)
class EmailTaken(Conflict):
    """Somebody is registered with that address."""

    email: str


@dataclass(eq=False)
class EmailReserved(Forbidden):
    """The address is the clinic's own (`ADMIN_EMAIL`), and the account was never seen in the admin chat."""

    email: str


@dataclass(eq=False)
class PhoneKnown(Conflict):
    """Somebody with that number is known already: perhaps it is them."""

    phone: str
    """E.164."""


@dataclass(eq=False)
class ClinicsOwnAccount(Forbidden):
    """The account of `ADMIN_EMAIL`: a password opens it, and nothing else."""


@dataclass(eq=False)
class AlreadyRegistered(Conflict):
    """The account is linked to somebody already."""

    name: str


@dataclass(eq=False)
class NotRegistered(Unauthorized):
    """The account is linked to nobody."""


@dataclass(eq=False)
class UserNotFound(NotFound):
    """There is no such user, or not for the one who asks."""


@dataclass(eq=False)
class StaffOnly(Forbidden):
    """Only the clinic may do that."""


@dataclass(eq=False)
class BookingsBlocked(Forbidden):
    """The clinic takes no requests from this owner in the chat."""


@dataclass(eq=False)
class InvalidStaffNote(Invalid):
    """A note about an owner that is longer than `limit` characters."""

    limit: int


@dataclass(eq=False)
class WrongCredentials(Unauthorized):
    """Email and password do not fit: which of the two is not told."""


@dataclass(eq=False)
class TooManyAttempts(Unauthorized):
    retry_at: datetime
