"""One update that is odd holds up nobody, whichever way it is odd."""

import logging
from typing import Any

import pytest
from telegram import Update

from bot.reading import read, readable, stored
from bot.sandbox.serialize import user_json
from bot.sandbox.updates import QueuedUpdate

TYPED = "correct horse battery"


def deliver(world: Any, *updates: dict[str, Any]) -> None:
    queue = world.server.world.updates
    for update in updates:
        number, queue._next_id = queue._next_id, queue._next_id + 1
        queue.pending.append(QueuedUpdate(number, {"update_id": number, **update}, 1))
    queue._ring("")


def said(person: Any, text: str) -> dict[str, Any]:
    chat = {"id": person.user.id, "type": "private", "first_name": "Anna"}
    who = user_json(person.world.server.world.users[person.user.id])
    return {"message": {"message_id": 900, "date": 1, "chat": chat, "from": who, "text": text}}


UNREADABLE: dict[str, dict[str, Any]] = {
    "a field is missing": {"message": {"message_id": 1, "text": TYPED}},
    "a field is something else": {"message": "text"},
    "a date after the end of time": {"message": {"message_id": 1, "date": 2**60, "chat": {"id": 1, "type": "private"}}},
}


@pytest.mark.parametrize("odd", UNREADABLE)
async def test_an_update_that_cannot_be_read_is_passed_over(
    world: Any, odd: str, caplog: pytest.LogCaptureFixture
) -> None:
    anna = await world.person("Anna")
    await anna.say("/start")
    deliver(world, UNREADABLE[odd])
    assert "/book" in (await anna.say("/help")).text
    [line] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert "can't be read" in line.getMessage()
    assert TYPED not in caplog.text  # python-telegram-bot would have logged the whole batch


@pytest.mark.parametrize("text", ["nul \x00", "half \ud800", "\udc00\ud83d"])
async def test_a_text_that_no_database_takes_is_taken(world: Any, text: str, caplog: pytest.LogCaptureFixture) -> None:
    anna = await world.person("Anna")
    await anna.say("/start")
    deliver(world, said(anna, text))
    assert "/book" in (await anna.say("/help")).text
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_what_is_of_a_new_kind_is_stored(world: Any, caplog: pytest.LogCaptureFixture) -> None:
    anna = await world.person("Anna")
    await anna.say("/start")
    who = user_json(world.server.world.users[anna.user.id])
    member = {"status": "snoozed", "until_date": 1_772_438_400, "user": who}
    change = {"old_chat_member": member, "new_chat_member": member, "date": 1, "from": who}
    chat = {"id": anna.user.id, "type": "private", "first_name": "Anna"}
    boost = {"boost_id": "1", "add_date": 1, "expiration_date": 2, "source": {"source": "a friend", "user": who}}
    deliver(world, {"my_chat_member": {**change, "chat": chat}}, {"chat_boost": {"chat": chat, "boost": boost}})
    assert "/book" in (await anna.say("/help")).text
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_somebody_without_a_name_is_served(world: Any, caplog: pytest.LogCaptureFixture) -> None:
    anna = await world.person("Anna")
    await anna.say("/start")
    update = said(anna, "hello")
    update["message"]["from"]["first_name"] = ""
    deliver(world, update)
    assert "/book" in (await anna.say("/help")).text
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_what_was_stored_is_read_again_or_passed_over(world: Any) -> None:
    update = {"update_id": 7, **UNREADABLE["a field is missing"]}
    assert read(update, world.bot.application.bot) == Update(7)


def test_a_plain_update_comes_through_as_it_is() -> None:
    chat = {"id": 1, "type": "private", "first_name": "Анна 🐶"}
    raw = {"update_id": 7, "message": {"message_id": 1, "date": 5, "chat": chat, "text": "Füße 🐾"}}
    assert readable(raw) == raw
    message = stored(Update.de_json(readable(raw), None))["message"]
    assert {name: message[name] for name in raw["message"]} == raw["message"]  # type: ignore[attr-defined]


async def test_what_is_about_no_chat_is_heard_in_silence(world: Any, caplog: pytest.LogCaptureFixture) -> None:
    anna = await world.person("Anna")
    before = len(await anna.messages())
    who = user_json(world.server.world.users[anna.user.id])
    deliver(world, {"inline_query": {"id": "1", "from": who, "query": "x", "offset": ""}}, {})
    await world.settle()
    assert len(await anna.messages()) == before
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_deleted_account_leaves_the_clinics_group(world: Any, caplog: pytest.LogCaptureFixture) -> None:
    gone = {"id": 77, "is_bot": False, "first_name": ""}
    chat = {"id": world.clinic.id, "type": "group", "title": "Clinic"}
    boss = user_json(world.server.world.users[world.staff.user.id])
    change = {"chat": chat, "from": boss, "date": 1, "old_chat_member": {"status": "member", "user": gone}}
    deliver(
        world,
        {"chat_member": {**change, "new_chat_member": {"status": "member", "user": gone}}},
        {"chat_member": {**change, "new_chat_member": {"status": "left", "user": gone}}},
    )
    await world.settle()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
