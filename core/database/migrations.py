"""The schema, brought up to date by Alembic: from the command line and at start-up."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

_ROOT = Path(__file__).resolve().parents[2]


def alembic_config(url: str) -> Config:
    """Alembic's configuration for the database at `url`."""
    config = Config(_ROOT / "alembic.ini")
    config.attributes["url"] = url
    return config


async def upgrade(url: str) -> None:
    """Brings the schema to the newest version; waits for another bot that is doing so."""
    await asyncio.to_thread(command.upgrade, alembic_config(url), "head")


def newest_version() -> str:
    """The version that this code needs."""
    return str(ScriptDirectory.from_config(Config(_ROOT / "alembic.ini")).get_current_head())


async def current_version(engine: AsyncEngine) -> str | None:
    """The version the database is at; None before the first migration."""

    def read(connection: Connection) -> str | None:
        return MigrationContext.configure(connection).get_current_revision()

    async with engine.connect() as connection:
        return await connection.run_sync(read)
