"""People who move, decide and book at the same time, and in any order."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import select

from core.appointments.models import Appointment
from core.appointments.schemas import AppointmentDetails, AppointmentStatus
from core.errors import DomainError
from core.front_desk import Services
from core.notifications import schedule
from core.notifications.models import Notification
from core.notifications.schemas import Kind, NotificationStatus
from core.users.schemas import Actor

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House

TEN = "2026-03-05 10:00"
NOON = "2026-03-06 11:00"
WALLS = [f"2026-03-0{day} {hour}:{minute}" for day in (5, 6) for hour in (10, 11) for minute in ("00", "15", "30")]

Attempt = Callable[[], Awaitable[Any]]


def in_a_unit(house: "House", work: Callable[[Services], Awaitable[Any]]) -> Attempt:
    async def run() -> Any:
        async with house.desk.unit() as services:
            return await work(services)

    return run


def moving(house: "House", actor: Actor, visit: AppointmentDetails, wall: str) -> Attempt:
    return in_a_unit(house, lambda services: services.appointments.move(actor, visit.id, house.at(wall)))


def names(outcomes: list[Any]) -> Counter[str]:
    return Counter(type(outcome).__name__ for outcome in outcomes)


async def reminders(house: "House") -> list[tuple[UUID | None, datetime]]:
    """The reminders that wait: of which row, and when they are due."""
    async with house.database.transaction() as session:
        rows = await session.scalars(
            select(Notification).where(
                Notification.kind == Kind.REMINDER, Notification.status == NotificationStatus.PENDING
            )
        )
        return sorted((row.appointment_id, row.due_at) for row in rows)


async def rows(house: "House") -> list[Appointment]:
    async with house.database.transaction() as session:
        return list(await session.scalars(select(Appointment)))


async def check(house: "House") -> None:
    """Of each visit one row counts, and what waits to be sent are the reminders of those that are confirmed."""
    table = await rows(house)
    assert all(count == 1 for count in Counter(row.number for row in table if row.is_current).values())
    assert {row.number for row in table} == {row.number for row in table if row.is_current}
    for wish in table:
        if wish.status is AppointmentStatus.PENDING and wish.replaces_id is not None:
            (visit,) = (row for row in table if row.id == wish.replaces_id)
            assert (visit.status, visit.is_current) == (AppointmentStatus.CONFIRMED, True)
    policy, now = house.desk.settings.booking, house.clock.now()
    assert await reminders(house) == sorted(
        (row.id, reminder.due_at)
        for row in table
        if row.status is AppointmentStatus.CONFIRMED
        for reminder in schedule.reminders(row.starts_at, now, policy)
    )


async def test_many_moves_into_one_slot(house: "House") -> None:
    """Requests, visits and wishes: whoever is first has it, the others read so, and nobody's visit is lost."""
    visits = [await house.confirmed(f"2026-03-05 {9 + n // 2:02}:{n % 2 * 30:02}") for n in range(6)]
    visits += [await house.booked(f"2026-03-05 {14 + n // 2}:{n % 2 * 30:02}") for n in range(4)]
    actors = [house.staff if n % 2 else owner for n, (owner, _) in enumerate(visits)]
    errors = house.collect_database_errors()
    outcomes = await house.together(
        *(moving(house, actor, visit, NOON) for actor, (_, visit) in zip(actors, visits, strict=True))
    )
    assert names(outcomes) == {"AppointmentDetails": 1, "SlotTaken": 9}
    assert [error for error in errors if "deadlock" in error] == []
    assert len([row for row in await rows(house) if row.starts_at == house.at(NOON)]) == 1
    await check(house)


async def test_visits_that_change_places(house: "House") -> None:
    """Each wants the other's slot, which is not free before the other has left: nobody waits in a circle."""
    for _ in range(5):
        ann, first = await house.confirmed(TEN)
        ben, second = await house.confirmed(NOON)
        errors = house.collect_database_errors()
        outcomes = await house.together(
            moving(house, house.staff, first, NOON),
            moving(house, house.staff, second, TEN),
            moving(house, ann, first, NOON),
            moving(house, ben, second, TEN),
        )
        assert names(outcomes) == {"SlotTaken": 4}
        assert [error for error in errors if "deadlock" in error] == []
        async with house.desk.unit() as services:
            for visit in (first, second):
                await services.appointments.cancel(house.staff, visit.id)


async def test_a_booking_against_a_move(house: "House") -> None:
    for round_ in range(6):
        _, visit = await house.confirmed(TEN)
        rival = await house.owner("Ben")
        request = await house.request(await house.pet(rival), NOON)
        attempts = [
            moving(house, house.staff, visit, NOON),
            in_a_unit(house, lambda services: services.appointments.book(rival, request)),  # noqa: B023
        ]
        outcomes = await house.together(*(attempts if round_ % 2 else reversed(attempts)))
        assert names(outcomes) == {"AppointmentDetails": 1, "SlotTaken": 1}
        await check(house)
        async with house.desk.unit() as services:
            for row in await rows(house):
                if row.status in (AppointmentStatus.PENDING, AppointmentStatus.CONFIRMED):
                    await services.appointments.cancel(house.staff, row.id)


@pytest.mark.parametrize("against", ["confirm", "decline", "cancel", "staff move", "expire"])
async def test_a_wish_against_what_comes_in_between(house: "House", against: str) -> None:
    """A wish waits for an answer; its owner takes another time while something else happens to it."""
    for round_ in range(4):
        owner, visit = await house.confirmed(TEN)
        async with house.desk.unit() as services:
            wished = await services.appointments.move(owner, visit.id, house.at(NOON))
        assert wished.wish is not None
        wish_id = wished.wish.id
        work: dict[str, Callable[[Services], Awaitable[Any]]] = {
            "confirm": lambda services: services.appointments.confirm(house.staff, wish_id, seen=house.at(NOON)),  # noqa: B023
            "decline": lambda services: services.appointments.decline(house.staff, wish_id, "no"),  # noqa: B023
            "cancel": lambda services: services.appointments.cancel(house.staff, visit.id),  # noqa: B023
            "staff move": lambda services: services.appointments.move(house.staff, visit.id, house.at(WALLS[-1])),  # noqa: B023
            "expire": lambda services: services.appointments.expire_due(),
        }
        if against == "expire":
            house.clock.set(visit.starts_at)
        attempts = [moving(house, owner, visit, "2026-03-06 16:00"), in_a_unit(house, work[against])]
        outcomes = await house.together(*(attempts if round_ % 2 else reversed(attempts)))
        assert all(isinstance(outcome, AppointmentDetails | DomainError | list) for outcome in outcomes), outcomes
        if against != "expire":  # the reminders of a visit that has begun are left where they are
            await check(house)
        house.clock.set(house.at("2026-03-02 09:00"))
        async with house.desk.unit() as services:
            current = await services.appointments.current(house.staff, visit.id)
            if current.status is AppointmentStatus.CONFIRMED:
                assert current.starts_at in {
                    visit.starts_at,
                    house.at(NOON),
                    house.at("2026-03-06 16:00"),
                    house.at(WALLS[-1]),
                }
                await services.appointments.cancel(house.staff, current.id)


async def test_a_confirmation_against_a_cancellation_of_what_it_replaces(house: "House") -> None:
    """Either the visit is at its new time, or it is cancelled with its wish; never both, never neither."""
    seen = set()
    for round_ in range(8):
        owner, visit = await house.confirmed(TEN)
        async with house.desk.unit() as services:
            wished = await services.appointments.move(owner, visit.id, house.at(NOON))
        assert wished.wish is not None
        wish_id = wished.wish.id
        attempts = [
            in_a_unit(house, lambda services: services.appointments.confirm(house.staff, wish_id)),  # noqa: B023
            in_a_unit(house, lambda services: services.appointments.cancel(owner, visit.id)),  # noqa: B023
        ]
        outcomes = await house.together(*(attempts if round_ % 2 else reversed(attempts)))
        current = await house.get(visit.id)
        seen.add(tuple(sorted(names(outcomes).items())))
        if current.was_moved:
            assert names(outcomes) == {"AppointmentDetails": 1, "MovedMeanwhile": 1}
            async with house.desk.unit() as services:
                await services.appointments.cancel(house.staff, wish_id)
        else:
            assert names(outcomes) == {"AppointmentDetails": 1, "MoveAnswered": 1}
        await check(house)
    assert seen


@pytest.mark.parametrize("seed", range(6))
async def test_after_any_order_the_reminders_are_those_of_the_visit(house: "House", seed: int) -> None:
    """Owners and staff do what they like; whatever is refused changes nothing."""
    chance = random.Random(seed)
    people = [await house.booked(TEN), await house.confirmed("2026-03-05 11:00"), await house.confirmed(NOON)]
    done: Counter[str] = Counter()
    for _ in range(28):
        owner, visit = chance.choice(people)
        current = await house.get(visit.id)
        if current.moved_to is not None:
            current = await house.get(current.moved_to.id)
        target = current.wish.id if current.wish and chance.random() < 0.7 else current.id
        deed = chance.choice(["move", "move", "staff move", "confirm", "confirm", "decline", "withdraw", "cancel"])
        if deed == "cancel" and chance.random() < 0.7:
            continue
        wall = house.at(chance.choice(WALLS))
        async with house.desk.unit() as services:
            appointments = services.appointments
            try:
                if deed == "move":
                    await appointments.move(owner, target, wall)
                elif deed == "staff move":
                    await appointments.move(house.staff, target, wall)
                elif deed == "confirm":
                    await appointments.confirm(house.staff, target)
                elif deed == "decline":
                    await appointments.decline(house.staff, target, "no")
                elif deed == "withdraw":
                    await appointments.withdraw_wish(owner, target)
                else:
                    await appointments.cancel(chance.choice([owner, house.staff]), target)
                done[deed] += 1
            except DomainError:
                done["refused"] += 1
        await check(house)
    assert done["refused"] < 28


async def test_a_request_that_moves_while_it_is_confirmed(house: "House") -> None:
    """Staff agree to the time that they read or to none; whoever moves it a moment later has a wish instead."""
    for round_ in range(8):
        owner, request = await house.booked(TEN)
        attempts = [
            in_a_unit(
                house,
                lambda services: services.appointments.confirm(house.staff, request.id, seen=request.starts_at),  # noqa: B023
            ),
            moving(house, owner, request, NOON),
        ]
        outcomes = await house.together(*(attempts if round_ % 2 else reversed(attempts)))
        current = await house.get(request.id)
        if current.status is AppointmentStatus.CONFIRMED:
            assert names(outcomes) == {"AppointmentDetails": 2}
            assert current.starts_at == house.at(TEN)
            assert current.wish is not None
            assert current.wish.starts_at == house.at(NOON)
        else:
            assert names(outcomes) == {"AppointmentDetails": 1, "MovedMeanwhile": 1}
            assert (current.status, current.starts_at) == (AppointmentStatus.PENDING, house.at(NOON))
        await check(house)
        async with house.desk.unit() as services:
            await services.appointments.cancel(house.staff, request.id)
