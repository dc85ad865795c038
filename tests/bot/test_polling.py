"""Long polling: what keeps updates from coming is waited out, and health and metrics are served meanwhile."""

import asyncio
import contextlib
from typing import Any
from unittest.mock import patch

import httpx
import pytest
from telegram.error import NetworkError

from bot.application import served
from bot.client import Contact
from bot.health import HEARD_WITHIN, STUCK_AFTER, Health
from tests.bot.test_webhook import free_port


async def test_a_second_poller_says_so_and_waits(world: Any, caplog: pytest.LogCaptureFixture) -> None:
    bot = world.bot.application.bot
    with contextlib.suppress(Exception):
        await bot.get_updates(timeout=0)  # somebody else asks with the same token
    assert "another process polls with this token" in await logged(world, caplog, "another process")
    anna = await world.person("Anna")
    await world.client.start(anna.user)
    await world.client.wait_message(anna.user, "Paws & Co", within=20)


async def test_a_webhook_of_another_process_is_left_alone(world: Any, caplog: pytest.LogCaptureFixture) -> None:
    """It takes the updates now: to delete it would only start a quarrel."""
    bot = world.bot.application.bot
    await bot.set_webhook(f"http://127.0.0.1:{free_port()}/nobody")
    assert "takes this bot's updates by webhook" in await logged(world, caplog, "by webhook")
    assert (await bot.get_webhook_info()).url.endswith("/nobody")
    await bot.delete_webhook()
    anna = await world.person("Anna")
    await world.client.start(anna.user)
    await world.client.wait_message(anna.user, "Paws & Co", within=30)


async def logged(world: Any, caplog: pytest.LogCaptureFixture, words: str) -> str:
    async with asyncio.timeout(20):
        while words not in caplog.text:
            state = await world.client.state()
            with contextlib.suppress(TimeoutError):
                await world.client.wait(state["version"], within=0.1)
    return caplog.text


async def test_going_back_to_polling_takes_the_webhook_away(world: Any) -> None:
    assert len(await world.client.calls("deleteWebhook")) == 1
    assert "drop_pending_updates" not in (await world.client.calls("deleteWebhook"))[0].payload


async def test_health_and_metrics_are_served_when_they_have_a_port(world: Any) -> None:
    port = free_port()
    settings = world.bot.house.settings.model_copy(update={"port": port, "metrics_port": port})
    base = f"http://127.0.0.1:{port}"
    async with served(settings, world.bot), httpx.AsyncClient(trust_env=False) as http:
        assert (await http.get(f"{base}/healthz")).json() == {"alive": True}
        assert (await http.get(f"{base}/readyz")).json()["ready"] is True
        assert "vetbot_updates_received" in (await http.get(f"{base}/metrics")).text
        assert (await http.post(f"{base}/telegram", content=b"{}")).status_code == 404, "nobody waits for a webhook"


async def test_without_a_port_nothing_is_served(world: Any) -> None:
    with patch("bot.web._listener", side_effect=AssertionError):
        async with served(world.bot.house.settings, world.bot):
            pass


class Checked:
    """A health check whose parts can be made to fail, in a time that stands."""

    def __init__(self, world: Any) -> None:
        self.now = 1000.0
        self.contact = Contact(heard_at=1000.0)
        self.stuck = 0.0
        self.health = Health(
            world.desk, world.bot.application.bot, self.contact, self, monotonic=lambda: self.now  # type: ignore[arg-type]
        )  # fmt: skip

    def stuck_for(self) -> float:
        return self.stuck


async def test_telegram_is_asked_only_when_it_was_not_heard(world: Any) -> None:
    checked = Checked(world)
    bot = type(world.bot.application.bot)
    with patch.object(bot, "get_me", side_effect=NetworkError("down")) as asked:
        assert (await checked.health.parts())["telegram"] == "ok"
        assert asked.call_count == 0
        checked.contact.lost = True
        assert (await checked.health.parts())["telegram"] == "away"
        assert (await checked.health.parts())["telegram"] == "away"
        assert asked.call_count == 1, "not at each request"
        checked.now += HEARD_WITHIN
        await checked.health.parts()
        assert asked.call_count == 2


async def test_an_outbox_that_stands_still_is_not_ready(world: Any) -> None:
    checked = Checked(world)
    checked.stuck = STUCK_AFTER + 1
    assert (await checked.health.parts())["outbox"] == "no progress for 121 s"


async def test_an_idle_bot_is_ready_without_a_statement(world: Any) -> None:
    checked = Checked(world)
    units = world.desk.units
    for _ in range(5):
        assert set((await checked.health.parts()).values()) == {"ok"}
    assert world.desk.units == units
