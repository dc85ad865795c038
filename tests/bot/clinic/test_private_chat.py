"""A clinic whose chat is one person's private chat with the bot."""

from datetime import timedelta
from typing import Any

import pytest

from core.config import Settings

OWNER_OF_THE_CLINIC = 4242


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"admin_chat_id": OWNER_OF_THE_CLINIC})


async def test_everything_works_the_same(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    vet = await world.person("Vera", user_id=OWNER_OF_THE_CLINIC)
    assert "This is the clinic's chat" in (await vet.say("/start")).text
    anna, actor = await new_owner()
    await ask(actor)
    await ask(actor, at=world.clock.now() + timedelta(days=1, hours=6))
    await vet.tap("Confirm", on=await message("#1001", by=vet))
    assert "#1001 confirmed" in (await message("#1001", by=vet)).text
    assert "Confirmed" in (await anna.screen()).text

    before = await vet.messages()
    await vet.say("What a day")
    assert await vet.messages() == before

    await vet.tap("Decline", on=await message("#1002", by=vet))
    await vet.tap("type it", on=await message("#1002", by=vet))
    await vet.say("No time")
    assert "is declined" in (await vet.tap("without proposing")).text
    assert "No time" in (await anna.screen()).text
    assert "Closed, until you open again" in (await vet.say("/close")).text
    assert "No request is waiting" in (await vet.say("/pending")).text
    assert "Tuesday" in (await vet.say("/tomorrow")).text


async def test_the_rules_too_and_any_text_is_an_answer(world: Any) -> None:
    vet = await world.person("Vera", user_id=OWNER_OF_THE_CLINIC)
    await vet.say("/start")
    await vet.say("/vets")
    await vet.tap("Add a vet")
    assert "Bea is on duty." in (await vet.say("Bea")).text
    await vet.say("/hours")
    await vet.tap("Wed")
    await vet.tap("Type hours")
    await vet.say("9-12")
    assert "Wednesday\n09:00–12:00" in (await vet.tap("Save")).text
    await vet.say("/closure")
    who = await vet.tap("Add a closure")
    assert "choose with the buttons" in (await vet.say("Bea")).text
    assert "Who is away?" in who.text
    await vet.tap("Bea")
    await vet.say("24 Dec")
    assert "Bea: Holidays" in (await vet.say("Holidays")).text
    assert "Closed: nobody can book in that time any more." in (await vet.tap("Close")).text
