"""The jobs that run by themselves: the outbox when something is due, and housekeeping."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.intake import Intake
from bot.timers import Job, MachineTimers, Timers
from core.database.errors import is_away
from core.front_desk import FrontDesk
from core.notifications.dispatcher import Dispatcher

log = logging.getLogger(__name__)

SWEEP = timedelta(hours=1)
"""The safety net: everything that should have been armed and was not. While things go on, about so often."""
TICK = timedelta(minutes=2)
"""How often the scheduler asks itself, and not the database, whether a sweep is due. After the last thing that
happened there is one within two ticks: the database has not fallen asleep yet (Neon's does after five minutes)."""
PURGE_WAITS = timedelta(days=2)
"""How long what was kept for long enough waits for something else to wake the database: over a weekend."""
OVERDUE = timedelta(minutes=1)
"""How late the timer of the outbox may be. One that is later was lost: a machine that sleeps stops its timers."""
RETRY = timedelta(seconds=15)
"""After a failure: when to look again."""
_SHORTEST_WAIT = timedelta(milliseconds=200)
"""Between two looks when something is due that can't be taken yet: another process holds it."""
GRACE_SECONDS = 5
"""How long a stop waits for a run that has begun."""


class Scheduler:
    """Arms one timer for the earliest due row of the outbox, and re-arms it when an earlier one is written."""

    def __init__(
        self, desk: FrontDesk, dispatcher: Dispatcher, intake: Intake, *, timers: Timers | None = None
    ) -> None:
        self._desk = desk
        self._dispatcher = dispatcher
        self._intake = intake
        self._timers = timers or MachineTimers()
        self._eventful = True
        """Whether the outbox was written to since the last sweep."""
        self._taken_in = 0
        """How many updates had been taken in at the last sweep."""
        self._units = 0
        """How many units of work had been begun at the last tick."""
        self._swept_at = desk.clock.now()
        self._purge_by: datetime | None = None
        """When the database is woken to purge, if nothing else wakes it before; None: there is nothing to purge."""
        self._due: datetime | None = None
        """When the outbox is to be looked at next, on the clinic's clock; None: nothing is planned."""
        self._agenda_at: datetime | None = None
        """When the agenda that is planned is due; None: nobody looked yet. A hint: the outbox takes it once only."""
        self._wanted = False
        self._running = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._armed_at: float | None = None
        """When the outbox is to be looked at next, on the monotonic clock; None: nothing is planned."""
        self._progress = 0
        self._moved_at = time.monotonic()
        self._begun = 0
        self._ended = asyncio.Event()
        self._ended.set()

    def start(self) -> None:
        """Looks at the outbox at once, then whenever something is due."""
        self._timers.every("sweep", TICK, self._tick)
        self._timers.start()
        self.poke()

    def poke(self) -> None:
        """Something may be due earlier than thought: look now. Cheap, may be called at every commit."""
        self._eventful = True
        self._dispatcher.look()
        self._look()

    def _look(self) -> None:
        self._wanted = True
        self._idle.clear()
        if not self._running:
            self._arm(timedelta(), self._outbox)

    def come_back(self) -> None:
        """Something in the inbox could not be finished: look again a little later."""
        if self._timers.running:
            self._timers.after("leftovers", RETRY, self._leftovers)

    def stuck_for(self) -> float:
        """Seconds for which the outbox should have been looked at, or emptied further, and was not."""
        now = time.monotonic()
        if self._running:
            if self._dispatcher.progress != self._progress:
                self._progress, self._moved_at = self._dispatcher.progress, now
            return now - self._moved_at
        return 0.0 if self._armed_at is None else max(0.0, now - self._armed_at)

    async def stop(self) -> None:
        """Finishes what is being sent and stops. APScheduler's own shutdown would cancel it in the middle."""
        self._dispatcher.stop()
        if not self._timers.running:
            return
        self._timers.pause()
        await asyncio.sleep(0)  # a run that APScheduler has handed over by now has begun, and counts
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE_SECONDS):
                await self._ended.wait()
        self._timers.stop()

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
            try:
                await self._run_outbox()
            except asyncio.CancelledError:
                if self._timers.running:
                    raise
                log.info("a push still waits for its turn; it is sent after the next start")

    async def _when_due(self) -> None:
        """Something is due. It goes first; then the database is awake, and it is the time for a sweep."""
        with self._counted():
            await self._outbox()
            if self._timers.running and self._last_sweep() >= SWEEP:
                await self._sweep()

    async def _run_outbox(self) -> None:
        if self._running:
            return
        self._running = self._wanted = True
        self._due = self._armed_at = None
        self._moved_at = time.monotonic()
        try:
            while self._wanted:
                self._wanted = False
                await self._expire_requests()
                await self._close_pointless_calls()
                await self._dispatcher.run_due()
            await self._plan_agenda()
            due = await self._next_due()
        except Exception as error:
            if not is_away(error):
                log.exception("the outbox failed")
            due = self._desk.clock.now() + RETRY
        finally:
            self._running = False
        if self._wanted and self._timers.running:
            self._look()
            return
        self._idle.set()
        self._due = due
        if due is not None:
            # The clinic's clock says how long to wait; the timer runs on the machine's.
            self._arm(max(due - self._desk.clock.now(), _SHORTEST_WAIT), self._when_due)

    async def _plan_agenda(self) -> None:
        """The next morning's, as soon as the one before is due."""
        if self._agenda_at is None or self._agenda_at <= self._desk.clock.now():
            eventful = self._eventful
            async with self._desk.unit() as services:
                self._agenda_at = await services.appointments.plan_agenda()
            self._eventful = eventful  # what it wrote itself is no reason to look for anything

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
                if not is_away(error):
                    log.exception("the inbox could not be taken up again")
                self.come_back()

    async def _tick(self) -> None:
        """Asks the database nothing unless there is a reason to."""
        calm, self._units = self._desk.units == self._units, self._desk.units
        if self._due is not None and self._due <= self._desk.clock.now() - OVERDUE:
            self._look()
        if self._sweep_is_due(calm):
            await self._sweep()

    def _sweep_is_due(self, calm: bool) -> bool:
        if self._happened():
            return calm or self._last_sweep() >= SWEEP
        if self._desk.replica is not None:  # what others wrote, nobody tells this process of
            return self._last_sweep() >= SWEEP
        return self._purge_by is not None and self._purge_by <= self._desk.clock.now()

    def _happened(self) -> bool:
        return self._eventful or self._intake.taken_in != self._taken_in

    def _last_sweep(self) -> timedelta:
        return self._desk.clock.now() - self._swept_at

    async def _sweep(self) -> None:
        """One statement, which also says whether anything was missed; what was is seen to."""
        happened = self._happened()
        self._eventful, self._taken_in, self._swept_at = False, self._intake.taken_in, self._desk.clock.now()
        with self._counted():
            try:
                async with self._desk.unit(one_statement=True) as services:
                    swept = await services.housekeeping.sweep()
                self._purge_by = None if swept.next_purge is None else swept.next_purge + PURGE_WAITS
                if swept.unfinished:
                    await self._intake.recover()
            except asyncio.CancelledError:
                if self._timers.running:
                    raise
                return  # the bot stops; its next start looks at everything
            except Exception as error:
                if not is_away(error):
                    log.exception("the sweep failed")
                self._eventful = True
                return
        if happened:
            self._agenda_at = None  # the opening hours may be others by now
        if happened or (swept.due is not None and (self._due is None or swept.due < self._due)):
            self._look()

    def _arm(self, wait: timedelta, job: Job) -> None:
        if self._timers.running:
            self._armed_at = time.monotonic() + wait.total_seconds()
            self._timers.after("outbox", wait, job)
