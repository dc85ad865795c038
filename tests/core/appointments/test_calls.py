"""Who is to be phoned. It is Monday, nine o'clock; times are what the wall clock shows."""

from typing import TYPE_CHECKING

import pytest

from core.appointments.errors import MovedMeanwhile
from core.appointments.schemas import AppointmentDetails, Attendance
from core.notifications.dispatcher import Dispatcher
from core.users.errors import StaffOnly
from core.users.schemas import Actor, ActorKind

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House, Phones

TEN = "2026-03-05 10:00"


async def confirmed(house: "House", wall: str, *accounts: int) -> tuple[Actor, AppointmentDetails]:
    owner, visit = await house.confirmed(wall)
    for number in accounts:
        await house.account(owner, number)
    return owner, visit


async def to_phone(house: "House", dispatcher: Dispatcher, wall: str) -> list[tuple[int, str | None]]:
    """The numbers on the list at that moment, and when each owner was reminded: what was due was sent in time."""
    until = house.at(wall)
    while (due := await dispatcher.next_wake()) is not None and due <= until:
        house.clock.set(max(due, house.clock.now()))
        await dispatcher.run_due()
    house.clock.set(until)
    async with house.desk.unit() as services:
        calls = await services.appointments.calls(house.staff)
    return [
        (call.visit.number, house.walls([call.reminded_at])[0] if call.reminded_at else None)
        for call in calls
        if call.visit is not None and call.is_reminder
    ]


async def test_no_answer_for_four_hours(house: "House", dispatcher: Dispatcher) -> None:
    owner, visit = await confirmed(house, TEN, 1)
    assert await to_phone(house, dispatcher, "2026-03-04 09:59") == []
    assert await to_phone(house, dispatcher, "2026-03-04 10:00") == []
    assert await to_phone(house, dispatcher, "2026-03-04 13:59") == []
    assert await to_phone(house, dispatcher, "2026-03-04 14:00") == [(visit.number, "10:00")]
    assert await to_phone(house, dispatcher, "2026-03-05 09:59") == [(visit.number, "10:00")]  # the second, too
    assert await to_phone(house, dispatcher, TEN) == []
    house.clock.set(house.at("2026-03-05 09:00"))
    async with house.desk.unit() as services:
        await services.appointments.answer_reminder(owner, visit.id)
        assert await services.appointments.calls(house.staff) == []


async def test_the_next_is_first_and_only_confirmed_visits_count(house: "House", dispatcher: Dispatcher) -> None:
    _, later = await confirmed(house, "2026-03-05 11:00", 1)
    _, sooner = await confirmed(house, TEN, 2)
    _, cancelled = await confirmed(house, "2026-03-05 12:00", 3)
    await house.booked("2026-03-05 09:00")
    assert await to_phone(house, dispatcher, "2026-03-04 12:00") == []
    async with house.desk.unit() as services:
        await services.appointments.cancel(house.staff, cancelled.id)
    on_list = await to_phone(house, dispatcher, "2026-03-04 18:00")
    assert on_list == [(sooner.number, "10:00"), (later.number, "11:00")]


async def test_a_reminder_shortly_before_leaves_half_of_the_time(house: "House", dispatcher: Dispatcher) -> None:
    """Confirmed too late for the reminder of the day before."""
    house.clock.set(house.at("2026-03-04 16:00"))
    _, visit = await confirmed(house, "2026-03-05 11:00", 1)
    assert await to_phone(house, dispatcher, "2026-03-05 09:00") == []
    assert await to_phone(house, dispatcher, "2026-03-05 09:59") == []
    assert await to_phone(house, dispatcher, "2026-03-05 10:00") == [(visit.number, "09:00")]


async def test_whom_no_reminder_reached(house: "House", dispatcher: Dispatcher, phones: "Phones") -> None:
    _, without_telegram = await confirmed(house, TEN)
    _, blocked = await confirmed(house, "2026-03-05 11:00", 7)
    _, one_of_two = await confirmed(house, "2026-03-05 11:30", 8, 9)
    phones.blocked = {7, 9}
    assert await to_phone(house, dispatcher, "2026-03-04 09:00") == []
    assert await to_phone(house, dispatcher, "2026-03-04 11:30") == [
        (without_telegram.number, None),
        (blocked.number, None),
    ]
    assert await to_phone(house, dispatcher, "2026-03-04 15:30") == [
        (without_telegram.number, None),
        (blocked.number, None),
        (one_of_two.number, "11:30"),
    ]


async def test_staff_who_reached_them(house: "House", dispatcher: Dispatcher) -> None:
    _, visit = await confirmed(house, TEN, 1)
    assert len(await to_phone(house, dispatcher, "2026-03-04 15:00")) == 1
    async with house.desk.unit() as services:
        answered = await services.appointments.answer_reminder(house.staff, visit.id)
        event = (await services.appointments.history(house.staff, visit.id))[-1]
        assert await services.appointments.calls(house.staff) == []
    assert answered.attendance is Attendance.COMING
    assert (event.actor_kind, event.actor_name) == (ActorKind.STAFF, "Dr. Weber")


async def test_after_a_move_the_answer_and_the_reminders_count_anew(house: "House", dispatcher: Dispatcher) -> None:
    owner, visit = await confirmed(house, TEN, 1)
    assert len(await to_phone(house, dispatcher, "2026-03-04 15:00")) == 1
    async with house.desk.unit() as services:
        await services.appointments.answer_reminder(owner, visit.id)
        wished = await services.appointments.move(owner, visit.id, house.at("2026-03-06 10:00"))
        assert wished.wish is not None
        agreed = await services.appointments.confirm(house.staff, wished.wish.id)
        with pytest.raises(MovedMeanwhile):
            await services.appointments.answer_reminder(house.staff, visit.id)
    assert await to_phone(house, dispatcher, "2026-03-05 13:59") == []
    assert await to_phone(house, dispatcher, "2026-03-05 14:00") == [(agreed.number, "10:00")]
    async with house.desk.unit() as services:
        await services.appointments.move(house.staff, agreed.id, house.at("2026-03-09 10:00"))
    assert await to_phone(house, dispatcher, "2026-03-05 18:00") == []


async def test_the_list_is_for_staff(house: "House") -> None:
    owner = await house.owner()
    async with house.desk.unit() as services:
        with pytest.raises(StaffOnly):
            await services.appointments.calls(owner)
