"""What the notifications' services take and return."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Audience(StrEnum):
    USER = "user"
    ADMIN = "admin"


class Kind(StrEnum):
    """What is pushed; each kind has one wording and one keyboard in `bot.notifications`."""

    REQUEST_CARD = "request_card"
    """To the clinic: a new request, with its buttons."""
    CARD_UPDATE = "card_update"
    """Redraws the cards of an appointment as it now stands; edits, never a new message."""
    AGENDA = "agenda"
    """To the clinic: what the day holds, when it opens."""
    NUDGE = "nudge"
    """To the clinic: a request still waits, and its deadline comes near."""
    CANCELLED_BY_OWNER = "cancelled_by_owner"
    EXPIRED_FOR_CLINIC = "expired_for_clinic"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED_BY_CLINIC = "cancelled_by_clinic"
    EXPIRED = "expired"
    PROPOSALS_OVER = "proposals_over"
    """To the owner: none of the times that the clinic proposed is held any more, and they have taken none."""
    REMINDER = "reminder"
    CALENDAR_FILE = "calendar_file"
    """To the owner who cancelled a visit by themselves: the file that takes it out of their calendar."""
    DATA_DELETED = "data_deleted"
    """To a further Telegram account of somebody who had their data deleted: it belongs to nobody any more."""
    UNREACHABLE = "unreachable"
    """To the clinic: a message could not be delivered, please phone."""
    CALL_UPDATE = "call_update"
    """Redraws such a message as it now stands; edits, never a new message."""
    MOVED = "moved"
    """To the owner: the visit is at another time now; `from` in the payload is the old one."""
    ACCOUNT_LINKED = "account_linked"
    """To the clinic, and to an owner's other accounts: somebody took the account over with a code of the clinic."""
    TROUBLE = "trouble"
    """To the clinic: something unexpected went wrong; details are in the log."""


class NotificationStatus(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    SKIPPED = "skipped"
    """Too late to be useful, or its reason was gone at the moment of sending."""
    WITHDRAWN = "withdrawn"
    """Its reason went away before it was due."""
    FAILED = "failed"
    """It could not be delivered."""


class NotificationRecord(BaseModel):
    """What is kept of something that was pushed to somebody."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    kind: Kind
    status: NotificationStatus
    appointment_id: UUID | None
    telegram_user_id: int | None
    due_at: datetime
    settled_at: datetime | None


class Backlog(BaseModel):
    """How much the outbox holds."""

    model_config = ConfigDict(frozen=True)

    pending: int
    due: int
    overdue: timedelta
    """For how long the first of it has been due; zero when nothing is."""


class Obstacle(StrEnum):
    """Why a message reached none of its owner's accounts."""

    BLOCKED = "blocked"
    GONE = "gone"
    """The account was deleted, or Telegram no longer knows the chat."""
    NO_ACCOUNT = "no_account"
    """The owner is not in Telegram, or has logged out."""
    REFUSED = "refused"
    """Telegram refused the message."""
    GAVE_UP = "gave_up"
    """Telegram could not be reached for too long."""


class UndeliveredMessage(BaseModel):
    """News that reached none of its owner's accounts; open until it is closed."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    kind: Kind
    user_id: UUID
    appointment_id: UUID | None
    payload: dict[str, Any]
    failed_at: datetime
    obstacle: Obstacle | None
    closed_at: datetime | None
    closed_by: str | None
    """Who of the clinic has seen to it; null when it no longer mattered."""


class UndeliveredRecord(BaseModel):
    """What is kept of a message that did not reach somebody."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    kind: Kind
    appointment_id: UUID | None
    failed_at: datetime
    obstacle: Obstacle | None
    closed_at: datetime | None


class Outgoing(BaseModel):
    """A row of the outbox on its way out."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    kind: Kind
    audience: Audience
    user_id: UUID | None
    telegram_user_id: int | None
    """The account to write to; null when it goes to the clinic."""
    appointment_id: UUID | None
    payload: dict[str, Any]
    due_at: datetime
    useful_until: datetime | None
    attempts: int
    """Which attempt this is, counted from 1."""


class SentMessage(BaseModel):
    """Where a notification stands in Telegram, so that it can be edited."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    chat_id: int
    message_id: int


class Sent(BaseModel):
    """It was delivered; `message_id` is null where it became no message of its own (an edit)."""

    model_config = ConfigDict(frozen=True)

    chat_id: int
    message_id: int | None


class Dropped(BaseModel):
    """Its reason was gone at the moment of sending: a visit that was cancelled, a request already decided."""

    model_config = ConfigDict(frozen=True)

    reason: str
