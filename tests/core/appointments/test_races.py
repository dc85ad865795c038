"""People who do things at the same time, each in a transaction of their own."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import text

from core.appointments.errors import AlreadyDecided, RequestExpired, SlotTaken
from core.appointments.schemas import AppointmentDetails, AppointmentStatus, BookingRequest, EventKind
from core.front_desk import Services
from core.users.schemas import Actor

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House


def names(outcomes: "list[Any]") -> Counter[str]:
    return Counter(type(outcome).__name__ for outcome in outcomes)


def in_a_unit(house: "House", work: Callable[[Services], Awaitable[Any]]) -> Callable[[], Awaitable[Any]]:
    async def run() -> Any:
        async with house.desk.unit() as services:
            return await work(services)

    return run


def booking(house: "House", actor: Actor, request: BookingRequest) -> Callable[[], Awaitable[Any]]:
    return in_a_unit(house, lambda services: services.appointments.book(actor, request))


def archiving(house: "House", actor: Actor, pet_id: UUID) -> Callable[[], Awaitable[Any]]:
    return in_a_unit(house, lambda services: services.appointments.archive_pet(actor, pet_id))


async def test_a_hundred_owners_want_one_slot(house: "House") -> None:
    owners = await house.owners(*(f"Owner {number}" for number in range(100)))
    pets = await house.pets(*owners)
    template = await house.request(pets[0], "2026-03-03 10:00")

    errors = house.collect_database_errors()
    outcomes = await house.together(
        *(
            booking(house, owner, template.model_copy(update={"pet_id": pet_id}))
            for owner, pet_id in zip(owners, pets, strict=True)
        )
    )
    assert names(outcomes) == {"AppointmentDetails": 1, "SlotTaken": 99}
    for outcome in outcomes:
        if isinstance(outcome, SlotTaken):
            assert len(outcome.nearest) == 3
            assert template.starts_at not in {slot.starts_at for slot in outcome.nearest}
    assert await house.outbox() == ["request_card to admin: pending"]
    assert errors == []  # no deadlock either, which would read as a taken slot, a second later


async def test_any_vet_fills_every_vet_once(house: "House") -> None:
    for name in ("Bea", "Cem", "Dan"):
        await house.add_vet(name)
    owners = await house.owners(*(f"Owner {number}" for number in range(24)))
    pets = await house.pets(*owners)
    template = await house.request(pets[0], "2026-03-03 10:00")
    requests = [template.model_copy(update={"pet_id": pet_id}) for pet_id in pets]

    outcomes = await house.together(*map(booking, [house] * 24, owners, requests))
    assert names(outcomes) == {"AppointmentDetails": 4, "SlotTaken": 20}
    assert len({visit.vet.id for visit in outcomes if isinstance(visit, AppointmentDetails)}) == 4


async def test_overlaps_of_all_lengths(house: "House") -> None:
    """Starts and lengths that overlap in every way: whatever wins, no two visits of the vet do."""
    owners = await house.owners(*(f"Owner {number}" for number in range(40)))
    pets = await house.pets(*owners)
    requests = [
        await house.request(
            pet_id,
            f"2026-03-10 {9 + index % 3:02}:{index % 4 * 15:02}",
            code=("vaccination", "routine", "surgery", "emergency")[index % 4],
        )
        for index, pet_id in enumerate(pets)
    ]

    outcomes = await house.together(*map(booking, [house] * 40, owners, requests))
    assert set(names(outcomes)) <= {"AppointmentDetails", "SlotTaken", "OutsideOpeningHours"}
    booked = sorted((v for v in outcomes if isinstance(v, AppointmentDetails)), key=lambda visit: visit.starts_at)
    assert len(booked) >= 2
    for earlier, later in pairwise(booked):
        assert earlier.ends_at <= later.starts_at


async def test_the_limit_of_open_requests_holds_for_many_taps(house: "House") -> None:
    owner = await house.owner()
    pets = await house.pets(*[owner] * 12)
    requests = [
        await house.request(pet_id, f"2026-03-{3 + index % 3:02} {9 + index // 3:02}:00")
        for index, pet_id in enumerate(pets[:9])
    ]

    outcomes = await house.together(*(booking(house, owner, request) for request in requests))
    assert names(outcomes) == {"AppointmentDetails": 3, "TooManyOpenRequests": 6}


async def test_a_pet_at_two_vets_at_once(house: "House") -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    vets = [await house.vet_id(), await house.add_vet("Bea")]
    requests = [await house.request(pet_id, "2026-03-03 10:00", vet_id=vet_id) for vet_id in vets]
    outcomes = await house.together(booking(house, owner, requests[0]), booking(house, house.staff, requests[1]))
    assert names(outcomes) == {"AppointmentDetails": 1, "PetHasVisitThen": 1}


async def test_a_pet_is_archived_while_it_is_booked(house: "House") -> None:
    for round_ in range(6):
        owner = await house.owner()
        pet_id = await house.pet(owner)
        request = await house.request(pet_id, f"2026-03-03 {9 + round_ % 3}:{round_ // 3 * 30:02}".replace(" 9", " 09"))
        attempts = [booking(house, owner, request), archiving(house, owner, pet_id)]
        outcomes = await house.together(*(attempts if round_ % 2 else reversed(attempts)))
        assert names(outcomes) in (
            {"AppointmentDetails": 1, "PetHasVisits": 1},
            {"NoneType": 1, "PetArchived": 1},
        )


async def test_two_taps_of_staff(house: "House") -> None:
    _, request = await house.booked("2026-03-05 10:00")
    joy = Actor.staff("Nurse Joy")
    outcomes = await house.together(
        in_a_unit(house, lambda services: services.appointments.confirm(house.staff, request.id)),
        in_a_unit(house, lambda services: services.appointments.decline(joy, request.id, "no")),
    )
    assert names(outcomes) == {"AppointmentDetails": 1, "AlreadyDecided": 1}
    (winner,) = (o for o in outcomes if isinstance(o, AppointmentDetails))
    (loser,) = (o for o in outcomes if isinstance(o, AlreadyDecided))
    assert (loser.by, loser.status, loser.at) == (winner.decided_by, winner.status, winner.decided_at)
    now = await house.get(request.id)
    assert (now.status, now.version) == (winner.status, 2)


async def interrupted(
    house: "House", first: Callable[[Services], Awaitable[Any]], second: Callable[[Services], Awaitable[Any]]
) -> list[Any]:
    """`second` begins while `first` has done its work but has not committed."""
    done, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> Any:
        async with house.desk.unit() as services:
            result = await first(services)
            done.set()
            await go_on.wait()
            return result

    slow_task = asyncio.create_task(slow())
    await done.wait()
    fast_task = asyncio.ensure_future(in_a_unit(house, second)())
    async with house.database.transaction() as session:  # until it waits for the row, or has gone its way
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        while not fast_task.done() and not await session.scalar(text(waiting)):
            pass
    go_on.set()
    return list(await asyncio.gather(slow_task, fast_task, return_exceptions=True))


async def test_an_owner_cancels_while_staff_confirm(house: "House") -> None:
    owner, request = await house.booked("2026-03-05 10:00")
    outcomes = await interrupted(
        house,
        lambda services: services.appointments.confirm(house.staff, request.id),
        lambda services: services.appointments.cancel(owner, request.id),
    )
    assert names(outcomes) == {"AppointmentDetails": 2}  # first agreed, then called off
    visit = await house.get(request.id)
    assert (visit.status, visit.version, visit.decided_by) == (AppointmentStatus.CANCELLED, 3, "Ann")
    outbox = await house.outbox()
    assert outbox.count("reminder to user: withdrawn") == 2
    assert "reminder to user: pending" not in outbox


async def test_staff_confirm_while_the_owner_cancels(house: "House") -> None:
    owner, request = await house.booked("2026-03-05 10:00")
    outcomes = await interrupted(
        house,
        lambda services: services.appointments.cancel(owner, request.id),
        lambda services: services.appointments.confirm(house.staff, request.id),
    )
    assert names(outcomes) == {"AppointmentDetails": 1, "AlreadyDecided": 1}
    assert outcomes[1].by == "Ann"
    assert not [line for line in await house.outbox() if line.startswith(("confirmed", "reminder"))]


async def test_a_request_expires_while_staff_confirm(house: "House") -> None:
    _, request = await house.booked("2026-03-05 10:00")

    async def confirm_at_the_last_moment(services: Services) -> Any:
        house.clock.set(request.starts_at - (request.ends_at - request.starts_at))
        visit = await services.appointments.confirm(house.staff, request.id)
        house.clock.set(request.starts_at)
        return visit

    confirmed, expired = await interrupted(
        house, confirm_at_the_last_moment, lambda services: services.appointments.expire_due()
    )
    assert confirmed.status is AppointmentStatus.CONFIRMED
    assert expired == []
    assert (await house.get(request.id)).status is AppointmentStatus.CONFIRMED
    assert not [line for line in await house.outbox() if line.startswith("expired")]


async def test_expiring_waits_for_nobody(house: "House") -> None:
    _, deciding = await house.booked("2026-03-05 10:00")
    _, due = await house.booked("2026-03-05 10:30")
    async with house.desk.unit() as services:
        await services.appointments.decline(house.staff, deciding.id, "no")
        house.clock.set(due.starts_at)
        async with asyncio.timeout(10), house.desk.unit() as others:
            assert [visit.id for visit in await others.appointments.expire_due()] == [due.id]


async def test_staff_confirm_while_the_request_expires(house: "House") -> None:
    _, request = await house.booked("2026-03-05 10:00")

    async def expire(services: Services) -> Any:
        house.clock.set(request.starts_at)
        expired = await services.appointments.expire_due()
        house.clock.set(
            request.starts_at - (request.ends_at - request.starts_at)
        )  # the other replica's clock is behind
        return expired

    expired, refusal = await interrupted(
        house, expire, lambda services: services.appointments.confirm(house.staff, request.id)
    )
    assert [visit.id for visit in expired] == [request.id]
    assert isinstance(refusal, RequestExpired)
    assert not [line for line in await house.outbox() if line.startswith(("confirmed", "reminder"))]


async def test_replicas_that_expire_together_tell_it_once(house: "House") -> None:
    for hour in ("09", "10", "11"):
        await house.booked(f"2026-03-05 {hour}:00")
    house.clock.set(house.at("2026-03-05 12:00"))
    expire = in_a_unit(house, lambda services: services.appointments.expire_due())
    outcomes = await house.together(*[expire] * 8)
    assert sum(len(outcome) for outcome in outcomes) == 3  # type: ignore[arg-type, misc]
    assert (await house.outbox()).count("expired to user: pending") == 3


async def test_many_taps_of_an_owner_who_is_coming(house: "House") -> None:
    owner, visit = await house.confirmed("2026-03-05 10:00")
    answer = in_a_unit(house, lambda services: services.appointments.answer_reminder(owner, visit.id))
    outcomes = await house.together(*[answer] * 8)
    assert names(outcomes) == {"AppointmentDetails": 8}
    async with house.desk.unit() as services:
        events = await services.appointments.history(owner, visit.id)
    assert [event.kind for event in events].count(EventKind.ATTENDANCE) == 1


async def test_an_overlap_that_slips_past_everything_is_a_taken_slot(house: "House") -> None:
    """The table itself holds the rule: a plain insert of an overlap fails, and a booking reads it as taken."""
    _, visit = await house.booked("2026-03-03 10:00")
    with pytest.raises(Exception, match="ex_appointments_no_double_booking"):
        async with house.database.transaction() as session:
            await session.execute(
                text(
                    "INSERT INTO appointments (id, owner_id, pet_id, vet_id, service_id, starts_at, ends_at,"
                    " busy_until, status, requested_at, answer_by, version, chain_id)"
                    " SELECT new.id, owner_id, pet_id, vet_id, service_id, starts_at, ends_at,"
                    " busy_until, status, requested_at, answer_by, 1, new.id"
                    " FROM appointments AS old, (SELECT gen_random_uuid() AS id) AS new WHERE old.id = :id"
                ),
                {"id": visit.id},
            )
