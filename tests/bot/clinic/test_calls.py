"""The list of whom to phone."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.appointments.clinic_callbacks import MarkReached, ShowCalls
from core.users.schemas import SYSTEM

WEDNESDAY_TEN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


def labels(message: Any) -> list[list[str]]:
    return [[button.text for button in row] for row in message.buttons]


async def test_whom_to_phone(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    staff = world.staff
    assert "Nobody needs to be phoned" in (await staff.say("/calls")).text
    anna_in_chat, anna = await new_owner("Anna", pet="Rex")
    ben_in_chat, ben = await new_owner("Ben <b>", pet="Tom & Co", phone=None)
    first = await ask(anna, at=WEDNESDAY_TEN)
    second = await ask(ben, at=WEDNESDAY_TEN + timedelta(hours=1))
    async with world.desk.unit() as services:
        for visit in (first, second):
            await services.appointments.confirm(SYSTEM, visit.id)
    await world.settle()
    await world.client.block(ben_in_chat.user)
    for hours in (24, 23, 20):
        await world.set_clock(WEDNESDAY_TEN - timedelta(hours=hours))
    screen = await staff.say("/calls")
    assert "2 owners are to be phoned" in screen.text
    assert "Wed 4 Mar, 10:00 Rex · #1001" in screen.text
    assert "Anna · +4915112345678" in screen.text
    assert "No answer to the reminder of Tue 3 Mar, 10:00." in screen.text
    assert "Ben <b> · no phone number" in screen.text
    assert "Reminder of Wed 4 Mar, 11:00, Tom & Co, #1002\nNot delivered, Tue 3 Mar, 11:00: has blocked" in screen.text
    assert labels(screen) == [
        ["👍 Coming: 10:00 Rex", "Card"],
        ["👍 Coming: 11:00 Tom & Co", "✔️ Done", "Card"],
    ]
    day = await staff.say("/tomorrow")
    assert "Rex (Anna) · Check-up · #1001 · 📞 please phone" in day.text

    await staff.tap("Coming: 10:00 Rex", on=screen)
    assert await staff.toast() == "Noted: #1001 Rex is coming, Wed 4 Mar, 10:00."
    shown = next(m for m in await staff.messages() if m.message_id == screen.message_id)
    assert "One owner is to be phoned" in shown.text
    assert "#1001" not in shown.text
    assert "Coming, says Vera Vet, who phoned" in (await message("#1001 confirmed")).text
    assert "#1001 · coming ✓" in (await staff.say("/tomorrow")).text
    card = await staff.tap("Card", on=shown)
    assert "#1002 confirmed" in card.text

    # The owner says so as well; and what is over is refused, and the list shows how things stand.
    await anna_in_chat.tap("I'm coming", on=(await anna_in_chat.messages())[-1])
    assert "see you soon" in await anna_in_chat.toast()
    async with world.desk.unit() as services:
        await services.appointments.cancel(SYSTEM, second.id)
    await world.settle()
    await staff.tap_data(MarkReached(second.id, 1).pack(), shown)
    assert "was cancelled already" in await staff.toast()
    shown = next(m for m in await staff.messages() if m.message_id == screen.message_id)
    assert "Appointment cancelled: Wed 4 Mar, 11:00" in shown.text  # that, too, has to be said by phone
    assert labels(shown) == [["✔️ Done: 11:00 Tom & Co", "Card"]]


async def test_a_long_list_and_forged_presses(world: Any, new_owner: Any, ask: Any) -> None:
    for number in range(9):
        _, owner = await new_owner(f"Owner {number}", pet=f"Pet {number}")
        visit = await ask(owner, at=WEDNESDAY_TEN + timedelta(minutes=15 * number - 60), service="emergency")
        async with world.desk.unit() as services:
            await services.appointments.confirm(SYSTEM, visit.id)
    for hours in (23, 19):
        await world.set_clock(WEDNESDAY_TEN - timedelta(hours=hours))
    screen = await world.staff.say("/calls")
    assert labels(screen)[-1] == ["‹", "1 / 2", "›"]
    await world.staff.tap("›", on=screen)
    shown = next(m for m in await world.staff.messages() if m.message_id == screen.message_id)
    assert len(labels(shown)) == 2
    for data in (ShowCalls(99), ShowCalls(-1), MarkReached(visit.id, 7)):
        await world.staff.tap_data(data.pack(), screen)
    stranger = await world.person("Mallory")
    await stranger.say("/start")
    for data in (ShowCalls(1), MarkReached(visit.id, 1)):
        await stranger.tap_data(data.pack(), await stranger.screen())
        assert "Only the clinic" in await stranger.toast()
