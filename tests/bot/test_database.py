"""The database that a bot begins with."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from bot import cli, database
from bot.database import database_ahead, database_url
from core.config import Settings, SettingsError
from core.database.embedded import EmbeddedError


class Server:
    """Stands for the embedded one: it is started when it is told to be, and knows who left it."""

    def __init__(self) -> None:
        self.left = 0

    def url(self) -> str:
        return "postgresql://here"

    def leave(self) -> None:
        self.left += 1

    def revive(self) -> bool:
        return False


async def test_a_configured_one_is_taken_as_it_is() -> None:
    async with database_url(Settings(_env_file=None, database_url="postgresql://db/clinic")) as url:
        assert url == "postgresql://db/clinic"


async def test_the_embedded_one_starts_while_the_loop_does_not_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, server = threading.Event(), Server()

    def start(folder: Path) -> Any:
        begun.set()
        return server

    monkeypatch.setattr(database, "start_embedded", start)
    async with database_ahead(Settings(_env_file=None)) as url:
        assert begun.wait(10)
        assert await url() == await url() == "postgresql://here"
        assert server.left == 0
    assert server.left == 1


async def test_one_that_nobody_waited_for_is_left_too(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server()
    monkeypatch.setattr(database, "start_embedded", lambda folder: server)
    with pytest.raises(ImportError):
        async with database_ahead(Settings(_env_file=None)):
            raise ImportError
    assert server.left == 1


async def test_one_that_does_not_start_says_so_to_who_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(folder: Path) -> Any:
        raise EmbeddedError("no room")

    monkeypatch.setattr(database, "start_embedded", fail)
    with pytest.raises(EmbeddedError, match="no room"):
        async with database_url(Settings(_env_file=None)):
            pass


async def test_one_that_died_is_started_again_as_soon_as_it_can_be(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lives, errors, died = asyncio.Event(), [EmbeddedError("its memory is still in use")], [True]
    loop = asyncio.get_running_loop()

    class Dead(Server):
        def revive(self) -> bool:
            if errors:
                raise errors.pop()
            if died:
                return died.pop()
            loop.call_soon_threadsafe(lives.set)
            return False

    monkeypatch.setattr(database, "start_embedded", lambda folder: Dead())
    monkeypatch.setattr(database, "LOOK_SECONDS", 0)
    async with database_url(Settings(_env_file=None)):
        async with asyncio.timeout(10):
            await lives.wait()
    assert [record.getMessage() for record in caplog.records] == [
        "its memory is still in use",
        "the embedded database had died; it was started again",
    ]


@pytest.mark.parametrize(
    "known",
    [
        {"bot_token": "123456789:AAH-abcdefghijklmnopqrstuvwxyz_12345"},
        {"bot_token": "123456789:AAH-abcdefghijklmnopqrstuvwxyz_12345", "admin_chat_id": 1, "default_language": "xx"},
    ],
)
async def test_nothing_is_begun_where_a_setting_is_missing(
    known: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "start_embedded", lambda folder: pytest.fail("begun"))
    with pytest.raises(SettingsError):
        await cli.serve(Settings(_env_file=None, **known))
