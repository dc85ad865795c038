"""Who sends too fast is told so, once; nobody else notices, and nothing of it is stored."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from bot import flood
from bot.flood import Turnstile


@pytest.fixture(autouse=True)
def _small_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flood, "BURST", 6)
    monkeypatch.setattr(flood, "PER_SECOND", 0.5)


@pytest.fixture
def now(world: Any, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time of the turnstile, which stands."""
    moment = [0.0]
    bot = world.bot
    monkeypatch.setattr(
        bot.intake, "_turnstile", Turnstile(bot.house, bot.application.bot, monotonic=lambda: moment[0])
    )
    return moment


async def told(world: Any) -> None:
    """Until everybody was told who is to be."""
    await world.settle()
    await asyncio.gather(*world.bot.intake._turnstile._telling)


async def flooded(world: Any, person: Any, count: int) -> list[str]:
    """What the bot wrote to somebody who sends so many messages at once."""
    before = len(await person.messages())
    for _ in range(count):
        world.server.people.send_text(
            world.server.world.users[person.user.id], world.server.world.chats[person.user.id], "/help"
        )
    await told(world)
    return [message.text for message in (await person.messages())[before:]]


async def stored(world: Any, person: Any) -> int:
    async with world.desk._database.transaction() as session:
        return int(
            await session.scalar(text("SELECT count(*) FROM inbox WHERE sender = :id").bindparams(id=person.user.id))
        )


async def test_a_flood_is_cut_off_and_answered_once(world: Any, now: list[float]) -> None:
    flo = await world.person("Flo")
    said = await flooded(world, flo, 50)
    assert sum("very fast" in text for text in said) == 1
    assert len(said) == 7, "the six that were taken in, and the word about the rest"
    assert await stored(world, flo) == 6
    metrics = world.bot.house.metrics.text().decode()
    assert 'vetbot_updates_turned_away_total{kind="message"} 44.0' in metrics


async def test_after_a_while_they_are_heard_again_and_told_again(world: Any, now: list[float]) -> None:
    flo = await world.person("Flo")
    await flooded(world, flo, 20)
    now[0] = 2.0
    said = await flooded(world, flo, 2)
    assert ["very fast" in text for text in said] == [False], "one is heard, and they have been told about the other"
    now[0] = 10.0
    assert "very fast" not in (await flo.say("/help")).text
    said = await flooded(world, flo, 20)
    assert sum("very fast" in text for text in said) == 1


async def test_each_press_is_answered(world: Any, now: list[float]) -> None:
    flo = await world.person("Flo")
    screen = await flo.say("/start")
    for _ in range(5):
        await flo.tap_data("nothing", screen)
    for _ in range(3):
        await flo.tap_data("nothing", screen)
        await told(world)
        assert "very fast" in await flo.toast()
    assert await stored(world, flo) == 6


async def test_others_and_the_clinic_do_not_notice(world: Any, now: list[float]) -> None:
    flo, calm = await world.person("Flo"), await world.person("Carla")
    await flooded(world, flo, 20)
    assert "Paws & Co" in (await calm.say("/start")).text
    for _ in range(10):
        assert "very fast" not in (await world.staff.say("/status")).text


async def test_they_are_told_in_their_own_language(world: Any, now: list[float]) -> None:
    flo = await world.person("Flo", language_code="de")
    assert sum("sehr schnell" in text for text in await flooded(world, flo, 10)) == 1


async def test_that_somebody_blocked_the_bot_is_always_heard(world: Any, now: list[float]) -> None:
    flo = await world.person("Flo")
    await flooded(world, flo, 20)
    before = await stored(world, flo)
    await world.client.block(flo.user)
    await world.settle()
    assert await stored(world, flo) == before + 1
