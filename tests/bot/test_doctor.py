"""The doctor: each thing that can be wrong, and that its fix is named."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest
from alembic import command
from sqlalchemy import make_url

from bot import doctor
from bot.api import telegram_bot
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import SandboxServer
from bot.webhook import address_of
from core.config import load_settings
from core.database.migrations import alembic_config, newest_version
from tests.bot.test_webhook import free_port

Examined = Callable[..., Awaitable[dict[str, doctor.Finding]]]


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sandbox: SandboxServer, database_url: str) -> Examined:
    """`await examined(ADMIN_CHAT_ID="…")`: the findings by subject, with a working setup but for what is given."""
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "BOT_TOKEN": sandbox.token,
        "DATABASE_URL": database_url,
        "TELEGRAM_API_URL": sandbox.base_url,
        "CLINIC_TIMEZONE": "Europe/Berlin",
    }.items():
        monkeypatch.setenv(name, value)

    async def examine(**changed: str) -> dict[str, doctor.Finding]:
        for name, value in changed.items():
            monkeypatch.setenv(name, value)
        found = [finding async for finding in doctor.examine()]
        shown = "\n".join(map(str, found))
        assert sandbox.token not in shown
        assert len({finding.subject for finding in found}) == len(found)
        assert all((finding.fix is None) == str(finding).startswith("✓") for finding in found)
        return {finding.subject: finding for finding in found}

    return examine


@pytest.fixture
async def client(sandbox: SandboxServer) -> AsyncIterator[SandboxClient]:
    async with sandbox.client() as client:
        yield client


async def execute(database_url: str, statement: str) -> None:
    url = make_url(database_url)
    connection = await asyncpg.connect(host=str(url.query["host"]), user=url.username, database=url.database)
    await connection.execute(statement)
    await connection.close()


async def test_all_is_well(examined: Examined, client: SandboxClient) -> None:
    boss = await client.create_user("Vera")
    group = await client.create_group("Clinic", [boss])
    found = await examined(ADMIN_CHAT_ID=str(group.id))
    assert list(found) == [
        *("settings", "time zone", "database", "schema", "token", "admin chat", "group privacy", "who is staff"),
    ]
    assert not [finding for finding in found.values() if not finding.well]
    assert "Europe/Berlin" in found["time zone"].said
    assert newest_version() in found["schema"].said
    assert "front_desk_bot" in found["token"].said
    assert "Clinic" in found["admin chat"].said
    assert "replies" in found["group privacy"].said
    assert "every few hours" in found["who is staff"].said
    await client.set_privacy(False)
    assert "every message" in (await examined())["group privacy"].said
    await client.set_member(group, None, "administrator")
    assert "at once" in (await examined())["who is staff"].said


async def test_without_an_admin_chat_it_lists_those_that_wrote_and_confirms_nothing(
    examined: Examined, client: SandboxClient
) -> None:
    finding = (await examined())["admin chat"]
    assert "send /start there" in (finding.fix or "")
    vera, anna = await client.create_user("Vera"), await client.create_user("Anna", last_name="Berg")
    group = await client.create_group("Front <desk>", [vera])
    await client.command(vera, "start", chat=group)
    await client.start(anna)
    for _ in range(2):  # what was looked at is still there
        finding = (await examined())["admin chat"]
        assert not finding.well
        assert f"ADMIN_CHAT_ID={group.id}   the group Front <desk>" in (finding.fix or "")
        assert f"ADMIN_CHAT_ID={anna.id}   Anna Berg, in private" in (finding.fix or "")


async def test_an_admin_chat_that_does_not_work(examined: Examined, client: SandboxClient) -> None:
    finding = (await examined(ADMIN_CHAT_ID="-123456"))["admin chat"]
    assert "add the bot" in (finding.fix or "")
    boss = await client.create_user("Vera")
    group = await client.create_group("Clinic", [boss])
    await client.set_member(group, None, "left")
    assert not (await examined(ADMIN_CHAT_ID=str(group.id)))["admin chat"].well


async def test_a_private_chat_as_the_clinics(examined: Examined, client: SandboxClient) -> None:
    boss = await client.create_user("Vera")
    await client.start(boss)
    found = await examined(ADMIN_CHAT_ID=str(boss.id))
    assert found["admin chat"].well
    assert "group privacy" not in found


async def test_a_webhook(examined: Examined, sandbox: SandboxServer, client: SandboxClient) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    assert "webhook" not in await examined()
    assert "when it starts" in (await examined(WEBHOOK_URL=url, PORT=str(port)))["webhook"].said
    settings = load_settings()
    async with telegram_bot(settings, sandbox.token) as bot:
        await bot.set_webhook(address_of(settings, sandbox.token))
        assert "set; 0 updates wait" in (await examined())["webhook"].said
        anna = await client.create_user("Anna")
        await client.start(anna)  # nobody listens there
        while not (await bot.get_webhook_info()).last_error_message:
            await client.wait((await client.state())["version"], within=10)
        found = (await examined())["webhook"]
        assert "can't deliver: Connection refused" in found.said
        assert f"PORT ({port})" in (found.fix or "")
        await bot.delete_webhook()


async def test_a_token_that_telegram_refuses(examined: Examined) -> None:
    found = await examined(BOT_TOKEN=f"123456:{'wrong' * 7}", ADMIN_CHAT_ID="1")
    assert "@BotFather" in (found["token"].fix or "")
    assert "wrongwrong" not in "".join(map(str, found.values()))
    assert "admin chat" not in found


async def test_telegram_out_of_reach(examined: Examined) -> None:
    found = await examined(TELEGRAM_API_URL="http://127.0.0.1:1", ADMIN_CHAT_ID="1")
    assert "http://127.0.0.1:1" in (found["Telegram"].fix or "")
    assert found["database"].well


async def test_a_database_out_of_reach(examined: Examined) -> None:
    found = await examined(DATABASE_URL="postgresql://clinic:hunter22@127.0.0.1:1/clinic")
    assert "DATABASE_URL" in (found["database"].fix or "")
    assert "schema" not in found
    assert found["token"].well, "the rest is looked at all the same"
    assert "hunter22" not in "".join(map(str, found.values()))


async def test_a_schema_that_is_not_the_newest(examined: Examined, database_url: str) -> None:
    await asyncio.to_thread(command.downgrade, alembic_config(database_url), "base")
    assert "vetbot migrate" in ((await examined())["schema"].fix or "")
    await execute(database_url, "INSERT INTO alembic_version VALUES ('9999')")
    assert "update vetbot" in ((await examined())["schema"].fix or "")


@pytest.mark.parametrize(
    ("name", "value", "subject"),
    [
        ("CLINIC_TIMEZONE", "Berlin", "settings"),
        ("BOT_TOKEN", "hello", "settings"),
        ("DEFAULT_LANGUAGE", "xx", "settings"),
        ("BOT_TOKEN", "", "token"),
    ],
)
async def test_a_wrong_setting(examined: Examined, name: str, value: str, subject: str) -> None:
    finding = (await examined(**{name: value}))[subject]
    assert not finding.well
    assert name in str(finding)


async def test_an_env_file_that_others_can_read(examined: Examined, tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("PORT=8080\n")
    env.chmod(0o640)
    found = (await examined())["secrets"]
    assert found.fix == "chmod 600 .env"
    env.chmod(0o600)
    assert "secrets" not in await examined()
