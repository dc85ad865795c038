"""Telegram's limits on what a bot sends, kept so that one chat never holds up another, nor a push an answer.

About 30 messages a second overall and 20 a minute into a group. python-telegram-bot's own limiter keeps these, too, but
serves first come, first served, and when Telegram tells one chat to wait, it makes all of them wait.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from telegram.constants import FloodLimit
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

log = logging.getLogger(__name__)

MOST_RETRIES = 3
"""How often a call is repeated that Telegram told to wait."""
PUSH_PATIENCE = 10.0
"""Seconds after which a push goes before further answers: people who never stop must not keep everybody's reminders."""
_KEPT_GROUPS = 512


class Priority(Enum):
    """Given to a call as its `rate_limit_args`; without one it is an answer."""

    PUSH = "push"
    """Goes only while room for answers is left."""


@dataclass
class Allowance:
    """`burst` calls at once, and then as many as `per_second` lets through."""

    burst: float
    per_second: float
    _spent_until: float = field(default=float("-inf"), init=False)
    """The moment at which everything that was taken will have been made good."""

    def left(self, now: float) -> float:
        """How many calls may go at once; below zero: so many wait."""
        return self.burst - max(0.0, self._spent_until - now) * self.per_second

    def take(self, now: float) -> float:
        """Takes a place; in how many seconds it is one's turn."""
        self._spent_until = max(now, self._spent_until) + 1 / self.per_second
        return max(0.0, -self.left(now) / self.per_second)

    def pause_for_push(self, now: float) -> float:
        """In how many seconds a push could have a place and still leave a third of them for answers."""
        needed = min(1 + self.burst / 3, self.burst)
        return max(0.0, (needed - self.left(now)) / self.per_second)


class Limits(BaseRateLimiter[Priority]):
    """The rate limiter of the Bot API client.

    `per_second` messages are what the server takes of the bot; `share` is this process's part of what it takes.
    """

    def __init__(
        self,
        per_second: float = FloodLimit.MESSAGES_PER_SECOND,
        *,
        share: float = 1.0,
        monotonic: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._share = share
        self._monotonic = monotonic
        self._sleep = sleep
        rate = per_second * share
        self._overall = Allowance(burst=rate, per_second=rate)
        self._groups: dict[int | str, Allowance] = {}
        self._told_to_wait: dict[Any, float] = {}
        """Until when each chat waits; under None what belongs to no chat."""
        self._all_wait_until = float("-inf")

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Priority | None,
    ) -> Any:
        chat = data.get("chat_id")
        for attempt in range(MOST_RETRIES + 1):
            await self._wait_turn(chat, rate_limit_args)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as flood:
                self._note(chat, flood)
                if attempt == MOST_RETRIES:
                    log.warning("%s was told to wait %d times and is given up for now", endpoint, attempt + 1)
                    raise
        raise AssertionError("unreachable")

    async def _wait_turn(self, chat: Any, priority: Priority | None) -> None:
        await self._sleep_through(lambda: self._ordered_wait(chat))
        if chat is None:  # answers to presses and the like are not counted
            return
        groups = self._group(chat)
        if priority is Priority.PUSH:
            patience = self._now() + PUSH_PATIENCE

            def pause() -> float:
                now = self._now()
                overall = min(self._overall.pause_for_push(now), patience - now)
                return max([overall, *(group.pause_for_push(now) for group in groups)])

            await self._sleep_through(pause)
        wait = max(each.take(self._now()) for each in (self._overall, *groups))
        if wait > 0:
            await self._sleep(wait)

    async def _sleep_through(self, left: Callable[[], float]) -> None:
        """Until nothing is left to wait for: meanwhile it may have become more."""
        wait = left()
        while wait > 0:
            await self._sleep(wait)
            wait = left()

    def _ordered_wait(self, chat: Any) -> float:
        """Seconds for which Telegram wants nothing to go to the chat, or to none at all."""
        return max(self._all_wait_until, self._told_to_wait.get(chat, float("-inf"))) - self._now()

    def _note(self, chat: Any, flood: RetryAfter) -> None:
        """Telegram does not say whose limit it was: the chat's, unless another one is told the same meanwhile."""
        now = self._now()
        wait = flood.retry_after
        until = now + (wait if isinstance(wait, int | float) else wait.total_seconds())
        self._told_to_wait = {key: moment for key, moment in self._told_to_wait.items() if moment > now}
        if self._told_to_wait.keys() - {chat}:
            self._all_wait_until = max(self._all_wait_until, until)
        self._told_to_wait[chat] = max(self._told_to_wait.get(chat, until), until)

    def _group(self, chat: int | str) -> list[Allowance]:
        """The allowance of a group; a private chat has none."""
        if isinstance(chat, int) and chat > 0:
            return []
        if chat not in self._groups:
            if len(self._groups) >= _KEPT_GROUPS:
                now = self._now()
                self._groups = {key: each for key, each in self._groups.items() if each.left(now) < each.burst}
            burst = FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP * self._share
            self._groups[chat] = Allowance(burst=burst, per_second=burst / 60)
        return [self._groups[chat]]

    def _now(self) -> float:
        return self._monotonic() if self._monotonic else asyncio.get_running_loop().time()
