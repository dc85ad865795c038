"""What people read who write while the database is away: what they sent is kept, and answered when it is back."""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from telegram import Chat, Update
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.errors import shorten
from bot.ui.texts import choose_language, texts_for
from core.clock import Clock
from core.config import Settings

A_WHILE = timedelta(minutes=10)
"""Within which a person is told once."""
SECONDS_TO_TELL = 10
REMEMBERED = 10_000
"""How many updates and people are remembered, so that neither is told again."""


class PleaseWait:
    """Tells people to wait: with a toast on a press, with a message on a message, once in a while each.

    It needs no database. What it tells is forgotten with the process: then somebody is told twice at worst.
    """

    def __init__(self, bot: "ExtBot[Any]", settings: Settings, clock: Clock) -> None:
        self._bot = bot
        self._settings = settings
        self._clock = clock
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._told: OrderedDict[int, datetime] = OrderedDict()

    async def tell(self, updates: Iterable[Update], admin_chat_id: int) -> None:
        """Tells the senders of these updates. The same update may be given again and again."""
        new = [update for update in updates if self._is_new(update)]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SECONDS_TO_TELL):
                await asyncio.gather(*(self._tell(update, admin_chat_id) for update in new))

    async def _tell(self, update: Update, admin_chat_id: int) -> None:
        chat, user, query = update.effective_chat, update.effective_user, update.callback_query
        if chat is None or user is None or (query is None and update.message is None):
            return
        in_admin_chat = chat.id == admin_chat_id
        if not in_admin_chat and chat.type != Chat.PRIVATE:
            return
        default = self._settings.default_language
        texts = texts_for(default if in_admin_chat else choose_language(user.language_code, default))
        phone = None if in_admin_chat else self._settings.clinic_phone
        text = texts.plain("please-wait", phone=phone or "none")
        first = self._is_first(user.id)
        with contextlib.suppress(TelegramError):  # it may be away, too
            if query is not None:
                # The button's waiting ends in any case.
                await self._bot.answer_callback_query(query.id, text=shorten(text) if first else None)
            elif first:
                await self._bot.send_message(chat.id, text, parse_mode=None)

    def _is_new(self, update: Update) -> bool:
        if update.update_id in self._seen:
            return False
        self._seen[update.update_id] = None
        _forget_oldest(self._seen)
        return True

    def _is_first(self, person: int) -> bool:
        now = self._clock.now()
        told = self._told.get(person)
        if told is not None and now - told < A_WHILE:
            return False
        self._told[person] = now
        self._told.move_to_end(person)
        _forget_oldest(self._told)
        return True


def _forget_oldest(remembered: OrderedDict[int, Any]) -> None:
    while len(remembered) > REMEMBERED:
        remembered.popitem(last=False)
