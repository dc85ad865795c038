"""The schema, brought up to date by Alembic: from the command line and at start-up.

Alembic is imported where there is something to bring up to date: at nearly every start there is nothing.
"""

import asyncio
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from core.database.engine import create_engine, parse_target

if TYPE_CHECKING:
    from alembic.config import Config

_ROOT = Path(__file__).resolve().parents[2]


class MigrationError(Exception):
    """The schema cannot be brought up to date; the text is one line that says why."""


def alembic_config(url: str) -> "Config":
    """Alembic's configuration for the database at `url`."""
    config = _config()
    config.attributes["url"] = url
    return config


async def upgrade(url: str) -> None:
    """Brings the schema to the newest version; waits for another bot that is doing so."""
    from alembic import command
    from alembic.util import CommandError

    try:
        await asyncio.to_thread(command.upgrade, alembic_config(url), "head")
    except CommandError as error:
        raise MigrationError(
            f"the database can't be brought to version {newest_version()} ({error}): is it a newer vetbot's?"
        ) from None


async def migrate_from(url: str) -> tuple[str | None, str]:
    """Upgrades; the versions before (None: an empty database) and after."""
    engine = create_engine(parse_target(url).direct(), pooling=False)
    try:
        before = await current_version(engine)
    finally:
        await engine.dispose()
    await upgrade(url)
    return before, newest_version()


@cache
def versions() -> tuple[str, ...]:
    """Every version there is, in order: each is one file, whose name begins with it."""
    return tuple(sorted(file.name.partition("_")[0] for file in (_ROOT / "alembic" / "versions").glob("*.py")))


def newest_version() -> str:
    """The version that this code needs."""
    return versions()[-1]


def knows_version(version: str) -> bool:
    """Whether the version is this code's own or an earlier one; else a newer vetbot made it."""
    return version in versions()


def version_of(connection: Connection) -> str | None:
    """The version the database is at; None before the first migration."""
    if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def move_schema(connection: Connection, version: str) -> None:
    """Brings the schema up, or down to "base", in the connection's own transaction."""
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    (command.downgrade if version == "base" else command.upgrade)(config, version)


async def current_version(engine: AsyncEngine) -> str | None:
    """As `version_of`, on a connection of its own."""
    async with engine.connect() as connection:
        return await connection.run_sync(version_of)


def _config() -> "Config":
    from alembic.config import Config

    return Config(_ROOT / "alembic.ini")
