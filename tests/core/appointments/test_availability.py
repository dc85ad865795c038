"""Which days and slots are offered. It is Monday, nine o'clock."""

from datetime import date, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from core.appointments.errors import ServiceUnavailable, VetUnavailable
from core.appointments.schemas import Slot
from core.clinic.errors import ServiceNotFound, VetNotFound
from core.clinic.schemas import ServiceChanges
from core.users.schemas import Actor

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)
TUESDAY = MONDAY + DAY
VACCINATIONS_A_DAY = 13 + 17
"""Half an hour each, every quarter of an hour, from 09:00 to 12:30 and from 13:30 to 18:00."""


async def slots(
    house: "House", day: date, *, code: str = "vaccination", vet_id: UUID | None = None, actor: Actor | None = None
) -> list[Slot]:
    service = await house.service(code)
    async with house.desk.unit() as services:
        return await services.appointments.free_slots(service.id, vet_id, day, actor=actor)


async def walls(house: "House", day: date, *, code: str = "vaccination", vet_id: UUID | None = None) -> list[str]:
    return house.walls([slot.starts_at for slot in await slots(house, day, code=code, vet_id=vet_id)])


async def days(house: "House", first: date, last: date, *, actor: Actor | None = None) -> dict[date, int]:
    service = await house.service()
    async with house.desk.unit() as services:
        return await services.appointments.free_days(service.id, None, first, last, actor=actor)


async def test_a_day_of_slots_around_lunch(house: "House") -> None:
    found = await slots(house, TUESDAY)
    shown = house.walls([slot.starts_at for slot in found])
    assert len(found) == VACCINATIONS_A_DAY
    assert (shown[0], shown[12], shown[13], shown[-1]) == ("09:00", "12:00", "13:30", "17:30")
    assert {slot.ends_at - slot.starts_at for slot in found} == {timedelta(minutes=30)}


async def test_a_long_service_fits_where_a_short_one_does_not(house: "House") -> None:
    shown = await walls(house, date(2026, 3, 10), code="surgery")
    assert (shown[0], shown[6], shown[7], shown[-1]) == ("09:00", "10:30", "13:30", "16:00")


async def test_a_booked_visit_takes_its_slots_and_gives_them_back(house: "House") -> None:
    owner = await house.owner()
    visit = await house.book(owner, await house.pet(owner), "2026-03-03 10:00")
    shown = await walls(house, TUESDAY)
    assert {"09:30", "10:30"} <= set(shown)
    assert not {"09:45", "10:00", "10:15"} & set(shown)
    async with house.desk.unit() as services:
        await services.appointments.cancel(owner, visit.id)
    assert len(await slots(house, TUESDAY)) == VACCINATIONS_A_DAY


async def test_a_buffer_reaches_into_the_next_slots(house: "House") -> None:
    owner = await house.owner()
    await house.book(owner, await house.pet(owner), "2026-03-10 09:00", code="surgery")  # until 11:00, and 30 minutes
    assert (await walls(house, date(2026, 3, 10)))[0] == "11:30"


async def test_a_buffer_past_midnight_meets_the_next_days_first_visit(house: "House") -> None:
    async with house.desk.unit() as services:
        for weekday in (1, 2):
            await services.clinic.set_opening_hours(
                house.staff, weekday, [(time(0), time(3)), (time(21), time(23, 59))]
            )
    day = date(2026, 3, 10)
    assert (await walls(house, day, code="surgery"))[-1] == "22:00"  # it ends at midnight
    owner = await house.owner()
    await house.book(owner, await house.pet(owner), "2026-03-11 00:15")
    assert (await walls(house, day, code="surgery"))[-1] == "21:45"


async def test_today_begins_after_the_notice(house: "House") -> None:
    assert (await walls(house, MONDAY))[0] == "11:00"
    assert (await walls(house, MONDAY, code="emergency"))[0] == "09:15"  # not this very moment
    assert house.walls([slot.starts_at for slot in await slots(house, MONDAY, actor=house.staff)])[0] == "09:15"
    assert await walls(house, MONDAY, code="surgery") == []


async def test_there_is_nothing_behind_and_nothing_beyond_the_horizon(house: "House") -> None:
    last = MONDAY + 60 * DAY  # 1 May, a Friday
    assert await slots(house, MONDAY - 3 * DAY) == []
    assert len(await slots(house, last)) == VACCINATIONS_A_DAY
    assert await slots(house, last + 3 * DAY) == []
    assert len(await slots(house, last + 3 * DAY, actor=house.staff)) == VACCINATIONS_A_DAY
    for forged in (date.min, date.max):
        assert await slots(house, forged) == []
        assert await slots(house, forged, actor=house.staff) == []


async def test_the_horizon_is_counted_in_local_days(house: "House") -> None:
    house.clock.set(house.at("2026-03-03 00:30"))  # still Monday in UTC
    found = await days(house, MONDAY, MONDAY + 90 * DAY)
    assert (min(found), max(found)) == (TUESDAY, TUESDAY + 60 * DAY)


async def test_free_days_say_how_much_is_left(house: "House") -> None:
    async with house.desk.unit() as services:
        await services.clinic.add_closure(house.staff, house.at("2026-03-04 00:00"), house.at("2026-03-05 12:00"))
    assert await days(house, MONDAY, MONDAY + 7 * DAY) == {
        MONDAY: 5 + 17,
        TUESDAY: VACCINATIONS_A_DAY,
        # Wednesday is closed
        MONDAY + 3 * DAY: 1 + 17,
        MONDAY + 4 * DAY: VACCINATIONS_A_DAY,
        MONDAY + 5 * DAY: 15,
        # so is Sunday
        MONDAY + 7 * DAY: VACCINATIONS_A_DAY,
    }


async def test_days_agree_with_their_slots(house: "House") -> None:
    owner = await house.owner()
    for wall in ("2026-03-27 17:30", "2026-03-30 09:00", "2026-03-30 13:30"):
        await house.book(owner, await house.pet(owner, wall), wall)
    counted = await days(house, MONDAY, MONDAY + 60 * DAY)
    for day in (MONDAY + offset * DAY for offset in range(20, 35)):
        assert counted.get(day, 0) == len(await slots(house, day)), day


async def test_any_vet_is_the_least_loaded_who_is_free_then(house: "House") -> None:
    first, second = await house.vet_id(), await house.add_vet("Bea")
    owner = await house.owner()
    assert {slot.vet_id for slot in await slots(house, TUESDAY)} == {first}  # nobody has anything: the first
    await house.book(owner, await house.pet(owner, "A"), "2026-03-03 10:00", vet_id=first)
    found = await slots(house, TUESDAY)
    assert len(found) == VACCINATIONS_A_DAY  # each time once
    assert {slot.vet_id for slot in found} == {second}
    await house.book(owner, await house.pet(owner, "B"), "2026-03-03 16:00", code="routine", vet_id=second)
    taken = {slot.vet_id for slot in await slots(house, TUESDAY) if house.walls([slot.starts_at]) == ["10:00"]}
    assert taken == {second}  # the least loaded has no time at ten
    assert {s.vet_id for s in await slots(house, TUESDAY) if house.walls([s.starts_at]) == ["09:00"]} == {first}
    assert {slot.vet_id for slot in await slots(house, TUESDAY + DAY)} == {first}  # the load is that of the day


async def test_each_vet_has_their_own_day(house: "House") -> None:
    first, second = await house.vet_id(), await house.add_vet("Bea")
    async with house.desk.unit() as services:
        await services.clinic.set_opening_hours(house.staff, 1, [(time(18), time(19))], second)
        await services.clinic.add_closure(
            house.staff, house.at("2026-03-03 09:00"), house.at("2026-03-03 17:00"), None, first
        )
    assert await walls(house, TUESDAY, vet_id=second) == ["18:00", "18:15", "18:30"]
    assert await walls(house, TUESDAY, vet_id=first) == ["17:00", "17:15", "17:30"]
    found = {house.walls([slot.starts_at])[0]: slot.vet_id for slot in await slots(house, TUESDAY)}
    assert found["17:30"] == first
    assert found["18:00"] == second


async def test_what_is_no_longer_offered(house: "House") -> None:
    service, first = await house.service(), await house.vet_id()
    await house.add_vet("Bea")
    async with house.desk.unit() as services:
        await services.clinic.set_vet_active(house.staff, first, False)
        with pytest.raises(VetUnavailable):
            await services.appointments.free_slots(service.id, first, TUESDAY)
        with pytest.raises(VetNotFound):
            await services.appointments.free_slots(service.id, uuid4(), TUESDAY)
        with pytest.raises(ServiceNotFound):
            await services.appointments.free_slots(uuid4(), None, TUESDAY)
        await services.clinic.edit_service(house.staff, service.id, ServiceChanges(active=False))
        with pytest.raises(ServiceUnavailable):
            await services.appointments.free_days(service.id, None, MONDAY, TUESDAY)


async def nearest(house: "House", wall: str, limit: int = 3) -> list[str]:
    service = await house.service()
    async with house.desk.unit() as services:
        found = await services.appointments.nearest_slots(service.id, None, house.at(wall), limit)
    return [f"{slot.starts_at.astimezone(house.desk.settings.zone):%m-%d %H:%M}" for slot in found]


async def test_the_nearest_slots(house: "House") -> None:
    assert await nearest(house, "2026-03-03 12:30") == ["03-03 12:00", "03-03 11:45", "03-03 11:30"]
    assert await nearest(house, "2026-03-03 12:50") == ["03-03 13:30", "03-03 12:00", "03-03 13:45"]
    assert await nearest(house, "2026-03-08 12:00", 2) == ["03-09 09:00", "03-09 09:15"]  # a Sunday
    assert await nearest(house, "2026-03-01 09:00", 2) == ["03-02 11:00", "03-02 11:15"]  # never behind
    assert await nearest(house, "2027-01-01 09:00", 1) == ["05-01 17:30"]  # never beyond the horizon


async def test_the_nearest_slots_may_be_weeks_away(house: "House") -> None:
    async with house.desk.unit() as services:
        await services.clinic.add_closure(house.staff, house.at("2026-03-02 00:00"), house.at("2026-04-20 12:00"))
    assert await nearest(house, "2026-03-10 09:00", 2) == ["04-20 12:00", "04-20 13:30"]
    async with house.desk.unit() as services:
        await services.clinic.add_closure(house.staff, house.at("2026-04-20 00:00"), house.at("2026-05-02 00:00"))
    assert await nearest(house, "2026-03-10 09:00") == []


async def test_the_nearest_slots_behind_are_found_when_those_ahead_are_further(house: "House") -> None:
    async with house.desk.unit() as services:
        await services.clinic.add_closure(house.staff, house.at("2026-03-10 18:00"), house.at("2026-03-25 16:45"))
    assert await nearest(house, "2026-03-18 00:30") == ["03-10 17:30", "03-10 17:15", "03-10 17:00"]


async def test_two_months_take_few_statements(house: "House") -> None:
    service = await house.service()
    async with house.desk.unit() as services:
        await services.clinic.add_closure(house.staff, house.at("2026-03-02 00:00"), house.at("2026-04-20 12:00"))
    statements = house.count_statements()
    async with house.desk.unit() as services:
        await services.appointments.free_days(service.id, None, MONDAY, MONDAY + 60 * DAY)
    assert len(statements) == 2  # the clinic's rules, and what is booked
    statements.clear()
    async with house.desk.unit() as services:
        await services.appointments.nearest_slots(service.id, None, house.at("2026-03-10 09:00"))
    assert len(statements) == 3  # the days around first, then the whole horizon
