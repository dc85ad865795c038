import asyncio
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from core.pets.errors import (
    BirthProblem,
    InvalidBreed,
    InvalidDateOfBirth,
    InvalidMedicalEntry,
    InvalidPetName,
    InvalidVaccinationDate,
    InvalidWeight,
    PetArchived,
    PetNameTaken,
    PetNotFound,
    TooManyPets,
    VaccinationProblem,
)
from core.pets.schemas import Age, MedicalEntry, Pet, PetChanges, PetDraft, Species, VaccinationStatus
from core.pets.service import MOST_PETS
from core.users.errors import StaffOnly, UserNotFound
from core.users.models import User
from core.users.schemas import SYSTEM, Actor

STAFF = Actor.staff("Dr. Vet")
TODAY = date(2026, 3, 2)
REX = PetDraft(name="Rex", species=Species.DOG)


async def add(practice: Any, draft: PetDraft = REX, actor: Actor | None = None) -> Pet:
    async with practice.unit() as pets:
        pet: Pet = await pets.create(actor or practice.anna, draft)
    return pet


async def test_a_pet_is_stored_as_it_was_described(practice: Any) -> None:
    pet = await add(
        practice,
        PetDraft(
            name=" Rex \n the  Dog ",
            species=Species.DOG,
            breed="Dackel ",
            date_of_birth=date(2020, 6, 15),
            weight_kg=Decimal("9.555"),
            last_vaccination=date(2025, 2, 1),
        ),
    )
    assert pet.model_dump(exclude={"id"}) == {
        "owner_id": practice.anna.user_id,
        "name": "Rex the Dog",
        "species": Species.DOG,
        "breed": "Dackel",
        "date_of_birth": date(2020, 6, 15),
        "weight_kg": Decimal("9.56"),
        "last_vaccination": date(2025, 2, 1),
        "vaccination": VaccinationStatus.EXPIRED,
        "age": {"years": 5, "months": 8},
        "medical_history": (),
        "archived": False,
    }
    async with practice.unit() as pets:
        assert await pets.get(practice.anna, pet.id) == pet
        assert await pets.of_owner(practice.anna) == [pet]


async def test_little_needs_to_be_known(practice: Any) -> None:
    pet = await add(practice, PetDraft(name="Rex", species=Species.OTHER, breed=" \u200b "))
    assert (pet.breed, pet.age, pet.vaccination) == (None, None, VaccinationStatus.UNKNOWN)


BAD_VALUES = [
    ({"name": ""}, InvalidPetName),
    ({"name": "\u202e\0"}, InvalidPetName),
    ({"name": "123"}, InvalidPetName),
    ({"name": "x" * 61}, InvalidPetName),
    ({"breed": "x" * 61}, InvalidBreed),
    ({"weight_kg": Decimal(0)}, InvalidWeight),
    ({"weight_kg": Decimal(4000)}, InvalidWeight),
    ({"date_of_birth": TODAY + timedelta(days=1)}, InvalidDateOfBirth),
    ({"date_of_birth": date(1900, 1, 1)}, InvalidDateOfBirth),
    ({"last_vaccination": TODAY + timedelta(days=1)}, InvalidVaccinationDate),
    ({"date_of_birth": date(2025, 1, 2), "last_vaccination": date(2025, 1, 1)}, InvalidVaccinationDate),
]


@pytest.mark.parametrize(("values", "refusal"), BAD_VALUES)
async def test_the_service_trusts_no_caller(practice: Any, values: dict[str, Any], refusal: type[DomainError]) -> None:
    async with practice.unit() as pets:
        with pytest.raises(refusal):
            await pets.create(practice.anna, REX.model_copy(update=values))
    rex = await add(practice)
    async with practice.unit() as pets:  # the caller catches the refusal and commits, as a conversation does
        with pytest.raises(refusal):
            await pets.update(practice.anna, rex.id, PetChanges(**{"breed": "Dackel", **values}))
    async with practice.unit() as pets:
        assert await pets.of_owner(practice.anna) == [rex]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(name=st.text(min_size=1), breed=st.text())
async def test_whatever_is_accepted_can_be_stored(practice: Any, name: str, breed: str) -> None:
    async with practice.unit() as pets:
        try:
            pet = await pets.create(practice.anna, PetDraft(name=name, species=Species.CAT, breed=breed))
        except (InvalidPetName, InvalidBreed):
            return
        assert await pets.get(practice.anna, pet.id) == pet
        await pets.archive(practice.anna, pet.id)


async def test_the_clinics_own_date_decides(practice: Any) -> None:
    practice.clock.set(datetime(2026, 3, 2, 23, 30, tzinfo=UTC))  # half past midnight in Berlin
    pet = await add(practice, PetDraft(name="Rex", species=Species.DOG, date_of_birth=date(2026, 3, 3)))
    assert pet.age == Age(years=0, months=0)
    practice.clock.set(datetime(2026, 10, 24, 22, 30, tzinfo=UTC))  # the night in which summer time ends
    async with practice.unit() as pets:
        await pets.record_vaccination(SYSTEM, pet.id, date(2026, 10, 25))
    practice.clock.set(datetime(2027, 10, 25, 21, 59, tzinfo=UTC))
    async with practice.unit() as pets:
        assert (await pets.get(practice.anna, pet.id)).vaccination is VaccinationStatus.VALID
    practice.clock.advance(timedelta(minutes=1))
    async with practice.unit() as pets:
        assert (await pets.get(practice.anna, pet.id)).vaccination is VaccinationStatus.EXPIRED


async def test_only_what_was_passed_changes(practice: Any) -> None:
    rex = await add(
        practice,
        PetDraft(
            name="Rex", species=Species.DOG, breed="Dackel", weight_kg=Decimal(9), last_vaccination=date(2025, 6, 1)
        ),
    )
    async with practice.unit() as pets:
        assert await pets.update(practice.anna, rex.id, PetChanges()) == rex
        assert await pets.update(practice.anna, rex.id, PetChanges(name=None, species=None)) == rex
        changed = await pets.update(practice.anna, rex.id, PetChanges(breed=None, weight_kg=Decimal("9.5")))
        assert changed == rex.model_copy(update={"breed": None, "weight_kg": Decimal("9.50")})
        cleared = await pets.update(practice.anna, rex.id, PetChanges(last_vaccination=None))
        assert cleared.vaccination is VaccinationStatus.UNKNOWN
        renamed = await pets.update(practice.anna, rex.id, PetChanges(name="REX", species=Species.CAT))
    async with practice.unit() as pets:
        assert await pets.get(STAFF, rex.id) == renamed
    assert (renamed.name, renamed.species) == ("REX", Species.CAT)


async def test_birth_and_vaccination_stay_in_order_whichever_changes(practice: Any) -> None:
    rex = await add(
        practice,
        PetDraft(name="Rex", species=Species.DOG, date_of_birth=date(2024, 1, 1), last_vaccination=date(2024, 6, 1)),
    )
    async with practice.unit() as pets:
        with pytest.raises(InvalidDateOfBirth) as birth:
            await pets.update(practice.anna, rex.id, PetChanges(date_of_birth=date(2024, 6, 2)))
        with pytest.raises(InvalidVaccinationDate) as vaccination:
            await pets.update(practice.anna, rex.id, PetChanges(last_vaccination=date(2023, 12, 31)))
        both = await pets.update(
            practice.anna, rex.id, PetChanges(date_of_birth=date(2025, 1, 1), last_vaccination=date(2025, 1, 1))
        )
        await pets.update(practice.anna, rex.id, PetChanges(date_of_birth=date(2026, 1, 1), last_vaccination=None))
    assert birth.value.reason is BirthProblem.AFTER_VACCINATION
    assert vaccination.value.reason is VaccinationProblem.BEFORE_BIRTH
    assert both.date_of_birth == both.last_vaccination


async def test_a_pet_that_is_somebody_elses_does_not_exist(practice: Any) -> None:
    rex = await add(practice)
    nobody = Actor(practice.ben.kind, "Nobody")
    for actor, pet_id in ((practice.ben, rex.id), (nobody, rex.id), (practice.anna, uuid4()), (STAFF, uuid4())):
        async with practice.unit() as pets:
            for attempt in (
                pets.get(actor, pet_id),
                pets.hold(actor, pet_id),
                pets.update(actor, pet_id, PetChanges(name="Mine")),
                pets.archive(actor, pet_id),
                pets.restore(actor, pet_id),
            ):
                with pytest.raises(PetNotFound):
                    await attempt
    async with practice.unit() as pets:
        assert await pets.of_owner(practice.ben) == []
        assert await pets.of_owner(practice.anna) == [rex]


async def test_pets_are_entered_and_listed_for_oneself_or_by_staff_for_others(practice: Any) -> None:
    ben_id = practice.ben.user_id
    async with practice.unit() as pets:
        by_staff = await pets.create(STAFF, REX, owner_id=ben_id)
        assert by_staff.owner_id == ben_id
        assert await pets.of_owner(STAFF, ben_id) == [by_staff]
        for attempt in (
            pets.create(practice.anna, REX, owner_id=ben_id),
            pets.of_owner(practice.anna, ben_id),
            pets.create(STAFF, REX),
            pets.create(STAFF, REX, owner_id=uuid4()),
            pets.of_owner(STAFF),
        ):
            with pytest.raises(UserNotFound):
                await attempt


async def test_nobody_enters_pets_for_somebody_shut_out(practice: Any) -> None:
    async with practice.database.transaction() as session:
        (await session.get_one(User, practice.anna.user_id)).is_active = False
    with pytest.raises(UserNotFound):
        await add(practice)


async def test_pets_are_listed_by_name_archived_ones_last(practice: Any) -> None:
    by_name = {
        name: await add(practice, PetDraft(name=name, species=Species.CAT))
        for name in ("rex", "Bella", "anton", "Cleo")
    }
    async with practice.unit() as pets:
        await pets.archive(practice.anna, by_name["Bella"].id)
        names = [pet.name for pet in await pets.of_owner(practice.anna)]
        everyone = await pets.of_owner(practice.anna, include_archived=True)
    assert names == ["anton", "Cleo", "rex"]
    assert [pet.name for pet in everyone] == [*names, "Bella"]
    assert [pet.archived for pet in everyone] == [False, False, False, True]


@pytest.mark.parametrize("name", ["Rex", " REX", "r\u200bex"])
async def test_an_owner_calls_one_pet_by_one_name(practice: Any, name: str) -> None:
    rex = await add(practice)
    bella = await add(practice, PetDraft(name="Bella", species=Species.CAT))
    await add(practice, PetDraft(name=name, species=Species.CAT), practice.ben)
    async with practice.unit() as pets:
        with pytest.raises(PetNameTaken) as refusal:
            await pets.create(practice.anna, PetDraft(name=name, species=Species.CAT))
        assert refusal.value.name == "Rex"
        with pytest.raises(PetNameTaken):
            await pets.update(practice.anna, bella.id, PetChanges(name=name))
        await pets.archive(practice.anna, rex.id)
        await pets.update(practice.anna, bella.id, PetChanges(name=name))
        with pytest.raises(PetNameTaken):
            await pets.restore(practice.anna, rex.id)


async def test_an_archived_pet_rests_until_it_is_restored(practice: Any) -> None:
    rex = await add(practice)
    async with practice.unit() as pets:
        archived = await pets.archive(practice.anna, rex.id)
    assert archived == rex.model_copy(update={"archived": True})
    practice.clock.advance(timedelta(hours=1))
    async with practice.unit() as pets:
        assert await pets.archive(practice.anna, rex.id) == archived
        assert await pets.get(practice.anna, rex.id) == archived
        for actor in (practice.anna, STAFF):
            with pytest.raises(PetArchived) as refusal:
                await pets.update(actor, rex.id, PetChanges(name="Max"))
            assert refusal.value.name == "Rex"
        await pets.add_medical_entry(STAFF, rex.id, "Died in peace.")
        restored = await pets.restore(STAFF, rex.id)
        assert not restored.archived
        assert await pets.restore(practice.anna, rex.id) == restored


async def test_there_is_a_limit_to_how_many_pets_somebody_has(practice: Any) -> None:
    async with practice.unit() as pets:
        for number in range(MOST_PETS):
            last = await pets.create(practice.anna, PetDraft(name=f"Hen {number}", species=Species.BIRD))
    with pytest.raises(TooManyPets) as refusal:
        await add(practice)
    assert refusal.value.limit == MOST_PETS
    async with practice.unit() as pets:
        await pets.archive(practice.anna, last.id)
    await add(practice)
    async with practice.unit() as pets:
        with pytest.raises(TooManyPets):
            await pets.restore(practice.anna, last.id)


async def _at_once(practice: Any, drafts: list[PetDraft]) -> list[Pet | BaseException]:
    """Each in a transaction of its own, all of them begun before the first one writes."""
    barrier = asyncio.Barrier(len(drafts))

    async def one(draft: PetDraft) -> Pet:
        async with practice.unit() as pets:
            await pets.of_owner(practice.anna)
            await barrier.wait()
            pet: Pet = await pets.create(practice.anna, draft)
        return pet

    return await asyncio.gather(*map(one, drafts), return_exceptions=True)


async def test_a_double_tap_makes_one_pet(practice: Any) -> None:
    outcomes = await _at_once(practice, [REX, REX.model_copy(update={"name": "REX"})] * 4)
    assert len([outcome for outcome in outcomes if isinstance(outcome, Pet)]) == 1
    assert len([outcome for outcome in outcomes if isinstance(outcome, PetNameTaken)]) == 7


async def test_the_limit_holds_when_pets_come_at_once(practice: Any) -> None:
    async with practice.unit() as pets:
        for number in range(MOST_PETS - 2):
            await pets.create(practice.anna, PetDraft(name=f"Hen {number}", species=Species.BIRD))
    outcomes = await _at_once(practice, [PetDraft(name=f"Cock {n}", species=Species.BIRD) for n in "abcdef"])
    assert len([outcome for outcome in outcomes if isinstance(outcome, TooManyPets)]) == 4


async def test_medical_entries_are_appended_by_staff_and_read_by_the_owner(practice: Any) -> None:
    rex = await add(practice)
    first = practice.clock.now()
    async with practice.unit() as pets:
        with pytest.raises(StaffOnly):
            await pets.add_medical_entry(practice.anna, rex.id, "All well.")
        await pets.add_medical_entry(STAFF, rex.id, " Limps.\r\n\r\n\r\n\0Rest <b>advised</b>. ")
    practice.clock.advance(timedelta(days=7))
    async with practice.unit() as pets:
        await pets.add_medical_entry(STAFF, rex.id, "All well.")
        history = (await pets.get(practice.anna, rex.id)).medical_history
    assert history == (
        MedicalEntry(at=first, by="Dr. Vet", text="Limps.\n\nRest <b>advised</b>."),
        MedicalEntry(at=first + timedelta(days=7), by="Dr. Vet", text="All well."),
    )


@pytest.mark.parametrize("text", ["", "\0\u200b\n", "x" * 2001])
async def test_an_empty_or_endless_medical_entry_is_refused(practice: Any, text: str) -> None:
    rex = await add(practice)
    async with practice.unit() as pets:
        with pytest.raises(InvalidMedicalEntry):
            await pets.add_medical_entry(STAFF, rex.id, text)


async def test_no_medical_entry_is_lost_when_two_write(practice: Any) -> None:
    rex = await add(practice)
    barrier = asyncio.Barrier(6)

    async def write(number: int) -> None:
        async with practice.unit() as pets:
            await pets.get(STAFF, rex.id)
            await barrier.wait()
            await pets.add_medical_entry(STAFF, rex.id, f"Entry {number}")

    await asyncio.gather(*map(write, range(6)))
    async with practice.unit() as pets:
        history = (await pets.get(STAFF, rex.id)).medical_history
    assert {entry.text for entry in history} == {f"Entry {number}" for number in range(6)}


async def test_the_latest_vaccination_counts(practice: Any) -> None:
    rex = await add(practice, PetDraft(name="Rex", species=Species.DOG, date_of_birth=date(2024, 1, 1)))
    async with practice.unit() as pets:
        with pytest.raises(StaffOnly):
            await pets.record_vaccination(practice.anna, rex.id, TODAY)
        assert (await pets.record_vaccination(SYSTEM, rex.id, TODAY)).vaccination is VaccinationStatus.VALID
        assert (await pets.record_vaccination(STAFF, rex.id, date(2025, 1, 1))).last_vaccination == TODAY
        for on in (TODAY + timedelta(days=1), date(2023, 12, 31)):
            with pytest.raises(InvalidVaccinationDate):
                await pets.record_vaccination(STAFF, rex.id, on)
        with pytest.raises(PetNotFound):
            await pets.record_vaccination(STAFF, uuid4(), TODAY)


async def test_a_name_can_be_checked_before_the_rest_is_entered(practice: Any) -> None:
    rex = await add(practice)
    mia = await add(practice, PetDraft(name="Mia", species=Species.CAT))
    async with practice.unit() as pets:
        assert await pets.check_name(practice.anna, " Rex  II ") == "Rex II"
        assert await pets.check_name(practice.anna, "rEX", rex.id) == "rEX"
        assert await pets.check_name(practice.ben, "Rex") == "Rex"
        with pytest.raises(PetNameTaken):
            await pets.check_name(practice.anna, "rEX")
        with pytest.raises(PetNameTaken):
            await pets.check_name(practice.anna, "rex", mia.id)
        with pytest.raises(PetNotFound):
            await pets.check_name(practice.ben, "Leo", rex.id)
        with pytest.raises(InvalidPetName):
            await pets.check_name(practice.anna, "🐶")
        with pytest.raises(UserNotFound):
            await pets.check_name(STAFF, "Leo")
    for number in range(MOST_PETS - 2):
        await add(practice, PetDraft(name=f"Pet {number}", species=Species.DOG))
    async with practice.unit() as pets:
        with pytest.raises(TooManyPets):
            await pets.check_name(practice.anna, "Leo")
        assert await pets.check_name(practice.anna, "Leo", rex.id) == "Leo"
