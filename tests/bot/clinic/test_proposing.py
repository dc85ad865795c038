"""Staff decline a request and propose other times, with a few taps, in the group."""

from datetime import timedelta
from typing import Any

from bot.appointments.clinic_callbacks import TakeFor, Withdraw
from bot.conversations.steps import StepPress
from core.appointments.schemas import AppointmentStatus
from tests.bot.clinic.conftest import TUESDAY_TEN

NEAREST = "🚫 Decline and propose the first 3"


def labels(message: Any) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def asking(world: Any, message: Any, reason: str = "fully booked", number: str = "Request #1001") -> Any:
    """The screen on which the times are chosen."""
    await world.staff.tap("Decline", on=await message(number))
    return await world.staff.tap(reason, on=await message(number))


async def test_one_more_tap_proposes_the_nearest_times(
    world: Any, new_owner: Any, ask: Any, message: Any, again: Any
) -> None:
    anna, actor = await new_owner()
    visit = await ask(actor)
    card = await message("Request #1001")
    screen = await asking(world, message)
    assert "Decline #1001 (Rex, Check-up, Tue 3 Mar, 10:00): “We are fully booked at that time”" in screen.text
    *times, other, send, without, back = labels(screen)
    assert len(times) == 6
    assert "Tue 3 Mar, 10:00" not in times
    assert (other, send, without, back) == ("📅 Another day", NEAREST, "🚫 Decline without proposing", "‹ Back")
    assert labels(await again(card)) == [
        "✅ Confirm",
        "🚫 Decline",
        "🔁 Move",
        "👤 Owner",
    ]  # the card has its first buttons
    async with world.desk.unit() as services:
        assert (await services.appointments.get(actor, visit.id)).status is AppointmentStatus.PENDING

    done = await world.staff.tap(NEAREST)
    assert "#1001 (Rex, Tue 3 Mar, 10:00) is declined." in done.text
    assert all(time in done.text for time in times[:3])
    card = await again(card)
    assert "Declined by Vera Vet on Mon 2 Mar, 08:00: We are fully booked at that time" in card.text
    assert all(f"• {time} · held until" in card.text for time in times[:3])
    told = await anna.screen()
    assert "We are fully booked at that time" in told.text
    assert sorted(labels(told)[:3]) == sorted(f"✅ {time}" for time in times[:3])
    # A second tap on the same button does nothing more.
    await world.staff.tap_data(StepPress("propose", "pick", "ok").pack(), done)
    assert len([each for each in await anna.messages() if "Unfortunately" in each.text]) == 1


async def test_times_are_chosen_and_taken_back(world: Any, new_owner: Any, ask: Any, message: Any, again: Any) -> None:
    anna, actor = await new_owner()
    await ask(actor)
    card = await message("Request #1001")
    times = labels(await asking(world, message))[:6]
    screen = await world.staff.tap(times[4])
    assert f"✅ {times[4]}" in labels(screen)
    assert "🚫 Decline and propose this time" in labels(screen)
    await world.staff.tap(times[1])
    await world.staff.tap(times[0])
    refused = await world.staff.tap(times[2])
    assert "3 times are the most" in refused.text
    await world.staff.tap(times[0])
    await world.staff.tap("Another day")
    await world.staff.tap("Back")
    days = await world.staff.tap("Another day")
    assert "Another time instead of #1001 (Rex, Tue 3 Mar, 10:00)" in days.text
    await world.staff.tap("12 ·" if any("12 ·" in label for label in labels(days)) else "12")
    screen = await world.staff.tap("15:00")
    assert "✅ Thu 12 Mar, 15:00" in labels(screen)
    await world.staff.tap("Decline and propose these 3")
    told = labels(await anna.screen())
    assert sorted(told[:3]) == sorted(f"✅ {time}" for time in (times[1], times[4], "Thu 12 Mar, 15:00"))

    # Somebody phones: staff take it for them.
    card = await again(card)
    assert labels(card)[-2] == "↩️ Withdraw the proposed times"
    await world.staff.tap("They take Thu 12 Mar, 15:00", on=card)
    assert "Confirmed: #1001 Rex, Thu 12 Mar, 15:00" in await world.staff.toast()
    card = await again(card)
    assert "• Thu 12 Mar, 15:00 · taken" in card.text
    assert card.text.count("not wanted") == 2
    assert labels(card) == ["Show the card", "👤 Owner"]
    assert "Confirmed!" in (await anna.screen()).text
    assert "Proposed instead of Tue 3 Mar, 10:00, and taken." in (await message("#1001 confirmed")).text


async def test_without_proposing_and_back(world: Any, new_owner: Any, ask: Any, message: Any, again: Any) -> None:
    anna, actor = await new_owner()
    await ask(actor)
    await asking(world, message)
    reasons = await world.staff.tap("Back")
    assert "Why do you decline?" in reasons.text
    await world.staff.tap("The vet is away", on=reasons)
    done = await world.staff.tap("without proposing")
    assert done.text == "🚫 #1001 (Rex, Tue 3 Mar, 10:00) is declined. The owner gets your reason."
    told = await anna.screen()
    assert "The vet is away" in told.text
    assert "None of these" not in labels(told)
    assert labels(told)[-1] == "📅 Book another time"
    assert len(labels(told)) == 4  # with the nearest free times


async def test_a_time_that_somebody_takes_meanwhile_goes_off_the_screen(
    world: Any, new_owner: Any, ask: Any, message: Any, again: Any
) -> None:
    anna, actor = await new_owner()
    _, ben = await new_owner("Ben", pet="Mia")
    await ask(actor)
    times = labels(await asking(world, message))[:6]
    await world.staff.tap(times[0])
    shown = await world.staff.tap(times[3])
    async with world.desk.unit() as services:
        offered = {each.code: each.id for each in await services.clinic.services()}
        near = await services.appointments.nearest_slots(offered["routine"], None, TUESDAY_TEN, 40)
    taken = next(slot.starts_at for slot in near if f"{slot.starts_at:%H:%M}" in times[0])
    await ask(ben, at=taken)
    await world.staff.tap("Decline and propose these 2", on=shown)
    refused = await again(shown)
    assert "Somebody was faster" in refused.text
    assert times[0] not in labels(refused)
    assert f"✅ {times[3]}" in labels(refused)
    assert "Unfortunately" not in (await anna.screen()).text
    await world.staff.tap("Decline and propose this time", on=refused)
    assert labels(await anna.screen())[0] == f"✅ {times[3]}"


async def test_a_colleague_was_faster(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    anna, actor = await new_owner()
    visit = await ask(actor)
    screen = await asking(world, message)
    ben = await world.staff_member("Ben")
    await ben.tap(NEAREST, on=screen)
    assert "somebody else" in (await ben.toast()).lower()
    await ben.tap("Confirm", on=await message("Request #1001"))
    late = await world.staff.tap(NEAREST, on=screen)
    assert "#1001 is confirmed already – Ben" in late.text
    assert "Unfortunately" not in (await anna.screen()).text
    for data in (TakeFor(visit.id), Withdraw(visit.id)):
        await world.staff.tap_data(data.pack(), late)  # forged: there is nothing to take, nor to withdraw
        assert await world.staff.toast()
    async with world.desk.unit() as services:
        assert (await services.appointments.get(actor, visit.id)).status is AppointmentStatus.CONFIRMED


async def test_owners_cannot_press_the_clinics_buttons(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    anna, actor = await new_owner()
    visit = await ask(actor)
    await asking(world, message)
    await world.staff.tap(NEAREST)
    await anna.tap_data(Withdraw(visit.id).pack(), await anna.screen())
    async with world.desk.unit() as services:
        assert len(await services.appointments.proposals(actor, visit.id)) == 3


async def test_held_times_stand_in_the_days_list(
    world: Any, new_owner: Any, ask: Any, message: Any, again: Any
) -> None:
    anna, actor = await new_owner()
    await ask(actor)
    card = await message("Request #1001")
    await asking(world, message)
    await world.staff.tap(NEAREST)
    day = await world.staff.say("/tomorrow")
    assert day.text.count("proposed, held until Tue 3 Mar") == 3
    assert day.text.count("✋") == 3
    assert "✋ 3 held" in (await world.staff.say("/week")).text
    assert "No request is waiting" in (await world.staff.say("/pending")).text
    # From there to the card of the request, which brings them back.
    posted = await world.staff.tap("Rex", on=day)
    assert "#1001 declined" in posted.text
    await world.staff.tap("Withdraw", on=posted)
    assert "none of the proposed times is held now" in await world.staff.toast()
    assert (await again(card)).text.count("withdrawn") == 3
    told = await anna.screen()
    assert "are no longer held" in told.text
    assert labels(told)[-1] == "📅 Book another time"


async def test_instead_of_a_move(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    anna, actor = await new_owner()
    visit = await ask(actor)
    await world.staff.tap("Confirm", on=await message("Request #1001"))
    async with world.desk.unit() as services:
        await services.appointments.move(actor, visit.id, TUESDAY_TEN + timedelta(days=2))
    await world.settle()
    times = labels(await asking(world, message, number="Wants to move #1001"))[:6]
    assert all("Thu 5 Mar" in time for time in times)
    await world.staff.tap(NEAREST)
    assert "Move of #1001 declined" in (await message("Proposed instead")).text
    await world.staff.tap("Show the proposed times", on=await message("#1001 confirmed"))
    assert "Move of #1001 declined" in (await world.staff.screen()).text
    told = await anna.screen()
    assert "stays as it is" in told.text
    await anna.tap(times[0], on=told)
    assert "is moved" in (await anna.screen()).text
    assert "was moved" in (await message("was moved")).text
    assert "Was on Tue 3 Mar, 10:00 before" in (await message("#1001 confirmed")).text
