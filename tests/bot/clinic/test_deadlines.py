"""A request that nobody answers: the nudge, the deadline, and what old buttons say after it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from core.users.schemas import Actor

THURSDAY_TEN = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
ASKED = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DEADLINE = ASKED + timedelta(hours=24)


async def asked(world: Any, new_owner: Any, ask: Any) -> tuple[Any, Any]:
    await world.set_clock(ASKED)
    person, actor = await new_owner("Anna")
    return person, await ask(actor, at=THURSDAY_TEN)


async def nudges(world: Any) -> list[Any]:
    return [message for message in await world.staff.messages() if "still waits" in message.text]


async def test_the_clinic_is_nudged_once_and_answers(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    await asked(world, new_owner, ask)
    assert "Answer by Tue 3 Mar, 12:00" in (await message("Request #1001")).text
    await world.set_clock(DEADLINE - timedelta(hours=2, minutes=1))
    assert await nudges(world) == []
    await world.advance(minutes=1)
    await world.advance(minutes=30)
    (nudge,) = await nudges(world)
    assert "Request #1001 still waits: Rex (Anna), Check-up, Thu 5 Mar, 10:00" in nudge.text
    assert "answer by Tue 3 Mar, 12:00" in nudge.text
    card = await world.staff.tap("Show the card", on=nudge)
    await world.staff.tap("Confirm", on=card)
    assert "#1001 confirmed" in (await world.staff.screen()).text
    await world.set_clock(DEADLINE)
    assert not [each for each in await world.staff.messages() if "Nobody answered" in each.text]


async def test_nobody_is_nudged_about_what_is_decided(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    await asked(world, new_owner, ask)
    await world.staff.tap("Confirm", on=await message("#1001"))
    await world.set_clock(DEADLINE - timedelta(hours=1))
    assert await nudges(world) == []


async def test_the_deadline_comes(world: Any, new_owner: Any, ask: Any, message: Any, again: Any) -> None:
    anna, _ = await asked(world, new_owner, ask)
    card = await message("Request #1001")
    await world.set_clock(DEADLINE - timedelta(minutes=1))
    assert "Nobody" not in (await anna.screen()).text
    await world.set_clock(DEADLINE)
    told = await anna.screen()
    assert "Nobody answered your request #1001 in time" in told.text
    assert "Nobody answered request #1001 in time" in (await world.staff.screen()).text
    await world.staff.tap_data(card.buttons[0][0].data, card)
    assert "was not answered in time: it could be until Tue 3 Mar, 12:00" in await world.staff.toast()
    assert "Nobody answered in time; the owner was told." in (await again(card)).text
    assert "Which day" in (await anna.tap("Book another time", on=told)).text


async def test_a_wish_to_move_is_nudged_about_too(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    anna, visit = await asked(world, new_owner, ask)
    await world.staff.tap("Confirm", on=await message("#1001"))
    async with world.desk.unit() as services:
        owner = (await services.users.account(anna.user.id)).user
        actor = Actor.owner(owner.id, owner.full_name, anna.user.id)
        await services.appointments.move(actor, visit.id, THURSDAY_TEN + timedelta(days=1))
    await world.settle()
    await anna.say("/appointments")
    assert "You will hear from us by Tue 3 Mar, 12:00" in (await anna.tap("Rex")).text
    await world.set_clock(DEADLINE - timedelta(hours=2))
    (nudge,) = await nudges(world)
    assert "to be moved from Thu 5 Mar, 10:00 to Fri 6 Mar, 10:00" in nudge.text
