"""The running bot and the people around it, all in this process: no network, no pauses, cheap hashes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from telegram import Update
from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot

from bot.application import RunningBot, running_bot
from bot.limits import Limits
from bot.sandbox.model import Chat, User
from bot.sandbox.server import SandboxServer
from bot.sandbox.updates import QueuedUpdate
from core.clinic.schemas import Status
from core.clock import ManualClock
from core.config import Settings
from core.pets.schemas import PetDraft, Species
from core.security import PasswordHasher
from core.users.schemas import Actor, Registration
from tests.fuzz.telegram import InProcess, InProcessPolling

CLINIC_CHAT = -100_500
_PATIENCE = 120
"""Seconds that a round may take at most, on a busy machine too: the bot hangs, or takes in nothing any more."""

OWNERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Anna", {"last_name": "Berg", "language_code": "en"}),
    ("Björn", {"language_code": "de"}),
    ("عائشة", {"language_code": "ar"}),
    ("<b>Eve</b>", {"last_name": "& {name} %s", "username": "eve_x", "language_code": "de-AT"}),
    ("=1+1", {"language_code": "xx"}),
    ("\u202e\u200b", {"last_name": "\u2800"}),
)
STAFF = ("Vera", "Tom", "Кира")
STRANGERS = ("Nobody", "Passer-by")


async def _at_once() -> None:
    """The pace of pushes: none."""


async def _lost(update: Update) -> None:
    """An update that was stored and never handed over."""


@dataclass
class Stage:
    """The bot, and everybody who may act on it."""

    server: SandboxServer
    bot: RunningBot
    clock: ManualClock
    owners: list[User]
    staff: list[User]
    strangers: list[User]
    clinic: Chat
    elsewhere: Chat

    @property
    def everybody(self) -> list[User]:
        return [*self.owners, *self.staff, *self.strangers]

    def private(self, user: User) -> Chat:
        return self.server.world.chats[user.id]

    def deliver(self, kind: str, body: dict[str, Any], *, update_id: int | None = None) -> None:
        """Lets an update arrive, of a kind that the bot did not ask for, too: Telegram sends what was queued before."""
        queue = self.server.world.updates
        if update_id is None:
            update_id, queue._next_id = queue._next_id, queue._next_id + 1
        queue.pending.append(QueuedUpdate(update_id, {"update_id": update_id, kind: body}, 1))
        queue._ring("")

    async def settle(self) -> None:
        """Returns once everything was taken in, applied and answered, and what is due was sent."""
        world = self.server.world
        async with asyncio.timeout(_PATIENCE):
            while world.updates.unconfirmed or not world.updates.is_polled:
                await world.journal.wait(world.journal.version, 1)
            await self.bot.lanes.drained()
            await self.bot.scheduler.idle()

    async def settle_after_a_crash(self) -> None:
        """As if the process died when it had stored what waits, and started again."""
        world = self.server.world
        with patch.object(self.bot.lanes, "enter", _lost):
            async with asyncio.timeout(_PATIENCE):
                while world.updates.unconfirmed or not world.updates.is_polled:
                    await world.journal.wait(world.journal.version, 1)
        await self.bot.intake.recover()
        await self.settle()

    async def make_room(self) -> None:
        """Most owners are known and have a pet, and the clinic is open: so that walks go on from there."""
        for user in self.owners[:4]:
            async with self.bot.house.desk.unit() as services:
                account = await services.users.hear(
                    telegram_user_id=user.id, display_name=user.first_name, language_code=None, in_admin_chat=False
                )
                if account.user is not None:
                    continue
                wanted = Registration(full_name="Anna Berg", email=f"owner-{uuid4().hex}@example.org")
                known = await services.users.register(account, wanted)
                actor = Actor.owner(known.id, known.full_name, user.id)
                await services.pets.create(actor, PetDraft(name="Rex", species=Species.DOG))
        async with self.bot.house.desk.unit() as services:
            await services.clinic.set_status(Actor.staff("Vera", self.staff[0].id, None), Status.OPEN)

    async def advance(self, by: timedelta) -> None:
        """Lets time pass, and happen what is due by then."""
        self.clock.advance(by)
        self.bot.scheduler.poke()
        await self.settle()


def _client(settings: Settings, token: str, server: SandboxServer) -> "ExtBot[Any]":
    """The bot's client (`bot.api.telegram_bot`) without its pauses and its network."""
    return ExtBot(
        token,
        base_url=f"{settings.telegram_api_url}/bot",
        request=InProcess(server),
        get_updates_request=InProcessPolling(server),
        defaults=Defaults(parse_mode=ParseMode.HTML),
        rate_limiter=Limits(share=1e6),
    )


@asynccontextmanager
async def stage(database_url: str, clock: ManualClock) -> AsyncIterator[Stage]:
    """A bot that polls, a clinic's group with staff, owners and strangers who have all said something once."""
    server = SandboxServer()
    settings = Settings(
        _env_file=None,
        bot_token=server.token,
        admin_chat_id=CLINIC_CHAT,
        admin_email="boss@example.org",
        database_url=database_url,
        telegram_api_url="http://sandbox",
        clinic_name="Paws & Co",
        clinic_phone="+49 30 901820",
        clinic_timezone="Europe/Berlin",
    )
    world = server.world
    owners = [world.add_user(name, **about) for name, about in OWNERS]
    staff = [world.add_user(name) for name in STAFF]
    strangers = [world.add_user(name) for name in STRANGERS]
    for user in (*owners, *staff, *strangers):
        world.chats[user.id].started = True
    clinic = server.groups.create("Clinic", staff, chat_id=CLINIC_CHAT)
    elsewhere = server.groups.create("Elsewhere", [strangers[0], owners[0]])
    with (
        patch("bot.application.telegram_bot", lambda settings, token, contact: _client(settings, token, server)),
        patch("bot.application.PasswordHasher", lambda: PasswordHasher(rounds=4)),
        patch("bot.application.SteadyPace", lambda _: _at_once),
        patch("bot.flood.BURST", 1e9),  # all of it is to be taken in
    ):
        async with running_bot(settings, clock=clock) as bot:
            polling = asyncio.create_task(bot.intake.poll())
            try:
                yield Stage(server, bot, clock, owners, staff, strangers, clinic, elsewhere)
            finally:
                polling.cancel()
                await asyncio.gather(polling, return_exceptions=True)
