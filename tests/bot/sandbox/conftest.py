"""A sandbox for each test, people's hands in it, and an unmodified python-telegram-bot against it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.sandbox import SandboxClient, SandboxServer
from bot.sandbox.shapes import UserView

PLAIN: dict[str, Any] = {"trust_env": False, "verify": False}
"""No proxies, and no certificates to load: that is most of what a client costs to make."""


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxServer]:
    async with SandboxServer() as server:
        yield server


@pytest.fixture
async def telegram(sandbox: SandboxServer) -> AsyncIterator[SandboxClient]:
    async with sandbox.client() as client:
        yield client


@pytest.fixture
async def anna(telegram: SandboxClient) -> UserView:
    """A user who has written to the bot."""
    user = await telegram.create_user("Anna", last_name="Berg", username="anna_b", phone="+12025550123")
    await telegram.start(user)
    return user


@pytest.fixture
async def bot(sandbox: SandboxServer) -> AsyncIterator[Bot]:
    bot = Bot(
        sandbox.token,
        base_url=f"{sandbox.base_url}/bot",
        base_file_url=f"{sandbox.base_url}/file/bot",
        request=HTTPXRequest(httpx_kwargs=PLAIN),
        get_updates_request=HTTPXRequest(httpx_kwargs=PLAIN),
    )
    async with bot:
        yield bot


async def _start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text(f"Welcome {' '.join(context.args or [])}".strip())


async def _echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text(f"You said: {update.effective_message.text}")


async def _pressed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer(f"Pressed {update.callback_query.data}")


@pytest.fixture
def application(sandbox: SandboxServer) -> "Application":  # type: ignore[type-arg]
    """Not started: says hello to /start, echoes texts, answers presses."""
    application = (
        ApplicationBuilder()
        .token(sandbox.token)
        .request(HTTPXRequest(httpx_kwargs=PLAIN))
        .get_updates_request(HTTPXRequest(httpx_kwargs=PLAIN))
        .base_url(f"{sandbox.base_url}/bot")
        .base_file_url(f"{sandbox.base_url}/file/bot")
        .build()
    )
    application.add_handler(CommandHandler("start", _start))
    application.add_handler(CallbackQueryHandler(_pressed))
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, _echo))
    return application


@pytest.fixture
async def echo_bot(application: "Application") -> AsyncIterator["Application"]:  # type: ignore[type-arg]
    """The same, polling."""
    async with application:
        assert application.updater is not None
        await application.start()
        await application.updater.start_polling(drop_pending_updates=False)
        yield application
        await application.updater.stop()
        await application.stop()
