"""One transaction a unit of work."""

import asyncio

import pytest
from sqlalchemy import select, text

from core.clinic.models import Service
from core.database.engine import create_engine, parse_target
from core.database.repository import Repository
from core.database.session import Database


class ServiceRepository(Repository[Service]):
    model = Service


def a_service(code: str) -> Service:
    return Service(code=code, duration=30)


async def test_a_block_that_ends_is_committed(database: Database) -> None:
    async with database.transaction() as session:
        await ServiceRepository(session).add(a_service("bath"))
    async with database.transaction() as session:
        assert await session.scalar(select(Service.code).where(Service.code == "bath")) == "bath"


async def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    async def write_and_fail() -> None:
        async with database.transaction() as session:
            await ServiceRepository(session).add(a_service("bath"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write_and_fail()
    async with database.transaction() as session:
        assert await session.scalar(select(Service.code).where(Service.code == "bath")) is None


async def test_a_cancelled_block_leaves_nothing_and_gives_its_connection_back(database: Database) -> None:
    written = asyncio.Event()

    async def write_and_hang() -> None:
        async with database.transaction() as session:
            await ServiceRepository(session).add(a_service("bath"))
            written.set()
            await asyncio.Event().wait()

    task = asyncio.ensure_future(write_and_hang())
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    async with database.transaction() as session:
        assert await session.scalar(select(Service.code).where(Service.code == "bath")) is None


async def test_rows_stay_readable_after_the_commit(database: Database) -> None:
    async with database.transaction() as session:
        row = await ServiceRepository(session).add(a_service("bath"))
    assert row.code == "bath"


async def test_a_locked_row_is_read_anew_and_held(database: Database) -> None:
    async with database.transaction() as session:
        row = await ServiceRepository(session).add(a_service("bath"))
    reading = asyncio.Event()

    async def lengthen() -> None:
        async with database.transaction() as session:
            mine = await ServiceRepository(session).get(row.id, lock=True)
            assert mine is not None
            reading.set()
            blocked = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            while not await session.scalar(blocked):  # noqa: ASYNC110 - the database has no event to wait for
                await asyncio.sleep(0)
            mine.duration += 15

    async def lengthen_too() -> None:
        async with database.transaction() as session:
            repository = ServiceRepository(session)
            stale = await repository.get(row.id)
            await reading.wait()
            mine = await repository.get(row.id, lock=True)
            assert mine is stale
            assert mine is not None
            mine.duration += 15

    async with asyncio.timeout(20):
        await asyncio.gather(lengthen(), lengthen_too())
    async with database.transaction() as session:
        assert await session.scalar(select(Service.duration).where(Service.id == row.id)) == 60


async def test_cancelled_twice_nobody_inherits_its_transaction(database_url: str) -> None:
    """The second time while it rolls back. With one connection the next one would get it."""
    one, other = (Database(create_engine(parse_target(database_url), pool_size=1)) for _ in range(2))

    async def wait() -> None:
        async with one.transaction() as session:
            await ServiceRepository(session).add(a_service("bath"))
            await session.execute(text("LOCK TABLE vets"))

    try:
        async with asyncio.timeout(20):
            async with other.transaction() as session:
                await session.execute(text("LOCK TABLE vets"))
                for cancels in range(1, 4):
                    waiting = asyncio.ensure_future(wait())
                    while not await session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):  # noqa: ASYNC110
                        await asyncio.sleep(0)
                    for _ in range(cancels):
                        waiting.cancel()
                        await asyncio.sleep(0)
                    with pytest.raises(asyncio.CancelledError):
                        await waiting
                    async with one.transaction() as next_one:
                        await ServiceRepository(next_one).add(a_service(f"after {cancels}"))
            async with other.transaction() as session:
                assert await session.scalar(text("SELECT count(*) FROM services WHERE code LIKE 'after %'")) == 3
                assert await session.scalar(text("SELECT count(*) FROM services WHERE code = 'bath'")) == 0
    finally:
        await one.close()
        await other.close()


async def test_a_transaction_that_is_left_open_does_not_go_back_to_the_pool(database_url: str) -> None:
    database = Database(create_engine(parse_target(database_url), pool_size=1))
    try:
        async with database.one_statement() as session:
            await session.driver.execute("BEGIN")
            await ServiceRepository(session).add(a_service("lost"))
        async with database.transaction() as session:
            await ServiceRepository(session).add(a_service("bath"))
        async with database.transaction() as session:
            codes = await session.scalars(select(Service.code).where(Service.code.in_(("lost", "bath"))))
            assert list(codes) == ["bath"]
    finally:
        await database.close()


async def test_what_went_wrong_is_told_even_where_the_connection_is_gone_as_well(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as session:
            session.driver.terminate()
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT 1")) == 1


async def test_nor_does_a_rollback_that_fails_hide_it(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as session:
            mine = session.driver.get_server_pid()
            async with database.transaction() as other:
                await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT 1")) == 1
