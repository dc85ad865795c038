"""`python -m bot.sandbox.launch`: the real bot against a local Telegram, living in the local Telegram's time.

Its settings come from the environment, as those of `vetbot run`, which never has this clock; `environment` makes one.
"""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from bot import loop
from bot.application import RunningBot
from bot.cli import one_line_refusals, ready_settings, serve
from bot.sandbox.client import ControlError, SandboxClient
from core.config import Settings, SettingsError

log = logging.getLogger(__name__)

SOURCE = Path(__file__).resolve().parents[2]
_LOST_AFTER = 60
"""Seconds without the local Telegram after which the bot ends: nobody is left who could stop it."""


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """These settings, and the caller's environment without a single one of a bot that they may run for real."""
    own = {name.upper() for name in Settings.model_fields}
    inherited = {name: value for name, value in os.environ.items() if name.upper() not in own}
    paths = [str(SOURCE), *filter(None, [inherited.get("PYTHONPATH")])]
    return {**inherited, "PYTHONPATH": os.pathsep.join(paths), **settings}


class SandboxClock:
    """The machine's clock and the local Telegram's offset from it."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset


class Follower:
    """Keeps the clock at the local Telegram's time and tells who must know when it jumps."""

    def __init__(self, client: SandboxClient) -> None:
        self.clock = SandboxClock()
        self._client = client
        self._watcher = f"bot-{os.getpid()}"
        self._version = 0
        self._moved: Callable[[], None] = lambda: None

    def on_move(self, moved: Callable[[], None]) -> None:
        """Called after each jump, and now: there may have been one already."""
        self._moved = moved
        moved()

    async def catch_up(self) -> None:
        """Waits for a time that is not known yet and lives in it. The first call comes back at once."""
        view = await self._client.watch_clock(self._version, watcher=self._watcher)
        if view.version == self._version:
            return
        self.clock.offset = timedelta(seconds=view.offset_seconds)
        # The next watch names this version: that is what tells the local Telegram that the bot follows.
        self._version = view.version
        self._moved()

    async def follow(self) -> None:
        """Follows until cancelled; ends the process when the local Telegram stays away."""
        loop = asyncio.get_running_loop()
        heard = loop.time()
        while loop.time() - heard < _LOST_AFTER:
            try:
                await self.catch_up()
                heard = loop.time()
            except (httpx.HTTPError, ControlError, ValueError):
                await asyncio.sleep(0.2)
        log.error("the local Telegram is gone, and so is this bot")
        os.kill(os.getpid(), signal.SIGTERM)


async def launch(settings: Settings) -> None:
    """Runs the bot until it is told to stop. It knows the time before it takes its first update."""
    async with SandboxClient(settings.telegram_api_url) as client:
        follower = Follower(client)
        try:
            await follower.catch_up()
        except (httpx.HTTPError, ControlError, ValueError):
            raise SettingsError(f"TELEGRAM_API_URL: no local Telegram at {settings.telegram_api_url}") from None
        following = asyncio.create_task(follower.follow(), name="clock")

        def started(bot: RunningBot) -> None:
            follower.on_move(bot.scheduler.poke)

        try:
            await serve(settings, clock=follower.clock, on_start=started)
        finally:
            following.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await following


def main() -> None:
    with one_line_refusals():
        loop.run(launch(ready_settings()))


if __name__ == "__main__":
    main()
