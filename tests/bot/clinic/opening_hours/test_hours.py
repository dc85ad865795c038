"""/hours: the week at a glance, and a day's hours with what they do to booked visits."""

from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

import pytest

from bot.clinic.opening_hours.callbacks import (
    CLINIC,
    AskCopy,
    CloseDay,
    CopyHours,
    DropOwnHours,
    ShowDayHours,
    ShowHours,
    TypeHours,
)
from bot.conversations.steps import StepPress
from core.appointments.schemas import AppointmentStatus
from core.users.schemas import SYSTEM

TUESDAY = 1


def labels(message: Any) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def hours_of(world: Any, weekday: int, vet_id: UUID | None = None) -> list[str]:
    async with world.desk.unit() as services:
        return [
            f"{each.opens:%H:%M}-{each.closes:%H:%M}"
            for each in await services.clinic.opening_hours(vet_id)
            if each.weekday == weekday
        ]


async def add_vet(world: Any, name: str = "Bea") -> UUID:
    async with world.desk.unit() as services:
        vet_id: UUID = (await services.clinic.add_vet(SYSTEM, name)).id
        return vet_id


async def test_the_week_at_a_glance(world: Any) -> None:
    week = await world.staff.say("/hours")
    assert "Monday: 09:00–12:30, 13:30–18:00" in week.text
    assert "Saturday: 09:00–13:00\nSunday: closed" in week.text
    assert labels(week) == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    day = await world.staff.tap("Sun")
    assert day.text == "🕘 Sunday\nClosed"
    assert labels(day) == ["✏️ Type hours", "📋 Copy to other days", "‹ Back"]
    assert labels(await world.staff.tap("Back")) == labels(week)


async def test_new_hours_say_first_whom_they_leave_out(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    staff = world.staff
    _, actor = await new_owner()
    visit = await ask(actor, at=datetime(2026, 3, 3, 16, 0, tzinfo=UTC))
    await ask(actor, at=datetime(2026, 3, 3, 10, 0, tzinfo=UTC))
    await staff.say("/hours")
    await staff.tap("Tue")
    asked = await staff.tap("Type hours")
    assert "Vera Vet, when is Tuesday? Now: 09:00–12:30, 13:30–18:00." in asked.text
    for wrong, problem in (
        ("9-12, later", "I can't read “later” as opening hours"),
        ("9-12, 11-13", "Two of these opening hours overlap: the second begins at 11:00"),
        ("12-9", "12:00 to 09:00 doesn't work"),
        (",".join(f"{hour}-{hour}:30" for hour in range(24)), "A day opens 6 times at most"),
    ):
        again = await staff.say(wrong)
        assert problem in again.text
        assert "when is Tuesday?" in again.text
    preview = await staff.say("9-12 und 14-16:30")
    assert "Tuesday\nNew: 09:00–12:00, 14:00–16:30\nUntil now: 09:00–12:30, 13:30–18:00" in preview.text
    assert "One appointment lies outside these hours. It stays booked" in preview.text
    assert labels(preview) == ["⏳ #1001 · Tue 3 Mar, 16:00 · Rex", "✅ Save", "‹ Back", "✏️ Type hours"]
    assert await hours_of(world, TUESDAY) == ["09:00-12:30", "13:30-18:00"]

    await staff.tap("Type hours")
    preview = await staff.say("9-12, 15-17")
    assert "No booked appointment lies outside these hours." in preview.text
    await staff.tap("Type hours")
    await staff.say("9-12")
    saved = await staff.tap("Save")
    assert saved.text.startswith("✅ Saved. One booked appointment lies outside and stays booked.")
    assert "Tuesday\n09:00–12:00" in saved.text
    assert "⚠️ One appointment lies outside these hours. It is still booked" in saved.text
    assert labels(saved)[0] == "⏳ #1001 · Tue 3 Mar, 16:00 · Rex"
    assert await hours_of(world, TUESDAY) == ["09:00-12:00"]
    async with world.desk.unit() as services:
        assert (await services.appointments.get(SYSTEM, visit.id)).status is AppointmentStatus.PENDING
    # From the list to the card, and the list forgets what was cancelled.
    await staff.tap("#1001", on=saved)
    await staff.tap("Decline", on=await staff.screen())
    await staff.tap("fully booked", on=await message("Why do you decline"))
    await staff.tap("without proposing")
    await staff.tap_data(ShowDayHours(CLINIC, TUESDAY, 1).pack(), saved)
    assert "lies outside" not in "".join(each.text for each in await staff.messages() if "Tuesday\n09" in each.text)


async def test_a_booking_since_the_preview_shows_it_again(world: Any, new_owner: Any, ask: Any) -> None:
    staff = world.staff
    await staff.say("/hours")
    await staff.tap("Tue")
    preview = await staff.tap("Closed")
    assert "New: closed" in preview.text
    assert "No booked appointment lies outside" in preview.text
    _, actor = await new_owner()
    await ask(actor)
    before = await hours_of(world, TUESDAY)
    await staff.tap("Save", on=preview)
    shown = next(each for each in await staff.messages() if each.message_id == preview.message_id)
    assert "Meanwhile more has been booked: one appointment lies outside these hours by now." in shown.text
    assert "#1001" in labels(shown)[0]
    assert await hours_of(world, TUESDAY) == before
    # Seen, it stays booked, and the hours are saved.
    await staff.tap("Save", on=shown)
    saved = next(each for each in await staff.messages() if each.message_id == preview.message_id)
    assert "Saved. One booked appointment lies outside and stays booked." in saved.text
    assert "#1001" in labels(saved)[0]
    assert await hours_of(world, TUESDAY) == []


async def test_ways_back(world: Any) -> None:
    staff = world.staff
    await staff.say("/hours")
    await staff.tap("Tue")
    day = await staff.tap("Back", on=await staff.tap("Closed"))
    assert day.text.startswith("Cancelled. Nothing has changed.")
    assert "Tuesday\n09:00–12:30" in day.text
    await staff.tap("Type hours")
    assert "Tuesday\n09:00–12:30" in (await staff.say("/cancel")).text
    day = await staff.tap("Back", on=await staff.tap("Copy to other days"))
    assert "Tuesday\n09:00–12:30" in day.text
    assert await hours_of(world, TUESDAY) == ["09:00-12:30", "13:30-18:00"]


async def test_copying(world: Any) -> None:
    staff = world.staff
    await staff.say("/hours")
    await staff.tap("Sat")
    question = await staff.tap("Copy to other days")
    assert "To which days? Saturday: 09:00–13:00" in question.text
    assert labels(question) == [
        "Monday to Friday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Sunday", "‹ Back",
    ]  # fmt: skip
    preview = await staff.tap("Sunday")
    assert "Sunday\nNew: 09:00–13:00\nUntil now: closed" in preview.text
    assert "Sunday\n09:00–13:00" in (await staff.tap("Save")).text
    await staff.tap_data(CopyHours(CLINIC, 5, 7).pack(), await staff.screen())
    assert "Mon, Tue, Wed, Thu, Fri\nNew: 09:00–13:00" in (await staff.screen()).text
    week = await staff.tap("Save")
    assert week.text.count("09:00–13:00") == 7


async def test_a_vet_with_hours_of_their_own(world: Any) -> None:
    staff, vet_id = world.staff, await add_vet(world)
    week = await staff.say("/hours")
    assert labels(week)[:3] == ["• The clinic", "The clinic's vet", "Bea"]
    theirs = await staff.tap("Bea")
    assert "Bea works by the clinic's hours." in theirs.text
    assert "As the clinic" not in "".join(labels(theirs))
    assert "09:00–12:30, 13:30–18:00 (as the clinic)" in (await staff.tap("Tue")).text
    assert "when is Tuesday for Bea?" in (await staff.tap("Type hours")).text
    preview = await staff.say("14-20")
    assert "Bea then has hours of their own: the clinic's on all other days" in preview.text
    assert "Tuesday · Bea\n14:00–20:00" in (await staff.tap("Save")).text
    theirs = await staff.tap("Back")
    assert "Bea has hours of their own." in theirs.text
    assert "Monday: 09:00–12:30, 13:30–18:00\nTuesday: 14:00–20:00" in theirs.text
    assert await hours_of(world, TUESDAY) == ["09:00-12:30", "13:30-18:00"]
    assert "Hours of their own: Bea" in (await staff.tap("The clinic")).text

    # Never an empty week: that would be the clinic's again.
    async with world.desk.unit() as services:
        for weekday in (0, 2, 3, 4, 5):
            await services.clinic.set_opening_hours(SYSTEM, weekday, [], vet_id)
    await staff.tap("Bea")
    await staff.tap("Tue")
    await staff.tap("Closed")
    assert "Bea would have no hours on any day." in await staff.toast()
    await staff.tap("Type hours")
    assert "Bea would have no hours on any day." in (await staff.say("closed")).text
    assert await hours_of(world, TUESDAY, vet_id) == ["14:00-20:00"]


async def test_back_to_the_clinics_hours(world: Any, new_owner: Any, ask: Any) -> None:
    staff = world.staff
    async with world.desk.unit() as services:
        (vet,) = await services.clinic.vets()
        await services.clinic.set_opening_hours(SYSTEM, TUESDAY, [(time(9), time(20))], vet.id)
    _, actor = await new_owner()
    await ask(actor, at=datetime(2026, 3, 3, 19, 0, tzinfo=UTC))
    assert "Hours of their own: The clinic's vet" in (await staff.say("/hours")).text
    await staff.tap("The clinic's vet")
    question = await staff.tap("As the clinic")
    assert "work by the clinic's hours again?" in question.text
    assert "One appointment lies outside these hours. It stays booked" in question.text
    assert labels(question) == ["⏳ #1001 · Tue 3 Mar, 19:00 · Rex", "Yes, as the clinic", "‹ Back"]
    await staff.tap("Back")
    await staff.tap("As the clinic")
    week = await staff.tap("Yes, as the clinic")
    assert await staff.toast() == "Saved: as the clinic. What is booked stays booked."
    assert "works by the clinic's hours" in week.text
    assert "⚠️ One booked appointment lies outside these hours; its day is marked." in week.text
    assert "⚠️ Tue" in labels(week)
    assert await hours_of(world, TUESDAY, vet.id) == []
    await staff.tap_data(DropOwnHours(vet.id, 1).pack(), week)
    assert await staff.toast() == "Saved: as the clinic. What is booked stays booked."
    assert "#1001" in labels(await staff.tap("Tue"))[0]


async def test_a_colleagues_preview_is_not_for_others(world: Any) -> None:
    staff, ben = world.staff, await world.staff_member("Ben")
    await staff.say("/hours")
    await staff.tap("Tue")
    preview = await staff.tap("Closed")
    await ben.tap("Save", on=preview)
    assert await ben.toast() == "That is somebody else's question. Please begin your own."
    assert await staff.screen() == preview
    # Not even while they are asked the same.
    week = await ben.say("/hours")
    await ben.tap_data(CloseDay(CLINIC, 0).pack(), week)
    await ben.tap("Save", on=preview)
    assert "somebody else's question" in await ben.toast()
    assert await hours_of(world, 0) == await hours_of(world, TUESDAY) == ["09:00-12:30", "13:30-18:00"]
    await staff.tap("Save", on=preview)
    assert await hours_of(world, TUESDAY) == []
    assert len(await hours_of(world, 0)) == 2


async def test_owners_and_forgers_change_nothing(world: Any, new_owner: Any) -> None:
    anna, _ = await new_owner()
    async with world.desk.unit() as services:
        before = await services.clinic.opening_hours()
    screen = await anna.say("/hours")
    assert "/book" in screen.text
    vet = await add_vet(world)
    for data in (
        ShowHours(CLINIC), ShowDayHours(vet, 1, 1), TypeHours(vet, 1), CloseDay(CLINIC, 1), AskCopy(CLINIC, 1),
        CopyHours(CLINIC, 1, 7), DropOwnHours(vet, 1),
    ):  # fmt: skip
        await anna.tap_data(data.pack(), screen)
        assert (await anna.toast()).startswith("Only the clinic can do that.")
    await anna.tap_data(StepPress("hours", "save", "save").pack(), screen)
    assert "is over" in await anna.toast()
    week = await world.staff.say("/hours")
    for data in (
        ShowDayHours(CLINIC, 7, 1), TypeHours(CLINIC, -1), CloseDay(CLINIC, 99), AskCopy(CLINIC, 8),
        CopyHours(CLINIC, 9, 1), CopyHours(CLINIC, 1, 8),
    ):  # fmt: skip
        await world.staff.tap_data(data.pack(), week)
        assert "no longer does anything" in await world.staff.toast()
    gone = UUID(int=5)
    for data in (TypeHours(gone, 1), CloseDay(gone, 1), CopyHours(gone, 1, 2), DropOwnHours(gone, 1)):
        await world.staff.tap_data(data.pack(), week)
        assert "no longer with us" in await world.staff.toast()
    for data in (ShowHours(gone), ShowDayHours(gone, 1, 1), DropOwnHours(gone, 0), AskCopy(gone, 1)):
        await world.staff.tap_data(data.pack(), week)
        assert await world.staff.toast() == ""
    async with world.desk.unit() as services:
        assert await services.clinic.opening_hours() == before


@pytest.mark.parametrize("value", ["99", "\u0663", "-1", "y", ""])
async def test_hostile_presses_of_a_preview(world: Any, value: str) -> None:
    await world.staff.say("/hours")
    await world.staff.tap("Tue")
    preview = await world.staff.tap("Closed")
    await world.staff.tap_data(StepPress("hours", "save", value).pack(), preview)
    assert "New: closed" in (await world.staff.screen()).text
    assert len(await hours_of(world, TUESDAY)) == 2
