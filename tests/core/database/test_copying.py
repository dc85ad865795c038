"""A copy of everything: what comes out is what went in, or nothing changed at all."""

import asyncio
import json
import os
import stat
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from alembic import command
from sqlalchemy import make_url, text

from bot.sandbox.demo.data import furnish
from core.clock import ManualClock
from core.config import Settings
from core.database.copying import CopyError, Manifest, back_up, is_in_use, is_same, restore
from core.database.embedded import EmbeddedPostgres
from core.database.engine import create_engine, parse_target
from core.database.migrations import alembic_config, newest_version, upgrade
from core.database.schema import metadata
from core.database.session import Database
from core.front_desk import FrontDesk
from core.security import PasswordHasher

ODD = "tab\there, line\nbreak, back\\slash, \\N, \\. and ünïcödé 🐕"
PLANTED = """
INSERT INTO inbox (update_id, sender, payload, received_at)
    VALUES (7, 1, jsonb_build_object('text', '{odd}'::text), now());
INSERT INTO conversations (chat_id, telegram_user_id, name, step, draft, expires_at)
    VALUES (1, 1, 'book', 'notes', jsonb_build_object('notes', '{odd}'::text), 'infinity');
INSERT INTO login_failures (id, telegram_user_id, email, failed_at)
    VALUES (gen_random_uuid(), 1, 'anna@example.org', '2026-03-29 02:30:00.123456+02');
INSERT INTO admin_chats (configured_chat_id, chat_id) VALUES (-100500, -1001234567890123);
INSERT INTO telegram_accounts (telegram_user_id, user_id, chat_id, display_name)
    SELECT 9007199254740993, id, 1, '{odd}' FROM users LIMIT 1;
UPDATE appointments SET notes = '{odd}' WHERE number = 1001;
""".replace("{odd}", ODD.replace("'", "''"))

NewDatabase = Callable[..., Awaitable[str]]


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    """As somebody whom nobody takes for a bot."""
    parsed = make_url(url)
    connection = await asyncpg.connect(host=str(parsed.query["host"]), user="postgres", database=parsed.database)
    try:
        yield connection
    finally:
        await connection.close()


async def everything(url: str) -> dict[str, list[str]]:
    """Every row of every table, and where the sequences stand."""
    async with connected(url) as connection:
        names = [
            row[0] for row in await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
        found = {
            name: sorted(row[0] for row in await connection.fetch(f'SELECT t::text FROM "{name}" t')) for name in names
        }
        sequences = await connection.fetch("SELECT sequencename || ' ' || coalesce(last_value, 0) FROM pg_sequences")
        return found | {"sequences": sorted(row[0] for row in sequences)}


async def kinds_without_values(url: str) -> set[str]:
    """The types of columns that no row has a value of."""
    kinds: dict[str, int] = {}
    async with connected(url) as connection:
        for table in metadata.tables.values():
            for column in table.columns:
                kind = type(column.type).__name__
                values = await connection.fetchval(f'SELECT count("{column.name}") FROM "{table.name}"')
                kinds[kind] = kinds.get(kind, 0) + values
    assert len(kinds) > 8
    return {kind for kind, values in kinds.items() if not values}


@pytest.fixture
async def new_database(postgres: EmbeddedPostgres) -> AsyncIterator[NewDatabase]:
    """Makes further databases: empty ones, or migrated."""
    names: list[str] = []

    async def make(*, migrated: bool = False) -> str:
        name = f"test_{uuid4().hex}"
        async with connected(postgres.url("postgres")) as connection:
            await connection.execute(f'CREATE DATABASE "{name}"')
        names.append(name)
        if migrated:
            await upgrade(postgres.url(name))
        return postgres.url(name)

    yield make
    async with connected(postgres.url("postgres")) as connection:
        for name in names:
            await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
async def used(database_url: str, clock: ManualClock) -> str:
    """A database with rows in every table, odd ones among them; no bot runs on it."""
    database = Database(create_engine(parse_target(database_url)))
    hasher = PasswordHasher()
    assert await furnish(FrontDesk(database, Settings(_env_file=None), clock, hasher))
    hasher.close()
    await database.close()
    async with connected(database_url) as connection:
        await connection.execute(PLANTED)
    return database_url


async def refusal(work: Awaitable[Manifest]) -> str:
    with pytest.raises(CopyError) as caught:
        await work
    assert "\n" not in str(caught.value)
    return str(caught.value)


async def test_every_row_of_every_table_comes_back(used: str, new_database: NewDatabase, tmp_path: Path) -> None:
    before = await everything(used)
    assert await kinds_without_values(used) == set(), "what is nowhere in the data is not seen to come back"
    manifest = await back_up(used, tmp_path / "copy.zip")
    assert {table.name: table.rows for table in manifest.tables} == {
        name: len(before[name]) for name in metadata.tables
    }
    for target in (await new_database(), await new_database(migrated=True)):
        await restore(target, tmp_path / "copy.zip")
        assert await everything(target) == before
    assert await everything(used) == before
    async with connected(target) as connection:
        assert await connection.fetchval("SELECT notes FROM appointments WHERE number = 1001") == ODD


async def test_the_next_number_follows_the_last_one(used: str, new_database: NewDatabase, tmp_path: Path) -> None:
    await back_up(used, tmp_path / "copy.zip")
    target = await new_database()
    await restore(target, tmp_path / "copy.zip")
    async with connected(target) as connection:
        last = await connection.fetchval("SELECT max(number) FROM appointments")
        sequence = await connection.fetchval("SELECT pg_get_serial_sequence('appointments', 'number')")
        assert await connection.fetchval("SELECT nextval($1)", sequence) > last


async def test_it_is_one_moment_whatever_is_written_meanwhile(
    used: str, new_database: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A visit, its events and its words to people belong together: a copy has all of them or none."""
    before = await everything(used)
    copy_from_table = asyncpg.Connection.copy_from_table
    written = False

    async def write_and_copy(self: asyncpg.Connection, *args: object, **options: object) -> object:
        nonlocal written
        result = await copy_from_table(self, *args, **options)
        if not written:
            written = True
            async with connected(used) as connection:
                await connection.execute("DELETE FROM notifications; UPDATE users SET full_name = 'Somebody else'")
        return result

    monkeypatch.setattr(asyncpg.Connection, "copy_from_table", write_and_copy)
    await back_up(used, tmp_path / "copy.zip")
    target = await new_database()
    await restore(target, tmp_path / "copy.zip")
    assert written
    assert await everything(target) == before


async def test_a_database_in_use_is_refused_and_replaced_when_told_to(
    used: str, new_database: NewDatabase, tmp_path: Path
) -> None:
    await back_up(used, tmp_path / "copy.zip")
    target = await new_database(migrated=True)
    async with connected(target) as connection:
        await connection.execute("INSERT INTO admin_chats (configured_chat_id, chat_id) VALUES (1, 2)")
        await connection.execute(
            "INSERT INTO inbox (update_id, sender, received_at) SELECT g, 1, now() FROM generate_series(1, 50) g"
        )
    before = await everything(target)
    assert "--replace" in await refusal(restore(target, tmp_path / "copy.zip"))
    assert await everything(target) == before
    await restore(target, tmp_path / "copy.zip", replace=True)
    assert await everything(target) == await everything(used)


async def test_what_something_else_made_is_never_touched(used: str, new_database: NewDatabase, tmp_path: Path) -> None:
    await back_up(used, tmp_path / "copy.zip")
    target = await new_database()
    async with connected(target) as connection:
        await connection.execute("CREATE TABLE orders (n int)")
    before = await everything(target)
    for replace in (False, True):
        assert "something else" in await refusal(restore(target, tmp_path / "copy.zip", replace=replace))
    assert await everything(target) == before


async def test_a_newer_vetbots_database_or_file_is_refused(
    used: str, new_database: NewDatabase, tmp_path: Path
) -> None:
    await back_up(used, tmp_path / "copy.zip")
    target = await new_database(migrated=True)
    async with connected(target) as connection:
        await connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer vetbot" in await refusal(restore(target, tmp_path / "copy.zip", replace=True))
    rewrite(tmp_path / "copy.zip", lambda manifest: manifest | {"schema_version": "9999"})
    assert "newer vetbot" in await refusal(restore(await new_database(), tmp_path / "copy.zip"))


async def test_an_older_copy_is_brought_up_to_date(new_database: NewDatabase, tmp_path: Path) -> None:
    """Made at the first version; fits an empty database and one of today's alike."""
    old = await new_database()
    await asyncio.to_thread(command.upgrade, alembic_config(old), "0001")
    async with connected(old) as connection:
        await connection.execute(
            "INSERT INTO users (id, role, full_name, hashed_password, is_active)"
            " VALUES (gen_random_uuid(), 'pet_owner', 'Ann', '!', true)"
        )
    manifest = await back_up(old, tmp_path / "old.zip")
    assert manifest.schema_version == "0001"
    for target in (await new_database(), await new_database(migrated=True)):
        await restore(target, tmp_path / "old.zip")
        async with connected(target) as connection:
            assert await connection.fetchval("SELECT version_num FROM alembic_version") == newest_version()
            assert await connection.fetchval("SELECT full_name FROM users") == "Ann"
            assert await connection.fetchval("SELECT count(*) FROM services") == 4


async def test_a_bot_that_runs_on_it_is_not_restored_under(used: str, tmp_path: Path) -> None:
    await back_up(used, tmp_path / "copy.zip")
    before = await everything(used)
    assert not await is_in_use(used)
    bot = Database(create_engine(parse_target(used)))
    async with bot.transaction() as session:
        await session.execute(text("SELECT 1"))  # idle from now on, as a bot at night
    assert await is_in_use(used)
    assert "a bot runs" in await refusal(restore(used, tmp_path / "copy.zip", replace=True))
    await back_up(used, tmp_path / "while it runs.zip")
    await bot.close()
    assert await everything(used) == before


async def test_a_table_that_somebody_holds_is_not_waited_for_long(used: str, tmp_path: Path) -> None:
    await back_up(used, tmp_path / "copy.zip")
    async with connected(used) as connection, connection.transaction():
        await connection.execute("SELECT 1 FROM pets")
        said = await refusal(restore(used, tmp_path / "copy.zip", replace=True))
    assert "somebody else uses that database" in said


def rewrite(file: Path, manifest: Callable[[dict[str, object]], dict[str, object]], without: str | None = None) -> None:
    """The same file with another manifest, and without one of its members."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist() if name != without}
    members["manifest.json"] = json.dumps(manifest(json.loads(members["manifest.json"]))).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


async def test_a_damaged_file_changes_nothing(used: str, new_database: NewDatabase, tmp_path: Path) -> None:
    target = await new_database(migrated=True)
    before = await everything(target)

    async def said_of(file: Path) -> str:
        said = await refusal(restore(target, file, replace=True))
        assert await everything(target) == before
        return said

    assert "there is no" in await said_of(tmp_path / "nowhere.zip")
    (tmp_path / "text.zip").write_text("hello")
    assert "no backup" in await said_of(tmp_path / "text.zip")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("holiday.jpg", b"")
    assert "no backup" in await said_of(tmp_path / "other.zip")

    whole = tmp_path / "copy.zip"
    await back_up(used, whole)
    content = whole.read_bytes()
    whole.write_bytes(content[: len(content) // 2])
    assert "no backup" in await said_of(whole)
    whole.write_bytes(content)
    with zipfile.ZipFile(whole) as archive:
        entry = archive.getinfo("users.copy")
    place = entry.header_offset + 60 + entry.compress_size // 2
    whole.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
    assert "damaged" in await said_of(whole)

    whole.write_bytes(content)
    rewrite(whole, lambda manifest: manifest, without="pets.copy")
    assert "pets.copy is missing" in await said_of(whole)
    whole.write_bytes(content)
    rewrite(
        whole, lambda manifest: manifest | {"tables": [{"name": "users; DROP TABLE users", "columns": [], "rows": 0}]}
    )
    assert "damaged" in await said_of(whole)
    whole.write_bytes(content)

    def one_more(manifest: dict[str, object]) -> dict[str, object]:
        tables = manifest["tables"]
        assert isinstance(tables, list)
        tables[-1]["rows"] += 1
        return manifest

    rewrite(whole, one_more)
    assert "arrived" in await said_of(whole)


async def test_the_file_is_for_our_eyes_only_and_never_half(
    used: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "copy.zip"
    await back_up(used, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    assert "is there already" in await refusal(back_up(used, file))
    assert file.read_bytes() == before
    assert "can't be written" in await refusal(back_up(used, tmp_path / "nowhere" / "copy.zip"))

    async def fail(*_: object, **__: object) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(asyncpg.Connection, "copy_from_table", fail)
    with pytest.raises(ConnectionResetError):
        await back_up(used, tmp_path / "half.zip")
    assert os.listdir(tmp_path) == ["copy.zip"]


async def test_there_is_nothing_to_copy(new_database: NewDatabase, tmp_path: Path) -> None:
    assert "nothing to copy" in await refusal(back_up(await new_database(), tmp_path / "copy.zip"))
    assert os.listdir(tmp_path) == []


async def test_through_a_pooler_it_goes_to_the_server_itself(
    used: str, pooled_url: str, new_database: NewDatabase, tmp_path: Path
) -> None:
    await back_up(pooled_url, tmp_path / "copy.zip")
    target = await new_database()
    await restore(target, tmp_path / "copy.zip")
    assert await everything(target) == await everything(used)
    bot = Database(create_engine(parse_target(pooled_url)))
    async with bot.transaction() as session:
        await session.execute(text("SELECT 1"))
    assert await is_in_use(pooled_url)
    await bot.close()
    assert is_same(used, pooled_url)
    assert not is_same(used, target)
