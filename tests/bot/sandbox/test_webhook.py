import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import Conflict
from telegram.ext import Application

from bot.sandbox import SandboxClient
from bot.sandbox.shapes import UserView


class Receiver:
    """The smallest web server that can take a webhook; answers the statuses it is told, then 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.secrets: list[str | None] = []
        self.bodies: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode().split("\r\n")[1:]
                headers = dict(line.lower().split(": ", 1) for line in lines if line)
                body = await reader.readexactly(int(headers["content-length"]))
                self.secrets.append(headers.get("x-telegram-bot-api-secret-token"))
                status = self.statuses.pop(0) if self.statuses else 200
                writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
                self.bodies.put_nowait(json.loads(body))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    async with server:
        yield receiver


async def test_updates_are_posted_in_order_with_the_secret(
    bot: Bot, telegram: SandboxClient, receiver: Receiver, anna: UserView
) -> None:
    await bot.set_webhook(receiver.url, secret_token="hush")
    await telegram.send_text(anna, "one")
    await telegram.send_text(anna, "two")
    texts = [(await receiver.bodies.get())["message"]["text"] for _ in range(3)]
    assert texts == ["/start", "one", "two"]
    assert set(receiver.secrets) == {"hush"}
    await telegram.wait_idle()
    assert "hush" not in str(await telegram.calls("setWebhook"))
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == (receiver.url, 0)
    assert await bot.delete_webhook()


async def test_a_refused_update_is_posted_again(
    bot: Bot, telegram: SandboxClient, receiver: Receiver, anna: UserView
) -> None:
    receiver.statuses = [500]
    await bot.set_webhook(receiver.url)
    assert await receiver.bodies.get() == await receiver.bodies.get()
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 X"
    await telegram.wait_idle()
    await bot.delete_webhook()


async def test_a_refused_update_holds_up_its_own_chat_alone(
    bot: Bot, telegram: SandboxClient, receiver: Receiver, anna: UserView
) -> None:
    ben = await telegram.create_user("Ben")
    await telegram.start(ben)
    await bot.set_webhook(receiver.url)
    await telegram.wait_idle()
    receiver.bodies = asyncio.Queue()
    receiver.statuses = [500]
    for user, text in ((anna, "one"), (anna, "two"), (ben, "three")):
        await telegram.send_text(user, text)
    texts = [(await receiver.bodies.get())["message"]["text"] for _ in range(4)]
    assert texts == ["one", "three", "one", "two"]
    await bot.delete_webhook()


async def test_polling_conflicts_with_a_webhook(bot: Bot, telegram: SandboxClient, receiver: Receiver) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await telegram.wait_polled()
    await bot.set_webhook(receiver.url)
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await poll
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_pending_updates_can_be_dropped(
    bot: Bot, telegram: SandboxClient, receiver: Receiver, anna: UserView
) -> None:
    await bot.set_webhook(receiver.url, drop_pending_updates=True)
    await telegram.send_text(anna, "fresh")
    assert (await receiver.bodies.get())["message"]["text"] == "fresh"
    await bot.delete_webhook()


async def test_an_application_fed_by_the_webhook(
    application: "Application",  # type: ignore[type-arg]
    telegram: SandboxClient,
    receiver: Receiver,
    anna: UserView,
) -> None:
    async with application:
        await application.start()
        await application.bot.set_webhook(receiver.url)
        update = Update.de_json(await receiver.bodies.get(), application.bot)
        await application.update_queue.put(update)
        assert (await telegram.wait_message(anna)).text == "Welcome"
        await application.bot.delete_webhook()
        await application.stop()
