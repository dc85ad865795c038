"""The main job, from the first hello to the reminder, and everything else a request can come to."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

WEDNESDAY_TEN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def environment(environment: dict[str, str]) -> dict[str, str]:
    return environment | {"CLINIC_ADDRESS": "12 Linden Street"}


async def books(owner: Any, day: str, time: str, notes: str | None = None) -> Any:
    """From /book to the request that was sent, for somebody with one pet."""
    await owner.say("/book")
    await owner.tap("Check-up")
    await owner.tap(day)
    await owner.tap(time)
    await (owner.say(notes) if notes else owner.tap("Skip"))
    return await owner.tap("Send")


async def reminded(owner: Any) -> int:
    return sum("reminder" in message.text for message in await owner.messages())


async def test_from_the_first_hello_to_the_visit(world: Any) -> None:
    anna, clinic = await world.person("Anna", last_name="Berg", phone="+4915112345678"), world.staff

    # She registers
    assert "Welcome" in (await anna.say("/start")).text
    await anna.tap("Register")
    assert "email" in (await anna.tap("Anna Berg")).text
    assert "phone" in (await anna.say("anna@example.org")).text
    assert "password" in (await anna.share_contact()).text
    screen = await anna.say("correct horse battery")
    assert "You are registered, Anna Berg" in screen.text
    said = (await world.client.view(anna.user)).messages
    assert not [message for message in said if "horse" in message.text], "the password left the chat"
    assert await world.count("users WHERE email = 'anna@example.org' AND phone = '+4915112345678'") == 1

    # and enters her dog.
    await anna.tap("My pets")
    await anna.tap("Add a pet")
    await anna.say("Rex <b>&")
    await anna.tap("Dog")
    await anna.say("Labrador")
    await anna.say("3 years")
    await anna.say("31,5 kg")
    screen = await anna.say("8 months ago")
    for fact in ("Rex <b>& is registered", "Labrador", "3 years", "31.5 kg", "valid"):
        assert fact in screen.text
    await anna.tap("Book for Rex")
    await anna.tap("Check-up")
    await anna.tap("4")
    await anna.tap("10:00")
    summary = await anna.say("He limps")
    for fact in ("Rex <b>&", "Check-up", "Wednesday", "10:00", "He limps"):
        assert fact in summary.text
    assert "#1001 is with the clinic" in (await anna.tap("Send")).text

    # The clinic sees it at once, and confirms it with a tap.
    card = await clinic.screen()
    for fact in (
        "Request #1001", "Wednesday", "10:00–10:45", "Check-up", "Rex <b>&", "Dog", "Labrador", "3 years", "31.5 kg",
        "vaccinated", "Anna Berg", "+49", "He limps",
    ):  # fmt: skip
        assert fact in card.text
    await clinic.tap("Confirm")
    assert "Confirmed" in await clinic.toast()
    card = await clinic.find("#1001")
    assert "Confirmed by Vera Vet" in card.text
    assert "Confirm" not in "".join(card.button_texts)
    assert "Confirmed!" in (await anna.screen()).text

    # A day before, the reminder; she is coming, and the clinic sees that.
    await world.set_clock(WEDNESDAY_TEN - timedelta(hours=24, minutes=5))
    assert await reminded(anna) == 0
    await world.advance(minutes=5)
    reminder = await anna.find("reminder")
    assert "12 Linden Street" in reminder.text
    assert "10:00" in reminder.text
    assert "You told us that you are coming" in (await anna.tap("I'm coming")).text
    assert "I'm coming" in (await clinic.find("#1001")).text
    assert "coming" in (await clinic.say("/tomorrow")).text

    # Two hours before, the other one; then she is here.
    await world.set_clock(WEDNESDAY_TEN - timedelta(hours=2))
    assert await reminded(anna) == 2
    await world.set_clock(WEDNESDAY_TEN - timedelta(minutes=10))
    assert "10:00" in (await clinic.say("/today")).text
    await clinic.tap("Arrived")
    assert "Arrived, says Vera Vet" in (await clinic.find("👤")).text
    assert await reminded(anna) == 2
    history = await world.database.fetch("SELECT kind FROM appointment_events ORDER BY happened_at, id")
    assert len(history) == 4, "asked, confirmed, coming, arrived"


async def test_cancellations_in_both_directions(world: Any) -> None:
    anna, ben, clinic = await world.owner("Anna", pet="Rex"), await world.owner("Ben", pet="Bella"), world.staff
    for owner, time in ((anna, "10:00"), (ben, "11:00")):
        await books(owner, "4", time)
        await clinic.tap("Confirm", on=await clinic.find("Request"))

    await anna.say("/appointments")
    await anna.tap("Rex")
    await anna.tap("Cancel")
    assert "Cancel this appointment?" in (await anna.screen()).text
    assert "cancelled" in (await anna.tap("Yes")).text
    assert "cancelled by the owner, Anna" in (await clinic.screen()).text
    assert "Cancelled by Anna" in (await clinic.find("#1001 cancelled")).text

    await clinic.tap("Cancel", on=await clinic.find("#1002"))
    await clinic.tap("Yes", on=await clinic.find("#1002"))
    assert "Cancelled by Vera Vet" in (await clinic.find("#1002 cancelled")).text
    told = await ben.screen()
    assert "We had to cancel your appointment #1002" in told.text
    # Neither of them is reminded of what is off, and both times are free again.
    await world.set_clock(WEDNESDAY_TEN - timedelta(minutes=30))
    assert (await reminded(anna), await reminded(ben)) == (0, 0)
    assert await world.count("notifications WHERE kind = 'reminder' AND status = 'withdrawn'") == 4
    assert "Which day" in (await ben.tap("Book another time", on=told)).text


async def test_declined_with_words_that_are_typed_in_the_group(world: Any) -> None:
    """Privacy mode is on: of what is typed the bot sees commands and replies to itself only."""
    anna, clinic = await world.owner("Anna"), world.staff
    ben = await world.staff_member("Ben")
    await books(anna, "4", "10:00")
    await clinic.tap("Decline")
    await clinic.tap("type it")
    question = await clinic.screen()
    assert "Vera Vet, why do you decline #1001" in question.text
    heard = await world.count("inbox")
    await world.client.send_text(ben.user, "Who wants coffee?", chat=world.clinic, plain=True)
    await world.client.send_text(clinic.user, "Me!", chat=world.clinic, plain=True)
    await world.settle()
    assert await world.count("inbox") == heard
    assert "Request #1001" in (await clinic.find("👤")).text
    await clinic.say("No vet for <dogs> & cats that day")
    await clinic.tap("without proposing")
    assert "is declined" in (await clinic.screen()).text
    assert "Declined by Vera Vet" in (await clinic.find("👤")).text
    told = await anna.screen()
    assert "No vet for <dogs> & cats that day" in told.text
    assert "Which day" in (await anna.tap("Book another time")).text
    await anna.tap("4")
    assert "10:00" in (await anna.screen()).button_texts, "the time is free again"


async def test_a_request_that_nobody_answers_expires_when_its_time_comes(world: Any) -> None:
    anna, clinic = await world.owner("Anna", phone="+4915112345678"), world.staff
    await books(anna, "4", "10:00")
    deadline = await world.database.fetchval("SELECT answer_by FROM appointments")
    assert deadline < WEDNESDAY_TEN
    await world.set_clock(deadline - timedelta(seconds=30))
    assert await world.count("appointments WHERE status = 'pending'") == 1
    await world.advance(seconds=31)
    assert "Nobody answered your request #1001" in (await anna.screen()).text
    told = await clinic.screen()
    assert "Nobody answered request #1001" in told.text
    assert "+49" in told.text
    card = await clinic.find("👤")
    assert "not answered in time" in card.text
    assert card.button_texts == ["👤 Owner"]
    assert await reminded(anna) == 0
