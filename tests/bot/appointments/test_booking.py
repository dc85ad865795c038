"""Booking as an owner goes through it."""

from typing import Any
from uuid import UUID

import pytest

from core.appointments.schemas import AppointmentDetails, BookingRequest
from core.notifications.schemas import Kind
from core.pets.schemas import PetDraft, Species
from core.users.schemas import SYSTEM, Actor


async def owner_with_pets(world: Any, *names: str, person: str = "Anna") -> tuple[Any, Actor]:
    """A registered owner in front of the bot, with pets the quick way."""
    owner = await world.person(person)
    await owner.register()
    async with world.desk.unit() as services:
        account = await services.users.account(owner.user.id)
        actor = Actor.owner(account.user.id, account.user.full_name, owner.user.id)
        for name in names:
            await services.pets.create(actor, PetDraft(name=name, species=Species.DOG))
    return owner, actor


async def walk_to_summary(owner: Any, time: str = "10:00") -> Any:
    """A booking with one pet, up to its summary."""
    await owner.say("/book")
    await owner.tap("Check-up")
    await owner.tap("3")
    await owner.tap(time)
    return await owner.tap("Skip")


async def upcoming(world: Any, actor: Actor) -> list[AppointmentDetails]:
    async with world.desk.unit() as services:
        return list((await services.appointments.of_owner(actor, upcoming=True)).items)


async def test_a_request_in_under_a_dozen_taps_on_one_message(world: Any) -> None:
    owner, actor = await owner_with_pets(world, "Rex")
    await owner.say("/book")
    screen = await owner.tap("Check-up")
    assert "Which day" in screen.text
    assert [button.text for button in screen.buttons[0]] == ["·", "March 2026", "›"]
    screen = await owner.tap("3")
    assert "Tuesday" in screen.text
    await owner.tap("10:00")
    await owner.say("He limps & <b>whines</b>")
    screen = await owner.screen()
    assert "He limps & <b>whines</b>" in screen.text
    assert "10:00" in screen.text
    screen = await owner.tap("Send")
    (visit,) = await upcoming(world, actor)
    assert f"#{visit.number}" in screen.text
    assert visit.notes == "He limps & <b>whines</b>"
    assert [m.text for m in await owner.messages() if "Send the request" in str(m.buttons)] == []
