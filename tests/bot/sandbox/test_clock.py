import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot

from bot.sandbox import ControlError, SandboxClient
from bot.sandbox.shapes import UserView


async def watched_by(telegram: SandboxClient, watchers: int) -> None:
    async with asyncio.timeout(5):
        while (await telegram.clock()).watchers != watchers:
            pass


async def test_dates_follow_the_clock(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    moment = datetime(2031, 5, 1, 9, tzinfo=UTC)
    await telegram.set_clock(moment)
    sent = await bot.send_message(anna.id, "x")
    assert timedelta() <= sent.date - moment < timedelta(seconds=30)
    await telegram.advance(timedelta(days=1))
    said = await telegram.send_text(anna, "x")
    assert timedelta(days=1) <= said.date - moment < timedelta(days=1, seconds=30)
    with pytest.raises(ControlError, match="UTC offset"):
        await telegram.set_clock(datetime(2031, 5, 1))  # noqa: DTZ001


async def test_moving_the_clock_waits_for_its_watchers(telegram: SandboxClient) -> None:
    seen: list[float] = []

    async def follow(watcher: str) -> None:
        version = 0
        while True:
            state = await telegram.watch_clock(version, watcher=watcher)
            version = state.version
            seen.append(state.offset_seconds)

    async with asyncio.TaskGroup() as group:
        followers = [group.create_task(follow(name)) for name in ("one", "two")]
        await watched_by(telegram, 2)
        moved = await telegram.advance(3600)
        assert moved.followed
        assert seen[-2:] == [3600, 3600]
        for follower in followers:
            follower.cancel()


async def test_a_watcher_that_hangs_up_is_forgotten(telegram: SandboxClient) -> None:
    known = (await telegram.clock()).version
    watching = asyncio.create_task(telegram.watch_clock(known))
    await watched_by(telegram, 1)
    watching.cancel()
    await watched_by(telegram, 0)
    assert (await telegram.advance(1)).followed
