"""What is to be shown for an update: data, stored with its effects, so that it can be shown again after a crash."""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel

CONVERSATION = "conversation"
"""The view that draws the person's conversation as it now stands."""


class Place(StrEnum):
    HERE = "here"
    """By editing `message_id`."""
    BELOW = "below"
    """As a new message at the end of the chat."""


class Draw(BaseModel):
    """One message to draw: the view by its name, its arguments (JSON), and where."""

    view: str
    args: dict[str, Any] = {}
    place: Place = Place.BELOW
    message_id: int | None = None


class Reply(BaseModel):
    """Everything that is to be shown for one update, to one person in one chat."""

    chat_id: int
    telegram_user_id: int
    display_language: str
    callback_query_id: str | None = None
    toast: str | None = None
    alert: bool = False
    """Whether the toast is a box that must be closed."""
    draws: list[Draw] = []
    delete: list[int] = []
    """Messages to take away: a typed password, a screen that was drawn anew below."""
    drawn_on: int | None = None
    """The message on which the conversation is known to stand already; None where that is to be noted."""
    drop_keyboard: bool = False
    """Whether a reply keyboard of ours must go."""
