"""Secrets stay secret: the whole story, told as chattily as can be, with crashes in it, and then a search for each."""

import logging
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.logs import configure_logging
from core.config import Settings
from core.database.engine import create_engine, parse_target
from core.database.schema import metadata
from core.database.session import Database
from core.users.service import UserService

PASSWORD = "Tabby-cat 4711"
GUESS = "Ginger-cat 0815"
HOOK = "sesame-sesame-sesame"
DATABASE_PASSWORD = "hunter2-hunter2"

STYLES = ("console", "json")


@pytest.fixture(params=STYLES)
def chatty(request: pytest.FixtureRequest, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Everything is logged that can be."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    configure_logging("DEBUG", request.param)
    yield
    root.handlers[:], root.level = before


@pytest.fixture
def settings(settings: Settings, database_url: str) -> Settings:
    with_password = make_url(database_url).set(password=DATABASE_PASSWORD).render_as_string(hide_password=False)
    values: dict[str, Any] = {name: getattr(settings, name) for name in settings.model_fields_set}
    values |= {"database_url": with_password, "webhook_secret": HOOK}
    return Settings(_env_file=None, **values)


@pytest.fixture
async def told(chatty: None, settings: Settings, world: Any) -> Any:
    """The story: a registration that crashes at the password twice, a login with a wrong password, a profile."""
    anna, ben = await world.person("Anna"), await world.person("Ben")
    await anna.say("/start")
    await anna.tap("Register")
    await anna.tap("Anna")
    await anna.say("anna@example.org")
    await anna.key("Skip")

    async def crash(*args: Any, **more: Any) -> Any:
        raise RuntimeError(f"{settings.database_url!r} {world.bot.application.bot.base_url}")

    async def refuse(service: Any, *args: Any, **more: Any) -> Any:
        session = service._repository._session
        await session.execute(text("SELECT CAST(:typed AS integer)"), {"typed": PASSWORD})

    for broken in (crash, refuse):
        with patch.object(UserService, "register", broken):
            await anna.say(PASSWORD)
    await anna.say(PASSWORD)
    await ben.say("/login")
    await ben.say("anna@example.org")
    await ben.say(GUESS)
    await anna.say("/profile")
    return world


async def everything_stored(url: str) -> str:
    """Every row of every table."""
    database = Database(create_engine(parse_target(url)))
    try:
        async with database.transaction() as session:
            rows = [
                row
                for table in metadata.sorted_tables
                for row in await session.scalars(text(f'SELECT t::text FROM "{table.name}" t'))
            ]
    finally:
        await database.close()
    return "\n".join(rows)


async def test_secrets_are_nowhere(
    told: Any, settings: Settings, database_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    _, logged = capfd.readouterr()
    assert logged.count("RuntimeError") >= 1  # it was logged, without what it said that is secret
    assert "DBAPIError" in logged
    stored = await everything_stored(database_url)
    assert "anna@example.org" in stored
    shown = "\n".join(
        message.text for chat in told.server.world.chats.values() for message in chat.messages.values() if message.text
    )
    assert "Anna" in shown
    described = f"{settings!r} {settings} {settings.model_dump()} {told.bot.house!r}"
    token = told.server.token
    secrets = {"password": PASSWORD, "guess": GUESS, "token": token, "hook": HOOK, "database": DATABASE_PASSWORD}
    places = {"log": logged, "database": stored, "chats": shown, "repr": described}
    assert [(name, place) for name, secret in secrets.items() for place, said in places.items() if secret in said] == []
