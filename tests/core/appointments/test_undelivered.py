"""What reached nobody is on the list of calls until somebody has phoned, or it no longer matters.

It is Monday, nine o'clock; times are what the wall clock shows.
"""

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from core.appointments.errors import CallClosed, CallNotFound
from core.appointments.schemas import AppointmentDetails, Call
from core.housekeeping.service import KEEP_SETTLED
from core.notifications.dispatcher import Dispatcher
from core.notifications.schemas import Kind, Obstacle
from core.users.errors import StaffOnly
from core.users.schemas import Actor

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House, Phones

TEN = "2026-03-05 10:00"


async def calls(house: "House") -> list[Call]:
    async with house.desk.unit() as services:
        return await services.appointments.calls(house.staff)


async def kinds(house: "House") -> list[str]:
    """What is on the list: the kinds of the messages, and `unanswered`."""
    return [call.undelivered.kind if call.undelivered else "unanswered" for call in await calls(house)]


async def first(house: "House") -> UUID:
    call = (await calls(house))[0]
    assert call.undelivered is not None
    return call.undelivered.id


async def at(house: "House", dispatcher: Dispatcher, wall: str) -> list[str]:
    """What is on the list at that moment, when all was sent in time."""
    until = house.at(wall)
    while (due := await dispatcher.next_wake()) is not None and due <= until:
        house.clock.set(max(due, house.clock.now()))
        await dispatcher.run_due()
    house.clock.set(until)
    await dispatcher.run_due()
    return await kinds(house)


async def unheard(house: "House", dispatcher: Dispatcher, wall: str = TEN) -> tuple[Actor, AppointmentDetails]:
    """An owner without Telegram, whose visit was confirmed a minute ago."""
    owner, visit = await house.confirmed(wall)
    await dispatcher.run_due()
    house.clock.advance(timedelta(minutes=1))
    return owner, visit


async def test_an_owner_without_telegram(house: "House", dispatcher: Dispatcher) -> None:
    owner, visit = await unheard(house, dispatcher)
    [call] = await calls(house)
    assert call.undelivered is not None
    assert (call.owner.id, call.owner.phone, call.visit) == (owner.user_id, "+4930123456", await house.get(visit.id))
    assert (call.undelivered.kind, call.undelivered.obstacle) == (Kind.CONFIRMED, Obstacle.NO_ACCOUNT)
    # The reminder is there when it is due and not before, and then it says all that there is to say.
    assert await at(house, dispatcher, "2026-03-04 09:59") == ["confirmed"]
    assert await at(house, dispatcher, "2026-03-04 10:00") == ["reminder"]
    assert await at(house, dispatcher, "2026-03-05 09:59") == ["reminder"]
    assert await at(house, dispatcher, TEN) == []


async def test_done_is_done(house: "House", dispatcher: Dispatcher) -> None:
    await unheard(house, dispatcher)
    undelivered = await first(house)
    async with house.desk.unit() as services:
        call = await services.appointments.close_call(house.staff, undelivered)
    assert call.undelivered is not None
    assert (call.undelivered.closed_by, call.undelivered.closed_at) == ("Dr. Weber", house.clock.now())
    assert await calls(house) == []
    done_at = house.clock.now()
    house.clock.advance(timedelta(minutes=3))
    async with house.desk.unit() as services:
        with pytest.raises(CallClosed) as refused:
            await services.appointments.close_call(Actor.staff("Vera"), undelivered)
    assert (refused.value.by, refused.value.at) == ("Dr. Weber", done_at)
    async with house.desk.unit() as services:
        for _ in range(2):
            await services.appointments.reopen_call(house.staff, undelivered)
    assert await kinds(house) == ["confirmed"]
    assert Counter(await house.outbox())["call_update to admin: pending"] == 2


async def test_done_once_is_done_for_the_reminders_of_that_time(house: "House", dispatcher: Dispatcher) -> None:
    _, visit = await unheard(house, dispatcher)
    assert await at(house, dispatcher, "2026-03-04 10:00") == ["reminder"]
    undelivered = await first(house)
    async with house.desk.unit() as services:
        await services.appointments.close_call(house.staff, undelivered)
    assert await at(house, dispatcher, "2026-03-05 09:00") == []  # two hours before, nobody phones again
    async with house.desk.unit() as services:
        await services.appointments.move(house.staff, visit.id, house.at("2026-03-06 10:00"))
    assert await at(house, dispatcher, "2026-03-05 09:01") == ["moved"]
    assert await at(house, dispatcher, "2026-03-05 10:00") == ["reminder"]


async def test_whoever_was_reached_is_off_the_list(house: "House", dispatcher: Dispatcher) -> None:
    _, visit = await unheard(house, dispatcher)
    undelivered = await first(house)
    async with house.desk.unit() as services:
        await services.appointments.answer_reminder(house.staff, visit.id)
        call = await services.appointments.call(house.staff, undelivered)
    assert call.undelivered is not None
    assert call.undelivered.closed_by == "Dr. Weber"
    assert await at(house, dispatcher, "2026-03-05 09:30") == []


async def test_a_reminder_that_failed_after_one_without_an_answer_is_one_entry(
    house: "House", dispatcher: Dispatcher, phones: "Phones"
) -> None:
    owner, _ = await house.confirmed(TEN)
    await house.account(owner, 7)
    assert await at(house, dispatcher, "2026-03-04 15:00") == ["unanswered"]
    phones.blocked = {7}
    assert await at(house, dispatcher, "2026-03-05 08:30") == ["reminder"]
    undelivered = await first(house)
    async with house.desk.unit() as services:
        await services.appointments.close_call(house.staff, undelivered)
    assert await kinds(house) == []


async def test_a_cancellation_stands_until_they_might_have_come(house: "House", dispatcher: Dispatcher) -> None:
    _, visit = await unheard(house, dispatcher)
    async with house.desk.unit() as services:
        await services.appointments.cancel(house.staff, visit.id)
    assert await at(house, dispatcher, "2026-03-02 10:00") == ["cancelled_by_clinic"]
    assert await at(house, dispatcher, "2026-03-05 13:59") == ["cancelled_by_clinic"]
    assert await at(house, dispatcher, "2026-03-05 14:00") == []


async def test_what_the_owner_does_or_the_visit_comes_to_ends_it(house: "House", dispatcher: Dispatcher) -> None:
    owner, visit = await unheard(house, dispatcher)
    async with house.desk.unit() as services:
        await services.appointments.cancel(owner, visit.id)
    assert await kinds(house) == []
    _, came = await unheard(house, dispatcher, "2026-03-02 12:00")
    house.clock.set(house.at("2026-03-02 11:45"))
    assert await kinds(house) == ["confirmed"]
    async with house.desk.unit() as services:
        await services.appointments.complete(house.staff, came.id)
    assert await kinds(house) == []


async def test_who_has_moved_it_knows_when_it_is(house: "House", dispatcher: Dispatcher) -> None:
    owner, visit = await unheard(house, dispatcher)
    assert await kinds(house) == ["confirmed"]
    async with house.desk.unit() as services:
        await services.appointments.move(owner, visit.id, house.at("2026-03-06 10:00"))
    assert await kinds(house) == []


async def test_later_news_that_arrived_replaces_it(house: "House", dispatcher: Dispatcher, phones: "Phones") -> None:
    owner, visit = await house.booked(TEN)
    await house.account(owner, 7)
    phones.blocked = {7}
    async with house.desk.unit() as services:
        await services.appointments.confirm(house.staff, visit.id)
    assert await at(house, dispatcher, "2026-03-02 10:00") == ["confirmed"]
    async with house.desk.unit() as services:  # they unblock the bot: what they were not told, they don't know yet
        await services.users.hear(telegram_user_id=7, display_name="Ann", language_code=None, in_admin_chat=False)
    phones.blocked = set()
    assert await at(house, dispatcher, "2026-03-02 10:01") == ["confirmed"]
    async with house.desk.unit() as services:
        await services.appointments.move(house.staff, visit.id, house.at("2026-03-05 11:00"))
    assert await at(house, dispatcher, "2026-03-02 10:02") == []
    async with house.desk.unit() as services:
        assert await services.appointments.close_pointless_calls() == 1
        assert await services.appointments.close_pointless_calls() == 0


async def test_who_does_not_know_of_a_move_may_come_at_the_old_time(house: "House", dispatcher: Dispatcher) -> None:
    _, visit = await unheard(house, dispatcher, "2026-03-04 16:00")
    async with house.desk.unit() as services:
        await services.appointments.move(house.staff, visit.id, house.at("2026-03-02 11:00"))
    assert await at(house, dispatcher, "2026-03-02 12:00") == ["moved"]
    async with house.desk.unit() as services:
        await services.appointments.no_show(house.staff, visit.id)
    assert await kinds(house) == []


async def test_a_wish_that_was_declined(house: "House", dispatcher: Dispatcher) -> None:
    owner, visit = await unheard(house, dispatcher)
    async with house.desk.unit() as services:
        wished = await services.appointments.move(owner, visit.id, house.at("2026-03-06 10:00"))
        assert wished.wish is not None
        await services.appointments.decline(house.staff, wished.wish.id, "vet_away")
    assert await at(house, dispatcher, "2026-03-02 10:00") == ["declined"]
    [call] = await calls(house)
    assert call.visit is not None
    assert (call.visit.id, call.visit.is_wish) == (wished.wish.id, True)
    async with house.desk.unit() as services:  # of what was called off, the wish is no news any more
        await services.appointments.cancel(house.staff, visit.id)
    assert await at(house, dispatcher, "2026-03-02 10:01") == ["cancelled_by_clinic"]


async def test_a_request_that_was_declined_or_ran_out(house: "House", dispatcher: Dispatcher) -> None:
    _, declined = await house.booked("2026-03-03 10:00")
    await house.booked("2026-03-02 12:00")
    async with house.desk.unit() as services:
        await services.appointments.decline(house.staff, declined.id, "vet_away")
    assert await at(house, dispatcher, "2026-03-02 11:59") == ["declined"]
    house.clock.set(house.at("2026-03-02 12:00"))
    async with house.desk.unit() as services:
        await services.appointments.expire_due()
    assert await at(house, dispatcher, "2026-03-02 12:01") == ["expired", "declined"]
    assert await at(house, dispatcher, "2026-03-02 16:00") == ["declined"]
    assert await at(house, dispatcher, "2026-03-03 14:00") == []


async def test_an_owners_calls_are_together_and_the_next_visit_comes_first(
    house: "House", dispatcher: Dispatcher
) -> None:
    ann, ben = await house.owners("Ann", "Ben")
    rex, tom = await house.pet(ann), await house.pet(ben)
    for owner, pet, wall in (
        (ann, rex, "2026-03-06 10:00"),
        (ben, tom, "2026-03-05 10:00"),
        (ann, rex, "2026-03-05 09:00"),
    ):
        request = await house.book(owner, pet, wall)
        async with house.desk.unit() as services:
            await services.appointments.confirm(house.staff, request.id)
    async with house.desk.unit() as services:
        await services.notifications.enqueue(Kind.CONFIRMED, dedupe_key="about none", user_id=ben.user_id)
    await dispatcher.run_due()
    listed = await calls(house)
    assert [(call.owner.full_name, call.visit and call.visit.number) for call in listed] == [
        ("Ann", 1003), ("Ann", 1001), ("Ben", 1002), ("Ben", None),
    ]  # fmt: skip
    house.clock.advance(timedelta(days=14))
    assert await kinds(house) == []


async def test_two_who_have_phoned_at_once(house: "House", dispatcher: Dispatcher) -> None:
    await unheard(house, dispatcher)
    undelivered = await first(house)

    async def done(name: str) -> str:
        async with house.desk.unit() as services:
            await services.appointments.close_call(Actor.staff(name), undelivered)
        return name

    outcomes = await house.together(*(lambda name=f"Vet {n}": done(name) for n in range(8)))
    won = [outcome for outcome in outcomes if isinstance(outcome, str)]
    lost = [outcome for outcome in outcomes if isinstance(outcome, CallClosed)]
    assert (len(won), len(lost)) == (1, 7)
    assert {refused.by for refused in lost} == set(won)
    assert Counter(await house.outbox())["call_update to admin: pending"] == 1


async def test_phoning_while_it_stops_mattering(house: "House", dispatcher: Dispatcher) -> None:
    owner, visit = await unheard(house, dispatcher)
    undelivered = await first(house)
    async with house.desk.unit() as services:
        await services.appointments.cancel(owner, visit.id)

    async def done() -> object:
        async with house.desk.unit() as services:
            return await services.appointments.close_call(house.staff, undelivered)

    async def tidied() -> object:
        async with house.desk.unit() as services:
            return await services.appointments.close_pointless_calls()

    outcomes = await house.together(done, tidied)
    for outcome in outcomes:
        assert not isinstance(outcome, BaseException) or (isinstance(outcome, CallClosed) and outcome.by is None)
    async with house.desk.unit() as services:
        call = await services.appointments.call(house.staff, undelivered)
        assert call.undelivered is not None
        assert call.undelivered.closed_at == house.clock.now()
        assert not call.matters


async def test_it_is_for_staff(house: "House", dispatcher: Dispatcher) -> None:
    owner, _ = await unheard(house, dispatcher)
    undelivered = await first(house)
    async with house.desk.unit() as services:
        visits = services.appointments
        for attempt in (visits.call, visits.close_call, visits.reopen_call):
            with pytest.raises(StaffOnly):
                await attempt(owner, undelivered)
            with pytest.raises(CallNotFound):
                await attempt(house.staff, uuid4())


async def test_the_sweep_keeps_what_is_open(house: "House", dispatcher: Dispatcher) -> None:
    await unheard(house, dispatcher)
    undelivered = await first(house)
    house.clock.advance(KEEP_SETTLED)
    async with house.desk.unit() as services:
        await services.housekeeping.sweep()
        assert len(await services.notifications.undelivered.pushes_of(undelivered)) == 1
        await services.appointments.close_call(house.staff, undelivered)
    house.clock.advance(KEEP_SETTLED)
    async with house.desk.unit() as services:
        await services.housekeeping.sweep()
        assert await services.notifications.undelivered.get(undelivered) is None
        assert await services.notifications.undelivered.pushes_of(undelivered) == []


async def test_the_list_is_a_handful_of_statements_however_long(house: "House", dispatcher: Dispatcher) -> None:
    counts = []
    for day in (3, 4, 5, 6):
        for hour in (10, 11, 12):
            await unheard(house, dispatcher, f"2026-03-0{day} {hour}:00")
        statements = house.count_statements()
        assert await kinds(house)
        counts.append(len(statements))
        statements.clear()
    assert counts[0] == counts[-1]
    assert max(counts) <= 4


async def test_deleted_data_is_nobodys_call(house: "House", dispatcher: Dispatcher) -> None:
    owner, _ = await unheard(house, dispatcher)
    await house.account(owner, 7)
    undelivered = await first(house)
    async with house.desk.unit() as services:
        exported = await services.own_data.export(owner)
        await services.own_data.delete(owner)
    [missed] = exported.undelivered_messages
    assert (missed.kind, missed.about_appointment, missed.why) == ("confirmed", 1001, "no_account")
    assert await kinds(house) == []
    async with house.desk.unit() as services:
        assert await services.notifications.undelivered.record(owner.user_id) == []  # type: ignore[arg-type]
        with pytest.raises(CallNotFound):
            await services.appointments.close_call(house.staff, undelivered)
    assert Counter(await house.outbox())["call_update to admin: pending"] == 1  # what the clinic reads names them still
