from telegram import Bot

from bot.sandbox import SandboxClient
from bot.sandbox.shapes import UserView


async def test_a_confirmed_update_comes_again(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    (first,) = await bot.get_updates()
    assert await telegram.redeliver() == []  # delivered, not confirmed
    assert await bot.get_updates(offset=first.update_id + 1) == ()
    assert await telegram.redeliver(times=2) == [first.update_id]
    await telegram.send_text(anna, "new")
    seen = []
    offset = first.update_id + 1
    while batch := await bot.get_updates(offset=offset):
        seen.append([update.update_id - first.update_id for update in batch])
        offset = batch[-1].update_id + 1
    assert seen == [[0, 1], [0]]


async def test_every_update_comes_twice(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    await telegram.set_copies(2)
    await telegram.send_text(anna, "one")
    await telegram.send_text(anna, "two")
    seen = []
    offset = 0
    while batch := await bot.get_updates(offset=offset):
        seen += [update.message.text for update in batch if update.message]
        offset = batch[-1].update_id + 1
    assert seen == ["/start", "one", "two", "one", "two"]
    await telegram.wait_idle()


async def test_limit_and_negative_offset(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    for number in range(4):
        await telegram.send_text(anna, str(number))
    assert len(await bot.get_updates(limit=2)) == 2
    last = await bot.get_updates(offset=-1)
    assert [update.message.text for update in last if update.message] == ["3"]


async def test_allowed_updates_are_remembered(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await telegram.send_text(anna, "unseen")
    assert len(await bot.get_updates()) == 1
    await bot.get_updates(allowed_updates=[])
    await telegram.send_text(anna, "seen")
    assert len(await bot.get_updates()) == 2
