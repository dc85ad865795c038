"""The composition root: settings in, a running bot out."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ContextTypes, ExtBot

from bot.answerer import Answerer
from bot.api import telegram_bot
from bot.client import Contact
from bot.commands import publish_commands
from bot.context import BotApplication, Context
from bot.conversations.engine import Engine
from bot.database import Ahead, database_ahead
from bot.health import Health
from bot.house import House
from bot.intake import Intake
from bot.metrics import Metrics, Scrape
from bot.notifications.sender import TelegramSender
from bot.please_wait import PleaseWait
from bot.replicas import Replicas
from bot.routing import all_conversations, all_views, register_handlers
from bot.scheduler import Scheduler
from bot.settings import required
from bot.staff.membership import Membership
from bot.timers import Timers
from bot.updates import Lanes
from core.authentication import Authenticator
from core.clock import Clock, SystemClock
from core.config import Settings
from core.database.engine import create_engine, parse_target
from core.database.session import Database
from core.database.waiting import WAITS, upgrade_when_reachable, when_reachable
from core.front_desk import FrontDesk
from core.notifications.dispatcher import Dispatcher
from core.notifications.pacing import SteadyPace
from core.security import PasswordHasher

if TYPE_CHECKING:
    from bot.webhook import Webhook

log = logging.getLogger(__name__)

GRACE_SECONDS = 10
"""How long a stop waits for updates that are being handled."""


PUSHES_SHARE = 0.97
"""Of what Telegram allows: a little is left, and whenever somebody is answered, `Limits` makes pushes wait."""


@dataclass
class RunningBot:
    """The bot at work."""

    house: House
    scheduler: Scheduler
    intake: Intake
    lanes: Lanes
    application: BotApplication
    health: Health
    webhook: "Webhook | None"
    """None: the bot polls."""


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


@asynccontextmanager
async def running_bot(
    settings: Settings, *, clock: Clock | None = None, timers: Timers | None = None, database: Ahead | None = None
) -> AsyncIterator[RunningBot]:
    """The bot with everything it needs, ready to take updates; stopped in order at the end of the block.

    Whoever brings the database along also ends it.
    """
    token, configured_chat = required(settings)
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        if database is None:
            database = await stack.enter_async_context(database_ahead(settings))
        url = await database()
        desk = await stack.enter_async_context(front_desk(settings, clock, url))
        metrics = Metrics()
        contact = Contact(metrics)
        bot = telegram_bot(settings, token, contact)
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
            metrics=metrics,
        )
        application.bot_data["house"] = house
        register_handlers(application)
        lanes.attach(application)
        intake = Intake(house, bot, lanes)
        pace = SteadyPace(PUSHES_SHARE * settings.messages_per_second)
        scheduler = Scheduler(desk, Dispatcher(desk, TelegramSender(house), pace=pace), intake, timers=timers)
        desk.on_outbox_written(scheduler.poke)
        house.come_back = scheduler.come_back
        health = Health(desk, bot, contact, scheduler)
        webhook = None
        if settings.webhook_url:
            from bot.webhook import Webhook  # what polls is not to wait for a web server's code

            webhook = Webhook(settings, token, bot, intake, metrics)
        # The bot by itself, too: an application that fails to begin leaves its connections open.
        async with reached(bot), application:
            await application.start()
            async with _among_replicas(house, url, intake, scheduler, pace):
                try:
                    scheduler.start()  # what is due does not wait until everybody has their late answer
                    await when_reachable(intake.recover, parse_target(url))
                    yield RunningBot(house, scheduler, intake, lanes, application, health, webhook)
                finally:
                    await _drain(lanes)
                    await intake.close()
                    await scheduler.stop()
                    await application.stop()


@asynccontextmanager
async def _among_replicas(
    house: House, url: str, intake: Intake, scheduler: Scheduler, pace: SteadyPace
) -> AsyncIterator[None]:
    """With others at work on the same database: looks after them around the block, and is looked after."""
    if house.desk.replica is None:
        yield
        return
    database = Database(create_engine(parse_target(url), pool_size=1))
    replicas = Replicas(house, house.desk.beside(database), house.desk.replica, intake, scheduler, pace)
    try:
        await replicas.beat()  # from now on others see that what this process holds is held
        beating = asyncio.create_task(replicas.run(), name="replicas")
        try:
            yield
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)
            await replicas.leave()
    finally:
        await database.close()


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
    database: Ahead | None = None,
    stop: asyncio.Event,
    on_start: Callable[[RunningBot], None] | None = None,
) -> None:
    """Runs the bot, by long polling or by webhook, until `stop` is set."""
    async with AsyncExitStack() as stack:
        waiting = await stack.enter_async_context(AsyncExitStack())
        await waiting.enter_async_context(served_meanwhile(settings))
        bot = await stack.enter_async_context(running_bot(settings, clock=clock, database=database))
        await waiting.aclose()
        await stack.enter_async_context(served(settings, bot))
        if on_start is not None:
            on_start(bot)
        taking_in = bot.webhook.keep() if bot.webhook is not None else bot.intake.poll()
        intake = asyncio.create_task(taking_in, name="intake")
        menus = asyncio.create_task(_keep_menus(bot), name="commands")
        stopping = asyncio.create_task(stop.wait(), name="stop")
        log.info("the front desk is open")
        await asyncio.wait({intake, stopping}, return_when=asyncio.FIRST_COMPLETED)
        for task in (intake, menus, stopping):
            if not task.done():
                task.cancel()
        await asyncio.gather(menus, stopping, return_exceptions=True)
        with contextlib.suppress(asyncio.CancelledError):
            await intake


def served_meanwhile(settings: Settings) -> AbstractAsyncContextManager[None]:
    """What is served over HTTP before there is a bot, around a block."""
    if settings.web_port is None:
        return contextlib.nullcontext()
    from bot.web import beginning  # as below

    return beginning(settings)


def served(settings: Settings, bot: RunningBot) -> AbstractAsyncContextManager[None]:
    """What the settings want served over HTTP, around a block."""
    if settings.web_port is None and settings.metrics_port is None:
        return contextlib.nullcontext()
    from bot.web import serving  # only now: it takes as long as a tenth of the start

    return serving(settings, bot.health, bot.webhook, Scrape(bot.house.metrics, bot.house.desk))


async def _keep_menus(bot: RunningBot) -> None:
    """Tells Telegram the command menus, now and whenever they are outdated; without them the bot still works."""
    while True:
        bot.house.menus_outdated.clear()
        try:
            await publish_commands(bot.application.bot, bot.house)
        except TelegramError as error:
            log.warning("the command menus could not be published: %s", error)
        await bot.house.menus_outdated.wait()
