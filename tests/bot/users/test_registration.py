"""Registration as an owner goes through it."""

from typing import Any


async def test_an_owner_registers_in_four_answers(world: Any) -> None:
    anna = await world.person("Anna", phone="+4915112345678")
    screen = await anna.say("/start")
    assert "Paws & Co" in screen.text
    await anna.tap("Register")
    await anna.tap("Anna")
    await anna.say("Anna@Example.org")
    await anna.share_contact()
    screen = await anna.tap("Skip")
    assert "You are registered, Anna" in screen.text
    assert len(await anna.messages()) == 1
    screen = await anna.tap("Profile")
    assert "anna@example.org" in screen.text
    assert "+49 1511 2345678" in screen.text
