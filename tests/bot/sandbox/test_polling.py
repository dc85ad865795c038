import asyncio

import pytest
from telegram import Bot
from telegram.error import Conflict
from telegram.ext import Application

from bot.sandbox import SandboxClient, SandboxServer
from bot.sandbox.shapes import UserView


async def test_a_conversation(telegram: SandboxClient, echo_bot: "Application") -> None:  # type: ignore[type-arg]
    ben = await telegram.create_user("Ben")
    await telegram.start(ben, "promo")
    welcome = await telegram.wait_message(ben, "Welcome")
    assert welcome.text == "Welcome promo"
    said = await telegram.send_text(ben, "hello")
    echo = await telegram.wait_message(ben, after=said)
    assert echo.text == "You said: hello"
    assert [m.message_id for m in (await telegram.view(ben)).messages] == [1, 2, 3, 4]
    await telegram.wait_idle()


async def test_get_me(bot: Bot) -> None:
    assert bot.username == "front_desk_bot"
    assert bot.bot.can_read_all_group_messages is False


async def test_updates_stay_until_confirmed(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    await telegram.send_text(anna, "one")
    first = await bot.get_updates()
    assert [update.message.text for update in first if update.message] == ["/start", "one"]
    again = await bot.get_updates(offset=first[0].update_id + 1)
    assert [update.update_id for update in again] == [first[1].update_id]
    assert first[1].update_id == first[0].update_id + 1
    assert await bot.get_updates(offset=first[1].update_id + 1) == ()


async def test_a_poll_waits_for_an_update(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    (start,) = await bot.get_updates()
    poll = asyncio.create_task(bot.get_updates(offset=start.update_id + 1, timeout=20))
    await telegram.wait_polled()
    await telegram.send_text(anna, "late")
    (update,) = await poll
    assert update.message is not None
    assert update.message.text == "late"


async def test_the_older_of_two_pollers_gets_a_conflict(bot: Bot, telegram: SandboxClient) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=20))
    await telegram.wait_polled()
    newer = asyncio.create_task(bot.get_updates(timeout=20))
    with pytest.raises(Conflict, match="make sure that only one bot instance is running"):
        await older
    newer.cancel()
    await asyncio.gather(newer, return_exceptions=True)


async def test_stopping_ends_long_polls(bot: Bot, sandbox: SandboxServer, telegram: SandboxClient) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await telegram.wait_polled()
    async with asyncio.timeout(3):
        await sandbox.stop()
        await asyncio.gather(poll, return_exceptions=True)
