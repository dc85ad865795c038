"""The jobs that run by themselves: the outbox when something is due, and housekeeping."""

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.intake import Intake
from core.database.errors import is_transient
from core.front_desk import FrontDesk
from core.notifications.dispatcher import Dispatcher

log = logging.getLogger(__name__)

SWEEP = timedelta(hours=1)
"""The safety net: everything that should have been armed and was not. Rare, so that an idle database may sleep."""
RETRY = timedelta(seconds=15)
"""After a failure: when to look again."""
KEEP_SETTLED = timedelta(days=90)
_SHORTEST_WAIT = timedelta(milliseconds=200)
"""Between two looks when something is due that can't be taken yet: another process holds it."""
GRACE_SECONDS = 5
"""How long a stop waits for a run that has begun."""


class Scheduler:
    """Arms one timer for the earliest due row of the outbox, and re-arms it when an earlier one is written."""

    def __init__(self, desk: FrontDesk, dispatcher: Dispatcher, intake: Intake) -> None:
        self._desk = desk
        self._dispatcher = dispatcher
        self._intake = intake
        # A run that arms its successor has not ended yet: with one instance allowed, APScheduler would skip it.
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 3}
        self._jobs = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        self._agenda_at: datetime | None = None
        """When the agenda that is planned is due; None: nobody looked yet. A hint: the outbox takes it once only."""
        self._wanted = False
        self._running = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._begun = 0
        self._ended = asyncio.Event()
        self._ended.set()

    def start(self) -> None:
        """Looks at the outbox at once, then whenever something is due."""
        self._jobs.add_job(self._sweep, "interval", seconds=SWEEP.total_seconds(), id="sweep")
        self._jobs.start()
        self.poke()

    def poke(self) -> None:
        """Something may be due earlier than thought: look now. Cheap, may be called at every commit."""
        self._wanted = True
        self._idle.clear()
        if not self._running:
            self._arm_at(datetime.now(UTC))

    def come_back(self) -> None:
        """Something in the inbox could not be finished: look again a little later."""
        if self._jobs.running:
            self._jobs.add_job(
                self._leftovers, "date", run_date=datetime.now(UTC) + RETRY, id="leftovers", replace_existing=True
            )

    async def stop(self) -> None:
        """Finishes what is being sent and stops. APScheduler's own shutdown would cancel it in the middle."""
        self._dispatcher.stop()
        if not self._jobs.running:
            return
        self._jobs.pause()
        await asyncio.sleep(0)  # a run that APScheduler has handed over by now has begun, and counts
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE_SECONDS):
                await self._ended.wait()
        self._jobs.shutdown(wait=False)

    async def idle(self) -> None:
        """Returns once everything due has been seen to."""
        await self._idle.wait()

    @contextlib.contextmanager
    def _counted(self) -> Iterator[None]:
        self._begun += 1
        self._ended.clear()
        try:
            yield
        finally:
            self._begun -= 1
            if not self._begun:
                self._ended.set()

    async def _outbox(self) -> None:
        with self._counted():
            await self._run_outbox()

    async def _run_outbox(self) -> None:
        if self._running:
            return
        self._running = self._wanted = True
        try:
            while self._wanted:
                self._wanted = False
                await self._expire_requests()
                await self._close_pointless_calls()
                await self._dispatcher.run_due()
            await self._plan_agenda()
            due = await self._next_due()
        except Exception as error:
            if not is_transient(error):
                log.exception("the outbox failed")
            due = self._desk.clock.now() + RETRY
        finally:
            self._running = False
        if self._wanted and self._jobs.running:
            self.poke()
            return
        self._idle.set()
        if due is not None:
            # The clinic's clock says how long to wait; the timer runs on the machine's.
            wait = max(due - self._desk.clock.now(), _SHORTEST_WAIT)
            self._arm_at(datetime.now(UTC) + wait)

    async def _plan_agenda(self) -> None:
        """The next morning's, as soon as the one before is due."""
        if self._agenda_at is None or self._agenda_at <= self._desk.clock.now():
            async with self._desk.unit() as services:
                self._agenda_at = await services.appointments.plan_agenda()

    async def _expire_requests(self) -> None:
        """Requests that nobody answered before their time came."""
        async with self._desk.unit() as services:
            expiry = await services.appointments.next_expiry()
            if expiry is not None and expiry <= self._desk.clock.now():
                await services.appointments.expire_due()

    async def _close_pointless_calls(self) -> None:
        """What owners were not told, and what no longer matters: a visit was cancelled since, or is over."""
        async with self._desk.unit() as services:
            await services.appointments.close_pointless_calls()

    async def _next_due(self) -> datetime | None:
        async with self._desk.unit() as services:
            expiry = await services.appointments.next_expiry()
        moments = [moment for moment in (await self._dispatcher.next_wake(), expiry) if moment is not None]
        return min(moments, default=None)

    async def _leftovers(self) -> None:
        with self._counted():
            try:
                await self._intake.recover()
            except Exception as error:
                if not is_transient(error):
                    log.exception("the inbox could not be taken up again")
                self.come_back()

    async def _sweep(self) -> None:
        with self._counted():
            self._agenda_at = None  # the opening hours may be others by now
            await self._tidy()
        self.poke()

    async def _tidy(self) -> None:
        try:
            await self._intake.recover()
            async with self._desk.unit() as services:
                await services.inbox.purge()
                await services.conversations.purge()
                await services.staff.purge()
                await services.notifications.purge(self._desk.clock.now() - KEEP_SETTLED)
        except Exception as error:
            if not is_transient(error):
                log.exception("the sweep failed")

    def _arm_at(self, when: datetime) -> None:
        if self._jobs.running:
            self._jobs.add_job(self._outbox, "date", run_date=when, id="outbox", replace_existing=True)
