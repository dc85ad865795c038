"""One real PostgreSQL for the whole run; every test that asks for it gets a database of its own."""

import asyncio
import contextlib
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import asyncpg
import hypothesis
import pytest
from sqlalchemy import make_url

from core.clock import ManualClock
from core.database.embedded import EmbeddedPostgres, start_embedded
from core.database.engine import create_engine, parse_target
from core.database.migrations import upgrade
from core.database.session import Database
from tests import pgbouncer
from tests.pgbouncer import PgBouncer

TEMPLATE = "template_front_desk"
MONDAY_MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@contextlib.contextmanager
def temporary_postgres() -> Iterator[EmbeddedPostgres]:
    """A server of this run's own, started without durability, with a migrated template database."""
    folder = Path(tempfile.mkdtemp(prefix="vetbot-tests-"))
    folder.chmod(0o755)
    server = start_embedded(folder, durable=False, max_connections=200)
    try:
        asyncio.run(_make_template(server))
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """The run's server."""
    with temporary_postgres() as server:
        yield server


async def _make_template(server: EmbeddedPostgres) -> None:
    await _admin(server, f'CREATE DATABASE "{TEMPLATE}"')
    await upgrade(server.url(TEMPLATE))


async def _admin(server: EmbeddedPostgres, statement: str) -> None:
    connection = await asyncpg.connect(host=str(server.socket_dir), user="postgres", database="postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def new_database(server: EmbeddedPostgres, name: str) -> str:
    """The URL of a freshly migrated database of that name."""
    await _admin(server, f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}" STRATEGY file_copy')
    return server.url(name)


@pytest.fixture
async def database_url(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """The URL of a freshly migrated database that only this test sees."""
    name = f"test_{uuid4().hex}"
    yield await new_database(postgres, name)
    await _admin(postgres, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def pooler(postgres: EmbeddedPostgres) -> Iterator[PgBouncer]:
    """A PgBouncer in transaction mode in front of it."""
    with pgbouncer.running(postgres) as running:
        yield running


@pytest.fixture
def pooled_url(pooler: PgBouncer, database_url: str) -> str:
    """The test's database, through the pooler."""
    name = make_url(database_url).database
    assert name is not None
    return pooler.url(name)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The test's database, ready for transactions."""
    database = Database(create_engine(parse_target(database_url), pool_size=16))
    yield database
    await database.close()


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands at a Monday morning, an hour before the clinic opens (UTC)."""
    return ManualClock(MONDAY_MORNING)


def pytest_configure(config: pytest.Config) -> None:
    # Nothing of the developer's own environment decides how a test ends.
    for name in ("BOT_TOKEN", "ADMIN_CHAT_ID", "DATABASE_URL", "DATA_DIR", "ADMIN_EMAIL"):
        os.environ.pop(name, None)
    # Slow is not wrong, and the same examples come every time.
    hypothesis.settings.register_profile("front desk", deadline=None, derandomize=True)
    hypothesis.settings.load_profile("front desk")
