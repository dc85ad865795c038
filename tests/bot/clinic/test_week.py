"""The week at a glance, and the agenda in the morning."""

from datetime import UTC, datetime, timedelta
from typing import Any

from core.users.schemas import SYSTEM
from tests.bot.conftest import labels

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


async def again(world: Any, message: Any) -> Any:
    """The message as it now looks."""
    return next(each for each in await world.staff.messages() if each.message_id == message.message_id)


async def test_the_week(world: Any, new_owner: Any, ask: Any) -> None:
    _, anna = await new_owner("Anna")
    visit = await ask(anna)
    async with world.desk.unit() as services:
        await services.appointments.confirm(SYSTEM, visit.id)
    await ask(anna, at=datetime(2026, 3, 4, 10, 0, tzinfo=UTC))
    shown = await world.staff.say("/week")
    lines = shown.text.splitlines()
    assert lines[0] == "Mon 2 Mar – Sun 8 Mar"
    assert lines[2:5] == [
        "▸ Mon 2 Mar · no appointments · 0 % booked",
        "Tue 3 Mar · one appointment · 9 % booked",
        "Wed 4 Mar · no appointments · 9 % booked · ⏳ 1 waiting",
    ]
    assert lines[-1] == "Sun 8 Mar · closed"
    assert labels(shown) == [
        ["Mon 2 Mar", "Tue 3 Mar", "Wed 4 Mar"],
        ["Thu 5 Mar", "Fri 6 Mar", "Sat 7 Mar"],
        ["🖼 As a picture", "🌙 Dark picture"],
        ["‹", "›"],
    ]
    # Into a day and back, and to the week after.
    await world.staff.tap("Tue 3 Mar", on=shown)
    assert "10:00 Rex (Anna)" in (await again(world, shown)).text
    await world.staff.tap("Week", on=await again(world, shown))
    assert (await again(world, shown)).text == shown.text
    await world.staff.tap("›", on=await again(world, shown))
    assert (await again(world, shown)).text.startswith("Mon 9 Mar – Sun 15 Mar")
    # Only a Monday begins a week.
    await world.staff.tap_data("cw:20260303", await again(world, shown))
    assert "no longer does anything" in await world.staff.toast()
    assert (await again(world, shown)).text.startswith("Mon 9 Mar – Sun 15 Mar")


async def test_the_agenda_comes_when_the_clinic_opens(world: Any, new_owner: Any, ask: Any) -> None:
    _, anna = await new_owner("Anna")
    visit = await ask(anna, at=NINE + timedelta(hours=5))
    async with world.desk.unit() as services:
        await services.appointments.confirm(SYSTEM, visit.id)
    await ask(anna, at=NINE + timedelta(days=1))
    before = len(await world.staff.messages())
    await world.set_clock(NINE)
    agenda = await world.staff.screen()
    assert len(await world.staff.messages()) == before + 1
    assert agenda.text.startswith("☀️ Good morning! This is today.")
    assert "14:00 Rex (Anna)" in agenda.text
    assert "One request is waiting: /pending" in agenda.text
    # Its buttons are those of the day.
    await world.staff.tap("Tue 3 Mar ›", on=agenda)
    assert "Tuesday 3 March" in (await again(world, agenda)).text
    await world.set_clock(NINE + timedelta(hours=1))
    assert len(await world.staff.messages()) == before + 1


async def test_the_agenda_says_who_is_to_be_phoned(world: Any, new_owner: Any, ask: Any) -> None:
    person, anna = await new_owner("Anna")
    visit = await ask(anna, at=NINE + timedelta(days=1, hours=1))
    async with world.desk.unit() as services:
        await services.appointments.confirm(SYSTEM, visit.id)
    await world.client.block(person.user)
    await world.set_clock(NINE + timedelta(hours=1))  # the reminder of the day before
    await world.set_clock(NINE + timedelta(days=1))
    *_, agenda = [each.text for each in await world.staff.messages() if "Good morning" in each.text]
    assert "One owner is to be phoned: /calls" in agenda


async def test_a_day_that_holds_nothing_needs_no_agenda(world: Any) -> None:
    await world.staff.say("/status")
    before = len(await world.staff.messages())
    await world.set_clock(NINE)
    assert len(await world.staff.messages()) == before


async def test_the_agenda_is_that_of_the_hours_as_they_are(world: Any, new_owner: Any, ask: Any) -> None:
    """The clinic opens later today than when the agenda was planned: no word at the old hour."""
    _, anna = await new_owner("Anna")
    await ask(anna, at=NINE + timedelta(hours=5))
    async with world.desk.unit() as services:
        await services.clinic.add_closure(SYSTEM, NINE, NINE + timedelta(hours=2), "Course")
    before = len(await world.staff.messages())
    await world.set_clock(NINE)
    assert len(await world.staff.messages()) == before
