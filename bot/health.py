"""Whether this process can do its work: `/readyz`.

Asking costs the database and Telegram nothing while they are known to be there: what the bot did last tells. Only what
was found away is looked at again, and Telegram when nothing was heard of it for a while.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.client import Contact
from bot.scheduler import Scheduler
from core.database.errors import is_away
from core.front_desk import FrontDesk

OK = "ok"
HEARD_WITHIN = 90.0
"""Seconds after which Telegram is asked whether it is there. A long poll and a look at the webhook come more often."""
LOOK_AGAIN = 5.0
"""Seconds between two looks at what was away."""
STUCK_AFTER = 120.0
"""Seconds without progress after which the outbox counts as stuck, with something due."""
_PATIENCE = 5.0


class Health:
    def __init__(
        self,
        desk: FrontDesk,
        bot: "ExtBot[Any]",
        contact: Contact,
        scheduler: Scheduler,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._desk = desk
        self._bot = bot
        self._contact = contact
        self._scheduler = scheduler
        self._monotonic = monotonic
        self.look_again()

    async def parts(self) -> dict[str, str]:
        """Each part, with "ok" or what is wrong with it."""
        if self._desk.database_away and self._may_look("database"):
            await self._look_at_database()
        quiet = self._monotonic() - self._contact.heard_at > HEARD_WITHIN
        if (self._contact.lost or quiet) and self._may_look("telegram"):
            await self._look_at_telegram()
        stuck = self._scheduler.stuck_for()
        return {
            "database": "away" if self._desk.database_away else OK,
            "telegram": "away" if self._contact.lost else OK,
            "outbox": f"no progress for {stuck:.0f} s" if stuck > STUCK_AFTER else OK,
        }

    def look_again(self) -> None:
        """Whatever was away may be looked at again at once."""
        self._looked = {"database": float("-inf"), "telegram": float("-inf")}

    def _may_look(self, part: str) -> bool:
        """Not at every request: whoever asks often must not become a load."""
        if self._monotonic() - self._looked[part] < LOOK_AGAIN:
            return False
        self._looked[part] = self._monotonic()
        return True

    async def _look_at_database(self) -> None:
        try:
            async with asyncio.timeout(_PATIENCE), self._desk.unit() as services:
                await services.inbox.backlog()
        except Exception as error:  # the unit of work has noted it
            if not is_away(error):
                raise

    async def _look_at_telegram(self) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._bot.get_me()
        except TimeoutError:
            self._contact.lost = True
        except TelegramError:  # the connection has noted it
            return
