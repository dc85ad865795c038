"""How much one person may send: who sends faster is told so, and heard again a moment later.

What is turned away is not stored, so nobody can fill the inbox, and costs one answer, not one each. It is never dropped
without a word: the first message of a flood is answered, and every press.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.house import House
from bot.kinds import kind_of
from bot.limits import Allowance
from bot.turns import sender_of
from bot.ui.texts import Texts, choose_language, texts_for
from core.database.errors import is_away
from core.errors import DomainError

log = logging.getLogger(__name__)

BURST = 60
"""Updates that one person may send at once: more than anybody taps in a hurry, or writes while the bot is away."""
PER_SECOND = 1.0
"""And how many after that."""
_TELLERS = 8
_KEPT_SENDERS = 10_000


class Turnstile:
    """Counts what each person sends, in this process. The clinic's chat is not counted: nobody there is a stranger."""

    def __init__(self, house: House, bot: "ExtBot[Any]", monotonic: Callable[[], float] | None = None) -> None:
        self._house = house
        self._bot = bot
        self._monotonic = monotonic or (lambda: asyncio.get_running_loop().time())
        self._allowances: dict[int, Allowance] = {}
        self._told: set[int] = set()
        """Who was told that they are too fast, and has not calmed down since."""
        self._tellers = asyncio.Semaphore(_TELLERS)
        self._telling: set[asyncio.Task[None]] = set()

    def admits(self, update: Update) -> bool:
        """Whether the update is taken in; if not, its sender is told."""
        chat = update.effective_chat
        if update.my_chat_member or update.chat_member or (chat is not None and chat.id == self._house.admin_chat_id):
            return True
        now, sender = self._monotonic(), sender_of(update)
        allowance = self._allowance(sender, now)
        if allowance.left(now) >= BURST / 2:
            self._told.discard(sender)
        if allowance.left(now) >= 1:
            allowance.take(now)
            return True
        self._house.metrics.turned_away.labels(kind_of(update)).inc()
        if update.callback_query is not None or sender not in self._told:
            if sender not in self._told:
                log.warning("somebody sends too fast: update %s and what follows is turned away", update.update_id)
            if update.callback_query is None:
                self._told.add(sender)
            self._tell_soon(update)
        return False

    async def close(self) -> None:
        """Tells nobody anything more."""
        for task in self._telling:
            task.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)

    def _allowance(self, sender: int, now: float) -> Allowance:
        if sender not in self._allowances:
            if len(self._allowances) >= _KEPT_SENDERS:
                self._allowances = {key: each for key, each in self._allowances.items() if each.left(now) < BURST}
                self._told &= self._allowances.keys()
            self._allowances[sender] = Allowance(burst=BURST, per_second=PER_SECOND)
        return self._allowances[sender]

    def _tell_soon(self, update: Update) -> None:
        """Beside the intake, which waits for nobody."""
        task = asyncio.create_task(self._tell(update), name="too fast")
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _tell(self, update: Update) -> None:
        async with self._tellers:
            said = (await self._texts(update)).plain("too-fast")
            try:
                if update.callback_query is not None:
                    await self._bot.answer_callback_query(update.callback_query.id, text=said)
                elif update.effective_chat is not None:
                    await self._bot.send_message(update.effective_chat.id, said)
            except TelegramError as error:
                log.info("somebody could not be told that they are too fast: %s", error.message)

    async def _texts(self, update: Update) -> Texts:
        user, default = update.effective_user, self._house.settings.default_language
        speaks = user.language_code if user is not None else None
        try:
            async with self._house.desk.unit() as services:
                speaks = (await services.users.account(sender_of(update))).speaks()
        except DomainError:  # nobody we know yet: as their Telegram speaks
            pass
        except Exception as error:
            if not is_away(error):
                log.exception("the language of somebody who sends too fast can't be looked up")
        return texts_for(choose_language(speaks, default))
