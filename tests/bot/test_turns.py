"""Nothing is lost, nothing is done twice, and what fails says so."""

import asyncio
import logging
from typing import Any
from unittest.mock import patch

import pytest
import structlog
from telegram import Update
from telegram.error import NetworkError

from bot import flood
from bot.answerer import Answerer
from bot.users.conversation import NameStep
from core.pets.errors import PetNotFound
from core.users.service import UserService


async def name_step(world: Any) -> Any:
    """Somebody at the first question of the registration."""
    anna = await world.person("Anna")
    await anna.say("/start")
    await anna.tap("Register")
    return anna


async def conversation_of(world: Any, person: Any) -> Any:
    async with world.desk.unit() as services:
        return await services.conversations.find(person.chat_id, person.user.id)


async def unfinished(world: Any) -> list[Any]:
    async with world.desk.unit() as services:
        return list(await services.inbox.unfinished())


async def test_an_update_that_comes_again_changes_nothing(world: Any) -> None:
    await world.client.set_copies(3)
    anna = await name_step(world)
    await anna.tap("Anna")
    await anna.say("anna@example.org")
    state = await conversation_of(world, anna)
    assert (state.frame.step, state.frame.draft["email"]) == ("phone", "anna@example.org")
    await world.client.redeliver(times=2)
    await world.settle()
    assert await conversation_of(world, anna) == state


async def test_killed_before_the_commit_the_update_is_applied_after_the_restart(world: Any) -> None:
    anna = await name_step(world)

    async def die(*_: Any, **__: Any) -> None:
        raise asyncio.CancelledError

    with patch.object(UserService, "hear", die):
        await world.client.send_text(anna.user, "Anna Lang")
        await world.settle()
    (row,) = await unfinished(world)
    assert row.payload is not None
    await world.bot.intake.recover()
    await world.settle()
    assert "Thank you, Anna Lang" in (await anna.screen()).text
    assert await unfinished(world) == []


async def test_killed_after_the_commit_it_is_only_shown_again(world: Any) -> None:
    anna = await name_step(world)
    with patch.object(Answerer, "answer", side_effect=NetworkError("down")):
        await world.client.send_text(anna.user, "Anna Lang")
        await world.settle()
    (row,) = await unfinished(world)
    assert row.payload is None
    assert "Thank you" not in (await anna.screen()).text
    await world.bot.intake.recover()
    await world.settle()
    assert "Thank you, Anna Lang" in (await anna.screen()).text
    assert await unfinished(world) == []
    assert (await conversation_of(world, anna)).frame.step == "email"


async def test_what_was_shown_since_it_was_looked_up_is_not_shown_again(world: Any) -> None:
    """Its turn was just ending while another look at the inbox found it unanswered."""
    anna = await name_step(world)
    with patch.object(Answerer, "answer", side_effect=NetworkError("down")):
        await world.client.send_text(anna.user, "Anna Lang")
        await world.settle()
    rows = await unfinished(world)
    await world.bot.intake.recover()
    await world.settle()
    with patch.object(Answerer, "answer", side_effect=AssertionError("shown twice")):
        await world.bot.intake.resume(rows)
    assert await unfinished(world) == []


async def test_what_was_overtaken_is_not_shown_below_the_end(world: Any) -> None:
    anna = await name_step(world)
    with patch.object(Answerer, "answer", side_effect=NetworkError("down")):
        await world.client.send_text(anna.user, "Anna Lang")
        await world.settle()
    await anna.say("/cancel")
    seen = [message.text for message in await anna.messages()]
    assert len(await unfinished(world)) == 1
    await world.bot.intake.recover()
    await world.settle()
    assert [message.text for message in await anna.messages()] == seen
    assert await unfinished(world) == []


async def test_a_senders_earlier_update_goes_first_whoever_comes_first(world: Any) -> None:
    """As with two replicas: the second update is taken up while the first still lies in the inbox."""
    anna = await name_step(world)
    with patch.object(type(world.bot.lanes), "enter", return_value=None):  # stored, and nobody takes it up
        for text in ("Anna Lang", "anna@example.org"):
            await world.client.send_text(anna.user, text)
        await world.client.wait_polled()
    first, second = await unfinished(world)
    await world.bot.lanes.enter(Update.de_json(second.payload, world.bot.application.bot))
    await world.bot.lanes.drained()
    state = await conversation_of(world, anna)
    assert state.frame.step == "phone"
    assert state.frame.draft["full_name"] == "Anna Lang"
    assert await unfinished(world) == []
    assert first.update_id < second.update_id


async def test_something_unexpected_apologises_tells_the_clinic_once_and_leaves_the_conversation(
    world: Any, caplog: pytest.LogCaptureFixture
) -> None:
    anna = await name_step(world)
    with patch.object(UserService, "check_email_free", side_effect=ZeroDivisionError("secret text")):
        await anna.tap("Anna")
        await anna.say("anna@example.org")
        screen = await anna.screen()
        assert "something went wrong" in screen.text
        await anna.say("anna@example.org")
    told = [m.text for m in await world.staff.messages()]
    assert len([text for text in told if "ZeroDivisionError" in text]) == 1
    assert (await conversation_of(world, anna)).frame.step == "email"
    await anna.say("anna@example.org")
    assert (await conversation_of(world, anna)).frame.step == "phone"
    assert "anna@example.org" not in " ".join(record.getMessage() for record in caplog.records)


async def test_every_line_of_a_turn_names_its_update_and_handler(world: Any) -> None:
    anna = await name_step(world)
    seen: list[dict[str, Any]] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(structlog.contextvars.get_contextvars())

    keep = Keep()
    logging.getLogger("bot.turns").addHandler(keep)
    try:
        with patch.object(UserService, "check_email_free", side_effect=ZeroDivisionError):
            await anna.tap("Anna")
            await anna.say("anna@example.org")
    finally:
        logging.getLogger("bot.turns").removeHandler(keep)
    (about,) = seen
    assert about["update"] > 0
    assert about["handler"] == "receive_message"
    assert structlog.contextvars.get_contextvars() == {}


async def test_a_typed_password_leaves_the_chat_and_the_inbox(world: Any) -> None:
    anna = await name_step(world)
    await anna.tap("Anna")
    await anna.say("anna@example.org")
    await anna.key("Skip")
    screen = await anna.say("short")
    assert "8 to 128" in screen.text
    screen = await anna.say("correct horse battery")
    assert "You are registered" in screen.text
    texts = [message.text for message in await anna.everything()]
    assert "correct horse battery" not in texts
    assert "short" not in texts
    await anna.say("/logout")
    await anna.tap("Yes")
    await anna.say("/login")
    await anna.say("ANNA@example.org")
    screen = await anna.say("wrong horse battery")
    assert "don't go together" in screen.text
    screen = await anna.say("correct horse battery")
    assert "Welcome back, Anna" in screen.text
    assert not [m for m in await anna.everything() if "horse" in m.text]


async def test_wrong_passwords_are_throttled(world: Any) -> None:
    eve = await world.person("Eve")
    await eve.say("/login")
    await eve.say("anna@example.org")
    for _ in range(5):
        assert "don't go together" in (await eve.say("guess guess")).text
    for _ in range(3):
        assert "Too many attempts" in (await eve.say("guess guess")).text
    await world.advance(minutes=16)
    assert "don't go together" in (await eve.say("guess guess")).text


async def test_one_persons_flood_does_not_hold_up_another(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """300 updates of one sender wait in a lane of their own; at a stop the rest stays in the inbox."""
    monkeypatch.setattr(flood, "BURST", 1000)  # nobody is turned away
    flo, calm = await world.person("Flo"), await world.person("Carla")
    for _ in range(300):
        world.server.people.send_text(
            world.server.world.users[flo.user.id], world.server.world.chats[flo.user.id], "hello"
        )
    await world.client.send_text(calm.user, "/start")
    await world.client.wait_message(calm.user, "Paws & Co", within=20)
    waiting = len(await unfinished(world))
    assert waiting > 0


async def test_an_update_that_fails_always_is_given_up_and_holds_nobody_up(world: Any) -> None:
    anna = await name_step(world)
    hear, calls = UserService.hear, []

    async def fail(self: Any, **about: Any) -> Any:
        calls.append(about)
        if len(calls) <= 6:  # three attempts, each with its apology
            raise ZeroDivisionError
        return await hear(self, **about)

    with patch.object(UserService, "hear", fail):
        for text in ("Anna Lang", "Anna Long"):
            await world.client.send_text(anna.user, text)
            await world.settle()
    assert await unfinished(world) == []
    assert (await conversation_of(world, anna)).frame.draft["full_name"] == "Anna Long"


async def test_a_conversation_that_can_no_longer_be_drawn_is_left_with_a_word(
    world: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    anna = await world.person("Anna")
    await anna.say("/start")
    await anna.tap("Register")

    async def gone(self: Any, scene: Any, draft: Any) -> Any:
        raise PetNotFound

    monkeypatch.setattr(NameStep, "render", gone)
    screen = await anna.say("12")  # what the step refuses, on a screen that can't be drawn
    assert "can't find that pet" in screen.text
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    monkeypatch.undo()
    screen = await anna.tap("Register", on=(await anna.say("/start")))
    assert "What is your name" in screen.text
