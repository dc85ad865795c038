"""The migrations, up and down and up again, and nothing left to generate."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from core.database.engine import create_engine, parse_target
from core.database.migrations import alembic_config, current_version, newest_version, upgrade, versions

ROOT = Path(__file__).resolve().parents[2]


async def test_the_newest_version_is_what_the_models_say(database_url: str) -> None:
    await asyncio.to_thread(command.check, alembic_config(database_url))


async def test_down_and_up_again(database_url: str) -> None:
    engine = create_engine(parse_target(database_url), pooling=False)
    await asyncio.to_thread(command.downgrade, alembic_config(database_url), "base")
    async with engine.connect() as connection:
        left = await connection.scalars(
            text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        )
        assert set(left) == {"alembic_version"}
    await upgrade(database_url)
    assert await current_version(engine) == newest_version()
    await asyncio.to_thread(command.check, alembic_config(database_url))


def test_the_versions_are_known_without_asking_alembic() -> None:
    script = ScriptDirectory.from_config(Config(ROOT / "alembic.ini"))
    assert versions() == tuple(revision.revision for revision in script.walk_revisions())[::-1]
    assert script.get_heads() == [newest_version()]


async def test_bots_that_start_together_migrate_one_after_the_other(database_url: str) -> None:
    await asyncio.to_thread(command.downgrade, alembic_config(database_url), "base")
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "alembic", "-x", f"url={database_url}", "upgrade", "head", cwd=ROOT, stderr=PIPE
        )
        for _ in range(2)
    ]
    outputs = [await process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    engine = create_engine(parse_target(database_url), pooling=False)
    assert await current_version(engine) == newest_version()
