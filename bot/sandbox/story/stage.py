"""The real bot as a process of its own, on an embedded PostgreSQL in a temporary folder, all gone at the end."""

import asyncio
import contextlib
import os
import shutil
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import SandboxServer
from core.config import Settings
from core.database.embedded import EmbeddedError, start_embedded

SOURCE = Path(__file__).resolve().parents[3]
START_SECONDS = 60
STOP_SECONDS = 15


class NotStarted(Exception):
    """The bot ended before it waited for updates; the text is what it said last."""


class BotAtWork:
    """The bot's process and its log."""

    def __init__(self, process: Process, log: Path) -> None:
        self.process = process
        self._log = log

    def last_words(self) -> str:
        """The end of its log."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-12:])


@asynccontextmanager
async def bot_at_work(
    server: SandboxServer, admin_chat_id: int, settings: Mapping[str, str]
) -> AsyncIterator[BotAtWork]:
    """The bot against the local Telegram, ready for updates. However the block ends, nothing is left behind."""
    folder = _folder()
    try:
        async with _process(_environment(server, admin_chat_id, folder, settings), folder) as bot:
            async with server.client() as client:
                await _ready(client, bot)
            yield bot
    finally:
        await asyncio.to_thread(_clear, folder)


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="vetbot-story-"))
    folder.chmod(0o755)  # started by root, PostgreSQL runs as a user of its own, which must get in
    return folder


def _environment(
    server: SandboxServer, admin_chat_id: int, folder: Path, settings: Mapping[str, str]
) -> dict[str, str]:
    """The caller's environment without a single setting of a bot that they may run for real."""
    own = {name.upper() for name in Settings.model_fields}
    inherited = {name: value for name, value in os.environ.items() if name.upper() not in own}
    paths = [str(SOURCE), *filter(None, [inherited.get("PYTHONPATH")])]
    return {
        **inherited,
        **settings,
        "PYTHONPATH": os.pathsep.join(paths),
        "BOT_TOKEN": server.token,
        "ADMIN_CHAT_ID": str(admin_chat_id),
        "TELEGRAM_API_URL": server.base_url,
        "DATA_DIR": str(folder / "data"),
    }


@asynccontextmanager
async def _process(environment: dict[str, str], folder: Path) -> AsyncIterator[BotAtWork]:
    log = folder / "bot.log"
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.sandbox.launch"),
            env=environment,
            cwd=folder,  # where no .env is
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C is for the story, which then stops the bot in order
        )
    try:
        yield BotAtWork(process, log)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()


async def _ready(client: SandboxClient, bot: BotAtWork) -> None:
    polled = asyncio.ensure_future(client.wait_polled(within=START_SECONDS))
    ended = asyncio.ensure_future(bot.process.wait())
    try:
        await asyncio.wait({polled, ended}, return_when=asyncio.FIRST_COMPLETED)
        if not polled.done():
            raise NotStarted(bot.last_words())
        try:
            polled.result()
        except TimeoutError:
            raise NotStarted(f"it is not ready after {START_SECONDS} s\n{bot.last_words()}") from None
    finally:
        polled.cancel()
        ended.cancel()


def _clear(folder: Path) -> None:
    """Ends a server that a dying bot left behind, and removes all data."""
    data = folder / "data"
    if (data / "postgres" / "postmaster.pid").exists():
        with contextlib.suppress(EmbeddedError):
            start_embedded(data).stop()
    shutil.rmtree(folder, ignore_errors=True)
