"""How full the days are, and the agenda in the morning."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from core.appointments.schemas import DayLoad
from core.notifications.models import Notification
from core.notifications.schemas import Kind
from core.pets.schemas import PetChanges
from core.users.errors import StaffOnly
from tests.core.appointments.conftest import ZONE

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House

MONDAY = date(2026, 3, 2)
AGENDAS = select(Notification).where(Notification.kind == Kind.AGENDA).order_by(Notification.due_at)


async def week(house: "House", first: date = MONDAY) -> dict[date, DayLoad]:
    async with house.desk.unit() as services:
        return {load.day: load for load in await services.appointments.week(house.staff, first)}


async def planned(house: "House") -> list[str]:
    """When agendas are due, by the clinic's wall clock."""
    async with house.desk.unit() as services:
        await services.appointments.plan_agenda()
    async with house.database.transaction() as session:
        rows = await session.scalars(AGENDAS)
        return [f"{row.due_at.astimezone(ZONE):%a %H:%M}" for row in rows]


async def test_a_week_counts_what_takes_time(house: "House") -> None:
    await house.booked("2026-03-03 09:00")
    await house.confirmed("2026-03-03 10:00")
    owner, off = await house.booked("2026-03-03 11:00")
    async with house.desk.unit() as services:
        await services.appointments.cancel(owner, off.id)
    loads = await week(house)
    assert list(loads) == [MONDAY + timedelta(days=offset) for offset in range(7)]
    assert loads[date(2026, 3, 3)] == DayLoad(
        day=date(2026, 3, 3), visits=1, waiting=1, proposed=0, working=timedelta(hours=8), booked=timedelta(hours=1)
    )
    assert loads[date(2026, 3, 7)].working == timedelta(hours=4)
    assert loads[date(2026, 3, 8)].working == timedelta(0)
    owner = await house.owner()
    async with house.desk.unit() as services:
        with pytest.raises(StaffOnly):
            await services.appointments.week(owner, MONDAY)


async def test_closures_and_vets_count(house: "House") -> None:
    second = await house.add_vet("Dr. Two")
    async with house.desk.unit() as services:
        clinic = services.clinic
        await clinic.add_closure(house.staff, house.at("2026-03-03 08:00"), house.at("2026-03-03 10:00"), "Late")
        await clinic.add_closure(house.staff, house.at("2026-03-03 09:30"), house.at("2026-03-03 11:00"), "Later")
        await clinic.add_closure(
            house.staff, house.at("2026-03-03 12:00"), house.at("2026-03-04 00:00"), "Course", vet_id=second
        )
    # From 11:00 to 12:30 and 13:30 to 18:00; the other vet until 12:00.
    assert (await week(house))[date(2026, 3, 3)].working == timedelta(hours=7)


async def test_the_night_of_the_change_belongs_to_its_day(house: "House") -> None:
    loads = await week(house, date(2026, 3, 23))
    assert loads[date(2026, 3, 27)].working == timedelta(hours=8)
    assert [day for day in loads if loads[day].working == timedelta(0)] == [date(2026, 3, 29)]


async def test_the_agenda_is_due_when_the_next_day_opens(house: "House") -> None:
    house.clock.set(house.at("2026-03-02 08:00"))
    assert await planned(house) == ["Mon 09:00"]
    assert await planned(house) == ["Mon 09:00"]
    # It is due; then the next one is planned, and after Saturday that of Monday.
    house.clock.set(house.at("2026-03-02 09:00"))
    assert await planned(house) == ["Mon 09:00", "Tue 09:00"]
    house.clock.set(house.at("2026-03-07 12:00"))
    assert (await planned(house))[-1] == "Mon 09:00"


async def test_a_day_that_is_closed_has_none_and_a_late_one_a_later(house: "House") -> None:
    house.clock.set(house.at("2026-03-02 12:00"))
    async with house.desk.unit() as services:
        add = services.clinic.add_closure
        await add(house.staff, house.at("2026-03-03 00:00"), house.at("2026-03-04 00:00"), "Holiday")
        await add(house.staff, house.at("2026-03-04 08:00"), house.at("2026-03-04 10:15"), "Course")
    assert await planned(house) == ["Wed 10:15"]
    async with house.desk.unit() as services:
        assert await services.appointments.opens_at(date(2026, 3, 3)) is None
        await services.clinic.add_closure(house.staff, house.at("2026-03-02 13:00"), house.at("2026-04-30 00:00"), "X")
        assert await services.appointments.plan_agenda() == house.at("2026-04-30 09:00"), (
            "nobody may ask again till then"
        )
        await services.clinic.add_closure(house.staff, house.at("2026-04-29 13:00"), house.at("2027-04-30 00:00"), "X")
        assert await services.appointments.plan_agenda() is None


async def test_a_completed_vaccination_is_the_pets_latest(house: "House") -> None:
    owner, visit = await house.confirmed("2026-03-03 09:00")
    async with house.desk.unit() as services:
        await services.pets.update(owner, visit.pet.id, PetChanges(last_vaccination=date(2025, 1, 1)))
    house.clock.set(house.at("2026-03-03 09:30"))
    async with house.desk.unit() as services:
        await services.appointments.complete(house.staff, visit.id)
        assert (await services.pets.get(owner, visit.pet.id)).last_vaccination == date(2026, 3, 3)


async def test_another_service_vaccinates_nobody(house: "House") -> None:
    owner = await house.owner()
    visit = await house.book(owner, await house.pet(owner), "2026-03-03 09:00", code="routine")
    async with house.desk.unit() as services:
        await services.appointments.confirm(house.staff, visit.id)
    house.clock.set(house.at("2026-03-03 09:30"))
    async with house.desk.unit() as services:
        await services.appointments.complete(house.staff, visit.id)
        assert (await services.pets.get(owner, visit.pet.id)).last_vaccination is None
