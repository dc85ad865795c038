"""Everything in one database as a file, and a file's everything in another database: backups, restoring, moving.

A copy is a zip: each table as PostgreSQL's own `COPY` writes it, and a manifest that says at which schema. It knows no
table by name: what there is, and in which order it fits together, is asked of the database. So it needs no program of
PostgreSQL's, and goes from any server to any other. An older vetbot's copy fits a newer one: the schema of then is
made, filled, and brought up to date, all in one transaction.
"""

import os
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import asyncpg
from pydantic import BaseModel, ValidationError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from core.database.engine import Target, create_engine, parse_target
from core.database.errors import is_away, reason
from core.database.migrations import knows_version, move_schema, newest_version, version_of

FORMAT = 1
_MANIFEST = "manifest.json"
_SEEDED = frozenset({"services", "vets", "opening_hours", "clinic_status"})
"""What a fresh database has rows in: no sign that somebody uses it."""
_NAME = "vetbot, copying"
"""What the server's list of connections calls these, so that they are not taken for a bot."""


class CopyError(Exception):
    """Nothing was copied, and nothing changed; the text is one line that says why, and what to do."""


class TableCopy(BaseModel):
    """A table: the columns in the order in which its rows have them, and how many rows."""

    name: str
    columns: list[str]
    rows: int


class SequenceCopy(BaseModel):
    name: str
    last_value: int | None
    """None: no number was ever taken from it."""


class Manifest(BaseModel):
    """What a copy holds. Tables stand behind those that they refer to."""

    format: int
    schema_version: str
    taken_at: datetime
    tables: list[TableCopy]
    sequences: list[SequenceCopy]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


async def back_up(url: str, file: Path) -> Manifest:
    """Writes everything as it is at one moment; the bot may go on. CopyError, and the file is not there then."""
    async with _connected(url, isolation_level="REPEATABLE READ", postgresql_readonly=True) as (connection, _):
        version = await connection.run_sync(version_of)
        if version is None:
            raise CopyError("there is nothing to copy: the database has no tables of vetbot's")
        await _speak_plainly(connection)
        with _written(file) as archive:
            manifest = await _write(connection, version, archive)
            archive.writestr(_MANIFEST, manifest.model_dump_json(indent=1))
    return manifest


async def restore(url: str, file: Path, *, replace: bool = False) -> Manifest:
    """Makes the database what the file says, in one transaction. CopyError, and it is what it was then.

    One that is used already is refused, unless what is in it is to be replaced; and one that a bot runs on.
    """
    with _opened(file) as archive:
        manifest = _manifest_of(archive)
        async with _connected(url) as (connection, target):
            if await _is_in_use(connection, target):
                raise CopyError("a bot runs on that database: stop it first")
            await connection.execute(text("SET LOCAL lock_timeout = '5s'"))
            await _make_room(connection, manifest.schema_version, replace=replace)
            await _speak_plainly(connection)
            await _read(connection, manifest, archive)
            await connection.run_sync(move_schema, newest_version())
            await connection.commit()
    return manifest


async def is_in_use(url: str) -> bool:
    """Whether a bot runs on the database."""
    async with _connected(url) as (connection, target):
        return await _is_in_use(connection, target)


def is_same(url: str, other: str) -> bool:
    """Whether both name one database, as far as one can tell by the names."""
    one, two = (parse_target(each).direct() for each in (url, other))
    return (one.place, one.url.port or 5432, one.url.database) == (two.place, two.url.port or 5432, two.url.database)


@asynccontextmanager
async def _connected(url: str, **options: Any) -> AsyncIterator[tuple[AsyncConnection, Target]]:
    """A connection of its own to the server itself; what goes wrong on it is said in one line."""
    target = parse_target(url).direct()
    engine = create_engine(target.named(_NAME), pooling=False)
    try:
        async with engine.connect() as connection:
            if options:
                await connection.execution_options(**options)
            yield connection, target
    except (BadZipFile, zlib.error, EOFError) as error:
        raise CopyError(f"the file is damaged ({error})") from None
    except (DBAPIError, asyncpg.PostgresError) as error:
        if is_away(error):
            raise
        if "lock timeout" in str(error):
            raise CopyError("somebody else uses that database: stop the bot first") from None
        raise CopyError(f"the database refuses it ({reason(error)})") from None
    finally:
        await engine.dispose()


async def _speak_plainly(connection: AsyncConnection) -> None:
    """Both ends write times and the like in one way, however their servers are set up."""
    for setting in ("datestyle = 'ISO, YMD'", "intervalstyle = 'postgres'", "bytea_output = 'hex'"):
        await connection.execute(text(f"SET LOCAL {setting}"))


async def _write(connection: AsyncConnection, version: str, archive: ZipFile) -> Manifest:
    driver = await _driver(connection)
    tables = []
    for name, columns in (await _tables(connection)).items():
        with archive.open(_member(name), "w", force_zip64=True) as rows:
            status = await driver.copy_from_table(name, columns=columns, output=rows)
        tables.append(TableCopy(name=name, columns=columns, rows=int(status.split()[-1])))
    # After the rows: a sequence knows no transaction, and must not be behind them.
    sequences = await connection.execute(
        text("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1")
    )
    return Manifest(
        format=FORMAT,
        schema_version=version,
        taken_at=datetime.now(UTC),
        tables=tables,
        sequences=[SequenceCopy(name=name, last_value=last_value) for name, last_value in sequences],
    )


async def _read(connection: AsyncConnection, manifest: Manifest, archive: ZipFile) -> None:
    driver = await _driver(connection)
    for table in manifest.tables:
        with archive.open(_member(table.name)) as rows:
            await driver.copy_to_table(table.name, columns=table.columns, source=rows)
        arrived = await driver.fetchval(f"SELECT count(*) FROM {_quoted(table.name)}")  # noqa: S608 - quoted
        if arrived != table.rows:
            raise CopyError(f"of {table.rows} rows of {table.name} {arrived} arrived: the file is damaged")
    for sequence in manifest.sequences:
        if sequence.last_value is not None:
            await driver.execute("SELECT setval(quote_ident($1)::regclass, $2)", sequence.name, sequence.last_value)


async def _make_room(connection: AsyncConnection, version: str, *, replace: bool) -> None:
    """The tables of that version, and nothing in them."""
    current = await connection.run_sync(version_of)
    tables = await _tables(connection)
    if current is None and tables:
        raise CopyError("that database has tables of something else: give vetbot one of its own")
    if current is not None:
        if not knows_version(current):
            raise CopyError("a newer vetbot made that database: update this one")
        used = [name for name in tables if name not in _SEEDED and await _has_rows(connection, name)]
        if used and not replace:
            raise CopyError("that database is in use, there are rows in it; --replace gives them up for the file's")
        everything = ", ".join(map(_quoted, tables))
        await connection.execute(text(f"TRUNCATE {everything} RESTART IDENTITY"))
    if current != version:
        if current is not None:
            await connection.run_sync(move_schema, "base")
        await connection.run_sync(move_schema, version)
        if fresh := await _tables(connection):
            await connection.execute(text(f"TRUNCATE {', '.join(map(_quoted, fresh))} RESTART IDENTITY"))


async def _tables(connection: AsyncConnection) -> dict[str, list[str]]:
    """Every table but Alembic's with its stored columns; behind those that it refers to."""
    found = await connection.execute(
        text(
            "SELECT c.relname, array_agg(CAST(a.attname AS text) ORDER BY a.attnum) FROM pg_class c "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' "
            "WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind = 'r' "
            "AND c.relname <> 'alembic_version' GROUP BY c.relname ORDER BY c.relname"
        )
    )
    columns = {name: list(names) for name, names in found}
    references = await connection.execute(
        text(
            "SELECT a.relname, b.relname FROM pg_constraint f "
            "JOIN pg_class a ON a.oid = f.conrelid JOIN pg_class b ON b.oid = f.confrelid "
            "WHERE f.contype = 'f' AND f.connamespace = CAST(current_schema() AS regnamespace) AND a.oid <> b.oid"
        )
    )
    graph: dict[str, set[str]] = {name: set() for name in columns}
    for name, referred in references:
        graph[name].add(referred)
    return {name: columns[name] for name in TopologicalSorter(graph).static_order()}


async def _has_rows(connection: AsyncConnection, table: str) -> bool:
    return bool(await connection.scalar(text(f"SELECT EXISTS (SELECT FROM {_quoted(table)})")))  # noqa: S608 - quoted


async def _is_in_use(connection: AsyncConnection, target: Target) -> bool:
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = :name"
    )
    return bool(await connection.scalar(others, {"name": target.application_name}))


async def _driver(connection: AsyncConnection) -> asyncpg.Connection:
    """The same connection, in the same transaction, without SQLAlchemy around it: COPY is asyncpg's."""
    return (await connection.get_raw_connection()).driver_connection


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _member(table: str) -> str:
    return f"{table}.copy"


@contextmanager
def _written(file: Path) -> Iterator[ZipFile]:
    """A file that only we may read, and that is there when it is complete."""
    part = file.with_name(f".{file.name}.part")
    try:
        if file.exists():
            raise CopyError(f"{file} is there already: name another one")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as raw, ZipFile(raw, "w", ZIP_DEFLATED) as archive:
            yield archive
        part.rename(file)
    except OSError as error:
        if error.filename is None:
            raise
        raise CopyError(f"{file} can't be written ({error.strerror})") from None
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _opened(file: Path) -> Iterator[ZipFile]:
    try:
        archive = ZipFile(file)
    except FileNotFoundError:
        raise CopyError(f"there is no {file}") from None
    except (BadZipFile, OSError):
        raise CopyError(f"{file} is no backup that vetbot made, or is damaged") from None
    with archive:
        yield archive


def _manifest_of(archive: ZipFile) -> Manifest:
    try:
        manifest = Manifest.model_validate_json(archive.read(_MANIFEST))
        missing = {_member(table.name) for table in manifest.tables} - set(archive.namelist())
    except (KeyError, ValidationError, BadZipFile, zlib.error, EOFError):
        raise CopyError(f"{archive.filename} is no backup that vetbot made, or is damaged") from None
    if missing:
        raise CopyError(f"{archive.filename} is damaged: {', '.join(sorted(missing))} is missing")
    if manifest.format != FORMAT or not knows_version(manifest.schema_version):
        raise CopyError(f"a newer vetbot made {archive.filename} (schema {manifest.schema_version}): update this one")
    return manifest
