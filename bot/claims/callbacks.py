"""Callback payloads of codes for Telegram. They count in the clinic's chat only."""

from dataclasses import dataclass
from uuid import UUID

from bot.ui.callbacks import Callback


@dataclass(frozen=True)
class AskCode(Callback, prefix="ke"):
    """Asks whether to make a code for the owner, and says what it does; below."""

    owner: UUID


@dataclass(frozen=True)
class MakeCode(Callback, prefix="kf"):
    """Makes one, in place of the question. `replacing` marks the code that the question spoke of, or is empty."""

    owner: UUID
    replacing: str
