"""A push that edits what was sent before."""

from dataclasses import dataclass

from bot.ui.screen import Screen
from core.notifications.schemas import SentMessage


@dataclass(frozen=True)
class Redraw:
    """Messages that were sent before, to be edited to this screen."""

    messages: list[SentMessage]
    screen: Screen
