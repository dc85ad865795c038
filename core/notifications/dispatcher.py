"""Empties the outbox: claims what is due, sends it, records what became of it.

At least once, never lost: a crash between sending and recording sends again after the lease. Nothing is
sent while a transaction is open, and any number of dispatchers may share one outbox.
"""

import asyncio
import logging
import traceback
from collections.abc import Awaitable
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

import structlog

from core.database.errors import is_away, reason
from core.front_desk import FrontDesk
from core.notifications.delivery import Outcome
from core.notifications.errors import DeliveryError, RetryAfter, Temporary
from core.notifications.pacing import Pace, SteadyPace
from core.notifications.schemas import Audience, Dropped, Outgoing, Sent

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
SEND_TIMEOUT = timedelta(seconds=25)
"""A send begins only while the lease outlasts it, so that nobody else takes the row meanwhile."""

_SHORTEST_PAUSE = 1.0
_CLINIC_CLAIM = 8
"""How many messages for the clinic's chat are claimed at once: where Telegram lets only twenty a minute into the group,
their lease still outlasts the wait."""


T = TypeVar("T")


class Sender(Protocol):
    """Puts a notification into words and sends it."""

    async def send(self, outgoing: Outgoing) -> Sent | Dropped:
        """Sends it, unless its reason is gone by now. Raises a `DeliveryError`; anything else counts as temporary."""
        ...


class Dispatcher:
    """Sends what is due in the given pace: at most `concurrency` at a time to owners, and beside them
    `clinic_concurrency` to the clinic's chat, which Telegram lets fewer into. Neither waits for the other."""

    def __init__(
        self,
        desk: FrontDesk,
        sender: Sender,
        *,
        pace: Pace | None = None,
        concurrency: int = 8,
        clinic_concurrency: int = 2,
    ) -> None:
        self._desk = desk
        self._sender = sender
        self._pace = pace or SteadyPace()
        self._slots = {
            Audience.USER: asyncio.Semaphore(concurrency),
            Audience.ADMIN: asyncio.Semaphore(clinic_concurrency),
        }
        self._paused_until: datetime | None = None
        self._stopped = False
        self._news = asyncio.Event()
        self._unrecorded: list[tuple[Outgoing, Outcome]] = []
        """What was sent while the database went away: recorded before anything else is claimed, so not sent twice."""
        self.progress = 0
        """Grows with each claim and each delivery that came to an end: whether it moves at all."""

    async def run_due(self, limit: int = 50) -> int:
        """Works until nothing is due, Telegram wants a pause, or `stop()`; returns how many rows it settled.

        `limit` is how many are claimed at a time. Runs may overlap; they share the concurrency and the pace.
        """
        settled = await self._record_unrecorded()
        worked = True
        while worked and not self._holding():
            clinic = asyncio.ensure_future(self._empty(Audience.ADMIN, min(limit, _CLINIC_CLAIM)))
            worked = False
            for came_of in await _all_of(self._empty_beside(clinic, Audience.USER, limit), clinic):
                worked = worked or came_of is not None
                settled += came_of or 0
        return settled

    def look(self) -> None:
        """Something may have become due: a run that still waits for room in the clinic's chat sends it meanwhile."""
        self._news.set()

    async def _empty_beside(self, other: "asyncio.Future[int | None]", audience: Audience, limit: int) -> int | None:
        """As `_empty`, again whenever there are news, for as long as the other is at work."""
        settled: int | None = None
        while True:
            self._news.clear()
            if (more := await self._empty(audience, limit)) is not None:
                settled = (settled or 0) + more
            if other.done():
                return settled
            news = asyncio.ensure_future(self._news.wait())
            waiting: list[asyncio.Future[Any]] = [other, news]
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            news.cancel()

    async def _empty(self, audience: Audience, limit: int) -> int | None:
        """How many rows it settled; None when there was nothing to do."""
        settled: int | None = None
        while not self._holding():
            async with self._desk.unit() as services:
                batch = await services.notifications.delivery.claim(limit, LEASE, audience)
            self.progress += 1
            if not batch.outgoing and not batch.settled:
                break
            results = await _all_of(*map(self._deliver, batch.outgoing))
            settled = (settled or 0) + batch.settled + sum(results)
        return settled

    async def next_wake(self) -> datetime | None:
        """When `run_due` has something to do again; None while the outbox is empty."""
        async with self._desk.unit() as services:
            due = await services.notifications.next_due()
        if due is None or self._paused_until is None:
            return due
        return max(due, self._paused_until)

    def stop(self) -> None:
        """Sends nothing more: a run that is under way finishes what it is sending and gives the rest back."""
        self._stopped = True

    def _holding(self) -> bool:
        return self._stopped or (self._paused_until is not None and self._desk.clock.now() < self._paused_until)

    async def _deliver(self, outgoing: Outgoing) -> bool:
        """Every line that is logged meanwhile names the notification."""
        with structlog.contextvars.bound_contextvars(notification=str(outgoing.id)):
            return await self._deliver_now(outgoing)

    async def _deliver_now(self, outgoing: Outgoing) -> bool:
        async with self._slots[outgoing.audience]:
            if not self._holding():
                await self._pace()
            if self._holding():
                async with self._desk.unit() as services:
                    await services.notifications.delivery.give_back(outgoing, until=self._paused_until)
                return False
            async with self._desk.unit() as services:
                if not await services.notifications.delivery.still_to_send(outgoing, at_least=SEND_TIMEOUT):
                    return False
            outcome = await self._send(outgoing)
            self.progress += 1
            return await self._record(outgoing, outcome)

    async def _record(self, outgoing: Outgoing, outcome: Outcome) -> bool:
        try:
            async with self._desk.unit() as services:
                return await services.notifications.delivery.record(outgoing, outcome)
        except Exception as error:
            if is_away(error):
                self._unrecorded.append((outgoing, outcome))
            raise

    async def _record_unrecorded(self) -> int:
        settled = 0
        while self._unrecorded:
            settled += await self._record(*self._unrecorded.pop())
        return settled

    async def _send(self, outgoing: Outgoing) -> Outcome:
        try:
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                return await self._sender.send(outgoing)
        except RetryAfter as flood:
            return self._pause(flood)
        except DeliveryError as failure:
            return failure
        except TimeoutError:
            return Temporary("timed out")
        except Exception as error:
            if is_away(error):  # while its words were drawn
                log.warning(
                    "notification %s (%s) waits for the database (%s)", outgoing.id, outgoing.kind, reason(error)
                )
                return Temporary("the database was away")
            # Not its message or the whole traceback: they may quote what was written, or a URL with the token.
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error(
                "sending notification %s (%s, appointment %s, attempt %d) raised %s at %s:%s",
                outgoing.id, outgoing.kind, outgoing.appointment_id, outgoing.attempts,
                type(error).__name__, place.filename, place.lineno,
            )  # fmt: skip
            return Temporary(type(error).__name__)

    def _pause(self, flood: RetryAfter) -> RetryAfter:
        seconds = max(flood.seconds, _SHORTEST_PAUSE)
        until = self._desk.clock.now() + timedelta(seconds=seconds)
        self._paused_until = until if self._paused_until is None else max(until, self._paused_until)
        log.warning("Telegram wants a pause of %.0f s", seconds)
        return RetryAfter(seconds)


async def _all_of(*works: Awaitable[T]) -> list[T]:
    """What came of each; every one of them comes to its end before an error of one is raised."""
    results = await asyncio.gather(*works, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return [result for result in results if not isinstance(result, BaseException)]
