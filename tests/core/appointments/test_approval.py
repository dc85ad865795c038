"""Whose requests need an answer, and what is written where none is needed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core.appointments.approval import Standing, needs_approval
from core.appointments.errors import AlreadyDecided, SlotTaken
from core.appointments.policy import Approval
from core.appointments.schemas import AppointmentStatus
from core.config import Settings
from core.front_desk import FrontDesk
from tests.core.appointments.conftest import ZONE
from tests.core.appointments.test_races import booking, names

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House

With = Callable[[Approval], "House"]
CONFIRMED, PENDING = AppointmentStatus.CONFIRMED, AppointmentStatus.PENDING


@pytest.mark.parametrize(
    ("mode", "came", "missed", "expected"),
    [
        (Approval.ALWAYS, True, False, True),
        (Approval.ALWAYS, False, True, True),
        (Approval.NEW, False, False, True),
        (Approval.NEW, False, True, True),
        (Approval.NEW, True, True, True),
        (Approval.NEW, True, False, False),
        (Approval.NEVER, False, False, False),
        (Approval.NEVER, True, True, False),
    ],
)
def test_who_needs_an_answer(mode: Approval, came: bool, missed: bool, expected: bool) -> None:
    assert needs_approval(mode, Standing(came=came, missed_lately=missed)) is expected


@pytest.mark.parametrize(("ahead", "most", "expected"), [(2, 3, False), (3, 3, True), (4, 3, True), (9, None, False)])
def test_who_has_much_ahead_needs_one(ahead: int, most: int | None, expected: bool) -> None:
    owner = Standing(came=True, missed_lately=False, ahead=ahead)
    assert needs_approval(Approval.NEVER, owner, most_ahead=most) is expected


@pytest.fixture
def with_mode(house: "House", tmp_path: Path) -> With:
    def make(mode: Approval) -> "House":
        settings = Settings(_env_file=None, clinic_timezone=ZONE.key, data_dir=tmp_path, booking_approval=mode)
        return replace(house, desk=FrontDesk(house.database, settings, house.clock, house.desk.hasher))

    return make


async def test_a_request_that_needs_no_answer(with_mode: With) -> None:
    house = with_mode(Approval.NEVER)
    owner, visit = await house.booked("2026-03-05 10:00")
    assert (visit.status, visit.decided_by, visit.version) == (CONFIRMED, "system", 1)
    assert await house.outbox() == [
        "reminder to user: pending",
        "reminder to user: pending",
        "request_card to admin: pending",
    ]
    async with house.desk.unit() as services:
        events = await services.appointments.history(owner, visit.id)
        assert [(event.kind, event.actor_kind) for event in events] == [("requested", "owner"), ("confirmed", "system")]
        assert await services.appointments.next_expiry() is None
        with pytest.raises(AlreadyDecided):
            await services.appointments.confirm(house.staff, visit.id)
        cancelled = await services.appointments.cancel(house.staff, visit.id)
    assert cancelled.status is AppointmentStatus.CANCELLED


async def test_nobody_fills_the_book_unseen(with_mode: With) -> None:
    house = with_mode(Approval.NEVER)
    owner = await house.owner()
    pet = await house.pet(owner)
    visits = [await house.book(owner, pet, f"2026-03-05 {hour}:00") for hour in (10, 11, 14, 15)]
    assert [visit.status for visit in visits] == [CONFIRMED, CONFIRMED, CONFIRMED, PENDING]
    # Another time for one of them takes no further slot.
    async with house.desk.unit() as services:
        moved = await services.appointments.move(owner, visits[0].id, house.at("2026-03-06 10:00"))
        assert (moved.status, moved.wish) == (CONFIRMED, None)
        await services.appointments.cancel(owner, visits[1].id)
        await services.appointments.cancel(owner, visits[3].id)
    assert (await house.book(owner, pet, "2026-03-05 15:00")).status is CONFIRMED


@pytest.mark.parametrize("mode", Approval)
async def test_what_staff_book_needs_no_answer(with_mode: With, mode: Approval) -> None:
    house = with_mode(mode)
    pet = await house.pet(await house.owner())
    visit = await house.book(house.staff, pet, "2026-03-05 10:00")
    assert (visit.status, visit.decided_by) == (CONFIRMED, house.staff.name)


async def test_owners_whom_the_clinic_knows(with_mode: With) -> None:
    house = with_mode(Approval.NEW)
    owner = await house.owner()
    pet = await house.pet(owner)
    for how, expected in (("complete", PENDING), ("no_show", CONFIRMED), ("", PENDING)):
        visit = await house.book(owner, pet, f"{house.clock.now().date() + timedelta(days=1)} 10:00")
        assert visit.status is expected
        async with house.desk.unit() as services:
            if visit.status is PENDING:
                await services.appointments.confirm(house.staff, visit.id)
        house.clock.set(visit.starts_at)
        if how:
            async with house.desk.unit() as services:
                await getattr(services.appointments, how)(house.staff, visit.id)
    house.clock.set(house.at("2027-03-08 09:00"))  # more than a year after the missed one
    assert (await house.book(owner, pet, "2027-03-09 10:00")).status is CONFIRMED


async def test_a_move_that_needs_no_answer(with_mode: With) -> None:
    house = with_mode(Approval.NEVER)
    owner, visit = await house.booked("2026-03-05 10:00")
    async with house.desk.unit() as services:
        moved = await services.appointments.move(owner, visit.id, house.at("2026-03-06 10:00"))
    assert (moved.id, moved.status, moved.wish, moved.number) == (visit.id, CONFIRMED, None, visit.number)
    assert house.walls([moved.starts_at]) == ["10:00"]
    outbox = await house.outbox()
    assert outbox.count("reminder to user: withdrawn") == outbox.count("reminder to user: pending") == 2
    assert outbox.count("request_card to admin: pending") == 2
    assert not [line for line in outbox if line.startswith(("moved", "confirmed"))]  # the owner's screen says it


async def test_many_want_one_slot(with_mode: With) -> None:
    house = with_mode(Approval.NEVER)
    owners = await house.owners(*(f"Owner {number}" for number in range(12)))
    pets = await house.pets(*owners)
    request = await house.request(pets[0], "2026-03-05 10:00")
    outcomes = await house.together(
        *(
            booking(house, owner, request.model_copy(update={"pet_id": pet}))
            for owner, pet in zip(owners, pets, strict=True)
        )
    )
    assert names(outcomes) == {"AppointmentDetails": 1, SlotTaken.__name__: 11}
