"""Looking visits up. It is Monday, nine o'clock; times are what the wall clock shows."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import update

from core.appointments.errors import AppointmentNotFound
from core.appointments.schemas import AppointmentDetails, AppointmentFilter, AppointmentStatus
from core.pets.models import Pet
from core.pets.schemas import Age, VaccinationStatus
from core.users.errors import StaffOnly
from core.users.schemas import Actor

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House

TUESDAY = date(2026, 3, 3)


def ids(visits: "tuple[AppointmentDetails, ...] | list[AppointmentDetails]") -> list[int]:
    return [visit.number for visit in visits]


async def test_a_card_has_everybody_in_it(house: "House") -> None:
    owner = await house.owner("Ann Berg")
    pet_id = await house.pet(owner, "Rex")
    async with house.database.transaction() as session:
        await session.execute(
            update(Pet)
            .where(Pet.id == pet_id)
            .values(
                breed="Beagle",
                date_of_birth=date(2023, 3, 3),
                weight_kg=Decimal("12.50"),
                last_vaccination=date(2025, 3, 2),
            )
        )
    visit = await house.book(owner, pet_id, "2026-03-03 10:00")
    assert visit.pet.model_dump(exclude={"id", "species"}) == {
        "name": "Rex",
        "breed": "Beagle",
        "age": Age(years=2, months=11).model_dump(),
        "weight_kg": Decimal("12.50"),
        "vaccination": VaccinationStatus.VALID,
    }
    assert (visit.service.duration, visit.service.price) == (timedelta(minutes=30), Decimal("45.00"))
    house.clock.advance(timedelta(days=1))
    later = await house.get(visit.id)
    assert (later.pet.age, later.pet.vaccination) == (Age(years=3, months=0), VaccinationStatus.EXPIRED)


async def test_a_card_takes_one_statement(house: "House") -> None:
    _, visit = await house.booked("2026-03-03 10:00")
    statements = house.count_statements()
    await house.get(visit.id)
    assert len(statements) == 1


async def test_what_the_session_knew_before_does_not_show(house: "House") -> None:
    owner, visit = await house.booked("2026-03-03 10:00")
    async with house.desk.unit() as services:
        await services.appointments.get(owner, visit.id)
        await services.appointments.history(owner, visit.id)
        async with house.desk.unit() as others:
            await others.appointments.confirm(house.staff, visit.id)
        assert (await services.appointments.get(owner, visit.id)).status is AppointmentStatus.CONFIRMED
        assert len(await services.appointments.history(owner, visit.id)) == 2


async def test_owners_see_their_own_and_learn_nothing_of_others(house: "House") -> None:
    owner, visit = await house.booked("2026-03-03 10:00")
    stranger = await house.owner("Mallory")
    async with house.desk.unit() as services:
        book = services.appointments
        assert await book.get(owner, visit.id) == visit
        assert await book.get(house.staff, visit.id) == visit
        for attempt in (
            book.get(stranger, visit.id),
            book.get(owner, uuid4()),
            book.get(Actor.owner(uuid4(), "Ghost"), visit.id),
            book.history(stranger, visit.id),
        ):
            with pytest.raises(AppointmentNotFound):
                await attempt
        for staff_only in (
            book.by_number(owner, visit.number),
            book.of_day(owner, TUESDAY),
            book.pending(owner),
            book.find(owner, AppointmentFilter(owner_id=owner.user_id)),
            book.affected_by_close(owner),
        ):
            with pytest.raises(StaffOnly):
                await staff_only


async def test_by_the_number_people_say_on_the_phone(house: "House") -> None:
    _, visit = await house.booked("2026-03-03 10:00")
    async with house.desk.unit() as services:
        assert await services.appointments.by_number(house.staff, visit.number) == visit
        with pytest.raises(AppointmentNotFound):
            await services.appointments.by_number(house.staff, visit.number + 1)
        with pytest.raises(AppointmentNotFound):
            await services.appointments.by_number(house.staff, -1)


async def test_an_owners_visits_ahead_and_behind(house: "House") -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    walls = ("2026-03-04 10:00", "2026-03-03 10:00", "2026-03-05 10:00")
    middle, first, last = [await house.book(owner, pet_id, wall) for wall in walls]
    await house.booked("2026-03-04 11:00")  # somebody else's
    async with house.desk.unit() as services:
        await services.appointments.confirm(house.staff, first.id)
        await services.appointments.cancel(owner, middle.id)
        ahead = await services.appointments.of_owner(owner, upcoming=True)
        behind = await services.appointments.of_owner(owner, upcoming=False)
    assert (ids(ahead.items), ids(behind.items)) == ([first.number, last.number], [middle.number])
    house.clock.set(first.ends_at - timedelta(minutes=1))  # still going on
    async with house.desk.unit() as services:
        assert ids((await services.appointments.of_owner(owner, upcoming=True)).items) == [first.number, last.number]
    house.clock.set(first.ends_at)
    async with house.desk.unit() as services:
        assert ids((await services.appointments.of_owner(owner, upcoming=True)).items) == [last.number]
        behind = await services.appointments.of_owner(owner, upcoming=False)
    assert ids(behind.items) == [middle.number, first.number]  # the latest first


async def test_pages(house: "House") -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    numbers = [
        (await house.book(house.staff, pet_id, f"2026-03-03 {hour}:00")).number
        for hour in ("09", "10", "11", "14", "15")
    ]
    hours = ("09", "10", "11", "14", "15")
    requests = [(await house.booked(f"2026-03-05 {hour}:00"))[1].number for hour in hours]
    async with house.desk.unit() as services:
        book = services.appointments
        for page, shown, expected in (
            (1, 1, numbers[:2]),
            (3, 3, numbers[4:]),
            (4, 3, numbers[4:]),  # an old button: the list has become shorter
            (0, 1, numbers[:2]),
            (-7, 1, numbers[:2]),
        ):
            found = await book.of_owner(owner, upcoming=True, page=page, size=2)
            assert (ids(found.items), found.page, found.pages, found.total) == (expected, shown, 3, 5)
        empty = await book.of_owner(owner, upcoming=False)
        assert (empty.items, empty.page, empty.pages, empty.total) == ((), 1, 1, 0)
        assert ids((await book.pending(house.staff, 2, 3)).items) == requests[3:]


async def test_a_day_is_a_local_day(house: "House") -> None:
    async with house.desk.unit() as services:
        for weekday in (1, 2):
            day = [(house.at("2026-03-03 00:00").min.time(), house.at("2026-03-03 00:00").max.time())]
            await services.clinic.set_opening_hours(house.staff, weekday, day)
    _, early = await house.booked("2026-03-03 00:00")  # Monday in UTC
    _, late = await house.booked("2026-03-03 23:30")
    _, next_day = await house.booked("2026-03-04 00:00")
    async with house.desk.unit() as services:
        await services.appointments.decline(house.staff, late.id, "no")
        book = services.appointments
        assert ids(await book.of_day(house.staff, TUESDAY)) == [early.number, late.number]
        assert ids(await book.of_day(house.staff, TUESDAY, {AppointmentStatus.PENDING})) == [early.number]
        assert ids(await book.of_day(house.staff, TUESDAY, ())) == []
        assert ids(await book.of_day(house.staff, date(2026, 3, 4))) == [next_day.number]


async def test_what_waits_for_an_answer(house: "House") -> None:
    _, later = await house.booked("2026-03-04 10:00")
    _, sooner = await house.booked("2026-03-03 10:00")
    await house.confirmed("2026-03-03 11:00")
    async with house.desk.unit() as services:
        assert ids((await services.appointments.pending(house.staff)).items) == [sooner.number, later.number]
    house.clock.set(house.at("2026-03-03 12:00"))
    async with house.desk.unit() as services:
        assert ids((await services.appointments.pending(house.staff)).items) == [later.number]


async def test_finding(house: "House") -> None:
    ann, first = await house.booked("2026-03-03 10:00")
    _, second = await house.confirmed("2026-03-04 10:00")
    for wanted, expected in (
        (AppointmentFilter(), [first, second]),
        (AppointmentFilter(newest_first=True), [second, first]),
        (AppointmentFilter(owner_id=ann.user_id), [first]),
        (AppointmentFilter(pet_id=second.pet.id), [second]),
        (AppointmentFilter(vet_id=first.vet.id), [first, second]),
        (AppointmentFilter(vet_id=uuid4()), []),
        (AppointmentFilter(statuses=frozenset({AppointmentStatus.CONFIRMED})), [second]),
        (AppointmentFilter(statuses=frozenset()), []),
        (AppointmentFilter(since=second.starts_at), [second]),
        (AppointmentFilter(until=second.starts_at), [first]),
    ):
        async with house.desk.unit() as services:
            found = await services.appointments.find(house.staff, wanted)
        assert ids(found.items) == ids(expected), wanted


async def test_whom_a_closing_affects(house: "House") -> None:
    _, running = await house.confirmed("2026-03-03 10:00")
    _, declined = await house.booked("2026-03-03 11:00")
    _, today = await house.booked("2026-03-03 17:30")
    _, tomorrow = await house.confirmed("2026-03-04 09:00")
    house.clock.set(house.at("2026-03-03 10:15"))
    async with house.desk.unit() as services:
        book = services.appointments
        await book.decline(house.staff, declined.id, "no")
        assert ids(await book.affected_by_close(house.staff)) == [running.number, today.number]
        assert ids(await book.affected_by_close(house.staff, tomorrow.starts_at)) == [running.number, today.number]
        noon = tomorrow.starts_at + timedelta(hours=3)
        assert ids(await book.affected_by_close(house.staff, noon)) == ids([running, today, tomorrow])
