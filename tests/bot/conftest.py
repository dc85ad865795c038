"""The real bot in this process, against the local Telegram and a database of the test's own.

`world` has people who write, tap and look; after each act the bot has answered and the outbox is empty of what is due.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.application import RunningBot, running_bot
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import SandboxServer
from bot.sandbox.shapes import ChatInfo, MessageView, UserView
from core.clock import ManualClock
from core.config import Settings
from core.front_desk import FrontDesk
from tests.limits import Ungrouped

CLINIC_CHAT = -100_500


@dataclass
class World:
    """Everything a test of the bot has at hand."""

    server: SandboxServer
    client: SandboxClient
    bot: RunningBot
    clock: ManualClock
    clinic: ChatInfo
    staff: "Person" = field(init=False)

    @property
    def desk(self) -> FrontDesk:
        """For arranging and checking what no chat shows."""
        return self.bot.house.desk

    async def settle(self) -> None:
        """Returns once the bot has taken in, applied and answered everything, and sent what is due."""
        await self.client.wait_polled()
        await self.bot.lanes.drained()
        await self.bot.scheduler.idle()

    async def person(self, first_name: str = "Anna", **about: Any) -> "Person":
        """Somebody new, in their private chat with the bot."""
        user = await self.client.create_user(first_name, **about)
        return Person(self, user, user.id)

    async def staff_member(self, first_name: str) -> "Person":
        """Somebody of the clinic, in the clinic's group."""
        user = await self.client.create_user(first_name)
        await self.client.join(user, self.clinic)
        await self.settle()
        return Person(self, user, self.clinic.id)

    async def advance(self, **by: float) -> None:
        """Moves the clinic's clock and lets happen what is due."""
        self.clock.advance(timedelta(**by))
        self.bot.scheduler.poke()
        await self.settle()

    async def set_clock(self, moment: datetime) -> None:
        self.clock.set(moment)
        self.bot.scheduler.poke()
        await self.settle()


@dataclass
class Person:
    """Somebody in a chat with the bot: in private, or in the clinic's group."""

    world: World
    user: UserView
    chat_id: int

    def in_private(self) -> "Person":
        """The same person in their private chat with the bot."""
        return Person(self.world, self.user, self.user.id)

    async def say(self, text: str) -> MessageView:
        """Types a text and sees what the bot then shows last."""
        await self.world.client.send_text(self.user, text, chat=self.chat_id)
        await self.world.settle()
        return await self.screen()

    async def command(self, text: str) -> MessageView:
        """Sends a command with its arguments, in groups too (`/close 14:30` needs no bot name with one bot)."""
        return await self.say(text)

    async def tap(self, label: str, *, on: MessageView | None = None) -> MessageView:
        """Taps the inline button that is labelled so, or contains `label`, on the last screen or on `on`."""
        message = on or await self.screen()
        buttons = [button for row in message.buttons for button in row]
        exact = (button for button in buttons if button.text == label)
        button = next(exact, None) or next((button for button in buttons if label in button.text), None)
        assert button is not None, f"no button {label!r} on: {message.text}\n{labels(message)}"
        self.last_query = await self.world.client.press(self.user, message, data=button.data, chat=self.chat_id)
        await self.world.settle()
        return await self.screen()

    async def tap_data(self, data: str, on: MessageView) -> MessageView:
        """A press of any data on any message: what a forger would send."""
        self.last_query = await self.world.client.forge(self.user, on, data, chat=self.chat_id)
        await self.world.settle()
        return await self.screen()

    async def toast(self) -> str:
        """What the last press was answered with."""
        query = await self.world.client.query(self.last_query)
        assert query.answered, "the press was never answered"
        return query.text or ""

    async def key(self, label: str) -> MessageView:
        """Presses the button of the reply keyboard that contains `label`."""
        shown = (await self.world.client.view(self.user, self.chat_id)).reply_keyboard
        assert shown is not None, f"no reply keyboard is showing, so no {label!r} either"
        texts = [button.text for row in shown.rows for button in row]
        text = next((text for text in texts if label in text), None)
        assert text is not None, f"no button {label!r} among {texts}"
        await self.world.client.press_keyboard(self.user, text)
        await self.world.settle()
        return await self.screen()

    async def share_contact(self, **other: Any) -> MessageView:
        """Shares one's own contact, or somebody else's."""
        if other:
            await self.world.client.share_contact(self.user, **other)
        else:
            await self.world.client.share_own_contact(self.user)
        await self.world.settle()
        return await self.screen()

    async def messages(self) -> list[MessageView]:
        """The bot's messages in the chat as it now looks, oldest first."""
        return (await self.world.client.view(self.user, self.chat_id)).from_bot

    async def screen(self) -> MessageView:
        """The bot's last message."""
        return (await self.messages())[-1]

    async def everything(self) -> list[MessageView]:
        """All messages of the chat as it now looks, the person's own too."""
        return (await self.world.client.view(self.user, self.chat_id)).messages

    async def register(self, email: str | None = None, name: str | None = None) -> MessageView:
        """Goes through the registration with the least effort."""
        await self.say("/start")
        await self.tap("Register")
        await (self.say(name) if name else self.tap(self.user.first_name))
        await self.say(email or f"{self.user.first_name.lower()}{self.user.id}@example.org")
        await self.key("Skip")
        return await self.tap("Skip")


def labels(message: MessageView) -> list[list[str]]:
    """The labels of a message's buttons, by rows."""
    return [[button.text for button in row] for row in message.buttons]


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxServer]:
    async with SandboxServer() as server:
        yield server


@pytest.fixture
def settings(database_url: str, sandbox: SandboxServer) -> Settings:
    """The bot's settings; a test module overrides this fixture to change them (`model_copy`)."""
    values: dict[str, Any] = {
        "bot_token": sandbox.token,
        "admin_chat_id": CLINIC_CHAT,
        "database_url": database_url,
        "telegram_api_url": sandbox.base_url,
        "clinic_name": "Paws & Co",
        "clinic_phone": "+49 30 901820",
        "clinic_timezone": "UTC",
    }
    return Settings(_env_file=None, **values)


@pytest.fixture
async def world(
    sandbox: SandboxServer, settings: Settings, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    monkeypatch.setattr("bot.api.Limits", Ungrouped)
    async with sandbox.client() as client:
        boss = await client.create_user("Vera", last_name="Vet")
        clinic = await client.create_group("Clinic", [boss], chat_id=CLINIC_CHAT)
        async with running_bot(settings, clock=clock) as bot:
            polling = asyncio.create_task(bot.intake.poll())
            world = World(sandbox, client, bot, clock, clinic)
            world.staff = Person(world, boss, clinic.id)
            try:
                await world.settle()
                yield world
            finally:
                polling.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await polling
