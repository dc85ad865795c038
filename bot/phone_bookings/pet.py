"""For which pet somebody on the phone books: one of theirs, or one that is entered with its name and species."""

from typing import Any

from bot.appointments.choosing import chosen
from bot.appointments.conversation import (
    ServiceStep,
)
from bot.clinic.questions import mention
from bot.conversations.steps import (
    GoTo,
    Input,
    Next,
    Notice,
    Outcome,
    Press,
    Step,
)
from bot.pets import wording as pets
from bot.phone_bookings.draft import PhoneDraft, Typed, owner_name
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.callbacks import BadCallback, short, unshort
from bot.ui.screen import Screen, button, in_rows
from bot.ui.texts import Html
from bot.users.conversation import not_understood
from core.contacts import display_phone
from core.errors import DomainError
from core.pets.errors import PetArchived, PetNameTaken, TooManyPets
from core.pets.rules import clean_pet_name
from core.pets.schemas import Species
from core.users.errors import UserNotFound

NEW = "+"


class PetStep(Step[PhoneDraft]):
    """Shown for each known owner, so that it is seen who was chosen."""

    name = "pet"

    async def applies(self, scene: Scene, draft: PhoneDraft) -> bool:
        return draft.owner_id is not None

    async def render(self, scene: Scene, draft: PhoneDraft) -> Screen:
        try:
            owner = await scene.services.users.get(scene.actor, chosen(draft.owner_id))
        except UserNotFound:
            return Screen(scene.t("error-user-not-found"), self.way_out(scene))
        theirs = await scene.services.pets.of_owner(scene.actor, owner.id)
        rows = in_rows([button(pets.called(pet), self.press(short(pet.id))) for pet in theirs], 2)
        rows.append([button(scene.t.plain("phone-new-pet"), self.press(NEW))])
        text = scene.t(
            "phone-ask-pet",
            owner=formatting.name(owner.full_name),
            phone=display_phone(owner.phone) if owner.phone else "none",
        )
        return Screen(text, rows + self.way_out(scene, back=not draft.from_card))

    async def accept(self, scene: Scene, draft: PhoneDraft, given: Input, prepared: Any) -> Outcome:
        if not isinstance(given, Press):
            return not_understood(given, "press")
        if given.value == NEW:
            return GoTo(PetNameStep.name, draft.model_copy(update={"pet_id": None}))
        pet = await scene.services.pets.get(scene.actor, unshort(given.value))
        if pet.owner_id != draft.owner_id:
            raise BadCallback(given.value)
        if pet.archived:
            raise PetArchived(pet.name)
        return GoTo(ServiceStep.name, draft.model_copy(update={"pet_id": pet.id, "new_pet": None, "new_species": None}))


class PetNameStep(Typed):
    name = "petname"
    placeholder = "phone-pet-placeholder"

    async def applies(self, scene: Scene, draft: PhoneDraft) -> bool:
        return draft.pet_id is None

    async def ask(self, scene: Scene, draft: PhoneDraft) -> Html:
        return scene.t("phone-ask-pet-name", who=mention(scene), owner=await owner_name(scene, draft))

    async def read(self, scene: Scene, draft: PhoneDraft, text: str) -> Outcome:
        if draft.owner_id is None:
            name = clean_pet_name(text)
        else:
            name = await scene.services.pets.check_name(scene.actor, text, owner_id=draft.owner_id)
        return Next(draft.model_copy(update={"new_pet": name}))

    async def refused(self, scene: Scene, draft: PhoneDraft, error: DomainError) -> Outcome | None:
        return pet_again(draft, error)


class SpeciesStep(Step[PhoneDraft]):
    name = "species"

    async def applies(self, scene: Scene, draft: PhoneDraft) -> bool:
        return draft.pet_id is None

    async def render(self, scene: Scene, draft: PhoneDraft) -> Screen:
        choices = [
            button(f"{pets.species_emoji(species)} {pets.species(scene, species)}", self.press(species.value))
            for species in Species
        ]
        text = scene.t("pet-ask-species", name=formatting.name(chosen(draft.new_pet)))
        return Screen(text, in_rows(choices, 2) + self.way_out(scene))

    async def accept(self, scene: Scene, draft: PhoneDraft, given: Input, prepared: Any) -> Outcome:
        if not isinstance(given, Press) or given.value not in set(Species):
            return not_understood(given, "press")
        return Next(draft.model_copy(update={"new_species": Species(given.value)}))


def pet_again(draft: PhoneDraft, error: DomainError) -> Outcome | None:
    """To the pets that there are, for a refusal that is about those; None for any other."""
    match error:
        case PetNameTaken(name=name):
            notice = Notice(key="phone-pet-known", args={"name": formatting.name(name)})
        case TooManyPets(limit=limit):
            notice = Notice(key="phone-too-many-pets", args={"limit": limit})
        case _:
            return None
    return GoTo(PetStep.name, draft.model_copy(update={"pet_id": None, "new_pet": None}), notice)
