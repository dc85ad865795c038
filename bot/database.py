"""The database to use: the configured one, or the embedded server around a block."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from core.config import Settings
from core.database.embedded import EmbeddedError, start_embedded

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

    try:
        yield started
    finally:
        with contextlib.suppress(EmbeddedError):
            server = await starting  # a stop in the middle of its start, too, leaves no server behind
            await asyncio.to_thread(server.leave)


@asynccontextmanager
async def database_url(settings: Settings) -> AsyncIterator[str]:
    """The connection string, around the block."""
    async with database_ahead(settings) as url:
        yield await url()
