"""The composition root: settings in, a running bot out."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from httpx_aiohttp import AiohttpTransport
from telegram.constants import ParseMode
from telegram.error import InvalidToken, TelegramError
from telegram.ext import AIORateLimiter, Application, ContextTypes, Defaults, ExtBot
from telegram.request import HTTPXRequest

from bot.answerer import Answerer
from bot.commands import publish_commands
from bot.context import BotApplication, Context
from bot.conversations.engine import Engine
from bot.house import House
from bot.intake import Intake
from bot.notifications.sender import TelegramSender
from bot.please_wait import PleaseWait
from bot.routing import all_conversations, all_views, register_handlers
from bot.scheduler import Scheduler
from bot.staff.membership import Membership
from bot.timers import Timers
from bot.ui.texts import languages
from bot.updates import Lanes
from core.authentication import Authenticator
from core.clock import Clock, SystemClock
from core.config import Settings, SettingsError
from core.database.embedded import EmbeddedError, start_embedded
from core.database.engine import create_engine, parse_target
from core.database.session import Database
from core.database.waiting import WAITS, upgrade_when_reachable, when_reachable
from core.front_desk import FrontDesk
from core.notifications.dispatcher import Dispatcher
from core.security import PasswordHasher

log = logging.getLogger(__name__)

GRACE_SECONDS = 10
"""How long a stop waits for updates that are being handled."""


@dataclass
class RunningBot:
    """The bot at work."""

    house: House
    scheduler: Scheduler
    intake: Intake
    lanes: Lanes
    application: BotApplication


@asynccontextmanager
async def database_url(settings: Settings) -> AsyncIterator[str]:
    """The database to use: the configured one, else the embedded server, started and stopped around the block."""
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
        return
    starting = asyncio.ensure_future(asyncio.to_thread(start_embedded, settings.data_dir))
    try:
        await asyncio.shield(starting)
        yield starting.result().url()
    finally:
        with contextlib.suppress(EmbeddedError):
            server = await starting  # a stop in the middle of its start, too, leaves no server behind
            await asyncio.to_thread(server.leave)


@asynccontextmanager
async def front_desk(settings: Settings, clock: Clock, url: str) -> AsyncIterator[FrontDesk]:
    """The clinic on a migrated database; one that is away is waited for."""
    await upgrade_when_reachable(url)
    database = Database(create_engine(parse_target(url)))
    hasher = PasswordHasher()
    try:
        yield FrontDesk(database, settings, clock, hasher)
    finally:
        hasher.close()
        await database.close()


def telegram_bot(settings: Settings, token: str) -> "ExtBot[Any]":
    """The Bot API client. Polling has a connection of its own, so that answers never wait behind it."""

    def request(timeout: float) -> HTTPXRequest:
        # httpx's own transport is the client's speed limit: httpcore scans its pool at every request.
        return HTTPXRequest(
            read_timeout=timeout, connect_timeout=10, httpx_kwargs={"transport": AiohttpTransport(retries=0)}
        )

    return ExtBot(
        token,
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=request(20),
        get_updates_request=request(45),
        defaults=Defaults(parse_mode=ParseMode.HTML, tzinfo=settings.zone),
        rate_limiter=AIORateLimiter(max_retries=3),
    )


@asynccontextmanager
async def running_bot(
    settings: Settings, *, clock: Clock | None = None, timers: Timers | None = None
) -> AsyncIterator[RunningBot]:
    """The bot with everything it needs, ready to take updates; stopped in order at the end of the block."""
    token, configured_chat = settings.require_telegram()
    if settings.default_language not in languages():
        raise SettingsError(
            f"DEFAULT_LANGUAGE is wrong: there is no {settings.default_language}; "
            f"set it to one of {', '.join(languages())}"
        )
    clock = clock or SystemClock()
    async with database_url(settings) as url, front_desk(settings, clock, url) as desk:
        bot = telegram_bot(settings, token)
        lanes = Lanes()
        application: BotApplication = (
            Application.builder()
            .bot(bot)
            .updater(None)
            .context_types(ContextTypes(context=Context))
            .concurrent_updates(lanes)
            .build()
        )
        admin_chat_id = await when_reachable(lambda: _admin_chat(desk, configured_chat), parse_target(url))
        house = House(
            settings,
            desk,
            Engine(all_conversations()),
            all_views(),
            Answerer(bot),
            Authenticator(desk),
            PleaseWait(bot, settings, clock),
            Membership(bot),
            admin_chat_id,
        )
        application.bot_data["house"] = house
        register_handlers(application)
        lanes.attach(application)
        intake = Intake(house, bot, lanes)
        scheduler = Scheduler(desk, Dispatcher(desk, TelegramSender(house)), intake, timers=timers)
        desk.on_outbox_written(scheduler.poke)
        house.come_back = scheduler.come_back
        # The bot by itself, too: an application that fails to begin leaves its connections open.
        async with reached(bot), application:
            await application.start()
            try:
                await when_reachable(intake.recover, parse_target(url))
                scheduler.start()
                yield RunningBot(house, scheduler, intake, lanes, application)
            finally:
                await _drain(lanes)
                await scheduler.stop()
                await application.stop()


async def _admin_chat(desk: FrontDesk, configured: int) -> int:
    async with desk.unit() as services:
        return await services.clinic.admin_chat(configured)


@asynccontextmanager
async def reached(bot: "ExtBot[Any]") -> AsyncIterator[None]:
    """The client at work, as soon as Telegram answers. InvalidToken: waiting is no help."""
    tries = 0
    try:
        while True:
            try:
                await bot.initialize()
                break
            except InvalidToken:
                raise
            except TelegramError as error:
                wait = WAITS[min(tries, len(WAITS) - 1)]
                log.warning("waiting for Telegram (%s); trying again in %d s", error.message, wait)
            tries += 1
            await asyncio.sleep(wait)
        yield
    finally:
        await bot.shutdown()


async def _drain(lanes: Lanes) -> None:
    """Lets updates that are being handled come to their end; what is left stays in the inbox."""
    lanes.close()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(GRACE_SECONDS):
            await lanes.drained()


async def run(
    settings: Settings,
    *,
    clock: Clock | None = None,
    stop: asyncio.Event,
    on_start: Callable[[RunningBot], None] | None = None,
) -> None:
    """Runs the bot by long polling until `stop` is set."""
    async with running_bot(settings, clock=clock) as bot:
        if on_start is not None:
            on_start(bot)
        polling = asyncio.create_task(bot.intake.poll(), name="polling")
        menus = asyncio.create_task(_keep_menus(bot), name="commands")
        stopping = asyncio.create_task(stop.wait(), name="stop")
        log.info("the front desk is open")
        await asyncio.wait({polling, stopping}, return_when=asyncio.FIRST_COMPLETED)
        for task in (polling, menus, stopping):
            if not task.done():
                task.cancel()
        await asyncio.gather(menus, stopping, return_exceptions=True)
        with contextlib.suppress(asyncio.CancelledError):
            await polling


async def _keep_menus(bot: RunningBot) -> None:
    """Tells Telegram the command menus, now and whenever they are outdated; without them the bot still works."""
    while True:
        bot.house.menus_outdated.clear()
        try:
            await publish_commands(bot.application.bot, bot.house)
        except TelegramError as error:
            log.warning("the command menus could not be published: %s", error)
        await bot.house.menus_outdated.wait()
