"""The real bot as a process of its own, on an embedded PostgreSQL in a temporary folder, all gone at the end."""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot.sandbox.launch import environment
from bot.sandbox.process import BotProcess
from bot.sandbox.server import SandboxServer
from core.database.embedded import EmbeddedError, start_embedded


@asynccontextmanager
async def bot_at_work(
    server: SandboxServer, admin_chat_id: int, settings: Mapping[str, str]
) -> AsyncIterator[BotProcess]:
    """The bot against the local Telegram, ready for updates. However the block ends, nothing is left behind."""
    folder = _folder()
    try:
        where = {
            "BOT_TOKEN": server.token,
            "ADMIN_CHAT_ID": str(admin_chat_id),
            "TELEGRAM_API_URL": server.base_url,
            "DATA_DIR": str(folder / "data"),
        }
        bot = BotProcess(server.world, environment({**settings, **where}), folder)
        try:
            await bot.start()
            yield bot
        finally:
            await bot.stop()
    finally:
        await asyncio.to_thread(_clear, folder)


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="vetbot-story-"))
    folder.chmod(0o755)  # started by root, PostgreSQL runs as a user of its own, which must get in
    return folder


def _clear(folder: Path) -> None:
    """Ends a server that a dying bot left behind, and removes all data."""
    data = folder / "data"
    if (data / "postgres" / "postmaster.pid").exists():
        with contextlib.suppress(EmbeddedError):
            start_embedded(data).stop()
    shutil.rmtree(folder, ignore_errors=True)
