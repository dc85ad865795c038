"""What waits, and the day's visits."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from core.users.schemas import SYSTEM
from core.version import this_version


async def again(world: Any, message: Any) -> Any:
    """The message as it now looks."""
    return next(each for each in await world.staff.messages() if each.message_id == message.message_id)


def labels(message: Any) -> list[list[str]]:
    return [[button.text for button in row] for row in message.buttons]


async def test_help_names_the_commands_and_the_version(world: Any) -> None:
    text = (await world.staff.say("/help")).text
    assert "/today" in text
    assert f"vetbot {this_version()}" in text


async def test_requests_that_wait(world: Any, new_owner: Any, ask: Any) -> None:
    staff = world.staff
    assert "No request is waiting for an answer" in (await staff.say("/pending")).text
    _, anna = await new_owner("Anna", pet="Rex")
    _, ben = await new_owner("Ben", pet="מוקה")
    await ask(ben, at=datetime(2026, 3, 4, 9, 0, tzinfo=UTC))
    await ask(anna)
    screen = await staff.say("/pending")
    assert "2 requests are waiting for an answer" in screen.text
    assert labels(screen) == [["⏳ #1002 · Tue 3 Mar, 10:00 · Rex"], ["⏳ #1001 · Wed 4 Mar, 09:00 · \u2068מוקה\u2069"]]

    card = await staff.tap("#1001")
    assert "Request #1001" in card.text
    # Both cards of #1001 follow what happens to it.
    await staff.tap("Confirm", on=card)
    cards = [each.text for each in await staff.messages() if "👤 Ben" in each.text]
    assert len(cards) == 2
    assert all("#1001 confirmed" in text for text in cards)
    # The old list stays and its buttons show how things stand now.
    card = await staff.tap("#1001", on=screen)
    assert "Confirmed by Vera Vet" in card.text
    assert "One request is waiting" in (await staff.say("/pending")).text


async def test_a_long_list_is_paged(world: Any, new_owner: Any, ask: Any) -> None:
    day = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    for number in range(9):
        owner = await new_owner(f"Owner {number}", pet=f"Pet {number}")
        await ask(
            owner[1],
            at=day + timedelta(days=number // 4, hours=number % 4 // 3 * 5 + number % 3),
            service="vaccination",
        )
    screen = await world.staff.say("/pending")
    assert "9 requests are waiting" in screen.text
    assert [len(row) for row in labels(screen)] == [1] * 8 + [3]
    assert labels(screen)[-1] == ["‹", "1 / 2", "›"]
    await world.staff.tap("›", on=screen)
    turned = await world.staff.screen()
    assert turned.message_id == screen.message_id
    assert len(labels(turned)) == 2
    await world.staff.tap("›", on=turned)
    assert await world.staff.screen() == turned
    async with world.desk.unit() as services:
        for row in await services.appointments.of_day(SYSTEM, date(2026, 3, 5)):
            await services.appointments.confirm(SYSTEM, row.id)
    await world.settle()
    await world.staff.tap("2 / 2", on=turned)
    await world.staff.tap("‹", on=turned)
    assert "8 requests are waiting" in (await world.staff.screen()).text


async def test_a_day_at_the_desk(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    staff = world.staff
    screen = await staff.say("/today")
    assert "Monday 2 March" in screen.text
    assert "09:00–12:30, 13:30–18:00" in screen.text
    assert "No appointments." in screen.text
    assert labels(screen) == [["‹ Sun 1 Mar", "Week", "Tue 3 Mar ›"]]

    _, anna = await new_owner("Anna", pet="Rex")
    _, ben = await new_owner("Ben", pet="Tom & <b>Co</b>")
    first = await ask(anna)
    await ask(ben, at=datetime(2026, 3, 3, 14, 0, tzinfo=UTC), service="vaccination")
    gone = await ask(anna, at=datetime(2026, 3, 3, 16, 0, tzinfo=UTC))
    async with world.desk.unit() as services:
        await services.appointments.cancel(anna, gone.id)
    await world.settle()
    await staff.tap("Confirm", on=await message("#1001"))
    async with world.desk.unit() as services:
        await services.appointments.answer_reminder(anna, first.id)
    await world.settle()
    assert "I'm coming" in (await message("#1001")).text

    tuesday = await staff.say("/tomorrow")
    assert "✅ 10:00 Rex (Anna) · Check-up · #1001 · coming ✓" in tuesday.text
    assert "⏳ 14:00 Tom & <b>Co</b> (Ben) · Vaccination · #1002" in tuesday.text
    assert "#1003" not in tuesday.text
    assert labels(tuesday) == [["10:00 Rex"], ["14:00 Tom & <b>Co</b>"], ["‹ Mon 2 Mar", "Week", "Wed 4 Mar ›"]]
    await staff.tap("Confirm", on=await message("#1002"))

    # The next morning the same message, turned there and back, has the buttons of the day.
    await world.set_clock(datetime(2026, 3, 3, 9, 40, tzinfo=UTC))
    await staff.tap("Wed", on=tuesday)
    await staff.tap("Tue", on=await again(world, tuesday))
    shown = day = await again(world, tuesday)
    assert labels(day)[0] == ["10:00 Rex", "☑️ Arrived", "👻 No-show"]
    await staff.tap("No-show", on=day)
    assert await staff.toast() == (
        "#1001 is not before Tue 3 Mar, 10:00. “Arrived” works from half an hour before, “No-show” from the start on."
    )
    await staff.tap("Arrived", on=day)
    assert await staff.toast() == "Arrived: #1001 Rex"
    day = await again(world, day)
    assert "☑️ 10:00 Rex" in day.text
    assert labels(day)[0] == ["10:00 Rex"]
    assert "#1001 arrived" in (await message("👤 Anna")).text

    # An old press, of a colleague who did not see it.
    ben_at_the_desk = await world.staff_member("Eva")
    await ben_at_the_desk.tap_data(shown.button("No-show").data, day)
    assert "#1001 is over: they were here – Vera Vet" in await ben_at_the_desk.toast()
    await world.set_clock(datetime(2026, 3, 4, 8, 0, tzinfo=UTC))
    await staff.tap("No-show", on=day)
    assert "👻 14:00 Tom" in (await again(world, day)).text


async def test_a_full_day_begins_where_it_is(world: Any, new_owner: Any, ask: Any) -> None:
    async with world.desk.unit() as services:
        await services.clinic.add_vet(SYSTEM, "Dr Two")
        await services.clinic.add_closure(
            SYSTEM, datetime(2026, 3, 3, 15, 0, tzinfo=UTC), datetime(2026, 3, 5, tzinfo=UTC), "Roof & <i>rain</i>"
        )
        vet = (await services.clinic.vets())[1]
        await services.clinic.set_opening_hours(SYSTEM, 1, [(time(9), time(14))], vet.id)
    for number in range(10):
        owner = await new_owner(f"Owner {number}", pet=f"Pet {number}")
        at = datetime(2026, 3, 3, 9 + number // 4, number % 4 * 15, tzinfo=UTC)
        visit = await ask(owner[1], at=at, service="emergency")
        async with world.desk.unit() as services:
            await services.appointments.confirm(SYSTEM, visit.id)
    first = await world.staff.say("/tomorrow")
    assert "⛔ Closed 15:00–00:00: Roof & <i>rain</i>" in first.text
    assert "09:00–14:00 (Dr Two)" in first.text
    assert "Pet 0" in first.text
    assert "Pet 9" not in first.text
    assert labels(first)[-2] == ["‹", "1 / 2", "›"]
    await world.set_clock(datetime(2026, 3, 3, 11, 5, tzinfo=UTC))
    now = await world.staff.say("/today")
    assert "Pet 9" in now.text
    assert "Pet 0" not in now.text
    await world.staff.tap_data(now.buttons[-2][0].data, now)
    assert "Pet 0" in (await again(world, now)).text
    card = await world.staff.tap("Pet 0", on=await again(world, now))
    assert "Emergency · " in card.text  # and the vet, for there are two
    await world.staff.tap("Wed", on=now)
    assert "⛔ Closed all day: Roof" in (await again(world, now)).text
