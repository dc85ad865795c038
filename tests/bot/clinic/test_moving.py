"""Moves in the clinic's chat: wishes on cards and in lists, and moving by staff."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.appointments.clinic_callbacks import Confirm, StartMove
from core.appointments.schemas import AppointmentDetails, AppointmentStatus
from core.users.schemas import SYSTEM, Actor

WEDNESDAY_TEN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
THURSDAY_ELEVEN = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)


def labels(message: Any) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def wished(world: Any, ask: Any, actor: Actor) -> AppointmentDetails:
    """A confirmed visit whose owner wants to move it."""
    visit = await ask(actor, at=WEDNESDAY_TEN, notes="Bites")
    async with world.desk.unit() as services:
        await services.appointments.confirm(SYSTEM, visit.id)
        current: AppointmentDetails = await services.appointments.move(actor, visit.id, THURSDAY_ELEVEN)
    await world.settle()
    return current


async def test_a_wish_on_its_card(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    anna, actor = await new_owner()
    visit = await wished(world, ask, actor)
    card = await message("Wants to move #1001")
    for fact in ("It is on Wed 4 Mar, 10:00", "Thursday 5 March", "11:00–11:45", "Rex", "Bites"):
        assert fact in card.text
    assert labels(card) == ["✅ Confirm", "🚫 Decline", "🔁 Move", "👤 Owner"]
    old = await message("#1001 confirmed")
    assert "The owner wants to move it to Thu 5 Mar, 11:00" in old.text
    assert labels(old) == ["🔁 Show the wish to move", "🔁 Move", "✖️ Cancel appointment", "👤 Owner"]
    copy = await world.staff.tap("Show the wish", on=old)
    assert "Wants to move #1001" in copy.text

    await world.staff.tap("Confirm", on=card)
    assert await world.staff.toast() == "Moved: #1001 Rex, Thu 5 Mar, 11:00. The owner is told."
    new, old = await message("#1001 confirmed"), await message("#1001 was moved to Thu 5 Mar, 11:00")
    assert "Was on Wed 4 Mar, 10:00 before" in new.text
    assert labels(new) == ["🔁 Move", "✖️ Cancel appointment", "👤 Owner"]
    assert labels(old) == ["Show the card", "👤 Owner"]
    assert "Moved from Wed 4 Mar, 10:00 by Vera Vet" in old.text
    shown = await world.staff.tap("Show the card", on=old)
    assert "Thursday 5 March" in shown.text
    assert "is at a new time" in (await anna.screen()).text
    await world.staff.tap_data(Confirm(visit.id).pack(), old)
    assert "another time by now: Thu 5 Mar, 11:00" in await world.staff.toast()


async def test_a_declined_wish(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    anna, actor = await new_owner()
    await wished(world, ask, actor)
    await world.staff.tap("Decline", on=await message("Wants to move #1001"))
    await world.staff.tap("The vet is away", on=await message("Wants to move #1001"))
    await world.staff.tap("without proposing")
    card = await message("Move of #1001 declined")
    assert "Declined by Vera Vet" in card.text
    assert labels(card) == ["👤 Owner"]
    old = await message("#1001 confirmed")
    assert "wants to move" not in old.text
    assert labels(old) == ["🔁 Move", "✖️ Cancel appointment", "👤 Owner"]
    assert "stays as it is" in (await anna.screen()).text


async def test_wishes_in_the_lists(world: Any, new_owner: Any, ask: Any) -> None:
    _, actor = await new_owner()
    await wished(world, ask, actor)
    assert labels(await world.staff.say("/pending")) == ["🔁 #1001 · Thu 5 Mar, 11:00 · Rex"]
    day = await world.staff.say("/tomorrow")
    await world.staff.tap("Wed", on=day)
    shown = next(m for m in await world.staff.messages() if m.message_id == day.message_id)
    assert "✅ 10:00 Rex (Anna) · Check-up · #1001 · wants to move to Thu 5 Mar, 11:00" in shown.text
    await world.staff.tap("Thu", on=shown)
    shown = next(m for m in await world.staff.messages() if m.message_id == day.message_id)
    assert "🔁 11:00 Rex (Anna) · Check-up · #1001 · wants to come then, is on Wed 4 Mar, 10:00" in shown.text


async def test_staff_move_a_visit_by_buttons_in_the_group(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    anna, actor = await new_owner()
    visit = await ask(actor, at=WEDNESDAY_TEN)
    await world.staff.tap("Confirm", on=await message("#1001"))
    calendar = await world.staff.tap("Move", on=await message("#1001 confirmed"))
    assert "Move #1001" in calendar.text
    assert "Cancel appointment" in labels(await message("#1001 confirmed"))[-2]  # the card stays

    # A colleague looks on; only the one who began answers.
    ben = await world.staff_member("Ben")
    await ben.tap("5", on=calendar)
    assert "somebody else's question" in await ben.toast()
    assert "Which day" in (await world.staff.screen()).text
    other = await ben.tap("Move", on=await message("#1001 confirmed"))
    assert other.message_id != calendar.message_id
    await ben.tap("5", on=calendar)
    assert "somebody else's question" in await ben.toast()
    await ben.tap("Cancel", on=other)

    await world.staff.tap("5", on=calendar)
    here = await _again(world, calendar)
    assert "What time" in here.text
    await world.staff.tap("11:00", on=here)
    here = await _again(world, calendar)
    assert "The owner is told at once" in here.text
    await world.staff.tap("Move it", on=here)
    done = await _again(world, calendar)
    assert done.text == "🔁 #1001 Rex is moved from Wed 4 Mar, 10:00 to Thu 5 Mar, 11:00. The owner is told."
    assert "Moved from Wed 4 Mar, 10:00 by Vera Vet" in (await message("#1001 confirmed")).text
    said = (await anna.screen()).text
    assert "is at a new time" in said
    assert "Thursday 5 March" in said
    async with world.desk.unit() as services:
        moved = await services.appointments.get(SYSTEM, visit.id)
    assert (moved.starts_at, moved.status) == (THURSDAY_ELEVEN, AppointmentStatus.CONFIRMED)


async def test_staff_move_a_request_beyond_what_owners_may(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    anna, actor = await new_owner()
    visit = await ask(actor, at=WEDNESDAY_TEN)
    screen = await world.staff.tap("Move", on=await message("#1001"))
    for _ in range(3):
        await world.staff.tap("›", on=await _again(world, screen))
    assert "June 2026" in labels(await _again(world, screen))
    await world.staff.tap("10", on=await _again(world, screen))
    await world.staff.tap("11:00", on=await _again(world, screen))
    await world.staff.tap("Move it", on=await _again(world, screen))
    said = (await anna.screen()).text
    assert "The clinic has moved your request #1001" in said
    assert "Before: Wed 4 Mar, 10:00" in said
    async with world.desk.unit() as services:
        moved = await services.appointments.get(SYSTEM, visit.id)
    assert (moved.starts_at.month, moved.status) == (6, AppointmentStatus.PENDING)


async def test_a_card_that_shows_another_time_than_the_request_has(
    world: Any, new_owner: Any, ask: Any, message: Any
) -> None:
    _, actor = await new_owner()
    visit = await ask(actor, at=WEDNESDAY_TEN)
    before = await message("Request #1001")
    async with world.desk.unit() as services:
        await services.appointments.move(actor, visit.id, THURSDAY_ELEVEN)
    await world.settle()
    await world.staff.tap_data(before.button("Confirm").data, before)
    assert await world.staff.toast() == (
        "#1001 has another time by now: Thu 5 Mar, 11:00. Please look at it once more."
    )
    await world.staff.tap("Confirm", on=await message("Request #1001"))
    assert "#1001 confirmed" in (await message("#1001")).text


async def test_an_answer_to_a_reminder_of_another_time(world: Any, new_owner: Any, ask: Any) -> None:
    anna, actor = await new_owner()
    visit = await ask(actor, at=WEDNESDAY_TEN)
    async with world.desk.unit() as services:
        await services.appointments.confirm(SYSTEM, visit.id)
    await world.set_clock(WEDNESDAY_TEN - timedelta(hours=24))
    reminder = await anna.screen()
    async with world.desk.unit() as services:
        await services.appointments.move(Actor.staff("Vera"), visit.id, THURSDAY_ELEVEN)
    await world.settle()
    await anna.tap("I'm coming", on=reminder)
    assert "another time by now: Thu 5 Mar, 11:00" in await anna.toast()
    async with world.desk.unit() as services:
        assert (await services.appointments.get(SYSTEM, visit.id)).attendance is None


async def test_what_can_no_longer_be_moved(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    anna, actor = await new_owner()
    visit = await ask(actor, at=WEDNESDAY_TEN)
    card = await message("#1001")
    await world.set_clock(WEDNESDAY_TEN + timedelta(minutes=1))
    await world.staff.tap_data(StartMove(visit.id).pack(), card)
    assert "was not answered in time" in await world.staff.toast()
    await anna.tap_data(StartMove(visit.id).pack(), await anna.screen())
    assert "Only the clinic" in await anna.toast()


async def _again(world: Any, shown: Any) -> Any:
    """The message as it now looks."""
    return next(each for each in await world.staff.messages() if each.message_id == shown.message_id)
