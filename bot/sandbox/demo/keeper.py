"""Keeps the bot's process running: what the page asks of a supervisor, and a new start when it ends by itself."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime

from bot.sandbox.process import BotProcess, NotStarted
from bot.sandbox.supervisor import BotState, Clinic, DemoStatus
from bot.sandbox.world import World
from core.front_desk import FrontDesk

BACKOFF_SECONDS = (1, 2, 5, 10, 30)
"""Before the first, second, … new start in a row."""
STEADY_SECONDS = 60
"""A bot that ran that long has no row behind it."""


class Keeper:
    """The `Supervisor` of the demo. `say` tells a line to whoever sits at the terminal."""

    def __init__(
        self,
        bot: BotProcess,
        world: World,
        desk: FrontDesk,
        clinic: Clinic,
        owner_ids: tuple[int, ...],
        say: Callable[[str], None],
    ) -> None:
        self._bot = bot
        self._world = world
        self._desk = desk
        self._clinic = clinic
        self._owner_ids = owner_ids
        self._say = say
        self._state: BotState = "stopped"
        self._killed = False
        """Whether its end was asked for: then nobody is told, and the new start does not wait."""
        self._hurry = asyncio.Event()
        self._decided = asyncio.Event()
        """Set while no start is under way: it succeeded, or it failed."""
        self._over = False
        self._keeping: asyncio.Task[None] | None = None

    # What the page asks

    def status(self) -> DemoStatus:
        return DemoStatus(self._state, self._desk.settings.clinic_timezone, self._clinic, self._owner_ids)

    async def kill_and_restart(self) -> None:
        if self._state == "running":
            self._killed = True
            self._become("stopped")
            self._bot.kill()
        if self._over:
            return
        self._decided.clear()
        self._hurry.set()
        await self._decided.wait()

    async def next_reminder(self) -> datetime | None:
        async with self._desk.unit() as services:
            return await services.notifications.next_reminder()

    # The process

    async def start(self) -> None:
        """The first start; returns once the bot waits for updates. NotStarted."""
        self._become("starting")
        try:
            await self._bot.start()
        finally:
            self._decided.set()
        self._become("running")
        self._keeping = asyncio.create_task(self._keep(), name="keeper")

    async def stop(self) -> None:
        """Ends the bot in order, for good."""
        self._over = True
        if self._keeping is not None:
            self._keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeping
        await self._bot.stop()
        self._become("stopped")
        self._decided.set()

    async def _keep(self) -> None:
        """Starts the bot again whenever it has ended."""
        loop = asyncio.get_running_loop()
        began, in_a_row = loop.time(), 0
        while True:
            status = await self._bot.wait()
            if self._killed:
                self._killed = False
            else:
                in_a_row = 0 if loop.time() - began > STEADY_SECONDS else in_a_row
                await self._pause(status, BACKOFF_SECONDS[min(in_a_row, len(BACKOFF_SECONDS) - 1)])
                in_a_row += 1
            self._become("starting")
            began = loop.time()
            try:
                await self._bot.start()
            except NotStarted:
                self._bot.kill()  # where it only was not ready in time
            else:
                self._become("running")
            self._decided.set()

    async def _pause(self, status: int, seconds: float) -> None:
        self._hurry.clear()
        self._become("stopped")
        how = f"was ended by signal {-status}" if status < 0 else f"ended by itself with status {status}"
        self._say(f"the bot {how}; it is started again in {seconds} s (its log: {self._bot.log})")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._hurry.wait(), seconds)

    def _become(self, state: BotState) -> None:
        if state != self._state:
            self._state = state
            self._world.journal.emit("demo", bot=state)
