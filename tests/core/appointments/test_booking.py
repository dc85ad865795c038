"""Asking for a visit. It is Monday, nine o'clock; times are what the wall clock shows."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from core.appointments.errors import (
    BeyondHorizon,
    ClinicClosed,
    DuringClosure,
    InvalidNotes,
    NotASlot,
    OutsideOpeningHours,
    PetHasVisits,
    PetHasVisitThen,
    ServiceUnavailable,
    SlotTaken,
    StartInPast,
    TooManyOpenRequests,
    TooShortNotice,
    VetUnavailable,
)
from core.appointments.schemas import AppointmentStatus, BookingRequest
from core.clinic.errors import ServiceNotFound
from core.clinic.schemas import ServiceChanges, Status
from core.pets.errors import PetArchived, PetNotFound
from core.users.schemas import ActorKind

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House


async def test_a_request_is_pending_and_the_clinic_hears_of_it(house: "House") -> None:
    owner = await house.owner("Ann Berg")
    pet_id = await house.pet(owner, "Rex")
    visit = await house.book(owner, pet_id, "2026-03-03 10:00", notes="  limps \x00\n\n\n\n since  Sunday ")
    assert visit.model_dump(include={"number", "status", "starts_at", "ends_at", "notes", "version", "decided_at"}) == {
        "number": 1001,
        "status": AppointmentStatus.PENDING,
        "starts_at": house.at("2026-03-03 10:00"),
        "ends_at": house.at("2026-03-03 10:30"),
        "notes": "limps\n\nsince Sunday",
        "version": 1,
        "decided_at": None,
    }
    assert (visit.owner.full_name, visit.owner.phone) == ("Ann Berg", "+4930123456")
    assert (visit.pet.name, visit.service.code, visit.vet.id) == ("Rex", "vaccination", await house.vet_id())
    assert visit.requested_at == house.clock.now()
    assert await house.outbox() == ["request_card to admin: pending"]
    async with house.desk.unit() as services:
        (event,) = await services.appointments.history(owner, visit.id)
    assert (event.kind, event.from_status, event.to_status) == ("requested", None, "pending")
    assert (event.actor_kind, event.actor_name, event.happened_at) == (
        ActorKind.OWNER,
        "Ann Berg",
        house.clock.now(),
    )


async def test_visits_back_to_back(house: "House") -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    for wall in ("09:30", "10:00", "09:00"):
        await house.book(owner, pet_id, f"2026-03-03 {wall}")


async def test_a_buffer_keeps_the_next_visit_away_and_may_run_past_closing(house: "House") -> None:
    owner = await house.owner()
    surgery = await house.book(owner, await house.pet(owner, "A"), "2026-03-10 16:00", code="surgery")
    assert surgery.ends_at == house.at("2026-03-10 18:00")
    other = await house.pet(owner, "B")
    with pytest.raises(SlotTaken):
        await house.book(owner, other, "2026-03-10 14:00", code="surgery")  # its buffer would reach 16:30
    await house.book(owner, other, "2026-03-10 13:30", code="surgery")


async def test_somebody_elses_pet_does_not_exist(house: "House") -> None:
    ann, ben = await house.owners("Ann", "Ben")
    with pytest.raises(PetNotFound):
        await house.book(ben, await house.pet(ann), "2026-03-03 10:00")
    with pytest.raises(PetNotFound):
        await house.book(ann, uuid4(), "2026-03-03 10:00")


async def test_an_archived_pet_books_nothing(house: "House") -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    async with house.desk.unit() as services:
        await services.appointments.archive_pet(owner, pet_id)
    with pytest.raises(PetArchived):
        await house.book(owner, pet_id, "2026-03-03 10:00")


async def test_a_pet_with_visits_ahead_is_not_archived(house: "House") -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    later = await house.book(owner, pet_id, "2026-03-04 10:00")
    sooner = await house.book(owner, pet_id, "2026-03-03 10:00")
    async with house.desk.unit() as services:
        with pytest.raises(PetHasVisits) as refusal:
            await services.appointments.archive_pet(owner, pet_id)
        assert refusal.value.numbers == [sooner.number, later.number]
        await services.appointments.cancel(owner, sooner.id)
        await services.appointments.cancel(owner, later.id)
        await services.appointments.archive_pet(owner, pet_id)
        assert (await services.pets.get(owner, pet_id)).archived


async def test_what_is_not_offered(house: "House") -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    request = await house.request(pet_id, "2026-03-03 10:00")
    first = await house.vet_id()
    await house.add_vet("Bea")
    async with house.desk.unit() as services:
        await services.clinic.set_vet_active(house.staff, first, False)
        with pytest.raises(VetUnavailable):
            await services.appointments.book(owner, request.model_copy(update={"vet_id": first}))
        with pytest.raises(ServiceNotFound):
            await services.appointments.book(owner, request.model_copy(update={"service_id": uuid4()}))
        await services.clinic.edit_service(house.staff, request.service_id, ServiceChanges(active=False))
        with pytest.raises(ServiceUnavailable):
            await services.appointments.book(owner, request)


async def test_notes_have_their_limit(house: "House") -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    with pytest.raises(InvalidNotes) as refusal:
        await house.book(owner, pet_id, "2026-03-03 10:00", notes="x" * 501)
    assert refusal.value.limit == 500
    assert (await house.book(owner, pet_id, "2026-03-03 10:00", notes="x" * 500)).notes == "x" * 500


async def test_nobody_books_the_past(house: "House") -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    for wall in ("2026-03-02 08:45", "2026-03-02 09:00", "0001-01-03 10:00"):
        for actor in (owner, house.staff):
            with pytest.raises(StartInPast):
                await house.book(actor, pet_id, wall, code="emergency")


async def test_a_naive_time_is_no_time(house: "House") -> None:
    with pytest.raises(ValidationError):
        BookingRequest(pet_id=uuid4(), service_id=uuid4(), starts_at=datetime(2026, 3, 3, 10))  # noqa: DTZ001


async def test_too_short_notice_says_from_when(house: "House") -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    with pytest.raises(TooShortNotice) as refusal:
        await house.book(owner, pet_id, "2026-03-02 10:45")
    assert refusal.value.earliest == house.at("2026-03-02 11:00")
    await house.book(owner, pet_id, "2026-03-02 11:00")
    await house.book(house.staff, pet_id, "2026-03-02 09:15")


async def test_beyond_the_horizon_says_the_last_day(house: "House") -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    with pytest.raises(BeyondHorizon) as refusal:
        await house.book(owner, pet_id, "2026-05-04 09:00")
    assert refusal.value.last_day == date(2026, 5, 1)
    await house.book(owner, pet_id, "2026-05-01 17:30")
    await house.book(house.staff, pet_id, "2026-05-04 09:00")
    for mistyped in ("2206-05-05 09:00", "9999-12-31 23:59"):
        with pytest.raises(BeyondHorizon):
            await house.book(house.staff, pet_id, mistyped)


async def test_a_closed_clinic_says_when_it_reopens(house: "House") -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    until = house.at("2026-03-07 20:00")  # a Saturday evening
    async with house.desk.unit() as services:
        await services.clinic.set_status(house.staff, Status.CLOSE, message="Power cut", until=until)
    with pytest.raises(ClinicClosed) as refusal:
        await house.book(owner, pet_id, "2026-03-10 10:00")
    assert refusal.value.data == {
        "until": until,
        "message": "Power cut",
        "reopens_at": house.at("2026-03-09 09:00"),
    }
    await house.book(house.staff, pet_id, "2026-03-10 10:00")
    house.clock.set(until)
    await house.book(owner, pet_id, "2026-03-10 11:00")


async def test_a_clinic_that_closes_soon_still_books(house: "House") -> None:
    async with house.desk.unit() as services:
        await services.clinic.set_status(house.staff, Status.CLOSING_SOON)
    await house.booked("2026-03-03 10:00")
    async with house.desk.unit() as services:
        await services.clinic.set_status(house.staff, Status.CLOSE)
    with pytest.raises(ClinicClosed) as refusal:
        await house.booked("2026-03-03 11:00")
    assert refusal.value.data == {"until": None, "message": None, "reopens_at": None}


@pytest.mark.parametrize("wall", ["08:45", "12:15", "13:00", "17:45", "23:45", "00:00"])
async def test_outside_of_the_opening_hours_others_are_offered(house: "House", wall: str) -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    for actor in (owner, house.staff):
        with pytest.raises(OutsideOpeningHours) as refusal:
            await house.book(actor, pet_id, f"2026-03-03 {wall}")
        assert len(refusal.value.nearest) == 3


async def test_what_is_offered_instead_can_be_booked(house: "House") -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    with pytest.raises(OutsideOpeningHours) as refusal:
        await house.book(owner, pet_id, "2026-03-08 10:00")
    request = await house.request(pet_id, "2026-03-08 10:00")
    slot = refusal.value.nearest[0]
    async with house.desk.unit() as services:
        await services.appointments.book(
            owner, request.model_copy(update={"starts_at": slot.starts_at, "vet_id": slot.vet_id})
        )


async def test_during_a_closure_its_reason_is_told(house: "House") -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    async with house.desk.unit() as services:
        await services.clinic.add_closure(
            house.staff, house.at("2026-03-03 10:00"), house.at("2026-03-03 11:10"), "Team training"
        )
    for wall in ("09:45", "10:15", "11:00"):
        with pytest.raises(DuringClosure) as refusal:
            await house.book(owner, pet_id, f"2026-03-03 {wall}")
        assert refusal.value.reason == "Team training"
        assert house.walls([slot.starts_at for slot in refusal.value.nearest])[0] in ("09:30", "11:15")
    await house.book(owner, pet_id, "2026-03-03 09:30")


async def test_one_vets_closure_leaves_the_other(house: "House") -> None:
    owner = await house.owner()
    first, second = await house.vet_id(), await house.add_vet("Bea")
    async with house.desk.unit() as services:
        await services.clinic.add_closure(
            house.staff, house.at("2026-03-03 00:00"), house.at("2026-03-04 00:00"), "Holiday", first
        )
    pet_id = await house.pet(owner)
    with pytest.raises(DuringClosure):
        await house.book(owner, pet_id, "2026-03-03 10:00", vet_id=first)
    assert (await house.book(owner, pet_id, "2026-03-03 10:00")).vet.id == second


@pytest.mark.parametrize("wall", ["10:05", "10:00:01", "10:14:59.999999"])
async def test_a_forged_time_between_the_slots(house: "House", wall: str) -> None:
    owner = await house.owner()
    with pytest.raises(NotASlot):
        await house.book(owner, await house.pet(owner), f"2026-03-03 {wall}")


async def test_a_taken_slot_offers_the_nearest(house: "House") -> None:
    await house.booked("2026-03-03 10:00")
    for wall in ("10:00", "09:45", "10:15"):
        with pytest.raises(SlotTaken) as refusal:
            await house.booked(f"2026-03-03 {wall}")
        assert house.walls([slot.starts_at for slot in refusal.value.nearest])[0] in ("09:30", "10:30")


async def test_a_booking_takes_few_statements_and_a_refusal_fewer(house: "House") -> None:
    ann, ben = await house.owners("Ann", "Ben")
    first, second = [await house.request(await house.pet(owner), "2026-03-03 10:00") for owner in (ann, ben)]
    statements = house.count_statements()
    async with house.desk.unit() as services:
        await services.appointments.book(ann, first)
    # Locks, pet, rules, the owner's situation, what is booked; visit, event, card; and the visit as it is read.
    assert len(statements) == 9
    statements.clear()
    with pytest.raises(SlotTaken):
        async with house.desk.unit() as services:
            await services.appointments.book(ben, second)
    assert len(statements) == 6
    assert not [statement for statement in statements if statement.startswith("INSERT")]


async def test_staff_pass_over_much_but_not_over_a_visit(house: "House") -> None:
    await house.booked("2026-03-03 10:00")
    owner = await house.owner()
    with pytest.raises(SlotTaken):
        await house.book(house.staff, await house.pet(owner), "2026-03-03 10:00")


async def test_open_requests_have_a_limit(house: "House") -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    visits = [await house.book(owner, pet_id, f"2026-03-03 {hour}:00") for hour in ("09", "10", "11")]
    with pytest.raises(TooManyOpenRequests) as refusal:
        await house.book(owner, pet_id, "2026-03-03 12:00")
    assert refusal.value.limit == 3
    await house.book(house.staff, pet_id, "2026-03-03 12:00")
    async with house.desk.unit() as services:
        for visit in visits[:2]:  # what is agreed is no open request any more
            await services.appointments.confirm(house.staff, visit.id)
    await house.book(owner, pet_id, "2026-03-03 14:00")


async def test_requests_whose_time_has_passed_do_not_count(house: "House") -> None:
    owner = await house.owner()
    pet_id = await house.pet(owner)
    for hour in ("09", "10", "11"):
        await house.book(owner, pet_id, f"2026-03-03 {hour}:00")
    house.clock.set(house.at("2026-03-03 11:00"))
    await house.book(owner, pet_id, "2026-03-03 16:00")


async def test_a_pet_is_in_one_place_at_a_time(house: "House") -> None:
    owner = await house.owner()
    pet_id, other = await house.pet(owner, "A"), await house.pet(owner, "B")
    second = await house.add_vet("Bea")
    visit = await house.book(owner, pet_id, "2026-03-03 10:00")
    for vet_id in (second, visit.vet.id, None):
        with pytest.raises(PetHasVisitThen) as refusal:
            await house.book(owner, pet_id, "2026-03-03 10:15", vet_id=vet_id)
        assert refusal.value.number == visit.number
    assert (await house.book(owner, other, "2026-03-03 10:00")).vet.id == second


async def test_any_vet_is_the_least_loaded(house: "House") -> None:
    first, second = await house.vet_id(), await house.add_vet("Bea")
    chosen = []
    for wall in ("10:00", "10:00", "14:00", "15:00"):
        _, visit = await house.booked(f"2026-03-03 {wall}")
        chosen.append(visit.vet.id)
    assert chosen == [first, second, first, second]
    with pytest.raises(SlotTaken):
        await house.booked("2026-03-03 10:00")


async def test_a_refusal_leaves_the_transaction_usable_and_empty(house: "House") -> None:
    await house.booked("2026-03-03 10:00")
    before = await house.outbox()
    owner = await house.owner("Ben")
    pet_id = await house.pet(owner)
    request = await house.request(pet_id, "2026-03-03 10:00")
    async with house.desk.unit() as services:
        with pytest.raises(SlotTaken) as refusal:
            await services.appointments.book(owner, request)
        slot = refusal.value.nearest[0]
        await services.appointments.book(owner, request.model_copy(update={"starts_at": slot.starts_at}))
    assert len(await house.outbox()) == len(before) + 1


async def test_nine_is_nine_on_both_sides_of_a_change_of_the_clock(house: "House") -> None:
    before, after = [(await house.booked(f"2026-03-{day} 09:00"))[1].starts_at for day in (28, 30)]
    assert after - before == timedelta(hours=47)


async def test_a_night_clinic_in_the_hour_that_comes_twice(house: "House") -> None:
    house.clock.set(house.at("2026-10-20 09:00"))
    async with house.desk.unit() as services:
        await services.clinic.set_opening_hours(house.staff, 6, [(time(1), time(4))])
    starts: list[Any] = []
    for fold in (0, 1):
        owner = await house.owner()
        request = await house.request(await house.pet(owner), "2026-10-25 02:30")
        wall = datetime(2026, 10, 25, 2, 30, tzinfo=house.desk.settings.zone, fold=fold)
        async with house.desk.unit() as services:
            visit = await services.appointments.book(owner, request.model_copy(update={"starts_at": wall}))
        starts.append(visit.starts_at)
    assert starts[1] - starts[0] == timedelta(hours=1)
