"""The bot's parts, put together once by `bot.application`."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from telegram import Update

from bot.metrics import Metrics
from bot.views import Views
from core.authentication import Authenticator
from core.config import Settings
from core.front_desk import FrontDesk

if TYPE_CHECKING:
    from bot.answerer import Answered, Answerer
    from bot.conversations.engine import Engine
    from bot.please_wait import PleaseWait
    from bot.staff.membership import Membership


def _nothing() -> None:
    """Nobody listens yet."""


@dataclass(frozen=True)
class Shown:
    """What Telegram took as the answer to an update."""

    answered: "Answered"
    reply_keyboard: bool


@dataclass
class House:
    """What handlers, jobs and senders share."""

    settings: Settings
    desk: FrontDesk
    engine: "Engine"
    views: Views
    answerer: "Answerer"
    authenticator: Authenticator
    please_wait: "PleaseWait"
    membership: "Membership"
    admin_chat_id: int
    """Where the clinic's chat is now: it changes when the group becomes a supergroup."""
    come_back: Callable[[], None] = _nothing
    """Asks for a look at the inbox a little later: something in it could not be finished now."""
    shown: dict[int, "Shown"] = field(default_factory=dict)
    """What was shown and is not noted yet, by update: the database went away in between."""
    metrics: Metrics = field(default_factory=Metrics)
    menus_outdated: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when Telegram has to be told the command menus again."""

    async def tell_to_wait(self, *updates: Update) -> None:
        """The database is away: whoever sent these reads that it takes a moment."""
        await self.please_wait.tell(updates, self.admin_chat_id)

    async def move_admin_chat(self, chat_id: int) -> None:
        """The clinic's group became a supergroup: from now on it is found under its new id, after a restart too."""
        async with self.desk.unit() as services:
            await services.clinic.move_admin_chat(self.settings.require_telegram()[1], chat_id)
        self.admin_chat_id = chat_id
        self.menus_outdated.set()  # they belong to a chat by its id
