"""The calendar file on the owner's phone: with the confirmation, on demand, and when a visit is called off."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from ical.calendar_stream import IcsCalendarStream
from telegram.error import NetworkError

from bot.answerer import Answerer
from bot.appointments.callbacks import GetCalendarFile
from core.appointments.schemas import AppointmentDetails
from core.clinic.schemas import ServiceDraft
from core.config import Settings
from core.users.schemas import Actor

VERA = Actor.staff("Vera")
WEDNESDAY_TEN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    address = getattr(request, "param", "12 Linden Street, Berlin")
    return settings.model_copy(update={"clinic_address": address, "clinic_timezone": "Europe/Berlin"})


async def entry(world: Any, message: Any) -> tuple[str, Any]:
    """The method and the entry of the file that a message carries."""
    assert message.file is not None, message.text
    content = await world.client.download(message.file.link)
    calendar = IcsCalendarStream.calendar_from_ics(content.decode())
    (event,) = calendar.events
    return calendar.method or "", event


async def confirmed(world: Any, actor: Actor, request_visit: Any) -> AppointmentDetails:
    visit: AppointmentDetails = await request_visit(actor, at=WEDNESDAY_TEN)
    async with world.desk.unit() as services:
        await services.appointments.confirm(VERA, visit.id)
    await world.settle()
    return visit


async def test_the_confirmation_carries_the_file(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    before = len(await owner.messages())
    visit = await confirmed(world, actor, request_visit)
    (message,) = (await owner.messages())[before:]
    assert "Confirmed!" in message.text
    assert message.button_texts == ["Details"]
    assert (message.file.name, message.file.mime_type) == (f"appointment-{visit.number}.ics", "text/calendar")
    method, event = await entry(world, message)
    assert (method, event.summary) == ("PUBLISH", "Check-up for Rex – Paws & Co")
    assert event.location == "12 Linden Street, Berlin"
    assert f"#{visit.number}" in event.description
    assert "+49 30 901820" in event.description
    assert event.dtstart == WEDNESDAY_TEN
    await owner.tap("Details", on=message)  # an answer below; the file stays where it is
    assert (await owner.messages())[before] == message


async def test_an_owner_gets_it_in_their_language(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    await owner.say("/language")
    await owner.tap("Deutsch")
    await confirmed(world, actor, request_visit)
    message = await owner.screen()
    assert message.file.name.startswith("termin-")
    assert (await entry(world, message))[1].summary == "Untersuchung für Rex – Paws & Co"


async def test_it_comes_again_on_demand(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    await confirmed(world, actor, request_visit)
    first = await owner.screen()
    await owner.say("/appointments")
    await owner.tap("Rex")
    again = await owner.tap("Calendar file")
    assert "open the file to put it into your calendar" in again.text
    (_, one), (_, two) = await entry(world, first), await entry(world, again)
    assert (one.uid, one.sequence, one.dtstart) == (two.uid, two.sequence, two.dtstart)
    assert "is confirmed" in (await owner.tap("Details")).text


async def test_who_cancels_gets_the_file_to_take_it_out(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    await confirmed(world, actor, request_visit)
    _, put_in = await entry(world, await owner.screen())
    await owner.tap("Details")
    await owner.tap("Cancel")
    await owner.tap("Yes, cancel it")
    message = await owner.screen()
    method, taken_out = await entry(world, message)
    assert (method, taken_out.status, taken_out.uid) == ("CANCEL", "CANCELLED", put_in.uid)
    assert taken_out.sequence > put_in.sequence
    assert taken_out.summary == "Cancelled: Check-up for Rex – Paws & Co"
    assert "was cancelled: open the file" in message.text


async def test_when_the_clinic_cancels_it_comes_with_the_word(
    world: Any, owner_with_pets: Any, request_visit: Any
) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await confirmed(world, actor, request_visit)
    count = len(await owner.messages())
    async with world.desk.unit() as services:
        await services.appointments.cancel(VERA, visit.id, "The vet is ill")
    await world.settle()
    (message,) = (await owner.messages())[count:]
    assert "had to cancel" in message.text
    assert (await entry(world, message))[0] == "CANCEL"
    screen = await owner.tap("Book another time", on=message)
    assert "Which day" in screen.text


async def test_a_request_that_was_never_agreed_has_no_file(
    world: Any, owner_with_pets: Any, request_visit: Any
) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    await owner.say("/appointments")
    screen = await owner.tap("Rex")
    assert "Calendar file" not in str(screen.buttons)
    forged = await owner.tap_data(GetCalendarFile(visit.id).pack(), screen)
    assert forged.file is None
    assert "waiting for the clinic's answer" in forged.text
    await owner.tap("Cancel")
    await owner.tap("Yes, cancel it")
    assert not any(message.file for message in await owner.messages())


async def test_nobody_gets_anothers_file(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    _, actor = await owner_with_pets("Rex")
    visit = await confirmed(world, actor, request_visit)
    thief, _ = await owner_with_pets("Bello", person="Ben")
    stranger = await world.person("Carl")
    await stranger.say("/start")
    for person in (thief, stranger):
        await person.tap_data(GetCalendarFile(visit.id).pack(), await person.screen())
        assert await person.toast()
        assert not any(message.file for message in await person.messages())


async def test_a_crash_after_the_commit_does_not_lose_it(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    await confirmed(world, actor, request_visit)
    await owner.tap("Details")
    with patch.object(Answerer, "answer", side_effect=NetworkError("down")):
        await owner.tap("Calendar file")
    assert (await owner.screen()).file is None
    await world.bot.intake.recover()
    await world.settle()
    message = await owner.screen()
    assert (await entry(world, message))[0] == "PUBLISH"


async def test_a_send_that_fails_is_tried_again(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    await world.client.add_fault("server_error", methods=["sendDocument"], calls=1)
    await confirmed(world, actor, request_visit)
    assert (await owner.screen()).file is None
    await world.advance(seconds=30)
    assert "Confirmed!" in (await owner.screen()).text
    assert (await entry(world, await owner.screen()))[1].dtstart == WEDNESDAY_TEN


@pytest.mark.parametrize("settings", ["Hinterhof, 3. Aufgang & noch weiter " * 40], indirect=True)
async def test_too_much_text_for_a_caption_is_a_message_of_its_own(
    world: Any, owner_with_pets: Any, request_visit: Any
) -> None:
    owner, actor = await owner_with_pets("Rex")
    before = len(await owner.messages())
    await confirmed(world, actor, request_visit)
    file, words = (await owner.messages())[before:]
    assert (await entry(world, file))[0] == "PUBLISH"
    assert file.text == ""
    assert "Confirmed!" in words.text
    assert words.button_texts == ["Details"]


async def test_names_of_every_kind(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("מוקה")
    async with world.desk.unit() as services:
        draft = ServiceDraft(name="Teeth, claws; & <ears>", duration=timedelta(minutes=30))
        service = await services.clinic.add_service(VERA, draft)
    visit = await request_visit(actor, at=WEDNESDAY_TEN, service=service.code)
    async with world.desk.unit() as services:
        await services.appointments.confirm(VERA, visit.id)
    await world.settle()
    _, event = await entry(world, await owner.screen())
    assert event.summary == "Teeth, claws; & <ears> for \u2068מוקה\u2069 – Paws & Co"


async def test_a_move_brings_the_entry_anew(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await confirmed(world, actor, request_visit)
    _, before = await entry(world, (await owner.messages())[-1])
    async with world.desk.unit() as services:
        await services.appointments.move(VERA, visit.id, WEDNESDAY_TEN + timedelta(days=1))
    await world.settle()
    told = await owner.screen()
    assert f"appointment-{visit.number}.ics" == told.file.name
    method, event = await entry(world, told)
    assert (method, event.uid, event.dtstart) == ("PUBLISH", before.uid, WEDNESDAY_TEN + timedelta(days=1))
    assert event.sequence > before.sequence
