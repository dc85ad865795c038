"""While the database is away: who writes is told once, in their language, and answered when it is back."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from bot import intake, turns
from bot.answerer import Answerer
from bot.ui.texts import languages, texts_for
from core.database.session import Database

TOLD = {"en": "One moment, please", "de": "Einen Moment bitte"}


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same waits, shorter."""
    monkeypatch.setattr(intake, "_SHORT_WAITS", (0.01, None))
    monkeypatch.setattr(intake, "_DATABASE_BACKOFF", (0.05,))
    monkeypatch.setattr(turns, "_RETRY_DELAYS", (0.01, 0.02, None))
    monkeypatch.setattr(turns, "_TOLD_FROM", 0.02)


@contextmanager
def database_away(error: type[Exception] = ConnectionRefusedError) -> Iterator[None]:
    """Nobody gets to send a statement."""

    with (
        patch.object(Database, "transaction", side_effect=error),
        patch.object(Database, "one_statement", side_effect=error),
    ):
        yield


async def told(person: Any) -> list[str]:
    """The texts in which the person was asked to wait."""
    return [m.text for m in await person.messages() if any(words in m.text for words in TOLD.values())]


async def polled_again(world: Any, times: int = 3) -> None:
    """Until the same updates were given to the bot so often again."""
    before = len(await world.client.calls("getUpdates", last=5000))
    async with asyncio.timeout(60):
        await _polled(world, before + times)


async def _polled(world: Any, wanted: int) -> None:
    while len(await world.client.calls("getUpdates", last=5000)) < wanted:
        version = await world.client.version()
        try:
            await world.client.wait(version, within=0.05)
        except TimeoutError:
            continue


@pytest.mark.parametrize("language", ["en", "de"])
async def test_a_message_is_answered_with_one_in_the_language_of_their_telegram(world: Any, language: str) -> None:
    anna = await world.person("Anna", language_code=language)
    with database_away():
        await world.client.send_text(anna.user, "/start")
        await world.client.wait_message(anna.user, TOLD[language], within=20)
        await polled_again(world)
        assert len(await told(anna)) == 1
        assert world.bot.house.settings.clinic_phone in (await told(anna))[0]
    await world.settle()
    seen = await anna.messages()
    assert len(seen) == 2
    assert "Paws & Co" in seen[-1].text


async def test_a_press_is_answered_with_a_toast_and_works_afterwards(world: Any) -> None:
    anna = await world.person("Anna")
    await anna.say("/start")
    await anna.tap("Register")
    screen = await anna.screen()
    with database_away():
        query = await world.client.press(anna.user, screen, data=screen.buttons[0][0].data, chat=anna.chat_id)
        answer = await world.client.wait_answer(query, within=20)
        assert answer.text.startswith(TOLD["en"])
        assert not answer.show_alert
        # Once in a while each: another press only ends the button's waiting.
        query = await world.client.press(anna.user, screen, data=screen.buttons[0][0].data, chat=anna.chat_id)
        assert (await world.client.wait_answer(query, within=20)).text is None
        assert await told(anna) == []
    await world.settle()
    assert "Thank you, Anna" in (await anna.screen()).text
    assert len(await anna.messages()) == 1


async def test_after_a_while_a_person_is_told_again_and_others_for_themselves(world: Any) -> None:
    anna, ben = await world.person("Anna"), await world.person("Ben")
    with database_away():
        for text in ("/start", "/help"):
            await world.client.send_text(anna.user, text)
        await world.client.send_text(ben.user, "/start")
        await world.client.wait_message(ben.user, TOLD["en"], within=20)
        await polled_again(world)
        assert (len(await told(anna)), len(await told(ben))) == (1, 1)
        world.clock.advance(timedelta(minutes=11))
        await polled_again(world)
        assert len(await told(anna)) == 1, "the same message is no reason to tell it again"
        await world.client.send_text(anna.user, "Hello?")
        while len(await told(anna)) < 2:
            await polled_again(world, 1)
    await world.settle()
    assert len(await told(anna)) == 2


async def test_the_clinic_is_told_without_its_own_phone_and_other_groups_are_not(world: Any) -> None:
    eve = await world.client.create_user("Eve")
    other = await world.client.create_group("Others", [eve])
    with database_away():
        await world.client.send_text(eve, "/start", chat=other)
        await world.client.send_text(world.staff.user, "/pending", chat=world.clinic)
        said = await world.client.wait_message(world.staff.user, TOLD["en"], chat=world.clinic, within=20)
        assert "901820" not in said.text
        await polled_again(world)
        assert (await world.client.view(eve, other)).from_bot == []
    await world.settle()


async def test_nothing_is_acknowledged_that_could_not_be_stored(world: Any) -> None:
    anna = await world.person("Anna")
    with database_away():
        await world.client.send_text(anna.user, "/start")
        await world.client.wait_message(anna.user, TOLD["en"], within=20)
        asked = [call.payload.get("offset") for call in await world.client.calls("getUpdates", last=5000)]
        await polled_again(world)
        again = [call.payload.get("offset") for call in await world.client.calls("getUpdates", last=5000)]
    assert again[-1] == asked[-1]
    await world.settle()


async def test_it_goes_away_after_the_update_was_stored(world: Any) -> None:
    anna = await world.person("Anna")
    await anna.say("/start")
    enter = world.bot.lanes.enter

    async def enter_and_lose_the_database(update: Any) -> None:
        patcher.__enter__()
        await enter(update)

    patcher = database_away()
    with patch.object(world.bot.lanes, "enter", enter_and_lose_the_database):
        await world.client.send_text(anna.user, "/help")
        await world.client.wait_message(anna.user, TOLD["en"], within=20)
        await world.bot.lanes.drained()
    patcher.__exit__(None, None, None)
    await world.bot.intake.recover()
    await world.settle()
    assert [("One moment" in m.text, "/book" in m.text) for m in await anna.messages()][1:] == [
        (True, False),
        (False, True),
    ]


async def test_a_wrong_password_that_came_up_meanwhile_is_waited_for_too(world: Any) -> None:
    """Somebody changed it at the provider: until the bot is started anew nothing is lost."""

    class Refused(Exception):
        sqlstate = "28P01"

    anna = await world.person("Anna")
    with database_away(Refused):
        await world.client.send_text(anna.user, "/start")
        await world.client.wait_message(anna.user, TOLD["en"], within=20)
    await world.settle()
    assert "Welcome" in (await anna.screen()).text


async def test_what_was_shown_before_it_went_is_not_shown_again(world: Any) -> None:
    anna = await world.person("Anna")
    answer = Answerer.answer
    patcher = database_away()

    async def answer_and_lose_the_database(self: Answerer, *args: Any) -> Any:
        shown = await answer(self, *args)
        patcher.__enter__()
        return shown

    with patch.object(Answerer, "answer", answer_and_lose_the_database):
        await world.client.send_text(anna.user, "/start")
        await world.client.wait_message(anna.user, "Welcome", within=20)
        await world.bot.lanes.drained()
    patcher.__exit__(None, None, None)
    await world.bot.intake.recover()
    await world.settle()
    assert len(await anna.messages()) == 1
    assert world.bot.house.shown == {}
    async with world.desk.unit() as services:
        assert await services.inbox.unfinished() == []


async def test_what_it_remembers_is_bounded(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot import please_wait

    monkeypatch.setattr(please_wait, "REMEMBERED", 2)
    house = world.bot.house.please_wait
    people = [await world.person(f"Owner {number}") for number in range(4)]
    with database_away():
        for person in people:
            await world.client.send_text(person.user, "/start")
            await world.client.wait_message(person.user, TOLD["en"], within=20)
        assert len(house._seen) <= 2
        assert len(house._told) <= 2
    await world.settle()


@pytest.mark.parametrize("language", languages())
def test_it_fits_a_toast(language: str) -> None:
    assert len(texts_for(language).plain("please-wait", phone="+49 30 90182012345")) <= 200
