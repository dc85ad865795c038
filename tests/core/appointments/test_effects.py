"""What changed rules do to visits already booked: hours, vets, services, closures."""

from collections.abc import Awaitable, Callable
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from core.appointments.errors import DuringClosure, MoreVisitsHit, MoreVisitsOutside
from core.appointments.schemas import AppointmentDetails, AppointmentStatus
from core.clinic.errors import InvalidClosure, InvalidText, NoOwnHoursLeft, OverlappingHours, VetNotFound
from core.clinic.schemas import ServiceChanges
from core.front_desk import Services
from core.users.errors import StaffOnly
from core.users.schemas import Actor
from tests.core.appointments.test_races import interrupted

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House

MORNING, NOON = (time(9), time(12, 30)), (time(12), time(14))


def numbers(visits: list[AppointmentDetails]) -> list[int]:
    return [visit.number for visit in visits]


async def outside_if(house: "House", vet_id: UUID | None, days: dict[int, Any] | None) -> list[int]:
    async with house.desk.unit() as services:
        return numbers(await services.appointments.outside_if(house.staff, vet_id, days))


# Hours


async def test_visits_outside_new_hours_are_named_and_stay(house: "House") -> None:
    await house.booked("2026-03-03 12:00")  # Tuesday, until 12:30
    await house.booked("2026-03-03 14:00")
    await house.booked("2026-03-10 17:30")
    await house.booked("2026-03-04 14:00")  # Wednesday
    assert await outside_if(house, None, {1: [MORNING]}) == [1002, 1003]
    assert await outside_if(house, None, {1: [(time(9), time(12, 15)), (time(13, 30), time(18))]}) == [1001]
    assert await outside_if(house, None, {1: [], 2: []}) == [1001, 1002, 1004, 1003]
    assert await outside_if(house, None, {0: []}) == []
    async with house.desk.unit() as services:
        await services.clinic.set_opening_hours(house.staff, 1, [MORNING])
        outside = await services.appointments.outside_hours(house.staff, None, [1])
        assert numbers(outside) == [1002, 1003]
        assert {visit.status for visit in outside} == {AppointmentStatus.PENDING}
        assert await services.appointments.outside_hours(house.staff, None, [0, 2, 3, 4, 5, 6]) == []
    assert await house.outbox() == ["request_card to admin: pending"] * 4


async def test_new_hours_count_for_the_visits_that_were_shown(house: "House") -> None:
    _, seen = await house.booked("2026-03-03 14:00")
    _, unseen = await house.booked("2026-03-10 15:00")
    async with house.desk.unit() as services:
        before = await services.clinic.opening_hours()
        with pytest.raises(MoreVisitsOutside) as refusal:
            await services.appointments.change_hours(house.staff, None, {1: [MORNING], 6: [MORNING]}, seen=[seen.id])
        assert refusal.value.count == 2
        assert await services.clinic.opening_hours() == before
    owner = await house.owner()
    async with house.desk.unit() as services:
        with pytest.raises(StaffOnly):
            await services.appointments.change_hours(owner, None, {1: []}, seen=[])
    # One more than there is stops nothing.
    async with house.desk.unit() as services:
        outside = await services.appointments.change_hours(
            house.staff, None, {1: [MORNING], 6: [MORNING]}, seen=[seen.id, unseen.id, uuid4()]
        )
        assert numbers(outside) == [seen.number, unseen.number]
        hours = await services.clinic.opening_hours()
    assert [(each.weekday, each.closes) for each in hours if each.weekday in (1, 6)] == [
        (1, time(12, 30)),
        (6, time(12, 30)),
    ]


async def test_only_open_visits_ahead_count(house: "House") -> None:
    _, over = await house.confirmed("2026-03-03 09:00")
    _, cancelled = await house.booked("2026-03-03 14:00")
    _, coming = await house.confirmed("2026-03-03 15:00")
    async with house.desk.unit() as services:
        await services.appointments.cancel(house.staff, cancelled.id)
    house.clock.set(over.ends_at)
    assert await outside_if(house, None, {1: []}) == [coming.number]


async def test_a_vet_with_own_hours_does_not_feel_the_clinics(house: "House") -> None:
    first, second = await house.vet_id(), await house.add_vet("Bea")
    owner = await house.owner()
    pets = await house.pets(owner, owner)
    await house.book(owner, pets[0], "2026-03-03 10:00", vet_id=first)
    await house.book(owner, pets[1], "2026-03-03 10:00", vet_id=second)
    assert await outside_if(house, second, {1: [NOON]}) == [1002]
    async with house.desk.unit() as services:
        await services.clinic.set_opening_hours(house.staff, 1, [MORNING], second)
    assert await outside_if(house, None, {1: []}) == [1001]
    assert await outside_if(house, second, {1: []}) == [1002]
    async with house.desk.unit() as services:
        await services.clinic.set_opening_hours(house.staff, 1, [])
    assert await outside_if(house, second, None) == [1002]  # as the clinic, which is closed
    assert await outside_if(house, None, {0: [MORNING]}) == []


async def test_a_vet_off_duty_still_has_their_visits(house: "House") -> None:
    first, second = await house.vet_id(), await house.add_vet("Bea")
    owner = await house.owner()
    await house.book(owner, await house.pet(owner), "2026-03-03 10:00", vet_id=second)
    async with house.desk.unit() as services:
        await services.clinic.set_vet_active(house.staff, second, False)
        assert numbers(await services.appointments.ahead_of_vet(house.staff, second)) == [1001]
        assert await services.appointments.ahead_of_vet(house.staff, first) == []
    assert await outside_if(house, None, {1: []}) == [1001]


async def test_hours_that_cannot_be_are_refused_before_they_are_saved(house: "House") -> None:
    vet = await house.vet_id()
    for days, vet_id, error in (
        ({1: [MORNING, NOON]}, None, OverlappingHours),
        ({1: []}, uuid4(), VetNotFound),
        ({day: [] for day in range(7)}, vet, NoOwnHoursLeft),
    ):
        with pytest.raises(error):
            await outside_if(house, vet_id, days)


async def test_the_night_on_which_the_clocks_change(house: "House") -> None:
    """On 29 March 02:00 is 03:00: the hours are what the wall clock shows."""
    house.clock.set(house.at("2026-03-20 09:00"))
    async with house.desk.unit() as services:
        await services.clinic.set_opening_hours(house.staff, 6, [(time(1), time(5))])
    await house.booked("2026-03-29 03:30")
    assert await outside_if(house, None, {6: [(time(3), time(4))]}) == []
    assert await outside_if(house, None, {6: [(time(1), time(3))]}) == [1001]


# Services


async def test_booked_visits_keep_their_length(house: "House") -> None:
    service = await house.service("vaccination")
    _, visit = await house.booked("2026-03-03 10:00")
    async with house.desk.unit() as services:
        changes = ServiceChanges(duration=timedelta(hours=2), buffer=timedelta(hours=1), active=False)
        await services.clinic.edit_service(house.staff, service.id, changes)
        (ahead,) = await services.appointments.ahead_of_service(house.staff, service.id)
    assert (ahead.starts_at, ahead.ends_at) == (visit.starts_at, visit.ends_at)
    await house.booked("2026-03-03 10:30", code="routine")  # the old visit blocks no more than it did


# Closures


async def close(house: "House", begin: str, end: str, **wanted: Any) -> Any:
    options = {"cancel": True, "seen": (), **wanted}
    async with house.desk.unit() as services:
        return await services.appointments.close(house.staff, house.at(begin), house.at(end), **options)


async def hit(house: "House", begin: str, end: str, vet_id: UUID | None = None) -> list[AppointmentDetails]:
    async with house.desk.unit() as services:
        return await services.appointments.hit_by(house.staff, house.at(begin), house.at(end), vet_id)


async def test_a_closure_cancels_what_it_hits_and_tells_each_owner(house: "House") -> None:
    await house.booked("2026-03-03 09:30")
    await house.confirmed("2026-03-03 10:00")
    _, untouched = await house.booked("2026-03-03 11:00")
    seen = await hit(house, "2026-03-03 09:45", "2026-03-03 11:00")
    assert numbers(seen) == [1001, 1002]
    closure, cancelled = await close(
        house, "2026-03-03 09:45", "2026-03-03 11:00", reason="Power cut", seen=[visit.id for visit in seen]
    )
    assert [(visit.number, visit.status, visit.reason) for visit in cancelled] == [
        (1001, AppointmentStatus.CANCELLED, "Power cut"),
        (1002, AppointmentStatus.CANCELLED, "Power cut"),
    ]
    assert closure.reason == "Power cut"
    outbox = await house.outbox()
    assert outbox.count("cancelled_by_clinic to user: pending") == 2
    assert outbox.count("reminder to user: withdrawn") == 2
    assert "reminder to user: pending" not in outbox
    assert (await house.get(untouched.id)).status is AppointmentStatus.PENDING
    with pytest.raises(DuringClosure):
        await house.booked("2026-03-03 10:30")


async def test_a_closure_may_keep_what_it_hits(house: "House") -> None:
    _, visit = await house.confirmed("2026-03-03 10:00")
    closure, kept = await close(house, "2026-03-03 00:00", "2026-03-04 00:00", cancel=False, seen=[visit.id])
    assert numbers(kept) == [visit.number]
    assert closure.reason is None
    assert (await house.get(visit.id)).status is AppointmentStatus.CONFIRMED
    assert "cancelled_by_clinic to user: pending" not in await house.outbox()
    with pytest.raises(DuringClosure):
        await house.booked("2026-03-03 11:00")


async def test_a_vet_who_is_away_keeps_nobody_elses_visits(house: "House") -> None:
    first, second = await house.vet_id(), await house.add_vet("Bea")
    owner = await house.owner()
    pets = await house.pets(owner, owner)
    await house.book(owner, pets[0], "2026-03-03 10:00", vet_id=first)
    theirs = await house.book(owner, pets[1], "2026-03-03 10:00", vet_id=second)
    _, cancelled = await close(house, "2026-03-03 00:00", "2026-03-04 00:00", vet_id=second, seen=[theirs.id])
    assert numbers(cancelled) == [1002]
    assert numbers(await hit(house, "2026-03-03 00:00", "2026-03-04 00:00")) == [1001]


async def test_what_has_begun_is_not_hit(house: "House") -> None:
    _, begun = await house.confirmed("2026-03-03 10:00")
    await house.confirmed("2026-03-03 11:00")
    house.clock.set(begun.starts_at)
    assert numbers(await hit(house, "2026-03-03 00:00", "2026-03-04 00:00")) == [1002]


async def test_a_visit_that_nobody_has_seen_stops_everything(house: "House") -> None:
    _, seen = await house.booked("2026-03-03 09:00")
    await house.booked("2026-03-03 10:00")
    with pytest.raises(MoreVisitsHit) as refusal:
        await close(house, "2026-03-03 00:00", "2026-03-04 00:00", seen=[seen.id])
    assert refusal.value.count == 2
    async with house.desk.unit() as services:
        assert await services.clinic.closures(house.clock.now()) == []
    assert (await house.get(seen.id)).status is AppointmentStatus.PENDING


async def test_one_fewer_than_seen_stops_nothing(house: "House") -> None:
    owner, gone = await house.booked("2026-03-03 09:00")
    _, other = await house.booked("2026-03-03 10:00")
    async with house.desk.unit() as services:
        await services.appointments.cancel(owner, gone.id)
    _, cancelled = await close(house, "2026-03-03 00:00", "2026-03-04 00:00", seen=[gone.id, other.id])
    assert numbers(cancelled) == [other.number]


@pytest.mark.parametrize(
    ("day", "next_day", "hours"), [("2026-03-29", "2026-03-30", 23), ("2026-10-25", "2026-10-26", 25)]
)
async def test_a_day_closed_on_which_the_clocks_change(house: "House", day: str, next_day: str, hours: int) -> None:
    house.clock.set(house.at(f"{day[:8]}20 09:00"))
    async with house.desk.unit() as services:
        for weekday in (5, 6, 0):
            await services.clinic.set_opening_hours(house.staff, weekday, [(time(0), time(23, 59))])
    await house.booked(f"{day[:8]}{int(day[8:]) - 1} 23:00")
    await house.booked(f"{day} 00:00")
    await house.booked(f"{day} 23:30")
    await house.booked(f"{next_day} 00:00")
    assert numbers(await hit(house, f"{day} 00:00", f"{next_day} 00:00")) == [1002, 1003]
    assert house.at(f"{next_day} 00:00") - house.at(f"{day} 00:00") == timedelta(hours=hours)


async def test_closures_that_cannot_be_change_nothing(house: "House") -> None:
    _, visit = await house.booked("2026-03-03 10:00")
    for begin, end, more, error in (
        ("2026-03-04 00:00", "2026-03-03 00:00", {}, InvalidClosure),
        ("2026-03-01 00:00", "2026-03-02 00:00", {}, InvalidClosure),
        ("2026-03-03 00:00", "2026-03-04 00:00", {"vet_id": uuid4()}, VetNotFound),
        ("2026-03-03 00:00", "2026-03-04 00:00", {"reason": "x" * 201}, InvalidText),
    ):
        with pytest.raises(error):
            await close(house, begin, end, seen=[visit.id], **more)
    assert (await house.get(visit.id)).status is AppointmentStatus.PENDING


async def test_owners_are_told_nothing_of_it(house: "House") -> None:
    owner, visit = await house.booked("2026-03-03 10:00")
    begin, end = house.at("2026-03-03 00:00"), house.at("2026-03-04 00:00")
    async with house.desk.unit() as services:
        for attempt in (
            services.appointments.ahead_of_vet(owner, visit.vet.id),
            services.appointments.ahead_of_service(owner, visit.service.id),
            services.appointments.outside_hours(owner, None, [1]),
            services.appointments.outside_if(owner, None, {1: []}),
            services.appointments.hit_by(owner, begin, end, None),
            services.appointments.close(owner, begin, end, cancel=True, seen=[visit.id]),
        ):
            with pytest.raises(StaffOnly):
                await attempt


# At the same time


def closing(house: "House", seen: list[UUID]) -> Callable[[Services], Awaitable[Any]]:
    begin, end = house.at("2026-03-03 00:00"), house.at("2026-03-04 00:00")
    return lambda services: services.appointments.close(house.staff, begin, end, cancel=True, seen=seen)


async def booking(house: "House") -> tuple[Actor, Callable[[Services], Awaitable[Any]]]:
    owner = await house.owner()
    request = await house.request(await house.pet(owner), "2026-03-03 10:00")
    return owner, lambda services: services.appointments.book(owner, request)


async def test_a_booking_under_way_is_waited_for_and_seen(house: "House") -> None:
    _, book = await booking(house)
    booked, refusal = await interrupted(house, book, closing(house, []))
    assert isinstance(booked, AppointmentDetails)
    assert isinstance(refusal, MoreVisitsHit)
    async with house.desk.unit() as services:
        assert await services.clinic.closures(house.clock.now()) == []
    assert (await house.get(booked.id)).status is AppointmentStatus.PENDING


async def test_a_booking_that_comes_while_somebody_closes_is_refused(house: "House") -> None:
    _, book = await booking(house)
    closed, refusal = await interrupted(house, closing(house, []), book)
    assert closed[1] == []
    assert isinstance(refusal, DuringClosure)


async def test_new_hours_make_bookings_wait_too(house: "House") -> None:
    _, book = await booking(house)
    done, refusal = await interrupted(
        house, lambda services: services.clinic.set_opening_hours(house.staff, 1, []), book
    )
    assert {interval.weekday for interval in done} == {0, 2, 3, 4, 5}
    assert type(refusal).__name__ == "OutsideOpeningHours"


async def test_a_vet_goes_off_duty_while_somebody_books_with_them(house: "House") -> None:
    second = await house.add_vet("Bea")
    owner = await house.owner()
    request = await house.request(await house.pet(owner), "2026-03-03 10:00", vet_id=second)
    _, refusal = await interrupted(
        house,
        lambda services: services.clinic.set_vet_active(house.staff, second, False),
        lambda services: services.appointments.book(owner, request),
    )
    assert type(refusal).__name__ == "VetUnavailable"


async def test_an_owner_cancels_while_the_clinic_closes(house: "House") -> None:
    owner, visit = await house.confirmed("2026-03-03 10:00")
    _, other = await house.confirmed("2026-03-03 11:00")
    cancelled, closed = await interrupted(
        house,
        lambda services: services.appointments.cancel(owner, visit.id),
        closing(house, [visit.id, other.id]),
    )
    assert cancelled.decided_by == "Ann"
    assert numbers(closed[1]) == [other.number]
    assert (await house.get(visit.id)).decided_by == "Ann"
    outbox = await house.outbox()
    assert outbox.count("cancelled_by_owner to admin: pending") == 1
    assert outbox.count("cancelled_by_clinic to user: pending") == 1


async def test_two_who_close_the_same_day_cancel_each_visit_once(house: "House") -> None:
    _, visit = await house.confirmed("2026-03-03 10:00")
    first, second = await interrupted(house, closing(house, [visit.id]), closing(house, [visit.id]))
    assert (numbers(first[1]), second[1]) == ([visit.number], [])
    assert (await house.outbox()).count("cancelled_by_clinic to user: pending") == 1


async def test_many_bookings_and_a_closure_leave_nothing_unseen(house: "House") -> None:
    owners = await house.owners(*(f"Owner {number}" for number in range(12)))
    pets = await house.pets(*owners)
    requests = [
        await house.request(pet, f"2026-03-03 {9 + index % 3:02}:{index // 3 * 30 % 60:02}")
        for index, pet in enumerate(pets)
    ]

    def attempt(index: int) -> Callable[[], Awaitable[Any]]:
        async def book() -> Any:
            async with house.desk.unit() as services:
                return await services.appointments.book(owners[index], requests[index])

        return book

    async def shut() -> Any:
        async with house.desk.unit() as services:
            return await closing(house, [])(services)

    errors = house.collect_database_errors()
    outcomes = await house.together(*map(attempt, range(6)), shut, *map(attempt, range(6, 12)))
    closed = [outcome for outcome in outcomes if isinstance(outcome, tuple)]
    in_it = await hit(house, "2026-03-03 00:00", "2026-03-04 00:00")
    assert (in_it == []) == bool(closed)  # either nobody got in, or the closure was refused
    assert errors == []
