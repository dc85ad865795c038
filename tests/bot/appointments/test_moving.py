"""Moving as an owner goes through it, and what they see of it afterwards."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from bot.appointments.callbacks import CancelVisit, Coming, MoveVisit, OpenVisit, WithdrawWish
from bot.conversations.steps import StepPress
from bot.ui.callbacks import short
from core.appointments.schemas import AppointmentDetails, AppointmentStatus
from core.clinic.schemas import Status
from core.users.schemas import SYSTEM, Actor

VERA = Actor.staff("Vera")
WEDNESDAY_TEN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
THURSDAY_ELEVEN = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)


def labels(message: Any) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def agreed(world: Any, request_visit: Any, actor: Actor, at: datetime = WEDNESDAY_TEN) -> AppointmentDetails:
    """A confirmed visit."""
    visit: AppointmentDetails = await request_visit(actor, at=at)
    async with world.desk.unit() as services:
        await services.appointments.confirm(VERA, visit.id)
    await world.settle()
    return visit


async def to_summary(owner: Any, day: str = "5", time: str = "11:00") -> Any:
    """From the visit's own screen to the last question."""
    await owner.say("/appointments")
    await owner.tap("Rex")
    await owner.tap("Move")
    await owner.tap(day)
    return await owner.tap(time)


async def stand(world: Any, visit: AppointmentDetails) -> AppointmentDetails:
    async with world.desk.unit() as services:
        current: AppointmentDetails = await services.appointments.current(SYSTEM, visit.id)
    return current


async def test_asking_to_move_a_confirmed_visit(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await agreed(world, request_visit, actor)
    await owner.say("/appointments")
    screen = await owner.tap("Rex")
    assert labels(screen)[:2] == ["🔁 Move", "✖️ Cancel"]
    screen = await owner.tap("Move")
    assert "Move #1001" in screen.text
    assert "It is on Wed 4 Mar, 10:00." in screen.text
    screen = await owner.tap("4")
    assert "09:45" in labels(screen)  # its own span is not in the way, and its own time is no choice
    assert "10:00" not in labels(screen)
    await owner.tap("‹ Back")
    await owner.tap("5")
    screen = await owner.tap("11:00")
    assert "Wed 4 Mar, 10:00" in screen.text
    assert "Thu 5 Mar, 11:00" in screen.text
    assert "stays where it is" in screen.text
    screen = await owner.tap("Ask the clinic")
    assert "You asked to move appointment #1001 to Thu 5 Mar, 11:00" in screen.text
    assert (await stand(world, visit)).starts_at == WEDNESDAY_TEN

    # It is one appointment still, with where it is wished to be.
    screen = await owner.say("/appointments")
    assert labels(screen)[0] == "✅ Wed 4 Mar, 10:00 → Thu 5 Mar, 11:00? · Rex"
    assert sum("Rex" in label for label in labels(screen)) == 1
    screen = await owner.tap("Rex")
    assert "You asked to move it to Thu 5 Mar, 11:00" in screen.text
    assert labels(screen)[:3] == ["🔁 Move", "✖️ Cancel", "↩️ Don't move it"]

    before = len(await owner.messages())
    await world.staff.tap("Confirm", on=next(m for m in await world.staff.messages() if "Wants to move" in m.text))
    screen = await owner.screen()
    assert len(await owner.messages()) == before + 1  # told once
    assert "is at a new time" in screen.text
    assert "Before: Wed 4 Mar, 10:00" in screen.text
    assert "Thursday 5 March" in screen.text
    screen = await owner.tap("Details")
    assert "Appointment #1001 is confirmed" in screen.text
    assert "You asked" not in screen.text

    # No reminder at the old time, one at the new.
    count = len(await owner.messages())
    await world.set_clock(THURSDAY_ELEVEN - timedelta(hours=24, minutes=1))
    assert len(await owner.messages()) == count
    await world.advance(minutes=1)
    assert "A reminder" in (await owner.screen()).text
    assert "Thursday 5 March" in (await owner.screen()).text


async def test_a_wish_that_is_declined_leaves_the_visit(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await agreed(world, request_visit, actor)
    await to_summary(owner)
    await owner.tap("Ask the clinic")
    wish = (await stand(world, visit)).wish
    assert wish is not None
    async with world.desk.unit() as services:
        await services.appointments.decline(VERA, wish.id, "The vet is <away>")
    await world.settle()
    screen = await owner.screen()
    assert "can't move your appointment #1001 to Thu 5 Mar, 11:00" in screen.text
    assert "The vet is <away>" in screen.text
    assert "stays as it is" in screen.text
    assert "Wednesday 4 March" in screen.text
    screen = await owner.tap("Details")
    assert "is confirmed" in screen.text
    await owner.say("/appointments")
    screen = await owner.tap("Earlier")
    assert "Rex" not in str(screen.buttons)


async def test_a_wish_that_nobody_answers(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    await agreed(world, request_visit, actor)
    await to_summary(owner)
    await owner.tap("Ask the clinic")
    await world.set_clock(WEDNESDAY_TEN)
    said = [message.text for message in await owner.messages() if "Nobody answered in time" in message.text]
    assert len(said) == 1
    assert "stays as it is" in said[0]
    assert any("it stays on Wed 4 Mar, 10:00" in message.text for message in await world.staff.messages())


async def test_withdrawing_a_wish_and_its_old_button(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await agreed(world, request_visit, actor)
    await to_summary(owner)
    await owner.tap("Ask the clinic")
    await owner.say("/appointments")
    old = await owner.tap("Rex")
    screen = await owner.tap("Don't move it")
    assert "stays as it is" in await owner.toast()
    assert "You asked" not in screen.text
    assert any("no longer wants to move #1001" in message.text for message in await world.staff.messages())
    await owner.tap_data(next(b.data for r in old.buttons for b in r if "Don't" in b.text), screen)
    assert "called off already" in await owner.toast()

    # Pressed when the clinic has agreed, it does not cancel the visit.
    await to_summary(owner, time="16:00")
    await owner.tap("Ask the clinic")
    wish = (await stand(world, visit)).wish
    assert wish is not None
    async with world.desk.unit() as services:
        await services.appointments.confirm(VERA, wish.id)
    await world.settle()
    await owner.tap_data(WithdrawWish(wish.id).pack(), screen)
    assert "another time by now: Thu 5 Mar, 16:00" in await owner.toast()
    assert (await stand(world, visit)).status is AppointmentStatus.CONFIRMED

    # Nor do the buttons of the old time.
    for data in (CancelVisit(visit.id), Coming(visit.id)):
        await owner.tap_data(data.pack(), await owner.screen())
        assert "another time by now" in await owner.toast()
    shown = await owner.tap_data(OpenVisit(visit.id).pack(), await owner.screen())
    assert "Thursday 5 March" in shown.text
    assert (await stand(world, visit)).attendance is None


async def test_a_request_is_moved_at_once(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    screen = await to_summary(owner)
    assert "until the clinic answers" in screen.text
    screen = await owner.tap("Move it")
    assert "Request #1001 is moved" in screen.text
    assert "Thursday 5 March" in screen.text
    assert (await stand(world, visit)).starts_at == THURSDAY_ELEVEN
    again = await owner.tap_data(screen.buttons[0][0].data, screen)
    assert "⏳ Thu 5 Mar, 11:00 · Rex" in str(again.buttons)
    card = next(message for message in await world.staff.messages() if "Request #1001" in message.text)
    assert "Moved from Wed 4 Mar, 10:00 by Anna" in card.text
    assert "Thursday 5 March" in card.text


async def test_moving_from_a_reminder(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await agreed(world, request_visit, actor)
    await world.set_clock(WEDNESDAY_TEN - timedelta(hours=24))
    reminder = await owner.screen()
    assert labels(reminder) == ["✅ I'm coming", "🔁 Move", "✖️ Cancel"]
    screen = await owner.tap("Move")
    assert screen.message_id != reminder.message_id
    await owner.tap("5")
    await owner.tap("11:00")
    await owner.tap("Ask the clinic")
    screen = await owner.tap("I'm coming", on=reminder)
    shown = next(m for m in await owner.messages() if m.message_id == reminder.message_id)
    assert "You told us that you are coming" in shown.text
    assert "You asked to move it to Thu 5 Mar, 11:00" in shown.text
    async with world.desk.unit() as services:
        current = await services.appointments.get(actor, visit.id)
        await services.appointments.confirm(VERA, current.wish.id)
    await world.settle()
    count = len(await owner.messages())
    await world.set_clock(WEDNESDAY_TEN - timedelta(hours=2))
    assert [m.text for m in (await owner.messages())[count:] if "Wednesday" in m.text] == []


async def test_a_slot_that_is_taken_in_the_middle(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await agreed(world, request_visit, actor)
    _, rival = await owner_with_pets("Bello", person="Ben")
    await to_summary(owner)
    await request_visit(rival, at=THURSDAY_ELEVEN)
    screen = await owner.tap("Ask the clinic")
    assert "faster" in screen.text
    assert labels(screen)[:3] == ["Thu 5 Mar, 10:00", "Thu 5 Mar, 10:15", "Thu 5 Mar, 11:45"]
    await owner.tap("10:15")
    await owner.tap("Ask the clinic")
    wish = (await stand(world, visit)).wish
    assert wish is not None
    assert wish.starts_at == THURSDAY_ELEVEN - timedelta(minutes=45)


async def test_what_comes_in_between_is_said(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await agreed(world, request_visit, actor)
    await to_summary(owner)
    async with world.desk.unit() as services:
        await services.clinic.set_status(SYSTEM, Status.CLOSE, message="Power cut.")
    screen = await owner.tap("Ask the clinic")
    assert "takes no bookings" in screen.text
    assert "Move #1001?" in screen.text  # nothing that was chosen is lost
    await owner.tap_data(MoveVisit(visit.id).pack(), screen)  # said at once to whoever only begins
    assert "takes no bookings" in await owner.toast()
    async with world.desk.unit() as services:
        await services.clinic.set_status(SYSTEM, Status.OPEN)
        await services.appointments.cancel(VERA, visit.id)
    await world.settle()
    summary = next(message for message in await owner.messages() if "Move #1001?" in message.text)
    await owner.tap("Ask the clinic", on=summary)
    shown = next(m for m in await owner.messages() if m.message_id == summary.message_id)
    assert "was cancelled already" in shown.text


async def test_limits_are_said_before_a_day_is_chosen(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    await agreed(world, request_visit, actor)
    for time in ("11:00", "14:00", "15:00"):
        await to_summary(owner, time=time)
        await owner.tap("Ask the clinic")
    await owner.say("/appointments")
    await owner.tap("Rex")
    await owner.tap("Move")
    assert "as often as is possible here (3). Please phone us: +49 30 901820" in await owner.toast()

    later = await agreed(world, request_visit, actor, WEDNESDAY_TEN.replace(day=6))
    await world.set_clock(later.starts_at - timedelta(hours=1))
    await owner.tap_data(MoveVisit(later.id).pack(), await owner.screen())
    assert await owner.toast() == "It is too late to move it here. Please phone us: +49 30 901820"


async def test_nobody_moves_anothers_visit(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await agreed(world, request_visit, actor)
    await to_summary(owner)
    await owner.tap("Ask the clinic")
    wish = (await stand(world, visit)).wish
    assert wish is not None
    thief, _ = await owner_with_pets("Bello", person="Ben")
    stranger = await world.person("Carl")
    await stranger.say("/start")
    for person in (thief, stranger):
        for data in (MoveVisit(visit.id), MoveVisit(wish.id), WithdrawWish(wish.id), OpenVisit(wish.id)):
            await person.tap_data(data.pack(), await person.screen())
            assert await person.toast()
            assert "Rex" not in (await person.screen()).text
    assert (await stand(world, visit)).wish == wish


async def test_another_vet(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await agreed(world, request_visit, actor)
    async with world.desk.unit() as services:
        weiss = await services.clinic.add_vet(SYSTEM, "Dr. Weiß")
    await owner.say("/appointments")
    await owner.tap("Rex")
    screen = await owner.tap("Move")
    assert "• No preference" in labels(screen)
    screen = await owner.tap("Dr. Weiß")
    assert "• Dr. Weiß" in labels(screen)
    await owner.tap("5")
    screen = await owner.tap("11:00")
    assert "Dr. Weiß" in screen.text
    async with world.desk.unit() as services:
        await services.clinic.set_vet_active(SYSTEM, weiss.id, False)
    screen = await owner.tap("Ask the clinic")
    assert "takes no bookings" in screen.text
    await owner.tap("5")
    await owner.tap("11:00")
    await owner.tap("Ask the clinic")
    wish = (await stand(world, visit)).wish
    assert wish is not None
    async with world.desk.unit() as services:
        assert (await services.appointments.get(SYSTEM, wish.id)).vet.id == visit.vet.id


async def test_forged_presses_of_the_steps(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await agreed(world, request_visit, actor)
    await owner.tap_data(MoveVisit(visit.id).pack(), await owner.screen())
    screen = await owner.screen()
    for value in ("d99999999", "d20260230", "m00000000", "vnonsense", f"v{short(uuid4())}", "x", "d20200101"):
        await owner.tap_data(StepPress("move", "day", value).pack(), screen)
        await owner.toast()
    await owner.tap_data(StepPress("move", "day", "d20260305").pack(), await owner.screen())
    for value in ("0", "x", "99999999999999", str(int(WEDNESDAY_TEN.timestamp()) // 60)):
        await owner.tap_data(StepPress("move", "time", value).pack(), await owner.screen())
        assert "Move #1001?" not in (await owner.screen()).text
    current = await stand(world, visit)
    assert (current.wish, current.starts_at) == (None, WEDNESDAY_TEN)
