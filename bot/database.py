"""The database to use: the configured one, or the embedded server around a block."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from core.config import Settings
from core.database.embedded import EmbeddedError, EmbeddedPostgres, start_embedded

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
"""Between two looks whether the embedded server lives: at its file, without asking it anything."""

Ahead = Callable[[], Awaitable[str]]
"""Gives the connection string, once the database is there."""


@asynccontextmanager
async def database_ahead(settings: Settings) -> AsyncIterator[Ahead]:
    """The database around the block, which does something else while the embedded server starts."""
    if settings.database_url is not None:
        configured = settings.database_url.get_secret_value()

        async def known() -> str:
            return configured

        yield known
        return
    # It begins at once, not with the loop's next turn as a task would.
    starting = asyncio.get_running_loop().run_in_executor(None, start_embedded, settings.data_dir)

    async def started() -> str:
        return (await asyncio.shield(starting)).url()

    reviving = asyncio.create_task(_revived(starting), name="embedded database")
    try:
        yield started
    finally:
        reviving.cancel()
        await asyncio.gather(reviving, return_exceptions=True)
        with contextlib.suppress(EmbeddedError):
            server = await starting  # a stop in the middle of its start, too, leaves no server behind
            await asyncio.to_thread(server.leave)


async def _revived(starting: "asyncio.Future[EmbeddedPostgres]") -> None:
    """Starts the server again whenever it has died. Who needs it meanwhile waits, as for any database that is away."""
    with contextlib.suppress(EmbeddedError):  # it never began: the start says so
        server = await asyncio.shield(starting)
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                if await asyncio.to_thread(server.revive):
                    log.warning("the embedded database had died; it was started again")
            except EmbeddedError as error:
                log.error("%s", error)


@asynccontextmanager
async def database_url(settings: Settings) -> AsyncIterator[str]:
    """The connection string, around the block."""
    async with database_ahead(settings) as url:
        yield await url()
