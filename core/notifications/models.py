"""Tables: the outbox, and what of it reached nobody."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ColumnElement, ForeignKey, Index, String, cast, exists, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, HasId, HasTimestamps, text_enum
from core.notifications.schemas import Audience, Kind, NotificationStatus, Obstacle


class Notification(HasId, HasTimestamps, Base):
    """Something the bot pushes unasked, written in the transaction that caused it."""

    __tablename__ = "notifications"

    kind: Mapped[Kind] = mapped_column(text_enum(Kind, "kind"))
    audience: Mapped[Audience] = mapped_column(text_enum(Audience, "audience"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    telegram_user_id: Mapped[int | None] = mapped_column(BigInteger)
    """Which of the user's accounts; null until a user with several is fanned out to each of them."""
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointments.id", ondelete="CASCADE"), index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    due_at: Mapped[datetime]
    useful_until: Mapped[datetime | None]
    """After this moment it is skipped instead of sent late."""
    status: Mapped[NotificationStatus] = mapped_column(
        text_enum(NotificationStatus, "status"), default=NotificationStatus.PENDING
    )
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    """The lease: until then nobody else takes it."""
    held_by: Mapped[UUID | None]
    """Which of several replicas holds the lease: when it is gone, so is the lease."""
    dedupe_key: Mapped[str] = mapped_column(String(160), unique=True)
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    """Chat and message it became, so that it can be edited later."""
    settled_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(300))

    __table_args__ = (
        CheckConstraint("(audience = 'user') = (user_id IS NOT NULL)", name="user_when_for_a_user"),
        CheckConstraint("(status = 'pending') = (settled_at IS NULL)", name="settled_unless_pending"),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        Index("ix_notifications_due", "due_at", postgresql_where=text("status = 'pending'")),
    )


class UndeliveredMessage(HasId, HasTimestamps, Base):
    """News that reached none of its owner's Telegram accounts: somebody is to phone, and says when that is done."""

    __tablename__ = "undelivered_messages"

    dedupe_key: Mapped[str] = mapped_column(String(160), unique=True)
    """That of the notification, not of its copies: one message, however many accounts it did not reach."""
    kind: Mapped[Kind] = mapped_column(text_enum(Kind, "kind"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointments.id", ondelete="CASCADE"), index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    due_at: Mapped[datetime]
    """When it was to be said, which tells what is older news than what."""
    failed_at: Mapped[datetime]
    obstacle: Mapped[Obstacle | None] = mapped_column(text_enum(Obstacle, "obstacle"))
    """Why; null where it was not noted yet."""
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(String(130))
    """Who of the clinic has seen to it; null when it no longer mattered."""

    __table_args__ = (
        CheckConstraint("closed_by IS NULL OR closed_at IS NOT NULL", name="closed_by_somebody"),
        Index("ix_undelivered_messages_open", "failed_at", postgresql_where=text("closed_at IS NULL")),
    )


def tells_of_open_message() -> ColumnElement[bool]:
    """Whether a notification tells the clinic of a message that is still undelivered."""
    return exists().where(
        Notification.kind == Kind.UNREACHABLE,
        Notification.payload["undelivered_id"].as_string() == cast(UndeliveredMessage.id, String),
        UndeliveredMessage.closed_at.is_(None),
    )
