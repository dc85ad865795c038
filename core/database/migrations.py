"""The schema, brought up to date by Alembic: from the command line and at start-up."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from core.database.engine import create_engine, parse_target

_ROOT = Path(__file__).resolve().parents[2]


class MigrationError(Exception):
    """The schema cannot be brought up to date; the text is one line that says why."""


def alembic_config(url: str) -> Config:
    """Alembic's configuration for the database at `url`."""
    config = Config(_ROOT / "alembic.ini")
    config.attributes["url"] = url
    return config


async def upgrade(url: str) -> None:
    """Brings the schema to the newest version; waits for another bot that is doing so."""
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


def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(Config(_ROOT / "alembic.ini"))


def newest_version() -> str:
    """The version that this code needs."""
    return str(_script().get_current_head())


def knows_version(version: str) -> bool:
    """Whether the version is this code's own or an earlier one; else a newer vetbot made it."""
    return any(revision.revision == version for revision in _script().walk_revisions())


def version_of(connection: Connection) -> str | None:
    """The version the database is at; None before the first migration."""
    return MigrationContext.configure(connection).get_current_revision()


def move_schema(connection: Connection, version: str) -> None:
    """Brings the schema up, or down to "base", in the connection's own transaction."""
    config = Config(_ROOT / "alembic.ini")
    config.attributes["connection"] = connection
    (command.downgrade if version == "base" else command.upgrade)(config, version)


async def current_version(engine: AsyncEngine) -> str | None:
    """As `version_of`, on a connection of its own."""
    async with engine.connect() as connection:
        return await connection.run_sync(version_of)
