"""Owners are told of other times with the refusal, and take one with a tap."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.appointments.callbacks import BookSlot, RefuseProposals, TakeProposal
from bot.appointments.choosing import minute_of
from core.appointments.schemas import AppointmentStatus, Proposal
from core.users.schemas import Actor

VERA = Actor.staff("Vera")
WEDNESDAY_TEN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
THURSDAY = (WEDNESDAY_TEN + timedelta(days=1), WEDNESDAY_TEN + timedelta(days=1, hours=5))
HELD_UNTIL = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)


def labels(message: Any) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def propose(world: Any, visit: Any, *starts: datetime) -> list[Any]:
    async with world.desk.unit() as services:
        times = [Proposal(starts_at=start, vet_id=visit.vet.id) for start in starts or THURSDAY]
        await services.appointments.decline_and_propose(VERA, visit.id, "fully_booked", times)
        held: list[Any] = await services.appointments.proposals(VERA, visit.id)
    await world.settle()
    return held


async def status(world: Any, row: Any) -> AppointmentStatus:
    async with world.desk.unit() as services:
        found: AppointmentStatus = (await services.appointments.get(VERA, row.id)).status
    return found


async def test_a_tap_takes_one(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    first, second = await propose(world, visit)
    told = await owner.screen()
    assert "can't take your request #1001 at that time" in told.text
    assert "Reason: We are fully booked at that time" in told.text
    assert "held for you until Tue 3 Mar, 08:00" in told.text
    assert labels(told) == ["✅ Thu 5 Mar, 10:00", "✅ Thu 5 Mar, 15:00", "None of these", "📅 Book another time"]

    done = await owner.tap("Thu 5 Mar, 15:00")
    assert "Confirmed!" in done.text
    assert "15:00" in done.text
    assert done.file is not None
    assert (await status(world, first), await status(world, second)) == (
        AppointmentStatus.DECLINED, AppointmentStatus.CONFIRMED,
    )  # fmt: skip
    # A second tap, and one on the other time, which is free again.
    count = len([message for message in await owner.messages() if "Confirmed!" in message.text])
    await owner.tap_data(TakeProposal(second.id).pack(), told)
    assert len([message for message in await owner.messages() if "Confirmed!" in message.text]) == count
    await owner.tap_data(TakeProposal(first.id).pack(), told)
    assert "You have taken another of these times already: Thu 5 Mar, 15:00" in await owner.toast()
    listed = await owner.say("/appointments")
    assert labels(listed)[0] == "✅ Thu 5 Mar, 15:00 · Rex"


async def test_they_stand_under_appointments_too(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    await propose(world, visit)
    listed = await owner.say("/appointments")
    assert labels(listed)[0] == "🚫 Wed 4 Mar, 10:00 → ? · Rex"
    details = await owner.tap("Rex")
    assert "could not be confirmed" in details.text
    assert "held for you until Tue 3 Mar, 08:00" in details.text
    assert "Confirmed!" in (await owner.tap("Thu 5 Mar, 10:00")).text


async def test_none_of_these(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    first, _ = await propose(world, visit)
    told = await owner.screen()
    after = await owner.tap("None of these")
    assert "free for others again" in await owner.toast()
    assert labels(after)[0] == "📅 Book another time"
    assert await status(world, first) is AppointmentStatus.DECLINED
    await owner.tap_data(RefuseProposals(visit.id).pack(), after)
    await owner.tap_data(TakeProposal(first.id).pack(), told)
    assert "none of these times suits you" in await owner.toast()


async def test_the_deadline_comes(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    first, _ = await propose(world, visit)
    old = await owner.screen()
    await world.set_clock(HELD_UNTIL - timedelta(minutes=1))
    assert await owner.screen() == old
    await world.set_clock(HELD_UNTIL)
    told = await owner.screen()
    assert "The times that we proposed for #1001 are no longer held: Thu 5 Mar, 10:00, Thu 5 Mar, 15:00." in told.text
    *free, again = labels(told)
    assert again == "📅 Book another time"
    assert len(free) == 3
    assert "· not answered in time" in next(
        message.text for message in await world.staff.messages() if "#1001" in message.text
    )
    await owner.tap("Thu 5 Mar, 10:00", on=old)
    assert "Thu 5 Mar, 10:00 is no longer held for you" in await owner.toast()
    assert await status(world, first) is AppointmentStatus.EXPIRED
    shown = next(message for message in await owner.messages() if message.message_id == old.message_id)
    assert len([label for label in labels(shown) if label.startswith("📅 ")]) == 4  # three free times, and any other
    await world.advance(hours=30)
    assert sum("no longer held" in message.text for message in await owner.messages()) == 1


async def test_in_german(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    owner, actor = await owner_with_pets("Rex")
    await owner.say("/language")
    await owner.tap("Deutsch")
    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    await propose(world, visit)
    told = await owner.screen()
    assert "Leider können wir Ihre Anfrage #1001 zu dieser Zeit nicht annehmen" in told.text
    assert "für Sie reserviert bis" in told.text
    assert labels(told)[2] == "Keiner davon"
    await world.set_clock(HELD_UNTIL)
    assert "nicht mehr reserviert" in (await owner.screen()).text


async def test_nobody_takes_anothers(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    _, actor = await owner_with_pets("Rex")
    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    first, _ = await propose(world, visit)
    thief, _ = await owner_with_pets("Bello", person="Ben")
    stranger = await world.person("Carl")
    await stranger.say("/start")
    for person in (thief, stranger):
        for data in (TakeProposal(first.id), RefuseProposals(visit.id), BookSlot(visit.id, minute_of(WEDNESDAY_TEN))):
            await person.tap_data(data.pack(), await person.screen())
            assert await person.toast()
            assert "Rex" not in (await person.screen()).text
    assert await status(world, first) is AppointmentStatus.PROPOSED


async def test_a_free_time_is_two_taps_away(world: Any, owner_with_pets: Any, request_visit: Any) -> None:
    """Where nothing is held: after a refusal, a cancellation, a request that nobody answered."""
    owner, actor = await owner_with_pets("Rex", "Mia")
    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    async with world.desk.unit() as services:
        await services.appointments.decline(VERA, visit.id, "vet_away")
    await world.settle()
    told = await owner.screen()
    time = labels(told)[0]
    notes = await owner.tap(time)
    assert "anything the vet should know" in notes.text
    summary = await owner.tap("Skip")
    assert "Is this right?" in summary.text
    assert "Mia" in summary.text
    assert "#1002 is with the clinic" in (await owner.tap("Send")).text

    # The same button again: the time is taken by now, and others are shown.
    later = await owner.tap(time, on=told)
    assert "Somebody was faster" in later.text
    assert "nearest free times" in later.text
    await owner.tap("Cancel")

    # Old buttons and forged ones lead to a booking, or say why not.
    for minute in (minute_of(WEDNESDAY_TEN - timedelta(days=900)), 2**31 - 1):
        shown = await owner.tap_data(BookSlot(visit.id, minute).pack(), told)
        assert "nearest free times" in shown.text
        await owner.tap("Cancel")
    await owner.tap_data(BookSlot(visit.id, -(2**31)).pack(), told)  # before the year 1
    assert "no longer does anything" in await owner.toast()


async def test_no_free_times_are_shown_where_nobody_could_book(
    world: Any, owner_with_pets: Any, request_visit: Any
) -> None:
    owner, actor = await owner_with_pets("Rex")
    visit = await request_visit(actor, at=WEDNESDAY_TEN)
    await world.staff.say("/close")
    async with world.desk.unit() as services:
        await services.appointments.decline(VERA, visit.id, "vet_away")
    await world.settle()
    assert labels(await owner.screen()) == ["📅 Book another time"]
