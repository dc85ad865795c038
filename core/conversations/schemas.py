"""What the conversations' service takes and returns."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Frame(BaseModel):
    """Where one conversation stands: its name, its step, and what was entered so far."""

    model_config = ConfigDict(frozen=True)

    name: str
    step: str
    draft: dict[str, Any] = {}


class ConversationState(BaseModel):
    """One person's conversation in one chat, with those it interrupted, and where it is drawn."""

    model_config = ConfigDict(frozen=True)

    chat_id: int
    telegram_user_id: int
    frame: Frame
    notice: dict[str, Any] | None = None
    suspended: tuple[Frame, ...] = ()
    message_id: int | None = None
    reply_keyboard: bool = False
