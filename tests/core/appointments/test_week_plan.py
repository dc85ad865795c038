"""Everything that the picture of a week is drawn from."""

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest

from core.appointments.schemas import WeekPlan
from core.users.errors import StaffOnly

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House

MONDAY = date(2026, 3, 2)


async def plan(house: "House", first: date = MONDAY) -> WeekPlan:
    async with house.desk.unit() as services:
        return await services.appointments.plan_of_week(house.staff, first)


async def test_hours_closures_and_visits_of_each_vet(house: "House") -> None:
    second = await house.add_vet("Dr. Two")
    _, agreed = await house.confirmed("2026-03-03 10:00")
    _, waits = await house.booked("2026-03-04 09:00", code="surgery")
    owner, off = await house.booked("2026-03-05 11:00")
    async with house.desk.unit() as services:
        await services.appointments.cancel(owner, off.id)
        clinic = services.clinic
        await clinic.add_closure(house.staff, house.at("2026-03-06 08:00"), house.at("2026-03-07 00:00"), "Course")
        await clinic.add_closure(house.staff, house.at("2026-03-05 08:00"), house.at("2026-03-05 12:00"), None, second)
        await clinic.add_closure(house.staff, house.at("2026-03-09 08:00"), house.at("2026-03-09 12:00"), "Later")
        await clinic.set_opening_hours(house.staff, 6, [(time(10), time(12))], second)
    week = await plan(house)
    assert week.days == tuple(MONDAY + timedelta(days=offset) for offset in range(7))
    first, other = week.vets
    assert [closure.reason for closure in first.closures] == ["Course"]
    assert [closure.reason for closure in other.closures] == [None, "Course"]
    assert sorted(visit.number for each in week.vets for visit in each.visits) == sorted([agreed.number, waits.number])
    surgery = next(visit for each in week.vets for visit in each.visits if visit.number == waits.number)
    assert surgery.busy_until - surgery.ends_at == (await house.service("surgery")).buffer
    assert not any(span.starts_at >= house.at("2026-03-08 00:00") for span in first.openings)
    assert other.openings[-1].starts_at == house.at("2026-03-08 10:00")


async def test_a_week_is_from_midnight_to_midnight(house: "House") -> None:
    """Of a clinic that is open all night, with a buffer that reaches into Monday."""
    async with house.desk.unit() as services:
        for weekday in (6, 0):
            await services.clinic.set_opening_hours(house.staff, weekday, [(time(0), time(23, 59))])
    _, sunday = await house.booked("2026-03-08 22:00", code="surgery")
    _, monday = await house.booked("2026-03-09 00:30")
    assert sunday.ends_at == house.at("2026-03-09 00:00")
    assert sunday.busy_until == monday.starts_at
    for offset, visit in enumerate((sunday, monday)):
        [vet] = (await plan(house, MONDAY + timedelta(days=7 * offset))).vets
        assert [each.number for each in vet.visits] == [visit.number]


async def test_a_wish_to_move_stands_beside_its_visit(house: "House") -> None:
    owner, visit = await house.confirmed("2026-03-05 10:00")
    async with house.desk.unit() as services:
        moved = await services.appointments.move(owner, visit.id, house.at("2026-03-05 10:15"))
    [vet] = (await plan(house)).vets
    assert moved.wish is not None
    assert [each.id for each in vet.visits] == [visit.id, moved.wish.id]
    assert vet.visits[0].ends_at > vet.visits[1].starts_at


async def test_a_vet_off_duty_is_there_as_long_as_something_is_booked(house: "House") -> None:
    first = await house.vet_id()
    _, visit = await house.booked("2026-03-03 10:00")
    second = await house.add_vet("Dr. Two")
    async with house.desk.unit() as services:
        await services.clinic.set_vet_active(house.staff, first, False)
    two, one = (await plan(house)).vets
    assert (two.vet.id, one.vet.id) == (second, first)
    assert one.openings == ()
    assert [each.id for each in one.visits] == [visit.id]
    assert [each.vet.id for each in (await plan(house, MONDAY + timedelta(days=7))).vets] == [second]


@pytest.mark.parametrize(("first", "hours"), [(date(2026, 3, 23), 167), (date(2026, 10, 19), 169)])
async def test_weeks_in_which_the_clocks_change(house: "House", first: date, hours: int) -> None:
    async with house.desk.unit() as services:
        for weekday in range(7):
            await services.clinic.set_opening_hours(house.staff, weekday, [(time(0), time(23, 59))])
    [vet] = (await plan(house, first)).vets
    open_for = sum((span.ends_at - span.starts_at for span in vet.openings), timedelta(0))
    assert open_for == timedelta(hours=hours)


async def test_a_full_week_of_ten_vets_is_a_handful_of_statements(house: "House") -> None:
    for number in range(9):
        await house.add_vet(f"Dr. {number}")
    owners = await house.owners(*(f"Owner {number}" for number in range(12)))
    for owner, pet in zip(owners, await house.pets(*owners), strict=True):
        await house.book(owner, pet, "2026-03-03 09:00" if owner in owners[:6] else "2026-03-04 09:00")
    statements = house.count_statements()
    week = await plan(house)
    assert len(week.vets) == 10
    assert sum(len(each.visits) for each in week.vets) == 12
    assert len([each for each in statements if each.lstrip().upper().startswith("SELECT")]) <= 4


async def test_staff_alone_see_it(house: "House") -> None:
    owner = await house.owner()
    async with house.desk.unit() as services:
        with pytest.raises(StaffOnly):
            await services.appointments.plan_of_week(owner, MONDAY)
