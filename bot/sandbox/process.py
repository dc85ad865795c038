"""The bot as a process of its own, against the local Telegram that this process serves."""

import asyncio
import contextlib
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.sandbox.world import World

START_SECONDS = 60
STOP_SECONDS = 20
"""Longer than the bot gives itself to finish what it is doing."""
LAST_LINES = 12


class NotStarted(Exception):
    """The bot ended, or was not ready in time; the text is what it said last."""


class BotProcess:
    """Started with exactly this environment, in a folder where no .env is; logs go there.

    `launcher` is the module that starts it.
    """

    def __init__(
        self, world: World, environment: Mapping[str, str], folder: Path, *, launcher: str = "bot.sandbox.launch"
    ) -> None:
        self.log = folder / "bot.log"
        self._world = world
        self._environment = dict(environment)
        self._launcher = launcher
        self._process: Process | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def returncode(self) -> int | None:
        """None while it runs, and before it ever ran."""
        return self._process.returncode if self._process else None

    async def start(self) -> None:
        """Starts it; returns once it asks for updates. NotStarted."""
        updates = self._world.updates
        await self._wait_for(lambda: not updates.is_polled)  # a killed one's last poll is still open for a moment
        polls = updates.polls
        with self.log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", self._launcher),
                env=self._environment,
                cwd=self.log.parent,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C is for this process, which then stops the bot in order
            )
        # Where people write without a pause, it never has to wait for anything.
        await self._ready(self._process, lambda: updates.polls > polls)

    async def wait(self) -> int:
        """Its exit status, when it has ended."""
        return -1 if self._process is None else await self._process.wait()

    async def stop(self) -> None:
        """Ends it in order, as SIGTERM does; by force when it takes too long."""
        if self._process is None:
            return
        self._send(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
        except TimeoutError:
            self.kill()
            await self._process.wait()

    def kill(self) -> None:
        """kill -9."""
        self._send(signal.SIGKILL)

    def last_words(self) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-LAST_LINES:])

    def _send(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)

    async def _ready(self, process: Process, condition: Callable[[], bool]) -> None:
        polled = asyncio.ensure_future(self._wait_for(condition))
        ended = asyncio.ensure_future(process.wait())
        try:
            await asyncio.wait({polled, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not polled.done():
                raise NotStarted(self.last_words())
            if not polled.result():
                raise NotStarted(f"it is not ready after {START_SECONDS} s\n{self.last_words()}")
        finally:
            polled.cancel()
            ended.cancel()

    async def _wait_for(self, condition: Callable[[], bool]) -> bool:
        """False when it does not come true in time."""
        journal = self._world.journal
        deadline = time.monotonic() + START_SECONDS
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0 or journal.closed:
                return False
            await journal.wait(journal.version, min(left, 0.05))
        return True
