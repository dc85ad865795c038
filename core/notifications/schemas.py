"""What the notifications' services take and return."""

from enum import StrEnum


class Audience(StrEnum):
    USER = "user"
    ADMIN = "admin"


class Kind(StrEnum):
    """What is pushed; each kind has one wording and one keyboard in `bot.notifications`."""

    REQUEST_CARD = "request_card"
    """To the clinic: a new request, with its buttons."""
    CARD_UPDATE = "card_update"
    """Redraws the cards of an appointment as it now stands; edits, never a new message."""
    CANCELLED_BY_OWNER = "cancelled_by_owner"
    EXPIRED_FOR_CLINIC = "expired_for_clinic"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED_BY_CLINIC = "cancelled_by_clinic"
    EXPIRED = "expired"
    REMINDER = "reminder"
    UNREACHABLE = "unreachable"
    """To the clinic: a message could not be delivered, please phone."""
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
