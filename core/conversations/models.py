"""Tables: where each conversation stands."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, HasTimestamps


class Conversation(HasTimestamps, Base):
    """One person's conversation in one chat: a step, a draft, and the message it is drawn on."""

    __tablename__ = "conversations"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    telegram_user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(32))
    step: Mapped[str] = mapped_column(String(32))
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    notice: Mapped[dict[str, Any] | None]
    """What the last input brought up: a problem or good news, shown on top of the screen."""
    suspended: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default=text("'[]'"))
    """Conversations that this one interrupted, the latest last: name, step and draft of each."""
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    """The message the screen stands on; null before it is first drawn."""
    reply_keyboard: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """Whether a reply keyboard of ours is showing and must be taken away."""
    expires_at: Mapped[datetime]
