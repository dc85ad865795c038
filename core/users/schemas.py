"""What the users' services take and return."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

ERASED = "–"
"""The name of somebody, or of an animal, whose name was erased. Nobody can choose it: a name has a letter."""


class Role(StrEnum):
    ADMIN = "admin"
    PET_OWNER = "pet_owner"


class ActorKind(StrEnum):
    """In which capacity somebody acts; staff rights come from the admin chat, never from a stored role."""

    OWNER = "owner"
    STAFF = "staff"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Who does something: services check it before anything else."""

    kind: ActorKind
    name: str
    """How the clinic's records call them."""
    user_id: UUID | None = None
    telegram_user_id: int | None = None

    @classmethod
    def owner(cls, user_id: UUID, name: str, telegram_user_id: int | None = None) -> "Actor":
        return cls(ActorKind.OWNER, name, user_id, telegram_user_id)

    @classmethod
    def staff(cls, name: str, telegram_user_id: int | None = None, user_id: UUID | None = None) -> "Actor":
        return cls(ActorKind.STAFF, name, user_id, telegram_user_id)

    @property
    def is_staff(self) -> bool:
        return self.kind in (ActorKind.STAFF, ActorKind.SYSTEM)


SYSTEM = Actor(ActorKind.SYSTEM, "system")


class Reach(StrEnum):
    """Whether the bot can write to an owner."""

    YES = "yes"
    BLOCKED = "blocked"
    """They blocked the bot, on each of their accounts."""
    NO_ACCOUNT = "no_account"


class Account(BaseModel):
    """A Telegram account and, once it is linked, whose it is."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    telegram_user_id: int
    chat_id: int
    display_name: str
    language_code: str | None = None
    language: str | None = None
    blocked_at: datetime | None = None
    """Since when the person has blocked the bot."""
    vouched_at: datetime | None = None
    """When the account was last seen acting in the admin chat, to the hour."""
    user: "User | None" = None

    def speaks(self) -> str | None:
        """The chosen language, else the Telegram client's tag."""
        return (self.user and self.user.language) or self.language or self.language_code


class User(BaseModel):
    """A person the clinic knows. The password hash is no part of it."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    role: Role
    full_name: str
    email: str | None
    phone: str | None
    """E.164."""
    language: str | None
    has_password: bool
    is_active: bool = True
    deleted_at: datetime | None = None
    """When their data was erased."""


class AccountRecord(BaseModel):
    """What is kept of a Telegram account."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    telegram_user_id: int
    display_name: str
    language_code: str | None
    created_at: datetime
    blocked_at: datetime | None


class FailedLogin(BaseModel):
    """A login that failed, as long as it is kept."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    email: str | None
    """None where a code was tried."""
    telegram_user_id: int
    failed_at: datetime


class UserRecord(BaseModel):
    """Everything that is kept of a person, the password's hash aside."""

    model_config = ConfigDict(frozen=True)

    user: User
    registered_at: datetime
    accounts: list[AccountRecord]
    failed_logins: list[FailedLogin]


class OwnerRecord(BaseModel):
    """What the clinic keeps about an owner for itself."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    staff_note: str | None
    staff_note_by: str | None
    bookings_blocked_at: datetime | None
    bookings_blocked_by: str | None


class Registration(BaseModel):
    """What somebody tells about themselves to become a user."""

    model_config = ConfigDict(frozen=True)

    full_name: str
    email: str
    phone: str | None = None
    """E.164, as `clean_phone` makes it."""
    password_hash: str | None = Field(default=None, repr=False)
    """None for an owner who skipped the password."""
    language: str | None = None


class NewOwner(BaseModel):
    """Somebody whom the clinic enters: without Telegram, email or password."""

    model_config = ConfigDict(frozen=True)

    full_name: str
    phone: str
    """E.164, as `clean_phone` makes it."""
    same_phone: bool = False
    """Whether it is known that somebody else has that number, too."""


class LoginAttempt(BaseModel):
    """An admitted login attempt: whose email it is, and the hash that the password must fit.

    Both are None when nobody can log in with that email from that account; the answer must not tell.
    """

    model_config = ConfigDict(frozen=True)

    telegram_user_id: int
    email: str
    user_id: UUID | None = None
    hashed_password: str | None = Field(default=None, repr=False)
