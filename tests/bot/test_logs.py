"""What reaches the log, and what never does."""

import json
import logging
from typing import Any

import pytest
from sqlalchemy import text

from bot.logs import configure_logging, scrub
from core.database.session import Database

TOKEN = "7000000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


@pytest.fixture(autouse=True)
def _as_it_was() -> Any:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before


def test_tokens_and_passwords_are_scrubbed() -> None:
    assert TOKEN not in scrub(f"POST https://api.telegram.org/bot{TOKEN}/getMe")
    assert scrub("postgresql://vet:hunter2@db.example/clinic") == "postgresql://vet:…@db.example/clinic"


@pytest.mark.parametrize("style", ["console", "json"])
def test_a_token_in_a_traceback_is_gone(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", style)
    try:
        raise RuntimeError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    except RuntimeError:
        logging.getLogger("bot").exception("it failed for %s", TOKEN)
    written = capsys.readouterr().err
    assert "RuntimeError" in written
    assert TOKEN not in written


@pytest.mark.parametrize("style", ["console", "json"])
async def test_a_database_error_does_not_quote_what_was_typed(
    style: str, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging("INFO", style)
    typed = " ".join(["correct", "horse"])
    for statement in ("SELECT CAST(:typed AS integer)", "SELECT CAST(CAST(:typed AS text) AS integer)"):
        try:
            async with database.transaction() as session:
                await session.execute(text(statement), {"typed": typed})
        except Exception:
            logging.getLogger("bot").exception("it failed")
    written = capsys.readouterr().err
    assert "DBAPIError" in written
    assert "SELECT" not in written
    assert typed not in written
    if style == "json":
        assert all(json.loads(line)["level"] == "error" for line in written.splitlines())
