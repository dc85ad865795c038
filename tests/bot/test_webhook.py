"""Updates by webhook: who may post, what is answered, what Telegram is told."""

import asyncio
import contextlib
import json
import signal
import socket
from collections.abc import AsyncIterator
from typing import Any
from unittest.mock import patch

import asyncpg
import httpx
import pytest
from telegram.error import BadRequest, NetworkError
from uvicorn import Server

from bot import webhook as module
from bot.application import RunningBot, running_bot, served
from bot.kinds import ALLOWED_UPDATES
from bot.metrics import Scrape
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import SandboxServer
from bot.webhook import HEADER, LARGEST_BODY, address_of, secret_of
from core.clock import ManualClock
from core.config import Settings, SettingsError
from core.inbox.service import InboxService
from tests.bot.conftest import CLINIC_CHAT, Person, World


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class WebhookWorld(World):
    """People whose words reach the bot by webhook."""

    http: httpx.AsyncClient
    keeper: "asyncio.Task[None]"

    async def settle(self) -> None:
        await self.client.wait_idle(quiet=0)
        await self.bot.lanes.drained()
        await self.bot.scheduler.idle()

    def update(self, update_id: int, text: str = "/start", sender: int = 4711) -> dict[str, Any]:
        """What Telegram posts when somebody writes."""
        person = {"id": sender, "is_bot": False, "first_name": "Anna"}
        message = {"message_id": 1, "date": 0, "chat": {"id": sender, "type": "private"}, "from": person, "text": text}
        return {"update_id": update_id, "message": message}

    async def post(self, content: bytes | dict[str, Any], secret: str | None = None) -> int:
        body = json.dumps(content).encode() if isinstance(content, dict) else content
        said = self.secret if secret is None else secret
        response = await self.http.post("/telegram", content=body, headers={HEADER: said})
        return response.status_code

    @property
    def secret(self) -> str:
        return secret_of(self.bot.house.settings, self.server.token)

    async def stored(self) -> list[int]:
        async with self.desk.unit() as services:
            return [row.update_id for row in await services.inbox.unfinished()]


@contextlib.asynccontextmanager
async def keeping(bot: RunningBot) -> AsyncIterator["asyncio.Task[None]"]:
    """The webhook kept at Telegram, as a bot that runs does."""
    assert bot.webhook is not None
    task = asyncio.create_task(bot.webhook.keep())
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, SettingsError):
            await task


async def wait_for_calls(client: SandboxClient, method: str, count: int = 1) -> None:
    """Until the bot has called the method so often."""
    while True:
        version = (await client.state())["version"]
        if len(await client.calls(method)) >= count:
            return
        await client.wait(version, within=20)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    port = free_port()
    return settings.model_copy(
        update={"webhook_url": f"http://127.0.0.1:{port}/telegram", "port": port, "metrics_port": port}
    )


@pytest.fixture
async def world(sandbox: SandboxServer, settings: Settings, clock: ManualClock) -> AsyncIterator[WebhookWorld]:
    async with sandbox.client() as client:
        boss = await client.create_user("Vera", last_name="Vet")
        clinic = await client.create_group("Clinic", [boss], chat_id=CLINIC_CHAT)
        async with (
            running_bot(settings, clock=clock) as bot,
            served(settings, bot),
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{settings.port}", trust_env=False) as http,
            keeping(bot) as keeper,
        ):
            world = WebhookWorld(sandbox, client, bot, clock, clinic)
            world.staff = Person(world, boss, clinic.id)
            world.http, world.keeper = http, keeper
            await wait_for_calls(client, "setWebhook")
            await world.settle()
            yield world


async def test_people_are_served_by_webhook(world: WebhookWorld) -> None:
    anna = await world.person("Anna")
    assert "You are registered" in (await anna.register()).text
    assert await world.stored() == []


async def test_telegram_is_told_once(world: WebhookWorld) -> None:
    """A second replica, or the next start, finds the webhook as it should be and leaves it."""
    (call,) = await world.client.calls("setWebhook")
    assert json.loads(call.payload["allowed_updates"]) == ALLOWED_UPDATES
    assert "drop_pending_updates" not in call.payload
    assert world.secret not in str(call.payload["url"])
    async with keeping(world.bot):
        await wait_for_calls(world.client, "getWebhookInfo", 2)
    assert len(await world.client.calls("setWebhook")) == 1


async def test_a_webhook_that_somebody_took_away_is_set_again(
    world: WebhookWorld, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "CHECK_SECONDS", 0.02)
    async with keeping(world.bot):
        await wait_for_calls(world.client, "getWebhookInfo", 3)
        await world.bot.application.bot.delete_webhook()
        await wait_for_calls(world.client, "setWebhook", 2)
    assert "another process takes this bot's updates" in caplog.text


async def test_another_secret_is_another_address(world: WebhookWorld) -> None:
    """Telegram does not tell which secret it has: the address shows whether it is the present one."""
    settings, token = world.bot.house.settings, world.server.token
    other = Settings(_env_file=None, webhook_url=settings.webhook_url, webhook_secret="sesame")
    assert secret_of(other, token) == "sesame"
    assert address_of(other, token) != address_of(settings, token)
    assert address_of(settings, token) == address_of(settings.model_copy(), token)
    assert "sesame" not in address_of(other, token)
    queried = settings.model_copy(update={"webhook_url": "https://bot.example.org/hook?clinic=1"})
    assert address_of(queried, token).startswith("https://bot.example.org/hook?clinic=1&v=")


async def test_an_address_that_telegram_refuses_stops_the_start(world: WebhookWorld) -> None:
    bot = world.bot.application.bot
    await bot.delete_webhook()
    with patch.object(type(bot), "set_webhook", side_effect=BadRequest("Bad webhook: HTTPS url must be provided")):
        async with keeping(world.bot) as keeper:
            with pytest.raises(SettingsError, match="WEBHOOK_URL is refused by Telegram: Bad webhook"):
                await keeper


async def test_while_telegram_is_away_it_goes_on_trying(world: WebhookWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.intake._BACKOFF", (0.01,))
    await world.bot.application.bot.delete_webhook()
    failures = iter([NetworkError("down"), NetworkError("down")])
    bot = type(world.bot.application.bot)
    original = bot.get_webhook_info

    async def shaky(self: Any, **rest: Any) -> Any:
        if (error := next(failures, None)) is not None:
            raise error
        return await original(self, **rest)

    with patch.object(bot, "get_webhook_info", shaky):
        async with keeping(world.bot):
            await wait_for_calls(world.client, "setWebhook", 2)


@pytest.mark.parametrize("secret", ["", "wrong", "ü" * 8])
async def test_without_the_secret_nothing_is_read(
    world: WebhookWorld, secret: str, caplog: pytest.LogCaptureFixture
) -> None:
    response = await world.http.post(
        "/telegram", content=json.dumps(world.update(1)), headers={HEADER.encode(): secret.encode()}
    )
    assert response.status_code == 401
    assert (await world.http.post("/telegram", content=b"x" * (LARGEST_BODY * 2))).status_code == 401
    assert await world.stored() == []
    assert len([record for record in caplog.records if "secret" in record.getMessage()]) == 1


async def test_the_header_of_the_secret_is_compared_in_constant_time(world: WebhookWorld) -> None:
    with patch("hmac.compare_digest", return_value=False) as compare:
        assert await world.post(world.update(1)) == 401
    compare.assert_called_once()


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"x"', b"7", b"{}", b'{"update_id": "x"}', b'{"update_id": null}', b"\xff\xfe{}"],
)
async def test_what_is_no_update_is_refused_and_may_come_again(world: WebhookWorld, body: bytes) -> None:
    assert await world.post(body) == 400
    assert await world.stored() == []


async def test_an_update_that_cannot_be_read_is_dropped(world: WebhookWorld, caplog: pytest.LogCaptureFixture) -> None:
    assert await world.post({"update_id": 12, "message": {"from": "hunter2"}}) == 200
    assert "update 12 can't be read" in caplog.text
    assert "hunter2" not in caplog.text


async def test_a_body_has_a_largest_size(world: WebhookWorld) -> None:
    assert await world.post(b" " * (LARGEST_BODY + 1)) == 413

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 65536

    for secret in (world.secret, "wrong"):
        with contextlib.suppress(httpx.TransportError):  # hung up on while they still send
            response = await world.http.post("/telegram", content=endless(), headers={HEADER: secret})
            assert response.status_code in (401, 413)
    assert 'vetbot_webhook_posts_total{outcome="too_large"} 2.0' in (await world.http.get("/metrics")).text


async def test_stored_before_it_is_acknowledged(world: WebhookWorld) -> None:
    with patch.object(type(world.bot.lanes), "enter", return_value=None):  # … and the process dies here
        assert await world.post(world.update(900)) == 200
    assert await world.stored() == [900]


async def test_an_update_that_comes_again_is_done_once(world: WebhookWorld) -> None:
    anna = await world.person("Anna")
    await anna.say("/start")
    update = world.update(900, sender=anna.user.id)
    assert [await world.post(update) for _ in range(3)] == [200] * 3
    await world.settle()
    assert len(await anna.messages()) == 2


async def test_while_the_database_is_away_telegram_keeps_the_update(world: WebhookWorld) -> None:
    away = asyncpg.CannotConnectNowError("starting up")
    with patch.object(InboxService, "store", side_effect=away), patch.object(InboxService, "backlog", side_effect=away):
        assert await world.post(world.update(900)) == 503
        response = await world.http.get("/readyz")
        assert (response.status_code, response.json()["database"]) == (503, "away")
    world.bot.health.look_again()
    assert (await world.http.get("/readyz")).json() == {
        "ready": True, "database": "ok", "telegram": "ok", "outbox": "ok"
    }  # fmt: skip
    assert await world.post(world.update(900)) == 200


async def test_telegram_sends_what_was_refused_again(world: WebhookWorld) -> None:
    anna = await world.person("Anna")
    original, failures = InboxService.store, iter([asyncpg.CannotConnectNowError("starting up")] * 2)

    async def shaky(self: InboxService, updates: Any) -> Any:
        if (error := next(failures, None)) is not None:
            raise error
        return await original(self, updates)

    with patch.object(InboxService, "store", shaky):
        assert "Paws & Co" in (await anna.say("/start")).text


async def test_only_posts_are_taken(world: WebhookWorld) -> None:
    assert (await world.http.get("/telegram")).status_code == 405
    assert (await world.http.get("/healthz")).json() == {"alive": True}


async def test_a_stop_lets_what_was_posted_be_stored(world: WebhookWorld) -> None:
    begun, go = asyncio.Event(), asyncio.Event()
    original = InboxService.store

    async def slow(self: InboxService, updates: Any) -> Any:
        begun.set()
        await go.wait()
        return await original(self, updates)

    settings = world.bot.house.settings.model_copy(update={"port": free_port(), "metrics_port": None})
    with patch.object(InboxService, "store", slow):
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(served(settings, world.bot))
            posting = asyncio.create_task(
                world.http.post(
                    f"http://127.0.0.1:{settings.port}/x",
                    content=json.dumps(world.update(900)),
                    headers={HEADER: world.secret},
                )
            )
            await begun.wait()
            closing = asyncio.create_task(stack.aclose())
            go.set()
            await closing
        assert (await posting).status_code == 200


async def test_signals_stay_with_the_bot(world: WebhookWorld) -> None:
    """uvicorn would take them for itself, and the bot stop in no order."""
    taken_by = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    assert not isinstance(taken_by, Server)


async def test_a_port_that_is_taken_is_one_line(world: WebhookWorld) -> None:
    with pytest.raises(SettingsError, match=r"^PORT: 127.0.0.1:\d+ can't be opened"):
        async with served(world.bot.house.settings, world.bot):
            pass


async def test_metrics_have_a_port_of_their_own_or_none(world: WebhookWorld) -> None:
    assert (await world.http.get("/metrics")).status_code == 200
    base = world.bot.house.settings
    hidden = base.model_copy(update={"port": free_port(), "metrics_port": None})
    async with served(hidden, world.bot):
        assert (await world.http.get(f"http://127.0.0.1:{hidden.port}/metrics")).status_code == 405
    apart = base.model_copy(update={"port": free_port(), "metrics_port": free_port()})
    async with served(apart, world.bot):
        assert (await world.http.get(f"http://127.0.0.1:{apart.port}/metrics")).status_code == 405
        there = f"http://127.0.0.1:{apart.metrics_port}"
        assert (await world.http.get(f"{there}/metrics")).status_code == 200
        assert (await world.http.get(f"{there}/readyz")).status_code == 404


async def test_what_is_counted(world: WebhookWorld) -> None:
    anna = await world.person("Anna")
    await anna.register()
    await anna.tap_data("no such button", await anna.screen())
    await world.client.redeliver(times=1)
    await world.settle()
    text = (await world.http.get("/metrics")).text
    assert 'vetbot_updates_received_total{kind="callback_query"}' in text
    assert 'vetbot_turns_total{kind="message",outcome="applied"}' in text
    assert 'vetbot_turn_seconds_count{handler="press_step"}' in text
    assert 'vetbot_telegram_calls_total{method="sendMessage",outcome="ok"}' in text
    assert "vetbot_updates_repeated_total 1.0" in text
    assert 'vetbot_webhook_posts_total{outcome="stored"}' in text
    assert "vetbot_inbox_waiting 0.0" in text
    for secret in ("Anna", world.secret, world.server.token, str(anna.user.id)):
        assert secret not in text


async def test_scraping_an_idle_bot_asks_its_database_nothing(world: WebhookWorld) -> None:
    now = [0.0]
    scrape = Scrape(world.bot.house.metrics, world.desk, lambda: now[0])
    await scrape.text()
    units = world.desk.units
    for now[0] in (20.0, 40.0, 60.0):
        await scrape.text()
    assert world.desk.units == units

    anna = await world.person("Anna")
    for now[0], more in ((70.0, 1), (80.0, 0), (85.0, 1)):
        await anna.say("/start")
        units = world.desk.units
        await scrape.text()
        assert world.desk.units == units + more, "after some work, and at most every 15 seconds"
