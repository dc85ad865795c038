"""/export: everything about oneself, as a file in the chat."""

import json
from typing import Any
from unittest.mock import patch

from telegram.error import NetworkError

from bot.answerer import Answerer
from bot.own_data.callbacks import ExportData


async def content(world: Any, message: Any) -> dict[str, Any]:
    assert message.file is not None, message.text
    data: dict[str, Any] = json.loads(await world.client.download(message.file.link))
    return data


async def test_the_command_and_the_button(world: Any, owner: Any, visit: Any) -> None:
    anna, actor = await owner("Anna", pet="Mokka מוקה")
    made = await visit(actor)
    message = await anna.command("/export")
    assert "everything we have about you" in message.text
    assert (message.file.name, message.file.mime_type) == ("my-data-2026-03-02.json", "application/json")
    data = await content(world, message)
    assert data["person"]["email"] == "anna@example.org"
    assert data["pets"][0]["name"] == "Mokka מוקה"
    assert [each["number"] for each in data["appointments"]] == [made.number]
    assert data["telegram_accounts"][0]["telegram_id"] == anna.user.id
    assert "hashed_password" not in str(data)

    profile = await anna.command("/profile")
    again = await anna.tap("My data as a file")
    assert (await content(world, again))["person"] == data["person"]
    assert again.message_id != profile.message_id
    screen = await anna.tap("Menu")
    assert "what can we do for you" in screen.text
    assert (await anna.messages())[-2].text == again.text  # the file stays as it is


async def test_in_german(world: Any, owner: Any) -> None:
    anna, _ = await owner("Anna")
    await anna.say("/language")
    await anna.tap("Deutsch")
    message = await anna.command("/export")
    assert message.file.name == "meine-daten-2026-03-02.json"


async def test_only_for_owners_about_themselves(world: Any, owner: Any) -> None:
    await owner("Anna")
    stranger = await world.person("Carl")
    screen = await stranger.command("/export")
    assert "Please register first" in screen.text
    await stranger.tap_data(ExportData().pack(), screen)
    assert "Please register first" in await stranger.toast()
    card = await world.staff.say("/status")
    await world.staff.tap_data(ExportData().pack(), card)
    for person in (stranger, world.staff):
        assert not any(message.file for message in await person.messages())


async def test_a_crash_after_the_commit_does_not_lose_it(world: Any, owner: Any) -> None:
    anna, _ = await owner("Anna")
    with patch.object(Answerer, "answer", side_effect=NetworkError("down")):
        await anna.command("/export")
    assert (await anna.screen()).file is None
    await world.bot.intake.recover()
    await world.settle()
    assert (await content(world, await anna.screen()))["person"]["name"] == "Anna"
