"""Every rule about pets: whose they are, what is known of them, who may see and change that."""

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from core.clock import Clock
from core.pets import models, rules
from core.pets.errors import (
    BirthProblem,
    InvalidDateOfBirth,
    PetArchived,
    PetNameTaken,
    PetNotFound,
    TooManyPets,
)
from core.pets.repository import PetRepository, PetRow
from core.pets.schemas import HeldPet, MedicalEntry, Pet, PetChanges, PetDraft
from core.users.errors import StaffOnly, UserNotFound
from core.users.schemas import ERASED, Actor

MOST_PETS = 30
"""Per owner, archived ones aside."""


class PetService:
    """The patients. An owner sees and changes their own; anybody else's do not exist for them. Staff may do all."""

    def __init__(self, repository: PetRepository, clock: Clock, zone: ZoneInfo) -> None:
        self._repository = repository
        self._clock = clock
        self._zone = zone

    async def create(self, actor: Actor, draft: PetDraft, owner_id: UUID | None = None) -> Pet:
        """A new pet of the actor, or of `owner_id` when staff enter it.

        UserNotFound, TooManyPets, PetNameTaken, or an invalid value.
        """
        owner_id = self._owner(actor, owner_id)
        values = self._checked(draft.model_dump(), born=None, vaccinated=None)
        await self._repository.lock_owner(owner_id)
        if not await self._repository.owner_exists(owner_id):
            raise UserNotFound
        await self._check_room(owner_id)
        await self._check_name_free(owner_id, values["name"])
        return self._pet(await self._repository.add(models.Pet(owner_id=owner_id, medical_history=[], **values)))

    async def check_name(
        self, actor: Actor, name: str, pet_id: UUID | None = None, *, owner_id: UUID | None = None
    ) -> str:
        """The name as it would be stored for a new pet, or for `pet_id`, before anything is entered.

        The new pet is the actor's, or that of `owner_id` when staff enter it. InvalidPetName, PetNameTaken; for a
        new pet TooManyPets, else PetNotFound.
        """
        cleaned = rules.clean_pet_name(name)
        if pet_id is None:
            owner_id = self._owner(actor, owner_id)
            await self._check_room(owner_id)
        else:
            owner_id = (await self._seen(actor, pet_id)).owner_id
        await self._check_name_free(owner_id, cleaned, but=pet_id)
        return cleaned

    async def get(self, actor: Actor, pet_id: UUID) -> Pet:
        """The pet, archived or not. PetNotFound."""
        return self._pet(await self._seen(actor, pet_id))

    async def hold(self, actor: Actor, pet_id: UUID) -> HeldPet:
        """What a booking goes by; the pet, archived or not, stays as it is until the commit. PetNotFound."""
        row = await self._repository.hold(pet_id)
        if row is None or not _may_see(actor, row.owner_id):
            raise PetNotFound
        return HeldPet(id=row.id, owner_id=row.owner_id, name=row.name, archived=row.archived_at is not None)

    async def of_owner(self, actor: Actor, owner_id: UUID | None = None, include_archived: bool = False) -> list[Pet]:
        """The pets of the actor, or of `owner_id` for staff, by name; UserNotFound for anybody else's."""
        pets = await self._repository.of_owner(self._owner(actor, owner_id), include_archived=include_archived)
        return [self._pet(pet) for pet in pets]

    async def update(self, actor: Actor, pet_id: UUID, changes: PetChanges) -> Pet:
        """Changes the fields that were passed; PetNotFound, PetArchived, PetNameTaken, or an invalid value."""
        pet = await self._changeable(actor, pet_id)
        if pet.archived_at is not None:
            raise PetArchived(pet.name)
        asked = changes.model_dump(exclude_unset=True)
        kept = {field for field in ("name", "species") if asked.get(field, "") is None}
        asked = {field: value for field, value in asked.items() if field not in kept}
        values = self._checked(asked, born=pet.date_of_birth, vaccinated=pet.last_vaccination)
        if "name" in values:
            await self._check_name_free(pet.owner_id, values["name"], but=pet.id)
        for field, value in values.items():
            setattr(pet, field, value)
        await self._repository.flush()
        return self._pet(pet)

    async def archive(self, actor: Actor, pet_id: UUID) -> Pet:
        """Takes the pet out of the lists; its history stays. Doing it twice is fine.

        Whether it still has visits ahead is for `AppointmentService` to settle first.
        """
        pet = await self._changeable(actor, pet_id)
        pet.archived_at = pet.archived_at or self._clock.now()
        await self._repository.flush()
        return self._pet(pet)

    async def restore(self, actor: Actor, pet_id: UUID) -> Pet:
        """Puts an archived pet back; TooManyPets, PetNameTaken."""
        pet = await self._changeable(actor, pet_id)
        if pet.archived_at is not None:
            await self._check_room(pet.owner_id)
            await self._check_name_free(pet.owner_id, pet.name)
            pet.archived_at = None
            await self._repository.flush()
        return self._pet(pet)

    async def erase_all(self, actor: Actor) -> None:
        """Erases what is known of the actor's pets; only that there was a patient of that species stays."""
        owner_id = self._owner(actor, None)
        await self._repository.lock_owner(owner_id)
        for pet in await self._repository.lock_of_owner(owner_id):
            pet.name, pet.breed, pet.weight_kg = ERASED, None, None
            pet.date_of_birth, pet.last_vaccination, pet.medical_history = None, None, []
            pet.archived_at = pet.archived_at or self._clock.now()
        await self._repository.flush()

    async def add_medical_entry(self, actor: Actor, pet_id: UUID, text: str) -> Pet:
        """Appends to the medical history, archived pets' too; staff only."""
        self._check_staff(actor)
        entry = MedicalEntry(at=self._clock.now(), by=actor.name, text=rules.clean_medical_entry(text))
        pet = await self._held(actor, pet_id)
        pet.medical_history = [*pet.medical_history, entry.model_dump(mode="json")]
        await self._repository.flush()
        return self._pet(pet)

    async def record_vaccination(self, actor: Actor, pet_id: UUID, on: date) -> Pet:
        """Notes a vaccination on a local date; one that is older than the last known changes nothing. Staff only."""
        self._check_staff(actor)
        pet = await self._held(actor, pet_id)
        rules.check_vaccination(on, self._today(), pet.date_of_birth)
        pet.last_vaccination = max(on, pet.last_vaccination or on)
        await self._repository.flush()
        return self._pet(pet)

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()

    def _owner(self, actor: Actor, owner_id: UUID | None) -> UUID:
        wanted = owner_id or actor.user_id
        if wanted is None or not (actor.is_staff or wanted == actor.user_id):
            raise UserNotFound
        return wanted

    def _check_staff(self, actor: Actor) -> None:
        if not actor.is_staff:
            raise StaffOnly

    async def _seen(self, actor: Actor, pet_id: UUID) -> PetRow:
        row = await self._repository.read(pet_id)
        if row is None or not _may_see(actor, row.owner_id):
            raise PetNotFound
        return row

    async def _held(self, actor: Actor, pet_id: UUID) -> models.Pet:
        """To be changed; held until the commit."""
        pet = await self._repository.get(pet_id, lock=True)
        if pet is None or not _may_see(actor, pet.owner_id):
            raise PetNotFound
        return pet

    async def _changeable(self, actor: Actor, pet_id: UUID) -> models.Pet:
        """The pet, held until the commit together with the set of its owner's pets."""
        await self._repository.lock_owner((await self._seen(actor, pet_id)).owner_id)
        return await self._held(actor, pet_id)

    async def _check_room(self, owner_id: UUID) -> None:
        if len(await self._repository.of_owner(owner_id)) >= MOST_PETS:
            raise TooManyPets(MOST_PETS)

    async def _check_name_free(self, owner_id: UUID, name: str, *, but: UUID | None = None) -> None:
        for pet in await self._repository.of_owner(owner_id):
            if pet.id != but and pet.name.casefold() == name.casefold():
                raise PetNameTaken(pet.name)

    def _checked(self, values: dict[str, Any], *, born: date | None, vaccinated: date | None) -> dict[str, Any]:
        """The values as they are stored, checked together with the dates that stay (`born`, `vaccinated`)."""
        today = self._today()
        checked = dict(values)
        if "name" in values:
            checked["name"] = rules.clean_pet_name(values["name"])
        if "breed" in values:
            checked["breed"] = rules.clean_breed(values["breed"])
        if values.get("weight_kg") is not None:
            checked["weight_kg"] = rules.check_weight(values["weight_kg"])
        if "date_of_birth" in values:
            born = values["date_of_birth"]
            if born is not None:
                rules.check_date_of_birth(born, today)
        if values.get("last_vaccination") is not None:
            rules.check_vaccination(values["last_vaccination"], today, born)
        elif "last_vaccination" not in values and born is not None and vaccinated is not None and vaccinated < born:
            raise InvalidDateOfBirth(BirthProblem.AFTER_VACCINATION)
        return checked

    def _pet(self, row: models.Pet | PetRow) -> Pet:
        today = self._today()
        return Pet(
            id=row.id,
            owner_id=row.owner_id,
            name=row.name,
            species=row.species,
            breed=row.breed,
            date_of_birth=row.date_of_birth,
            weight_kg=row.weight_kg,
            last_vaccination=row.last_vaccination,
            vaccination=rules.vaccination_status(row.last_vaccination, today),
            age=rules.age(row.date_of_birth, today),
            medical_history=tuple(MedicalEntry.model_validate(entry) for entry in row.medical_history),
            archived=row.archived_at is not None,
        )


def _may_see(actor: Actor, owner_id: UUID) -> bool:
    return actor.is_staff or owner_id == actor.user_id
