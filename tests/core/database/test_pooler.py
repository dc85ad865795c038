"""Behind a real PgBouncer in transaction mode: each transaction may get another connection of the server."""

import asyncio
import re
from pathlib import Path

import pytest
from sqlalchemy import Integer, bindparam, select, text

from core.clinic.models import Service
from core.clock import ManualClock
from core.config import Settings
from core.database.engine import create_engine, parse_target
from core.database.errors import is_refusal, reason
from core.database.migrations import current_version, migrate_from, newest_version
from core.database.session import Database
from core.database.statement import Statement
from core.front_desk import FrontDesk
from core.inbox.schemas import Incoming
from core.security import PasswordHasher
from tests.pgbouncer import SERVER_CONNECTIONS, PgBouncer

SOURCE = Path(__file__).resolve().parents[3]


async def test_nobodys_transaction_fails_when_connections_change_hands(pooled_url: str) -> None:
    """Three clients with ten connections each, and three of the server's."""
    databases = [Database(create_engine(parse_target(pooled_url), pool_size=10)) for _ in range(3)]
    backends: set[int] = set()

    async def work(database: Database, number: int) -> None:
        for step in range(10):
            async with database.transaction() as session:
                backends.add(await session.scalar(text("SELECT pg_backend_pid()")) or 0)
                session.add(Service(code=f"{number}-{step}", duration=15 + step))
                await session.flush()
                assert await session.scalar(text("SELECT CAST(:n AS int)"), {"n": step}) == step

    try:
        async with asyncio.timeout(120):
            await asyncio.gather(*(work(databases[number % 3], number) for number in range(60)))
        async with databases[0].transaction() as session:
            assert await session.scalar(text("SELECT count(*) FROM services WHERE code ~ '^[0-9]+-'")) == 600
            named = await session.scalar(text("SELECT count(*) FROM pg_prepared_statements WHERE name <> ''"))
            assert named == 0
        assert 1 < len(backends) <= SERVER_CONNECTIONS
    finally:
        for database in databases:
            await database.close()


async def test_nor_does_a_statement_that_is_a_transaction_by_itself(pooled_url: str) -> None:
    databases = [Database(create_engine(parse_target(pooled_url), pool_size=10)) for _ in range(3)]

    async def ask(database: Database, number: int) -> None:
        for step in range(20):
            async with database.one_statement() as session:
                mine = text(f"SELECT {number * 100} + CAST(:step AS int)")
                assert await session.scalar(mine, {"step": step}) == number * 100 + step
            async with database.one_statement() as session:
                given = Statement(select(bindparam("step", type_=Integer) + number * 100))
                assert await session.value(given, {"step": step}) == number * 100 + step

    try:
        async with asyncio.timeout(120):
            await asyncio.gather(*(ask(databases[number % 3], number) for number in range(30)))
    finally:
        for database in databases:
            await database.close()


async def test_the_services_work_through_it(pooled_url: str, clock: ManualClock) -> None:
    """JSON and all: two desks take in the same updates, and each is new once."""
    settings = Settings(_env_file=None)
    hasher = PasswordHasher()
    databases = [Database(create_engine(parse_target(pooled_url))) for _ in range(2)]
    desks = [FrontDesk(database, settings, clock, hasher) for database in databases]
    update = [
        Incoming(update_id=number, sender=number % 5, payload={"text": f"hällo {number}"}) for number in range(50)
    ]

    async def store(desk: FrontDesk, number: int) -> int:
        async with desk.unit() as services:
            return len(await services.inbox.store([update[number]]))

    try:
        async with asyncio.timeout(120):
            new = await asyncio.gather(*(store(desk, number) for number in range(50) for desk in desks))
        assert sum(new) == 50
        async with desks[0].unit() as services:
            kept = await services.inbox.unfinished()
        assert sorted(row.payload["text"] for row in kept if row.payload) == sorted(
            incoming.payload["text"] for incoming in update
        )
    finally:
        hasher.close()
        for database in databases:
            await database.close()


async def test_migrations_go_to_the_server_behind_it(pooler: PgBouncer, database_url: str, pooled_url: str) -> None:
    before, after = await migrate_from(pooled_url)
    assert before == after == newest_version()
    elsewhere = pooled_url.partition("&direct=")[0] + "&direct=127.0.0.1:1"
    with pytest.raises(ConnectionRefusedError):
        await migrate_from(elsewhere)
    # The pooler itself would have answered.
    engine = create_engine(parse_target(elsewhere), pooling=False)
    assert await current_version(engine) == after
    await engine.dispose()


async def test_a_wrong_password_says_so(pooler: PgBouncer) -> None:
    engine = create_engine(parse_target(pooler.url("postgres", password="wrong")), pooling=False)
    with pytest.raises(Exception, match="authentication failed") as caught:
        async with engine.connect():
            pass
    await engine.dispose()
    assert is_refusal(caught.value)
    assert "wrong" not in reason(caught.value)


def test_nothing_asks_for_what_a_pooler_does_not_keep() -> None:
    """Locks and settings of a session, LISTEN: another client would have them a moment later."""
    of_a_session = re.compile(r"pg_advisory_lock|pg_try_advisory_lock|\"(LISTEN |SET (?!LOCAL|NULL))")
    files = [*SOURCE.glob("core/**/*.py"), *SOURCE.glob("alembic/**/*.py")]
    assert len(files) > 50
    assert [str(file) for file in files if of_a_session.search(file.read_text())] == []
