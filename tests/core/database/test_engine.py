"""What a pasted connection string becomes."""

import ssl
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ArgumentError

from core.database.engine import Target, create_engine, parse_target

HOST = "ep-cool-name-a1b2.eu-central-1.aws.neon.tech"
POOLER = "ep-cool-name-a1b2-pooler.eu-central-1.aws.neon.tech"
AS_NEON_SHOWS_IT = f"postgresql://owner:pa%40ss%2Fword@{POOLER}/neondb?sslmode=require&channel_binding=require"


def tls(target: Target) -> ssl.SSLContext:
    context = target.connect_args["ssl"]
    assert isinstance(context, ssl.SSLContext)
    return context


def test_a_string_from_neons_console_works_as_it_is() -> None:
    target = parse_target(AS_NEON_SHOWS_IT)
    assert target.pooled
    assert target.url.drivername == "postgresql+asyncpg"
    assert (target.url.username, target.url.password, target.url.database) == ("owner", "pa@ss/word", "neondb")
    assert dict(target.url.query) == {}
    assert tls(target).verify_mode is ssl.CERT_NONE
    assert not tls(target).check_hostname


def test_a_pooled_host_gets_no_prepared_statements_of_any_cache() -> None:
    target = parse_target(AS_NEON_SHOWS_IT)
    assert target.connect_args["statement_cache_size"] == 0
    assert target.connect_args["prepared_statement_name_func"]() == ""
    assert create_engine(target).url.query["prepared_statement_cache_size"] == "0"


def test_migrations_go_to_the_direct_host_with_the_same_encryption() -> None:
    target = parse_target(AS_NEON_SHOWS_IT)
    direct = target.direct()
    assert direct.url.host == HOST
    assert direct.url == target.url.set(host=HOST)
    assert not direct.pooled
    assert "statement_cache_size" not in direct.connect_args
    assert tls(direct) is tls(target)


def test_a_direct_host_is_its_own_direct_host() -> None:
    target = parse_target(f"postgresql://owner@{HOST}/neondb?sslmode=require")
    assert not target.pooled
    assert target.direct() is target
    assert "statement_cache_size" not in target.connect_args


def test_a_pooler_that_does_not_say_so_can_be_marked() -> None:
    target = parse_target("postgresql://owner@pgbouncer.local:6432/vetbot?pooled=true")
    assert target.pooled
    assert dict(target.url.query) == {}
    assert target.connect_args["statement_cache_size"] == 0
    assert target.direct() is target  # nobody told us the direct host
    assert not parse_target("postgresql://owner@db/vetbot?pooled=false").pooled


@pytest.mark.parametrize(
    ("said", "host", "port"),
    [
        ("db.local:5433", "db.local", 5433),
        ("db.local", "db.local", None),
        ("/run/postgresql", "/run/postgresql", None),
    ],
)
def test_a_pooler_may_say_where_the_server_behind_it_is(said: str, host: str, port: int | None) -> None:
    target = parse_target(
        f"postgresql://owner:pw@pgbouncer.local:6432/vetbot?pooled=true&direct={said}&sslmode=require"
    )
    assert dict(target.url.query) == {}
    direct = target.direct()
    assert (direct.url.host, direct.url.port, direct.url.database) == (host, port, "vetbot")
    assert (direct.url.username, direct.url.password) == ("owner", "pw")
    assert not direct.pooled
    assert direct.direct() is direct
    assert "statement_cache_size" not in direct.connect_args
    assert tls(direct) is tls(target)


def test_without_a_pooler_there_is_nothing_behind_it() -> None:
    target = parse_target("postgresql://owner@db.local/vetbot?direct=other.local")
    assert target.direct() is target
    assert dict(target.url.query) == {}


@pytest.mark.parametrize("host", ["db-pooler-admin.example.org", "pooler.example.org", "my-pooler"])
def test_only_neons_way_of_naming_a_pooler_counts(host: str) -> None:
    assert not parse_target(f"postgresql://owner@{host}/vetbot").pooled


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_every_spelling_of_the_scheme_is_asyncpg(scheme: str) -> None:
    assert parse_target(f"{scheme}://u@h:5433/d").url.render_as_string() == "postgresql+asyncpg://u@h:5433/d"


@pytest.mark.parametrize(
    ("mode", "verify", "hostname"),
    [
        ("require", ssl.CERT_NONE, False),
        ("verify-ca", ssl.CERT_REQUIRED, False),
        ("verify-full", ssl.CERT_REQUIRED, True),
    ],
)
def test_what_an_sslmode_checks(mode: str, verify: ssl.VerifyMode, hostname: bool) -> None:
    context = tls(parse_target(f"postgresql://u@h/d?sslmode={mode}"))
    assert (context.verify_mode, context.check_hostname) == (verify, hostname)


@pytest.mark.parametrize("query", ["", "?sslmode=disable", "?sslmode=allow", "?sslmode=prefer"])
def test_without_an_sslmode_that_asks_for_it_nothing_is_forced(query: str) -> None:
    assert "ssl" not in parse_target(f"postgresql://u@h/d{query}").connect_args


def test_a_root_certificate_of_the_system_needs_no_file() -> None:
    target = parse_target("postgresql://u@h/d?sslmode=verify-full&sslrootcert=system")
    assert tls(target).verify_mode is ssl.CERT_REQUIRED
    assert dict(target.url.query) == {}


def test_a_root_certificate_that_is_not_there_is_said() -> None:
    with pytest.raises(FileNotFoundError):
        parse_target("postgresql://u@h/d?sslmode=verify-full&sslrootcert=/nowhere/root.crt")


def test_an_application_name_is_passed_on() -> None:
    target = parse_target("postgresql://u@h/d?application_name=front%20desk&connect_timeout=5&options=endpoint%3Dx")
    assert target.connect_args["server_settings"] == {"application_name": "front desk"}
    assert dict(target.url.query) == {}


def test_a_password_stays_out_of_reprs() -> None:
    target = parse_target("postgresql://owner:hunter2@h/d")
    assert "hunter2" not in repr(target)
    assert "hunter2" not in repr(create_engine(target))


@pytest.mark.parametrize("rubbish", ["", "not a url", "postgresql://h:port/d"])
def test_rubbish_is_no_connection_string(rubbish: str) -> None:
    with pytest.raises((ArgumentError, ValueError)):
        parse_target(rubbish)


def test_there_are_few_connections_and_younger_than_neons_patience() -> None:
    pool: Any = create_engine(parse_target("postgresql://u@h/d"), pool_size=3).pool
    assert pool._recycle < 300
    assert pool.size() == 3
    assert pool._max_overflow == 0


async def test_an_engine_for_a_pooler_works_and_leaves_no_prepared_statement(database_url: str) -> None:
    engine = create_engine(parse_target(database_url + "&pooled=true"), pool_size=1)
    try:
        for number in range(3):
            async with engine.connect() as connection:
                assert await connection.scalar(text("SELECT CAST(:n AS int)"), {"n": number}) == number
        async with engine.connect() as connection:
            named = await connection.scalar(text("SELECT count(*) FROM pg_prepared_statements WHERE name <> ''"))
        assert named == 0
    finally:
        await engine.dispose()


async def test_a_connection_is_asked_whether_it_lives_when_it_lay_unused(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_engine(parse_target(database_url), pool_size=1)
    asked: list[object] = []
    ping: Any = engine.dialect.do_ping

    def counted(connection: object) -> bool:
        asked.append(connection)
        return bool(ping(connection))

    monkeypatch.setattr(engine.dialect, "do_ping", counted)
    monkeypatch.setattr("core.database.engine.RESTED_SECONDS", 3600)
    try:
        for _ in range(3):
            async with engine.connect() as connection:
                pid = await connection.scalar(text("SELECT pg_backend_pid()"))
        assert not asked, "it was in use a moment ago"
        monkeypatch.setattr("core.database.engine.RESTED_SECONDS", 0)
        async with engine.connect() as connection:
            assert await connection.scalar(text("SELECT pg_backend_pid()")) == pid
        assert len(asked) == 1
    finally:
        await engine.dispose()


async def test_a_connection_that_no_longer_answers_is_replaced(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_engine(parse_target(database_url), pool_size=1)
    monkeypatch.setattr("core.database.engine.RESTED_SECONDS", 0)

    def gone(connection: Any) -> bool:
        connection.driver_connection.terminate()
        raise engine.dialect.loaded_dbapi.InterfaceError("connection is closed")

    try:
        async with engine.connect() as connection:
            pid = await connection.scalar(text("SELECT pg_backend_pid()"))
        monkeypatch.setattr(engine.dialect, "do_ping", gone)
        async with engine.connect() as connection:
            assert await connection.scalar(text("SELECT pg_backend_pid()")) != pid
    finally:
        await engine.dispose()


async def test_a_connection_that_died_is_noticed_before_use(database_url: str) -> None:
    engine = create_engine(parse_target(database_url), pool_size=1)
    try:
        async with engine.connect() as connection:
            pid = await connection.scalar(text("SELECT pg_backend_pid()"))
        host = str(engine.url.query["host"])
        killer = await asyncpg.connect(host=host, user="postgres", database=engine.url.database)
        assert await killer.fetchval("SELECT pg_terminate_backend($1, 10000)", pid)
        await killer.close()
        async with engine.connect() as connection:
            assert await connection.scalar(text("SELECT pg_backend_pid()")) != pid
    finally:
        await engine.dispose()
