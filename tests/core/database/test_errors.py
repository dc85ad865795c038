"""What passes by itself, what somebody has to mend, and what is a fault of ours: asked of a real server."""

import ssl

import asyncpg
import pytest
from sqlalchemy import text

from core.database.embedded import EmbeddedPostgres
from core.database.engine import create_engine, parse_target
from core.database.errors import is_away, is_refusal, is_transient, reason, refusal


async def failure(url: str, statement: str = "SELECT 1") -> Exception:
    """What connecting, or the statement, fails with."""
    engine = create_engine(parse_target(url), pool_size=1)
    try:
        with pytest.raises(Exception) as caught:  # noqa: PT011 - which one is the question
            async with engine.connect() as connection:
                await connection.execute(text(statement))
    finally:
        await engine.dispose()
    return caught.value


@pytest.mark.parametrize("place", ["127.0.0.1:1/clinic", "no.such.host.invalid/clinic", "/clinic?host=/nowhere"])
async def test_nobody_answers(place: str) -> None:
    error = await failure(f"postgresql://clinic:hunter22@{place}")
    assert is_transient(error)
    assert is_away(error)
    assert not is_refusal(error)
    assert "hunter22" not in reason(error)


async def test_no_such_database(postgres: EmbeddedPostgres) -> None:
    error = await failure(postgres.url("nowhere"))
    assert is_refusal(error)
    assert is_away(error)
    assert not is_transient(error)
    assert refusal(error).startswith('the database lets nobody in (database "nowhere" does not exist): create it')


async def test_nobody_by_that_name(database_url: str) -> None:
    error = await failure(database_url.replace("postgres@", "stranger@"))
    assert is_refusal(error)
    assert not is_transient(error)
    assert "stranger" in refusal(error)
    assert "copy DATABASE_URL" in refusal(error)


@pytest.mark.parametrize(
    "state",
    ["28P01", "28000", "3D000"],
)
def test_what_asyncpg_itself_raises_counts_alike(state: str) -> None:
    assert is_refusal(asyncpg.PostgresError.new({"C": state, "M": "no"}))


@pytest.mark.parametrize("state", ["53300", "57P01", "57P03", "08006", "40P01", "58030"])
def test_what_passes_by_itself(state: str) -> None:
    error = asyncpg.PostgresError.new({"C": state, "M": "later"})
    assert is_transient(error)
    assert is_away(error)


async def test_a_fault_of_ours_is_neither(database_url: str) -> None:
    error = await failure(database_url, "SELECT 1 / 0")
    assert not is_away(error)
    assert not is_away(ValueError("ours"))


def test_a_certificate_that_does_not_fit_is_for_somebody_to_mend() -> None:
    error = ssl.SSLCertVerificationError("hostname mismatch")
    assert is_refusal(error)
    assert not is_transient(error)
    assert "sslrootcert" in refusal(error)


def test_what_an_error_says_is_one_line() -> None:
    assert reason(ValueError("one\ntwo")) == "one"
    assert reason(ValueError()) == "ValueError"
    wrapped = "<class 'asyncpg.exceptions.InvalidPasswordError'>: password authentication failed"
    assert reason(ValueError(wrapped)) == "password authentication failed"
