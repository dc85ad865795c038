"""Statements that asyncpg is sent without SQLAlchemy in between: the same values there and back."""

import asyncio
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from core.clinic.models import Service
from core.database.base import table
from core.database.errors import is_away
from core.database.session import Database, Session
from core.database.statement import Row, Statement
from core.inbox.models import InboxRow
from core.staff.models import StaffMember
from core.staff.schemas import StaffRole

_service, _inbox, _staff = (table(model).c for model in (Service, InboxRow, StaffMember))
_BY_CODE = select(*_service).where(_service.code == bindparam("wanted"))
_ADD = Statement(insert(table(Service)).returning(_service.id))


def a_service(code: str) -> dict[str, Any]:
    return {"id": uuid4(), "code": code, "duration": 30, "price": Decimal("12.50")}


async def count(database: Database, code: str) -> int:
    async with database.transaction() as session:
        return int(await session.scalar(text("SELECT count(*) FROM services WHERE code = :code"), {"code": code}) or 0)


async def test_rows_are_what_sqlalchemy_reads(database: Database) -> None:
    """Numbers, times, enums, nulls."""
    async with database.transaction() as session:
        session.add(StaffMember(telegram_user_id=7, display_name="Vera", role=StaffRole.MANAGER, joined_at=_NOW))
        await session.flush()
        await session.value(_ADD, a_service("bath"))
        for query, values in ((_BY_CODE, {"wanted": "bath"}), (select(*_staff), {})):
            (theirs,) = (await session.execute(query, values)).all()
            ours = await session.row(Statement(query), values)
            assert ours == tuple(theirs)
            assert [type(value) for value in ours or ()] == [type(value) for value in theirs]
        assert ours is not None
        assert ours.role is StaffRole.MANAGER


async def test_json_comes_back_as_it_went(database: Database) -> None:
    add = Statement(insert(table(InboxRow)).returning(_inbox.arrival))
    sent = {"text": "hällo \N{CAT FACE}", "numbers": [1, None, {"deep": True}]}
    async with database.transaction() as session:
        values = {"update_id": 1, "sender": 2, "payload": sent, "received_at": _NOW, "attempts": 0}
        arrival = await session.value(add, values)
        row = await session.row(Statement(select(_inbox.payload, _inbox.reply, _inbox.received_at)))
        assert row == (sent, None, _NOW)
        assert isinstance(arrival, int)


async def test_without_a_row_there_is_none(database: Database) -> None:
    by_code = Statement(_BY_CODE)
    async with database.one_statement() as session:
        assert await session.row(by_code, {"wanted": "none"}) is None
    async with database.one_statement() as session:
        assert await session.value(by_code, {"wanted": "none"}) is None
    async with database.one_statement() as session:
        assert await session.rows(by_code, {"wanted": "none"}) == []


async def test_both_ways_are_one_transaction(database: Database) -> None:
    async def write_and_fail() -> None:
        async with database.transaction() as session:
            session.add(Service(code="orm", duration=30))
            await session.flush()
            await session.value(_ADD, a_service("driver"))
            assert await session.scalar(text("SELECT count(*) FROM services WHERE code IN ('orm', 'driver')")) == 2
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write_and_fail()
    assert await count(database, "orm") == await count(database, "driver") == 0


async def test_a_savepoint_holds_what_the_driver_did(database: Database) -> None:
    async def write_and_fail(session: Session) -> None:
        async with session.savepoint():
            await session.value(_ADD, a_service("within"))
            raise RuntimeError

    async with database.transaction() as session:
        await session.value(_ADD, a_service("before"))
        with pytest.raises(RuntimeError):
            await write_and_fail(session)
        await session.value(_ADD, a_service("after"))
    assert [await count(database, code) for code in ("before", "within", "after")] == [1, 0, 1]


async def test_what_waits_to_be_flushed_is_committed(database: Database) -> None:
    async with database.transaction() as session:
        session.add(Service(code="bath", duration=30))
    assert await count(database, "bath") == 1


async def test_a_single_statement_commits_itself(database: Database) -> None:
    async with database.one_statement() as session:
        await session.value(_ADD, a_service("bath"))
        assert await count(database, "bath") == 1


async def test_a_cancelled_statement_gives_its_connection_back(database: Database) -> None:
    waits = Statement(select(_service.id).where(_service.code == bindparam("wanted")).with_for_update())
    await _add(database, "bath")

    async def wait() -> None:
        async with database.transaction() as session:
            await session.row(waits, {"wanted": "bath"})

    async with database.transaction() as session:
        await session.row(waits, {"wanted": "bath"})
        waiting = asyncio.ensure_future(wait())
        while not await session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):  # noqa: ASYNC110
            await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert await count(database, "bath") == 1


async def test_a_connection_that_dies_counts_as_a_database_that_is_away(database: Database) -> None:
    async def lose() -> None:
        async with database.transaction() as session:
            mine = session.driver.get_server_pid()
            async with database.transaction() as other:
                await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
            await session.value(_ADD, a_service("bath"))

    lost_alike = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
    with pytest.raises(lost_alike) as lost:
        await lose()
    assert is_away(lost.value)
    assert await count(database, "bath") == 0
    await _add(database, "bath")
    assert await count(database, "bath") == 1


async def test_a_closed_connection_counts_as_one_too(database: Database) -> None:
    async def close() -> None:
        async with database.one_statement() as session:
            session.driver.terminate()
            await session.value(_ADD, a_service("bath"))

    with pytest.raises(asyncpg.InterfaceError) as lost:
        await close()
    assert is_away(lost.value)
    await _add(database, "bath")


async def test_an_insert_writes_the_columns_it_is_sent_with(database: Database) -> None:
    async with database.transaction() as session:
        await session.value(_ADD, a_service("priced"))
        await session.value(_ADD, {name: value for name, value in a_service("free").items() if name != "price"})
        prices = await session.rows(Statement(select(_service.code, _service.price).where(_service.price.is_(None))))
    assert ("free", None) in prices
    assert ("priced", None) not in prices


async def test_what_a_column_would_make_up_has_to_be_given(database: Database) -> None:
    async with database.transaction() as session:
        with pytest.raises(TypeError, match="'id'"):
            await session.value(_ADD, {"code": "bath", "duration": 30})


async def test_a_list_in_in_is_refused(database: Database) -> None:
    listed = Statement(select(_service.id).where(_service.code.in_(bindparam("codes", expanding=True))))
    async with database.transaction() as session:
        with pytest.raises(TypeError, match="ANY"):
            await session.rows(listed, {"codes": ["bath"]})


async def test_whoever_watches_sees_both_ways(database: Database) -> None:
    seen: list[tuple[str, Any]] = []
    unwatch = database.watch(lambda statement, parameters: seen.append((statement, parameters)))
    async with database.transaction() as session:
        await session.rows(Statement(_BY_CODE), {"wanted": "bath"})
        await session.execute(_BY_CODE, {"wanted": "bath"})
    unwatch()
    async with database.transaction() as session:
        await session.rows(Statement(_BY_CODE), {"wanted": "bath"})
        await session.execute(_BY_CODE, {"wanted": "bath"})
    (first, given), (second, given_too) = seen
    assert first == second
    assert list(given) == list(given_too) == ["bath"]


async def test_errors_are_seen_both_ways(database: Database) -> None:
    seen: list[str] = []
    database.watch_errors(lambda error: seen.append(str(error)))
    await _add(database, "bath")
    async with database.transaction() as session:
        with pytest.raises(asyncpg.UniqueViolationError):
            await _add(database, "bath")
        session.add(Service(code="bath", duration=30))
        with pytest.raises(IntegrityError):
            await session.flush()
    assert len(seen) == 2
    assert all("uq_services_code" in error for error in seen)


def test_a_row_is_a_tuple_with_names() -> None:
    assert issubclass(Row, tuple)


async def _add(database: Database, code: str) -> None:
    async with database.transaction() as session:
        await session.value(_ADD, a_service(code))


_NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
