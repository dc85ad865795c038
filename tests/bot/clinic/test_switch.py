"""Open, closing soon, closed: by command and by button."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.clinic.callbacks import ShowStatus, TurnSwitch


def labels(message: Any) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def test_closing_for_an_hour_and_opening_again(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    staff = world.staff
    screen = await staff.say("/status")
    assert "🟢 The clinic is open" in screen.text
    assert "09:00–12:30, 13:30–18:00" in screen.text
    assert "No request is waiting." in screen.text
    assert labels(screen) == ["🟡 Closing soon", "🔴 Close"]

    anna, actor = await new_owner()
    for hour in (10, 14, 16):
        await ask(actor, at=datetime(2026, 3, 2, hour, 0, tzinfo=UTC), service="emergency")
    await staff.tap("Confirm", on=await message("#1002"))
    screen = await staff.say("/close 14:30 Power <cut>\n& no water")
    assert "🔴 Closed until Mon 2 Mar, 14:30; then open by itself." in screen.text
    assert "Reason: Power <cut>\n& no water" in screen.text
    assert "By Vera Vet, Mon 2 Mar, 08:00" in screen.text
    assert "2 appointments lie in that time. They stay as they are" in screen.text
    assert "2 requests are waiting: /pending" in screen.text
    assert labels(screen) == [
        "⏳ #1001 · Mon 2 Mar, 10:00 · Rex", "✅ #1002 · Mon 2 Mar, 14:00 · Rex", "🟢 Open", "🟡 Closing soon",
    ]  # fmt: skip
    assert "Power <cut>" in (await anna.say("/start")).text
    card = await staff.tap("#1001", on=screen)
    assert "Request #1001" in card.text

    # Pressing what stands already loses neither the end nor the reason.
    await staff.tap_data(TurnSwitch("close").pack(), screen)
    assert "until Mon 2 Mar, 14:30" in (await message("🔴")).text
    await staff.tap("Open", on=screen)
    assert await staff.toast() == "The clinic is open."
    assert (
        "Opened by Vera Vet" in (await message("🟢 The clinic is open: owners can ask for appointments. Opened")).text
    )
    assert "closed" not in (await anna.say("/start")).text

    await staff.tap("Closing soon", on=screen)
    assert "🟡 Closing soon, until you open again." in (await message("🟡")).text
    assert "closing soon" in (await anna.say("/start")).text
    assert "🟢 The clinic is open" in (await staff.say("/open")).text

    # It opens by itself.
    await staff.say("/closing 9 Almost full")
    await world.advance(hours=1)
    assert "🟢 The clinic is open: owners can ask for appointments.\n" in (await staff.say("/status")).text


async def test_what_was_understood(world: Any) -> None:
    staff = world.staff
    for typed, said in (
        ("/close", "🔴 Closed, until you open again."),
        ("/close@front_desk_bot tomorrow", "🔴 Closed until Tue 3 Mar, 09:00;"),
        ("/close fri 14:00 Training", "🔴 Closed until Fri 6 Mar, 14:00;"),
        ("/closing 5.3. 14:00", "🟡 Closing soon until Thu 5 Mar, 14:00;"),
        ("/close so", "🔴 Closed until Sun 8 Mar, 00:00;"),
        ("/close today", "🔴 Closed until Tue 3 Mar, 09:00;"),
        ("/close 7:00", "🔴 Closed until Tue 3 Mar, 07:00;"),
        ("/close\n14:30", "🔴 Closed until Mon 2 Mar, 14:30;"),
    ):
        assert said in (await staff.say(typed)).text, typed
    for typed, said in (
        ("/close 25:00", "I can't read “25:00”"),
        ("/close 31.2. <b>", "I can't read “31.2.”"),
        ("/close 2026-03-01", "Sun 1 Mar, 00:00 has passed already"),
        ("/close 1.3. 9:00", "Sun 1 Mar, 09:00 has passed already"),
        ("/close " + "x" * 301, "The reason is too long: 300 characters at most."),
    ):
        assert said in (await staff.say(typed)).text, typed
        assert "until Mon 2 Mar, 14:30" in (await staff.say("/status")).text, typed


async def test_a_long_closure_pages_through_its_visits(world: Any, new_owner: Any, ask: Any) -> None:
    for number in range(9):
        owner = await new_owner(f"Owner {number}", pet=f"Pet {number}")
        await ask(
            owner[1],
            at=datetime(2026, 3, 3 + number // 5, 9 + number % 5 // 4 * 5, number % 4 * 15, tzinfo=UTC),
            service="emergency",
        )
    screen = await world.staff.say("/close fri Roof")
    assert "9 appointments lie in that time" in screen.text
    await world.staff.tap("›", on=screen)
    turned = await world.staff.screen()
    assert sum("#10" in label for label in labels(turned)) == 1
    await world.staff.tap_data(ShowStatus(99).pack(), turned)
    assert await world.staff.screen() == turned
    await world.staff.say("/open")
    await world.staff.tap("‹", on=turned)
    assert "lie in that time" not in next(
        each.text for each in await world.staff.messages() if each.message_id == turned.message_id
    )


@pytest.mark.parametrize("command", ["/pending", "/today", "/close", "/open", "/status"])
async def test_owners_have_no_such_commands(world: Any, command: str) -> None:
    anna = await world.person("Anna")
    assert "/book" in (await anna.say(command)).text
    async with world.desk.unit() as services:
        assert (await services.clinic.status()).changed_by is None
