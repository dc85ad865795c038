"""The bot as a process: starts, stops, dies, comes back."""

import asyncio
from typing import Any

import pytest


async def test_starts_answers_and_stops_in_order(world: Any) -> None:
    anna = await world.person("Anna")
    screen = await anna.say("/start")
    assert "Welcome" in screen.text
    await world.bot.stop()
    assert "Traceback" not in world.bot.logged()


async def test_killed_and_started_again_it_goes_on(world: Any) -> None:
    anna = await world.person("Anna")
    await anna.say("/start")
    question = await anna.tap("Register")
    assert "name" in question.text
    await world.bot.restart()
    question = await anna.tap("Anna", on=question)
    assert "email" in question.text, "the conversation survived, and so did the button"
    assert len(await anna.messages()) == 1


async def test_what_was_sent_while_it_was_down_is_answered_after_the_start(world: Any) -> None:
    anna, ben = await world.person("Anna"), await world.person("Ben")
    await world.bot.kill()
    await anna.world.client.send_text(anna.user, "/start")
    await ben.world.client.send_text(ben.user, "/start")
    await ben.world.client.send_text(ben.user, "/help")
    await world.bot.start()
    await world.settle()
    assert "Welcome" in (await anna.screen()).text
    assert ["Welcome" in message.text for message in await ben.messages()] == [True, False]


async def test_killed_while_it_works_it_finishes_after_the_start(world: Any) -> None:
    people = [await world.person(f"Owner {number}") for number in range(20)]
    before = await world.count("inbox")
    for person in people:
        await world.client.send_text(person.user, "/start")
    await world.client.wait_message(people[0].user, "Welcome")
    await world.bot.restart()
    await world.settle()
    for person in people:
        assert "Welcome" in (await person.screen()).text
    assert await world.count("inbox") == before + len(people)


async def test_the_bot_lives_in_the_time_of_the_local_telegram(world: Any) -> None:
    before = await world.client.clock()
    moved = await world.client.advance(86_400)
    assert moved.followed
    assert moved.watchers == 1
    anna = await world.person("Anna")
    await anna.say("/start")
    received = await world.database.fetchval("SELECT max(received_at) FROM inbox")
    assert received > before.now
    assert (received - before.now).total_seconds() > 86_000


async def test_time_moved_while_it_was_down_is_known_before_the_first_update(world: Any) -> None:
    await world.bot.kill()
    await world.client.advance(7 * 86_400)
    anna = await world.person("Anna")
    await world.client.start(anna.user)
    before = (await world.client.clock()).now
    await world.bot.start()
    await world.settle()
    assert await world.database.fetchval("SELECT received_at FROM inbox WHERE sender = $1", anna.user.id) >= before


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"BOT_TOKEN": f"123456:{'wrong' * 7}"}, "BOT_TOKEN is refused by Telegram"),
        ({"BOT_TOKEN": ""}, "BOT_TOKEN is missing"),
        ({"ADMIN_CHAT_ID": "the clinic"}, "ADMIN_CHAT_ID is wrong"),
    ],
)
async def test_what_keeps_it_from_starting_is_said_in_one_line(bot: Any, changed: dict[str, str], said: str) -> None:
    bot.environment |= changed
    process = await bot.begin("bot", "run")
    assert await asyncio.wait_for(process.wait(), 60) == 2
    lines = [line for line in bot.logged().splitlines() if "[info" not in line]
    assert len(lines) == 1, lines
    assert lines[0].startswith(said)
    assert "wrongwrong" not in bot.logged()
    bot.environment["BOT_TOKEN"] = "no token"
