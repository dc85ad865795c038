"""What staff book for somebody on the phone."""

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from core.appointments.errors import OutsideOpeningHours, SlotTaken
from core.appointments.schemas import AppointmentDetails, AppointmentStatus, Caution, EventKind, PhoneBooking
from core.clinic.schemas import Status
from core.pets.errors import PetNameTaken
from core.pets.models import Pet
from core.pets.schemas import PetDraft, Species
from core.users.errors import InvalidName, InvalidPhone, PhoneKnown, StaffOnly
from core.users.models import TelegramAccount, User
from core.users.schemas import ActorKind, NewOwner

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House

KARLA = NewOwner(full_name=" Karla  Kolumna ", phone="+49 30 998877")
REX = PetDraft(name="Rex", species=Species.DOG)


async def wanted(
    house: "House",
    wall: str = "2026-03-03 10:00",
    *,
    owner: UUID | NewOwner = KARLA,
    pet: UUID | PetDraft = REX,
    code: str = "vaccination",
) -> PhoneBooking:
    service = await house.service(code)
    return PhoneBooking(owner=owner, pet=pet, service_id=service.id, starts_at=house.at(wall))


async def book(house: "House", booking: PhoneBooking) -> AppointmentDetails:
    async with house.desk.unit() as services:
        return await services.appointments.book_by_phone(house.staff, booking)


async def counted(house: "House") -> tuple[int, int]:
    """How many owners and pets there are."""
    async with house.database.transaction() as session:
        owners = await session.scalar(select(func.count()).select_from(User))
        pets = await session.scalar(select(func.count()).select_from(Pet))
        return int(owners or 0), int(pets or 0)


async def test_somebody_new_and_a_new_pet(house: "House") -> None:
    visit = await book(house, await wanted(house))
    assert (visit.owner.full_name, visit.owner.phone, visit.pet.name) == ("Karla Kolumna", "+4930998877", "Rex")
    assert (visit.status, visit.decided_by) == (AppointmentStatus.CONFIRMED, "Dr. Weber")
    async with house.desk.unit() as services:
        events = await services.appointments.history(house.staff, visit.id)
        owner = await services.users.get(house.staff, visit.owner.id)
    assert [(event.kind, event.actor_kind, event.actor_name) for event in events] == [
        (EventKind.REQUESTED, ActorKind.STAFF, "Dr. Weber"),
        (EventKind.CONFIRMED, ActorKind.STAFF, "Dr. Weber"),
    ]
    assert (owner.email, owner.has_password, owner.language) == (None, False, None)
    # Nobody to confirm it to; the reminders will say whom to phone.
    assert await house.outbox() == ["reminder to user: pending", "reminder to user: pending"]


async def test_an_owner_in_telegram_is_told(house: "House") -> None:
    owner = await house.owner()
    async with house.database.transaction() as session:
        session.add(TelegramAccount(telegram_user_id=7, chat_id=7, display_name="Ann", user_id=owner.user_id))
    assert owner.user_id is not None
    await book(house, await wanted(house, "2026-03-05 10:00", owner=owner.user_id, pet=await house.pet(owner)))
    assert await house.outbox() == [
        "confirmed to user: pending", "reminder to user: pending", "reminder to user: pending",
    ]  # fmt: skip


async def test_what_keeps_owners_out_is_a_word_to_staff(house: "House") -> None:
    owner = await house.owner()
    assert owner.user_id is not None
    pet = await house.pet(owner)
    surgery = await house.service("surgery")
    async with house.desk.unit() as services:
        await services.clinic.set_status(house.staff, Status.CLOSE, message="Power cut")
        await services.users.records.block(house.staff, owner.user_id)
    soon = house.clock.now() + timedelta(hours=1)
    async with house.desk.unit() as services:
        appointments = services.appointments
        assert await appointments.cautions(house.staff, owner.user_id, surgery.id, soon) == list(Caution)
        assert await appointments.cautions(house.staff, None, surgery.id, soon) == [
            Caution.CLOSED, Caution.SHORT_NOTICE,
        ]  # fmt: skip
    for wall in ("2026-03-02 10:00", "2026-08-03 10:00"):  # within the hour, and beyond the owners' horizon
        visit = await book(house, await wanted(house, wall, owner=owner.user_id, pet=pet, code="surgery"))
        assert visit.status is AppointmentStatus.CONFIRMED
    async with house.desk.unit() as services:
        await services.clinic.set_status(house.staff, Status.OPEN)
        await services.users.records.unblock(house.staff, owner.user_id)
        late = house.clock.now() + timedelta(days=20)
        assert await services.appointments.cautions(house.staff, owner.user_id, surgery.id, late) == []


async def test_refused_it_leaves_nobody_behind(house: "House") -> None:
    before = await counted(house)
    with pytest.raises(OutsideOpeningHours):
        await book(house, await wanted(house, "2026-03-03 23:00"))
    with pytest.raises(InvalidName):
        await book(house, await wanted(house, owner=NewOwner(full_name="123", phone="+4930998877")))
    with pytest.raises(InvalidPhone):
        await book(house, await wanted(house, owner=NewOwner(full_name="Karla", phone="12")))
    assert await counted(house) == before


async def test_a_number_that_is_known(house: "House") -> None:
    first = await book(house, await wanted(house))
    with pytest.raises(PhoneKnown) as known:
        await book(house, await wanted(house, "2026-03-03 11:00"))
    assert known.value.phone == "+4930998877"
    other = KARLA.model_copy(update={"full_name": "Karl Kolumna", "same_phone": True})
    second = await book(house, await wanted(house, "2026-03-03 11:00", owner=other))
    async with house.desk.unit() as services:
        both = await services.users.with_phone(house.staff, "+4930998877")
    assert [user.id for user in both] == [second.owner.id, first.owner.id]
    with pytest.raises(PetNameTaken):
        await book(house, await wanted(house, "2026-03-03 12:00", owner=first.owner.id))


async def test_two_of_staff_enter_one_number_at_once(house: "House") -> None:
    bookings = [await wanted(house, f"2026-03-03 {hour:02}:00") for hour in (9, 10, 11, 14, 15)]
    outcomes = await house.together(*(lambda booking=booking: book(house, booking) for booking in bookings))
    assert Counter(type(outcome).__name__ for outcome in outcomes) == {"AppointmentDetails": 1, "PhoneKnown": 4}
    assert await counted(house) == (1, 1)


async def test_two_of_staff_want_one_slot(house: "House") -> None:
    bookings = [
        await wanted(house, owner=NewOwner(full_name=f"Owner {letter}", phone=f"+49309988{number}"))
        for number, letter in enumerate("ABCDEF", start=10)
    ]
    errors = house.collect_database_errors()
    outcomes = await house.together(*(lambda booking=booking: book(house, booking) for booking in bookings))
    assert Counter(type(outcome).__name__ for outcome in outcomes) == {"AppointmentDetails": 1, "SlotTaken": 5}
    assert all(len(outcome.nearest) == 3 for outcome in outcomes if isinstance(outcome, SlotTaken))
    assert await counted(house) == (1, 1)  # who lost is not half entered
    assert errors == []


async def test_a_new_pet_while_another_is_archived(house: "House") -> None:
    """Both take the owner's two locks: in one order, or they would wait for each other."""
    errors = house.collect_database_errors()
    for hour in (9, 10, 11):
        owner = await house.owner()
        assert owner.user_id is not None
        old = await house.pet(owner, "Mia")
        booking = await wanted(house, f"2026-03-04 {hour:02}:00", owner=owner.user_id)

        async def archive(owner: Any = owner, old: UUID = old) -> Any:
            async with house.desk.unit() as services:
                return await services.appointments.archive_pet(owner, old)

        outcomes = await house.together(lambda booking=booking: book(house, booking), archive)  # type: ignore[misc]
        assert Counter(type(outcome).__name__ for outcome in outcomes) == {"AppointmentDetails": 1, "NoneType": 1}
    assert errors == []


async def test_owners_cannot(house: "House") -> None:
    owner = await house.owner()
    async with house.desk.unit() as services:
        with pytest.raises(StaffOnly):
            await services.appointments.book_by_phone(owner, await wanted(house))
        with pytest.raises(StaffOnly):
            await services.users.create_owner(owner, KARLA)
        with pytest.raises(StaffOnly):
            await services.users.with_phone(owner, "+4930998877")
        with pytest.raises(StaffOnly):
            await services.appointments.cautions(owner, None, (await house.service()).id, house.clock.now())


async def test_a_visit_and_no_request_in_the_statistics(house: "House") -> None:
    await book(house, await wanted(house, "2026-03-03 10:00"))
    house.clock.set(house.at("2026-03-04 10:00"))
    async with house.desk.unit() as services:
        found = await services.statistics.of_weeks(house.staff, 4)
    assert (found.visits, found.requests, found.timings.answered) == (1, 0, 0)
