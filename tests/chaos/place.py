"""Where a run happens: the local Telegram, an embedded PostgreSQL that can be ended at any time, the bot's process."""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import asyncpg
from sqlalchemy import make_url

from bot.sandbox.client import SandboxClient
from bot.sandbox.launch import environment
from bot.sandbox.process import BotProcess
from bot.sandbox.server import SandboxServer
from bot.sandbox.shapes import UserView
from core.config import Settings
from core.database.embedded import EmbeddedError, EmbeddedPostgres, start_embedded
from core.database.engine import create_engine, parse_target
from core.database.session import Database
from core.front_desk import FrontDesk
from core.security import PasswordHasher
from tests.chaos.witness import Witness

CLINIC_CHAT = -100_500
BEGINS = datetime.fromisoformat("2026-03-02T08:00:00+00:00")
"""A Monday morning."""


class House:
    """The database's server. What was committed is there again after each end of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: EmbeddedPostgres | None = None

    async def start(self) -> None:
        self._server = await asyncio.to_thread(start_embedded, self._folder)

    async def stop(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        if self._server is not None:
            await asyncio.to_thread(self._server.stop, mode)

    @property
    def url(self) -> str:
        assert self._server is not None, "it was never started"
        return self._server.url()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[asyncpg.Connection]:
        url = make_url(self.url)
        connection = await asyncpg.connect(host=str(url.query["host"]), user=url.username, database=url.database)
        try:
            yield connection
        finally:
            await connection.close()


@dataclass
class Place:
    server: SandboxServer
    telegram: SandboxClient
    bot: BotProcess
    database: House
    witness: Witness
    desk: FrontDesk
    """The clinic's services on the same database and in the same time, as another replica has them."""
    staff: tuple[UserView, ...]

    async def advance(self, seconds: float) -> None:
        """Moves the clock; the bot, if it runs, follows."""
        moving = asyncio.ensure_future(self.telegram.advance(seconds))
        offset = self.server.world.clock.offset
        while self.server.world.clock.offset == offset and not moving.done():  # noqa: ASYNC110  # the next few turns
            await asyncio.sleep(0)
        self.witness.tick()
        await moving


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="vetbot-chaos-"))
    folder.chmod(0o755)  # started by root, PostgreSQL runs as a user of its own, which must get in
    return folder


@asynccontextmanager
async def opened(colleagues: int) -> AsyncIterator[Place]:
    """The bot at work for a clinic of so many. However it ends, nothing is left behind."""
    folder = await asyncio.to_thread(_folder)
    database = House(folder)
    try:
        await database.start()
        async with SandboxServer() as server, server.client() as telegram:
            await telegram.set_clock(BEGINS)
            witness = Witness(server.world)
            names = ("Vera", "Ben", "Carla", "Dan")[:colleagues]
            staff = tuple([await telegram.create_user(name, last_name="Vet") for name in names])
            await telegram.create_group("Clinic", staff, chat_id=CLINIC_CHAT)
            settings = {
                "BOT_TOKEN": server.token,
                "ADMIN_CHAT_ID": str(CLINIC_CHAT),
                "DATABASE_URL": database.url,
                "TELEGRAM_API_URL": server.base_url,
                "CLINIC_NAME": "Paws & Co",
                "CLINIC_PHONE": "+49 30 901820",
                "CLINIC_TIMEZONE": "UTC",
                "MESSAGES_PER_SECOND": "300",  # days pass in minutes
            }
            hasher = PasswordHasher()
            own = Database(create_engine(parse_target(database.url), pool_size=1))
            desk = FrontDesk(own, Settings(_env_file=None), server.world.clock, hasher)
            bot = BotProcess(server.world, environment(settings), folder, launcher="tests.chaos.launch")
            try:
                await bot.start()
                yield Place(server, telegram, bot, database, witness, desk, staff)
            finally:
                await bot.stop()
                hasher.close()
                await own.close()
    finally:
        with contextlib.suppress(EmbeddedError):
            await database.stop()
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
