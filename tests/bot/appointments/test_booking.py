"""Booking as an owner goes through it, and what can come in between."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from bot.conversations.steps import StepPress
from bot.ui.callbacks import short
from core.appointments.schemas import AppointmentDetails
from core.clinic.schemas import Status
from core.users.schemas import SYSTEM, Actor

TUESDAY_TEN = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


async def to_summary(owner: Any, time: str = "10:00") -> Any:
    """A booking with one pet, up to its summary."""
    await owner.say("/book")
    await owner.tap("Check-up")
    await owner.tap("3")
    await owner.tap(time)
    return await owner.tap("Skip")


async def upcoming(world: Any, actor: Actor) -> list[AppointmentDetails]:
    async with world.desk.unit() as services:
        return list((await services.appointments.of_owner(actor, upcoming=True)).items)


async def test_a_request_on_one_message(world: Any, owner_with_pets: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    before = len(await owner.messages())
    await owner.say("/book")
    screen = await owner.tap("Check-up")
    assert "Which day" in screen.text
    assert [button.text for button in screen.buttons[0]] == ["·", "March 2026", "›"]
    screen = await owner.tap("3")
    assert "Tuesday" in screen.text
    await owner.tap("10:00")
    screen = await owner.say("He limps & <b>whines</b>")
    assert "He limps & <b>whines</b>" in screen.text
    assert "10:00" in screen.text
    summary = screen
    screen = await owner.tap("Send")
    (visit,) = await upcoming(world, actor)
    assert f"#{visit.number}" in screen.text
    assert (visit.starts_at, visit.notes) == (TUESDAY_TEN, "He limps & <b>whines</b>")
    assert len(await owner.messages()) == before + 1

    again = await owner.tap_data(summary.buttons[0][0].data, summary)  # a double tap on Send
    assert f"#{visit.number}" in again.text
    assert len(await upcoming(world, actor)) == 1


async def test_back_leads_through_every_step_and_cancel_leaves(world: Any, owner_with_pets: Any) -> None:
    owner, actor = await owner_with_pets("Rex", "Mia")
    await owner.say("/book")
    await owner.tap("Rex")
    await owner.tap("Check-up")
    await owner.tap("›")
    screen = await owner.tap("‹ Back")
    assert "What does Rex need" in screen.text
    await owner.tap("Check-up")
    await owner.tap("‹", on=await owner.screen())
    await owner.tap("3")
    await owner.tap("10:00")
    await owner.say("Hello")
    for expected in ("anything the vet", "What time", "Which day", "What does Rex need", "Who is it for"):
        screen = await owner.tap("‹ Back")
        assert expected in screen.text
    screen = await owner.tap("Cancel")
    assert "Nothing was sent" in screen.text
    assert await upcoming(world, actor) == []
    screen = await owner.say("/cancel")
    assert "nothing to cancel" in screen.text


async def test_what_is_no_button_is_explained_and_loses_nothing(world: Any, owner_with_pets: Any) -> None:
    owner, _ = await owner_with_pets("Rex")
    await owner.say("/book")
    screen = await owner.say("tomorrow please")
    assert "choose with the buttons" in screen.text
    assert "What does Rex need" in screen.text
    await world.client.send_sticker(owner.user)
    await world.settle()
    screen = await owner.screen()
    assert "can't read stickers" in screen.text
    await owner.tap("Check-up")
    await owner.tap("3")
    await owner.tap("10:00")
    screen = await owner.say("x" * 501)
    assert "500" in screen.text
    assert "anything the vet" in screen.text
    screen = await owner.say("/help")
    assert "/appointments" in screen.text
    screen = await owner.say("limps")  # the form was still there
    assert "Is this right" in screen.text
    message = (await owner.everything())[-2]
    await world.client.edit_text(owner.user, message, "limps a lot")
    await world.settle()
    assert "can't read edited" in (await owner.screen()).text


async def test_a_slot_taken_between_the_list_and_the_tap_offers_the_nearest(
    world: Any, owner_with_pets: Any, request_visit: Any
) -> None:
    owner, _ = await owner_with_pets("Rex")
    _, rival = await owner_with_pets("Bello", person="Ben")
    await owner.say("/book")
    await owner.tap("Check-up")
    await owner.tap("3")
    await request_visit(rival)
    screen = await owner.tap("10:00")
    assert "faster" in screen.text
    offered = [row[0].text for row in screen.buttons[:3]]
    assert offered == ["Tue 3 Mar, 09:00", "Tue 3 Mar, 09:15", "Tue 3 Mar, 10:45"]
    await owner.tap("10:45")
    screen = await owner.tap("Skip")
    assert "10:45" in screen.text


async def test_a_slot_taken_before_send_offers_the_nearest(
    world: Any, owner_with_pets: Any, request_visit: Any
) -> None:
    owner, actor = await owner_with_pets("Rex")
    _, rival = await owner_with_pets("Bello", person="Ben")
    await to_summary(owner)
    await request_visit(rival)
    screen = await owner.tap("Send")
    assert "faster" in screen.text
    assert "10:45" in str(screen.buttons)
    await owner.tap("10:45")
    await owner.tap("Skip")
    screen = await owner.tap("Send")
    assert "is with the clinic" in screen.text
    assert len(await upcoming(world, actor)) == 1


async def test_the_clinic_closes_in_the_middle(world: Any, owner_with_pets: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    await to_summary(owner)
    async with world.desk.unit() as services:
        until = world.clock.now() + timedelta(hours=5)
        await services.clinic.set_status(SYSTEM, Status.CLOSE, message="Power cut.", until=until)
    screen = await owner.tap("Send")
    assert "takes no bookings" in screen.text
    assert "Power cut." in screen.text
    assert "+49 30 901820" in screen.text
    assert "Is this right" in screen.text
    assert await upcoming(world, actor) == []
    screen = await owner.say("/start")
    assert "closed at the moment" in screen.text
    screen = await owner.tap("Book")
    assert "closed at the moment" in screen.text

    await world.advance(hours=5)
    form = next(message for message in await owner.messages() if "Is this right" in message.text)
    await owner.tap("Send", on=form)
    assert len(await upcoming(world, actor)) == 1


async def test_closing_soon_books_and_says_so(world: Any, owner_with_pets: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    async with world.desk.unit() as services:
        await services.clinic.set_status(SYSTEM, Status.CLOSING_SOON, message=None, until=None)
    await to_summary(owner)
    screen = await owner.tap("Send")
    assert "closing soon" in screen.text
    assert len(await upcoming(world, actor)) == 1


async def test_the_pet_is_archived_in_the_middle(world: Any, owner_with_pets: Any) -> None:
    owner, actor = await owner_with_pets("Rex", "Mia")
    await owner.say("/book")
    await owner.tap("Rex")
    await owner.tap("Check-up")
    await owner.tap("3")
    await owner.tap("10:00")
    await owner.tap("Skip")
    async with world.desk.unit() as services:
        rex = next(pet for pet in await services.pets.of_owner(actor) if pet.name == "Rex")
        await services.appointments.archive_pet(actor, rex.id)
    screen = await owner.tap("Send")
    assert "Who is it for" in screen.text
    assert "Mia" in str(screen.buttons)
    assert "Rex" not in str(screen.buttons)


async def test_too_many_open_requests(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    for day in (4, 5, 6):
        await request_visit(actor, at=TUESDAY_TEN.replace(day=day))
    await to_summary(owner)
    screen = await owner.tap("Send")
    assert "already have 3 requests" in screen.text


async def test_forged_presses_reach_nothing(world: Any, owner_with_pets: Any) -> None:
    owner, actor = await owner_with_pets("Rex", "Mia")
    _, other = await owner_with_pets("Bello", person="Ben")
    async with world.desk.unit() as services:
        bello = (await services.pets.of_owner(other))[0]
    await owner.say("/book")
    screen = await owner.screen()
    for value in (short(bello.id), short(uuid4()), "nonsense", "", "A" * 30, "d20260399"):
        await owner.tap_data(StepPress("book", "pet", value).pack(), screen)
        await owner.toast()
        assert "Bello" not in (await owner.screen()).text
        assert "Who is it for" in (await owner.screen()).text
    await owner.tap("Rex")
    await owner.tap("Check-up")
    screen = await owner.screen()
    for value in ("d99999999", "d20260230", "m00000000", "d", "x", "d20200101"):
        await owner.tap_data(StepPress("book", "day", value).pack(), screen)
        await owner.toast()
    await owner.tap_data("no such button", screen)
    assert "no longer does anything" in await owner.toast()
    assert await upcoming(world, actor) == []


async def test_a_button_of_yesterdays_form_explains_itself(world: Any, owner_with_pets: Any) -> None:
    owner, _ = await owner_with_pets("Rex")
    old = await to_summary(owner)
    await world.advance(hours=25)
    screen = await owner.tap("Send", on=old)
    assert "earlier conversation" in await owner.toast()
    assert "Book an appointment" in str(screen.buttons)


async def test_two_vets_are_offered_and_nobody_is_asked_with_one(world: Any, owner_with_pets: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    async with world.desk.unit() as services:
        await services.clinic.add_vet(SYSTEM, "Dr. Weiß")
    await owner.say("/book")
    screen = await owner.tap("Check-up")
    assert next(row[0].text for row in screen.buttons) == "No preference"
    await owner.tap("Dr. Weiß")
    await owner.tap("3")
    await owner.tap("10:00")
    screen = await owner.tap("Skip")
    assert "Dr. Weiß" in screen.text
    await owner.tap("Send")
    (visit,) = await upcoming(world, actor)
    assert visit.vet.name == "Dr. Weiß"


async def test_a_newcomer_who_wants_to_book_registers_first_and_goes_on(world: Any) -> None:
    ben = await world.person("Ben")
    screen = await ben.say("/book")
    assert "Registration" in screen.text
    await ben.tap("Ben")
    await ben.say("ben@example.org")
    await ben.key("Skip")
    screen = await ben.tap("Skip")
    assert "You are registered, Ben" in screen.text
    assert "your pet called" in screen.text  # the first pet is entered before the booking goes on


async def test_a_vet_who_goes_off_duty_meanwhile_is_asked_for_again(world: Any, owner_with_pets: Any) -> None:
    owner, _ = await owner_with_pets("Rex")
    staff = Actor.staff("Vera", 1, None)
    async with world.desk.unit() as services:
        moss = await services.clinic.add_vet(staff, "Dr Moss")
        await services.clinic.add_vet(staff, "Dr Fern")
    await owner.say("/book")
    await owner.tap("Check-up")
    await owner.tap("Dr Moss")
    async with world.desk.unit() as services:
        await services.clinic.set_vet_active(staff, moss.id, False)
    screen = await owner.tap("3")
    assert "takes no bookings" in screen.text
    await owner.tap("Dr Fern")
    screen = await owner.tap("3")
    assert "Tuesday" in screen.text


async def test_a_vet_who_goes_off_duty_before_the_time_is_chosen(world: Any, owner_with_pets: Any) -> None:
    owner, _ = await owner_with_pets("Rex")
    staff = Actor.staff("Vera", 1, None)
    async with world.desk.unit() as services:
        moss = await services.clinic.add_vet(staff, "Dr Moss")
    await owner.say("/book")
    await owner.tap("Check-up")
    await owner.tap("Dr Moss")
    await owner.tap("3")
    async with world.desk.unit() as services:
        await services.clinic.set_vet_active(staff, moss.id, False)
    screen = await owner.tap("10:00")
    assert "Which day" in screen.text
