"""Callback payloads of booking for somebody on the phone. They count in the clinic's chat only."""

from dataclasses import dataclass
from uuid import UUID

from bot.ui.callbacks import Callback


@dataclass(frozen=True)
class BookForOwner(Callback, prefix="kp"):
    """Begins a booking for an owner, below."""

    owner: UUID
