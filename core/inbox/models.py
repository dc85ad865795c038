"""Tables: what users sent, as it came."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base


class InboxRow(Base):
    """A raw update. The payload is erased once applied (people type passwords), the row after a day."""

    __tablename__ = "inbox"

    arrival: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    """The order of arrival: update ids restart at random after a quiet week."""
    update_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    sender: Mapped[int] = mapped_column(BigInteger)
    """Whose turn it takes: the Telegram user, or the chat where there is none. In its order updates are applied."""
    payload: Mapped[dict[str, Any] | None]
    received_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    """When its effects were committed."""
    reply: Mapped[dict[str, Any] | None]
    """What is still to be shown for it: enough to answer again after a crash."""
    answered_at: Mapped[datetime | None]
    held_by: Mapped[UUID | None]
    """Which of several replicas is to finish it; null where there is one process."""
    attempts: Mapped[int] = mapped_column(default=0, server_default=text("0"))

    __table_args__ = (
        CheckConstraint("applied_at IS NULL OR payload IS NULL", name="payload_erased_once_applied"),
        CheckConstraint("answered_at IS NULL OR applied_at IS NOT NULL", name="answered_after_applied"),
        Index("ix_inbox_sender_unapplied", "sender", "arrival", postgresql_where=text("applied_at IS NULL")),
        Index("ix_inbox_unanswered", "arrival", postgresql_where=text("answered_at IS NULL")),
        Index(None, "received_at"),
    )
