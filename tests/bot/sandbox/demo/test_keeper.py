"""The keeper of the bot's process, with a process that dies on command."""

import asyncio
from pathlib import Path
from typing import Any, cast

import pytest

from bot.sandbox.demo import keeper
from bot.sandbox.demo.keeper import Keeper
from bot.sandbox.model import User
from bot.sandbox.process import NotStarted
from bot.sandbox.supervisor import Clinic
from bot.sandbox.world import World


class FakeBot:
    """A `BotProcess` without a process; `refuses` are how many of the next starts fail."""

    def __init__(self) -> None:
        self.log = Path("bot.log")
        self.starts = 0
        self.refuses = 0
        self.held = asyncio.Event()
        self.held.set()
        self._ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def start(self) -> None:
        self._ended = asyncio.get_running_loop().create_future()
        await self.held.wait()
        self.starts += 1
        if self.refuses:
            self.refuses -= 1
            self.die(2)
            raise NotStarted("no")

    def die(self, status: int) -> None:
        if not self._ended.done():
            self._ended.set_result(status)

    def kill(self) -> None:
        self.die(-9)

    async def wait(self) -> int:
        return await asyncio.shield(self._ended)

    async def stop(self) -> None:
        self.die(0)


class Stand:
    """A keeper with everything around it."""

    def __init__(self) -> None:
        self.world = World(User(7_000_000_001, "Bot", is_bot=True))
        self.bot = cast("Any", FakeBot())
        self.said: list[str] = []
        self.keeper = Keeper(self.bot, self.world, cast("Any", None), Clinic(-1, "Clinic"), (), self.said.append)

    @property
    def states(self) -> list[str]:
        return [event.data["bot"] for event in self.world.journal.since(0) if event.kind == "demo"]

    async def started(self, times: int) -> None:
        async with asyncio.timeout(5):
            while self.bot.starts < times or self.states[-1] != "running":
                await self.world.journal.wait(self.world.journal.version, 1)


@pytest.fixture
async def stand(monkeypatch: pytest.MonkeyPatch) -> Stand:
    monkeypatch.setattr(keeper, "BACKOFF_SECONDS", (0.01, 0.02))
    return Stand()


async def test_asked_to_it_kills_and_starts_at_once_and_says_nothing(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "BACKOFF_SECONDS", (60,))
    await stand.keeper.start()
    async with asyncio.timeout(5):
        await asyncio.gather(stand.keeper.kill_and_restart(), stand.keeper.kill_and_restart())
    assert stand.bot.starts == 2, "asked twice at a time, it is one restart"
    assert stand.states == ["starting", "running", "stopped", "starting", "running"]
    assert stand.said == []
    await stand.keeper.stop()
    assert stand.states[-1] == "stopped"


async def test_asked_while_it_starts_it_waits_for_that_start(stand: Stand) -> None:
    stand.bot.held.clear()
    starting = asyncio.create_task(stand.keeper.start())
    await asyncio.sleep(0)
    restart = asyncio.create_task(stand.keeper.kill_and_restart())
    await asyncio.sleep(0)
    assert not restart.done()
    stand.bot.held.set()
    await starting
    async with asyncio.timeout(5):
        await restart
    assert stand.bot.starts == 1
    await stand.keeper.stop()


async def test_a_bot_that_dies_by_itself_comes_back_and_a_line_says_so(stand: Stand) -> None:
    await stand.keeper.start()
    stand.bot.die(-11)
    await stand.started(2)
    stand.bot.die(3)
    await stand.started(3)
    assert stand.said == [
        "the bot was ended by signal 11; it is started again in 0.01 s (its log: bot.log)",
        "the bot ended by itself with status 3; it is started again in 0.02 s (its log: bot.log)",
    ]
    await stand.keeper.stop()


async def test_a_bot_that_cannot_start_is_tried_again_ever_more_slowly_and_a_press_is_faster(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "BACKOFF_SECONDS", (0.01, 0.02, 60))
    await stand.keeper.start()
    stand.bot.refuses = 2
    stand.bot.die(1)
    async with asyncio.timeout(5):
        while len(stand.said) < 3:
            await stand.world.journal.wait(stand.world.journal.version, 1)
    assert [line.split(" in ")[1].split(" s ")[0] for line in stand.said] == ["0.01", "0.02", "60"]
    async with asyncio.timeout(5):
        await stand.keeper.kill_and_restart()
    assert stand.states[-1] == "running"
    await stand.keeper.stop()


async def test_a_press_ends_when_the_start_fails(stand: Stand) -> None:
    await stand.keeper.start()
    stand.bot.refuses = 1
    async with asyncio.timeout(5):
        await stand.keeper.kill_and_restart()
    assert stand.bot.starts == 2
    await stand.started(3)
    await stand.keeper.stop()


async def test_stopped_it_stays_stopped(stand: Stand) -> None:
    await stand.keeper.start()
    await stand.keeper.stop()
    async with asyncio.timeout(5):
        await stand.keeper.kill_and_restart()
    assert stand.bot.starts == 1


async def test_a_first_start_that_fails_is_told(stand: Stand) -> None:
    stand.bot.refuses = 1
    with pytest.raises(NotStarted):
        await stand.keeper.start()
    await stand.keeper.stop()
    assert stand.said == []
