"""What owners see of their appointments afterwards: the list, decisions, reminders, cancelling."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.appointments.callbacks import CancelVisit, Coming, ShowVisit
from core.appointments.schemas import AppointmentStatus, Attendance
from core.users.schemas import SYSTEM, Actor

VERA = Actor.staff("Vera")
WEDNESDAY_TEN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


async def test_the_list_has_pages_and_a_past(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    screen = await owner.say("/appointments")
    assert "nothing ahead" in screen.text
    for day in (9, 10, 11, 12, 13, 16, 17):
        visit = await request_visit(actor, at=WEDNESDAY_TEN.replace(day=day))
        async with world.desk.unit() as services:
            await services.appointments.confirm(VERA, visit.id)
    await world.settle()
    screen = await owner.say("/appointments")
    assert len([row for row in screen.buttons if "Rex" in row[0].text]) == 6
    screen = await owner.tap("›")
    assert next(row[0].text for row in screen.buttons) == "✅ Tue 17 Mar, 10:00 · Rex"
    await owner.tap("Rex")
    screen = await owner.tap("Back")
    assert "Your appointments" in screen.text
    await world.set_clock(datetime(2026, 3, 20, 9, 0, tzinfo=UTC))
    screen = await owner.say("/appointments")
    assert "nothing ahead" in screen.text
    screen = await owner.tap("Earlier")
    assert "Rex" in str(screen.buttons)
    screen = await owner.tap("17 Mar")
    assert "Book another time" in str(screen.buttons)


async def test_confirmed_reminded_and_coming(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    async with world.desk.unit() as services:
        await services.appointments.confirm(VERA, visit.id)
    await world.settle()
    assert "Confirmed!" in (await owner.screen()).text
    screen = await owner.tap("Details")
    assert "is confirmed" in screen.text
    count = len(await owner.messages())
    await world.set_clock(WEDNESDAY_TEN - timedelta(hours=24, minutes=1))
    assert len(await owner.messages()) == count
    await world.advance(minutes=1)
    reminder = await owner.screen()
    assert "A reminder, Anna" in reminder.text
    screen = await owner.tap("I'm coming")
    assert "see you soon" in await owner.toast()
    assert "You told us that you are coming" in screen.text
    assert screen.message_id == reminder.message_id
    await owner.tap_data(Coming(visit.id).pack(), screen)  # again: nothing changes
    async with world.desk.unit() as services:
        assert (await services.appointments.get(actor, visit.id)).attendance is Attendance.COMING
    count = len(await owner.messages())
    await world.set_clock(WEDNESDAY_TEN - timedelta(hours=2))
    assert len(await owner.messages()) == count + 1
    await world.set_clock(WEDNESDAY_TEN + timedelta(hours=1))
    assert len(await owner.messages()) == count + 1
    await owner.tap("Cancel", on=await owner.screen())  # a button of an old message explains itself
    assert "is confirmed" in (await owner.screen()).text


async def test_a_cancelled_visit_is_never_reminded_of(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    async with world.desk.unit() as services:
        await services.appointments.confirm(VERA, visit.id)
    await world.set_clock(WEDNESDAY_TEN - timedelta(hours=24))
    reminder = await owner.screen()
    screen = await owner.tap("Cancel")
    assert "Cancel this appointment?" in screen.text
    assert screen.message_id != reminder.message_id
    screen = await owner.tap("No, keep it")
    assert "is confirmed" in screen.text
    await owner.tap("Cancel")
    screen = await owner.tap("Yes, cancel it")
    assert "was cancelled" in screen.text
    count = len(await owner.messages())
    await world.set_clock(WEDNESDAY_TEN)
    assert len(await owner.messages()) == count
    await owner.tap("I'm coming", on=reminder)
    assert "cancelled" in (await owner.toast()).lower()


async def test_owners_are_not_told_who_of_the_clinic_decided(
    world: Any, owner_with_pets: Any, request_visit: Any
) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    async with world.desk.unit() as services:
        await services.appointments.cancel(VERA, visit.id)
    await world.settle()
    await owner.tap_data(CancelVisit(visit.id).pack(), await owner.screen())
    said = [await owner.toast(), *(message.text for message in await owner.messages())]
    assert any("#1001 was cancelled already." in words for words in said)
    assert not any("Vera" in words for words in said)


async def test_too_late_to_cancel_says_to_phone(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    async with world.desk.unit() as services:
        await services.appointments.confirm(VERA, visit.id)
    await world.set_clock(WEDNESDAY_TEN - timedelta(hours=1))
    await owner.say("/appointments")
    await owner.tap("Rex")
    await owner.tap("Cancel")
    await owner.tap("Yes, cancel it")
    assert "+49 30 901820" in await owner.toast()
    async with world.desk.unit() as services:
        assert (await services.appointments.get(actor, visit.id)).status is AppointmentStatus.CONFIRMED


async def test_what_ends_without_a_visit_offers_another(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    async with world.desk.unit() as services:
        await services.appointments.decline(VERA, visit.id, "fully_booked")
    await world.settle()
    screen = await owner.screen()
    assert f"#{visit.number}" in screen.text
    assert "Reason" in screen.text
    screen = await owner.tap("Book another time")
    assert "Which day" in screen.text  # the pet and the service are those of the declined request
    await owner.tap("Cancel")

    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    async with world.desk.unit() as services:
        await services.appointments.confirm(VERA, visit.id)
        await services.appointments.cancel(VERA, visit.id, "The vet is <ill>")
    await world.settle()
    screen = await owner.screen()
    assert "had to cancel" in screen.text
    assert "The vet is <ill>" in screen.text

    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    await world.set_clock(WEDNESDAY_TEN)
    screen = await owner.screen()
    assert "Nobody answered" in screen.text
    async with world.desk.unit() as services:
        assert (await services.appointments.get(SYSTEM, visit.id)).status is AppointmentStatus.EXPIRED


async def test_nobody_reaches_anothers_appointment(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    _, actor = await owner_with_pets("Rex")
    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    thief, _ = await owner_with_pets("Bello", person="Ben")
    stranger = await world.person("Carl")
    await stranger.say("/start")
    for person in (thief, stranger):
        screen = await person.screen()
        for data in (ShowVisit(visit.id), CancelVisit(visit.id), Coming(visit.id)):
            await person.tap_data(data.pack(), screen)
            assert await person.toast()
            assert "Rex" not in (await person.screen()).text
    async with world.desk.unit() as services:
        assert (await services.appointments.get(actor, visit.id)).status is AppointmentStatus.PENDING
