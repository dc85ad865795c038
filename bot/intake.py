"""Updates into the inbox before Telegram is told that they arrived, and out of it in order.

python-telegram-bot's own updater acknowledges first and handles later: killed in between, it loses what it held.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from telegram import Update
from telegram.error import Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.flood import Turnstile
from bot.house import House
from bot.kinds import ALLOWED_UPDATES, kind_of
from bot.reading import read, stored
from bot.reply import Reply
from bot.turns import sender_of, show
from bot.updates import Lanes
from core.database.errors import is_away, reason
from core.inbox.schemas import Incoming, Unfinished

log = logging.getLogger(__name__)

POLL_SECONDS = 30
_BACKOFF = (1, 2, 5, 10, 30)
_DATABASE_BACKOFF = (1, 2, 3, 5)
"""Shorter: until they are taken in, people who write are not even told that it takes a moment."""
_SHORT_WAITS = (0.2, 1.0, None)
"""Seconds between tries to store a batch, for a database that is back at once; then the senders are told."""


class TokenRefused(Exception):
    """Telegram does not know the token."""


class Intake:
    """Stores updates, then acknowledges, then hands them over."""

    def __init__(self, house: House, bot: "ExtBot[Any]", lanes: Lanes) -> None:
        self._house = house
        self._bot = bot
        self._lanes = lanes
        self.taken_in = 0
        """How many updates were stored since the start, by this process."""
        self._turnstile = Turnstile(house, bot)
        self._showing: set[int] = set()
        """What was taken up again and is being shown."""

    async def store(self, updates: Sequence[Update]) -> None:
        """Writes a batch to the inbox and hands over what is new; what came before is dropped.

        So is what comes too fast; its sender is told. Raises when the rest can't be written: then it must not be
        acknowledged. The senders read that it takes a moment.
        """
        updates = [update for update in updates if self._turnstile.admits(update)]
        if not updates:
            return
        for delay in _SHORT_WAITS:
            try:
                new = await self._keep(updates)
                break
            except Exception as error:
                if not is_away(error):
                    raise
                if delay is None:
                    await self._house.tell_to_wait(*updates)
                    raise
                await asyncio.sleep(delay)
        self.taken_in += len(new)
        metrics = self._house.metrics
        for update in updates:
            if update.update_id in new:
                metrics.received.labels(kind_of(update)).inc()
                await self._lanes.enter(update)
            else:
                metrics.repeated.inc()

    async def _keep(self, updates: Sequence[Update]) -> set[int]:
        incoming = [
            Incoming(update_id=update.update_id, sender=sender_of(update), payload=stored(update)) for update in updates
        ]
        async with self._house.desk.unit(one_statement=True) as services:
            return {update.update_id for update in await services.inbox.store(incoming)}

    async def recover(self) -> None:
        """Takes up what was stored and not finished: by this process before it died, or by another one."""
        async with self._house.desk.unit() as services:
            unfinished = await services.inbox.unfinished()
        await self.resume(unfinished)

    async def resume(self, unfinished: Sequence[Unfinished]) -> None:
        """Goes on with what was stored: applies it, or only shows it; each sender's in order, senders side by side."""
        of_sender: dict[int, list[Unfinished]] = {}
        for row in unfinished:
            of_sender.setdefault(row.sender, []).append(row)
        await asyncio.gather(*map(self._resume, of_sender.values()))

    async def _resume(self, rows: Sequence[Unfinished]) -> None:
        for row in rows:
            if row.update_id in self._lanes or row.update_id in self._showing:
                continue
            if row.payload is not None:
                await self._lanes.enter(read(row.payload, self._bot))
            elif row.reply is not None:
                self._showing.add(row.update_id)
                try:
                    if not await self._is_answered(row.update_id):  # its turn may have ended since it was looked up
                        await show(self._house, row.update_id, Reply.model_validate(row.reply), None)
                finally:
                    self._showing.discard(row.update_id)

    async def _is_answered(self, update_id: int) -> bool:
        async with self._house.desk.unit(one_statement=True) as services:
            return await services.inbox.is_answered(update_id)

    async def close(self) -> None:
        """Says nothing more to anybody."""
        await self._turnstile.close()

    async def poll(self) -> None:
        """Long polling until cancelled. Raises TokenRefused; waits out everything else."""
        offset: int | None = None
        failures = 0
        webhook = True
        while True:
            try:
                if webhook:  # one that was set before keeps Telegram from answering polls
                    await self._bot.delete_webhook()
                    webhook = False
                updates = await self._bot.get_updates(
                    offset=offset, timeout=POLL_SECONDS, allowed_updates=ALLOWED_UPDATES
                )
                if updates:
                    await self.store(updates)
                    offset = updates[-1].update_id + 1
                failures = 0
            except InvalidToken:
                raise TokenRefused from None
            except Exception as error:
                failures = await self.wait_out(error, failures)

    async def wait_out(self, error: Exception, failures: int) -> int:
        """Says what keeps updates from coming and waits, longer each time; the number of failures by now."""
        delay: float = _BACKOFF[min(failures, len(_BACKOFF) - 1)]
        match error:
            case Conflict() if "webhook" in error.message.lower():
                log.error("another process takes this bot's updates by webhook; stop it, or this one. Waiting")
            case Conflict():
                log.error("another process polls with this token; stop it, or give it a token of its own. Waiting")
            case RetryAfter():
                wait = error.retry_after
                delay = wait if isinstance(wait, int | float) else wait.total_seconds()
            case Forbidden() | NetworkError() | TelegramError():
                log.warning("Telegram can't be reached (%s); trying again in %s s", type(error).__name__, delay)
            case _ if is_away(error):
                delay = _DATABASE_BACKOFF[min(failures, len(_DATABASE_BACKOFF) - 1)]
                log.warning("waiting for the database (%s); trying again in %s s", reason(error), delay)
            case _:
                log.exception("taking in updates failed; trying again in %s s", delay)
        await asyncio.sleep(delay)
        return failures + 1
