"""What Sentry is told, and what it never is."""

import logging
import sys
from typing import Any

import pytest
import sentry_sdk
import structlog
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport
from sqlalchemy import text

from bot.alarms import send_alarms
from core.config import SettingsError, load_settings
from core.database.session import Database
from tests.bot.test_logs import TOKEN

DSN = "https://0123456789abcdef@sentry.example/1"


class _Kept(Transport):
    """Keeps what would be sent."""

    def __init__(self, options: Any) -> None:
        super().__init__(options)
        self.sent: list[str] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent.append(envelope.serialize().decode())


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What was sent since `send_alarms`; Sentry is off again afterwards."""
    transport = _Kept({})
    initialise = sentry_sdk.init
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: initialise(transport=transport, **options))
    send_alarms(load_settings(sentry_dsn=DSN))
    yield transport.sent
    initialise(default_integrations=False, auto_enabling_integrations=False)


def test_without_a_dsn_nothing_is_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: pytest.fail("it was set up"))
    send_alarms(load_settings())


def test_an_error_is_told_with_its_update_and_without_secrets(kept: list[str]) -> None:
    with structlog.contextvars.bound_contextvars(update=42, handler="book"):
        logging.getLogger("bot").info("not an error")
        try:
            raise RuntimeError(f"https://api.telegram.org/bot{TOKEN}/getMe")
        except RuntimeError:
            logging.getLogger("bot").exception("update %s failed for %s", 42, TOKEN)
    (event,) = kept
    assert "RuntimeError" in event
    assert '"handler":"book"' in event
    assert '"update":42' in event
    assert TOKEN not in event


async def test_a_database_error_does_not_quote_what_was_typed(kept: list[str], database: Database) -> None:
    typed = " ".join(["correct", "horse"])
    try:
        async with database.transaction() as session:
            await session.execute(text("SELECT CAST(:typed AS integer)"), {"typed": typed})
    except Exception:
        logging.getLogger("bot").exception("it failed")
    (event,) = kept
    assert "DBAPIError" in event
    assert typed not in event
    assert "SELECT" not in event


def test_a_dsn_without_the_client_stops_with_the_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(SettingsError, match=r"pip install 'vetbot\[sentry\]'"):
        send_alarms(load_settings(sentry_dsn=DSN))
