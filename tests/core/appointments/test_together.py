"""Where moving meets the clinic's rules, the owner's block and the calendar's entry."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest

from core.appointments.calendar import CalendarWords, calendar_uid
from core.appointments.errors import DuringClosure, MoreVisitsHit, OutsideOpeningHours
from core.appointments.schemas import AppointmentDetails, AppointmentStatus
from core.front_desk import Services
from core.users.errors import BookingsBlocked
from core.users.schemas import Actor
from tests.core.appointments.test_races import interrupted

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House

WORDS = CalendarWords("Check-up", "Bring the card.")
THURSDAY = "2026-03-05 10:00"
FRIDAY = "2026-03-06 10:00"


def moving(house: "House", owner: Actor, visit: AppointmentDetails) -> Callable[[Services], Awaitable[Any]]:
    return lambda services: services.appointments.move(owner, visit.id, house.at(FRIDAY))


def closing_friday(house: "House", seen: list[AppointmentDetails]) -> Callable[[Services], Awaitable[Any]]:
    begin, end = house.at("2026-03-06 00:00"), house.at("2026-03-07 00:00")
    ids = [visit.id for visit in seen]
    return lambda services: services.appointments.close(house.staff, begin, end, reason="Roof", cancel=True, seen=ids)


async def hit_on_friday(house: "House") -> list[AppointmentDetails]:
    async with house.desk.unit() as services:
        return await services.appointments.hit_by(
            house.staff, house.at("2026-03-06 00:00"), house.at("2026-03-07 00:00"), None
        )


async def test_a_move_under_way_is_waited_for_and_seen(house: "House") -> None:
    owner, visit = await house.booked(THURSDAY)
    moved, refusal = await interrupted(house, moving(house, owner, visit), closing_friday(house, []))
    assert moved.starts_at == house.at(FRIDAY)
    assert isinstance(refusal, MoreVisitsHit)


async def test_a_move_that_comes_while_somebody_closes_is_refused(house: "House") -> None:
    owner, visit = await house.confirmed(THURSDAY)
    closed, refusal = await interrupted(house, closing_friday(house, []), moving(house, owner, visit))
    assert closed[1] == []
    assert isinstance(refusal, DuringClosure)
    assert (await house.get(visit.id)).wish is None


async def test_a_move_and_a_vet_who_goes_off_duty(house: "House") -> None:
    owner, visit = await house.booked(THURSDAY)
    await house.add_vet("Bea")

    async def off_duty(services: Services) -> Any:
        return await services.clinic.set_vet_active(house.staff, visit.vet.id, False)

    _, moved = await interrupted(house, off_duty, moving(house, owner, visit))
    assert moved.vet.name == "Bea"


async def test_new_hours_and_a_move(house: "House") -> None:
    owner, visit = await house.booked(THURSDAY)

    async def no_fridays(services: Services) -> Any:
        return await services.clinic.set_opening_hours(house.staff, 4, [])

    _, refusal = await interrupted(house, no_fridays, moving(house, owner, visit))
    assert isinstance(refusal, OutsideOpeningHours)


async def test_a_closure_at_the_new_time_ends_the_wish_and_not_the_visit(house: "House") -> None:
    owner, visit = await house.confirmed(THURSDAY)
    async with house.desk.unit() as services:
        await services.appointments.move(owner, visit.id, house.at(FRIDAY))
    (wish,) = await hit_on_friday(house)
    assert wish.is_wish
    async with house.desk.unit() as services:
        _, ended = await closing_friday(house, [wish])(services)
    assert [each.status for each in ended] == [AppointmentStatus.CANCELLED]
    left = await house.get(visit.id)
    assert (left.status, left.wish, left.starts_at) == (AppointmentStatus.CONFIRMED, None, house.at(THURSDAY))
    outbox = await house.outbox()
    assert outbox.count("cancelled_by_clinic to user: pending") == 1
    assert outbox.count("reminder to user: pending") == 2


async def test_a_closure_that_hits_both_ends_both_and_tells_once(house: "House") -> None:
    owner, visit = await house.confirmed("2026-03-06 15:00")
    async with house.desk.unit() as services:
        await services.appointments.move(owner, visit.id, house.at(FRIDAY))
    hit = await hit_on_friday(house)
    assert len(hit) == 2
    async with house.desk.unit() as services:
        await closing_friday(house, hit)(services)
    assert await hit_on_friday(house) == []
    assert (await house.get(visit.id)).status is AppointmentStatus.CANCELLED
    assert "reminder to user: pending" not in await house.outbox()


async def test_a_blocked_owner_asks_for_no_other_time(house: "House") -> None:
    owner, visit = await house.confirmed(THURSDAY)
    async with house.desk.unit() as services:
        assert owner.user_id is not None
        await services.users.records.block(house.staff, owner.user_id)
        with pytest.raises(BookingsBlocked):
            await services.appointments.check_move(owner, visit.id)
        with pytest.raises(BookingsBlocked):
            await services.appointments.move(owner, visit.id, house.at(FRIDAY))
        assert (await services.appointments.move(house.staff, visit.id, house.at(FRIDAY))).number == visit.number
        assert (await services.appointments.cancel(owner, visit.id)).status is AppointmentStatus.CANCELLED


async def file_of(house: "House", visit: AppointmentDetails) -> dict[str, str] | None:
    async with house.desk.unit() as services:
        content = await services.appointments.calendar_file(visit, WORDS)
    if content is None:
        return None
    return dict(line.split(":", 1) for line in content.decode().split("\r\n") if line.count(":") == 1)


async def test_the_calendars_entry_goes_with_a_visit_that_is_moved(house: "House") -> None:
    owner, visit = await house.confirmed(THURSDAY)
    before = await file_of(house, await house.get(visit.id))
    async with house.desk.unit() as services:
        asked = await services.appointments.move(owner, visit.id, house.at(FRIDAY))
        assert asked.wish is not None
        wish = await services.appointments.get(house.staff, asked.wish.id)
    # Until the clinic agrees the entry is that of the old time, and the wish has none.
    assert await file_of(house, wish) is None
    still = await file_of(house, await house.get(visit.id))
    assert before is not None
    assert still is not None
    assert (still["UID"], still["DTSTART;TZID=Europe/Berlin"]) == (before["UID"], "20260305T100000")

    async with house.desk.unit() as services:
        moved = await services.appointments.confirm(house.staff, wish.id)
    after = await file_of(house, moved)
    assert after is not None
    assert (after["UID"], after["DTSTART;TZID=Europe/Berlin"]) == (before["UID"], "20260306T100000")
    assert int(after["SEQUENCE"]) > int(still["SEQUENCE"]) >= int(before["SEQUENCE"])
    assert calendar_uid(moved) == before["UID"]
    # What was there before gives no file that would take the entry away.
    assert await file_of(house, await house.get(visit.id)) is None

    async with house.desk.unit() as services:
        gone = await services.appointments.cancel(owner, moved.id)
    last = await file_of(house, gone)
    assert last is not None
    assert (last["UID"], last["METHOD"], last["STATUS"]) == (before["UID"], "CANCEL", "CANCELLED")
    assert int(last["SEQUENCE"]) > int(after["SEQUENCE"])
