"""What a person gets who asks what the clinic has about them. The field names are what they read in the file."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class AboutFile(_Part):
    clinic: str
    made_at: datetime
    time_zone: str
    """That of every time in the file; each also says how far it is from UTC."""


class Person(_Part):
    name: str
    email: str | None
    phone: str | None
    language: str | None
    role: str
    has_password: bool
    registered_at: datetime


class TelegramAccount(_Part):
    telegram_id: int
    name: str
    language: str | None
    first_heard_of_at: datetime
    blocked_the_bot_at: datetime | None


class FailedLogin(_Part):
    at: datetime
    email: str | None
    """None where a code was tried."""
    telegram_id: int


class CodeForTelegram(_Part):
    """A code of the clinic that opens the account in Telegram, as long as it can be used. What it is, nobody knows."""

    made_at: datetime
    valid_until: datetime


class HistoryEntry(_Part):
    at: datetime
    text: str


class Pet(_Part):
    name: str
    species: str
    breed: str | None
    date_of_birth: date | None
    weight_kg: float | None
    last_vaccination: date | None
    archived: bool
    medical_history: list[HistoryEntry]


class Event(_Part):
    at: datetime
    what: str
    by: str
    """`you`, `clinic`, or `system`: who of the clinic it was is theirs to tell."""
    reason: str | None
    details: dict[str, Any]


class Appointment(_Part):
    number: int
    pet: str
    service: str
    vet: str
    starts_at: datetime
    ends_at: datetime
    status: str
    notes: str | None
    reason: str | None
    attendance: str | None
    what_happened: list[Event]


class Message(_Part):
    """Something the bot wrote, or will write, without being asked."""

    kind: str
    about_appointment: int | None
    status: str
    planned_for: datetime
    settled_at: datetime | None
    telegram_id: int | None


class UndeliveredMessage(_Part):
    """Something that reached no account of theirs, so that somebody had to phone."""

    kind: str
    about_appointment: int | None
    failed_at: datetime
    why: str | None
    seen_to_at: datetime | None


class UnfinishedForm(_Part):
    form: str
    step: str
    entered: dict[str, Any]


class AsStaff(_Part):
    """That they act, or acted, for the clinic in its chat."""

    telegram_id: int
    name: str
    username: str | None
    role: str
    since: datetime
    until: datetime | None


class OwnData(_Part):
    """Everything, as one document."""

    about_this_file: AboutFile
    person: Person
    telegram_accounts: list[TelegramAccount]
    failed_logins: list[FailedLogin]
    code_for_telegram: CodeForTelegram | None
    pets: list[Pet]
    appointments: list[Appointment]
    messages: list[Message]
    undelivered_messages: list[UndeliveredMessage]
    unfinished_forms: list[UnfinishedForm]
    as_staff: list[AsStaff]

    def as_json(self) -> bytes:
        """For people as well as for programs: indented, letters of every script as they are."""
        return self.model_dump_json(indent=2).encode()


class Deletion(_Part):
    """What deleting one's data does."""

    cancelled_visits: int
