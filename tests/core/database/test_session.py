"""One transaction a unit of work."""

import asyncio

import pytest
from sqlalchemy import select, text

from core.clinic.models import Service
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
