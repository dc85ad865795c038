"""A database that is away when the bot starts is waited for; one that refuses it is not."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from core.database.engine import Target, create_engine, parse_target
from core.database.errors import is_transient, reason
from core.database.migrations import current_version, newest_version, upgrade

log = logging.getLogger(__name__)

T = TypeVar("T")

WAITS = (1, 2, 5, 10)
"""Seconds between two tries; the last one again and again."""


async def upgrade_when_reachable(url: str) -> None:
    """Brings the schema up to date, as soon as there is a database to do it in. MigrationError."""
    target = parse_target(url).direct()
    engine = create_engine(target, pooling=False)

    async def look_and_upgrade() -> None:
        # A migration runs in a thread, which a stop would have to wait for: whether the database is there shows first.
        if await current_version(engine) != newest_version():
            await upgrade(url)

    try:
        await when_reachable(look_and_upgrade, target)
    finally:
        await engine.dispose()


async def when_reachable(work: Callable[[], Awaitable[T]], target: Target) -> T:
    """Does the work on the target, again and again while that is away. A refusal (`is_refusal`) is raised at once."""
    tries = 0
    while True:
        try:
            return await work()
        except Exception as error:
            if not is_transient(error):
                raise
            wait = WAITS[min(tries, len(WAITS) - 1)]
            log.warning("waiting for the database on %s (%s); trying again in %d s", target.place, reason(error), wait)
        tries += 1
        await asyncio.sleep(wait)
