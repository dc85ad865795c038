"""Adding a pet, question by question, and changing one of its fields: the same questions, one at a time."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from bot.conversations.steps import (
    Conversation,
    Done,
    Draft,
    GoTo,
    Input,
    Next,
    Notice,
    Outcome,
    Press,
    Stay,
    Step,
    Text,
    problem,
)
from bot.errors import explain
from bot.pets import wording
from bot.reply import Draw
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Rows, Screen, button, in_rows
from bot.users.conversation import KEEP, SKIP, not_understood
from core.errors import DomainError
from core.pets import rules, schemas
from core.pets.entry import parse_date_of_birth, parse_vaccination_date, parse_weight
from core.pets.errors import PetArchived, PetNameTaken
from core.pets.schemas import Pet, PetChanges, Species

TODAY = "today"

Value = str | Species | date | Decimal | None


class PetAnswers(Draft):
    """What the owner told so far; the fields are the pet's."""

    name: str = ""
    species: Species | None = None
    breed: str | None = None
    date_of_birth: date | None = None
    weight_kg: Decimal | None = None
    last_vaccination: date | None = None
    pet_id: UUID | None = None
    """The pet that is changed; None for a new one."""
    field: str | None = None
    """The one field that a change is about."""
    only_name: bool = False
    """Everything is answered, and only the name turned out to be taken."""

    @classmethod
    def changing(cls, pet: Pet, field: str) -> "PetAnswers":
        """What is known, for asking one field anew."""
        known = pet.model_dump(include=set(schemas.PetDraft.model_fields))
        return cls(**known, pet_id=pet.id, field=field)


def card(pet_id: UUID, notice: Notice | None = None) -> Draw:
    """The pet's card, with a word on top."""
    said = {"notice": notice.model_dump(mode="json")} if notice else {}
    return Draw(view="pet", args={"id": str(pet_id), **said})


class _Question(Step[PetAnswers], ABC):
    """One field of a pet; the step has the field's name.

    In the course of adding it leads on to the next question. As a change it is asked alone, saved at once, and
    leads back to the pet's card.
    """

    expects: ClassVar[str] = "text"
    skip: ClassVar[str | None] = "button-skip"
    """The label of the button that leaves the field empty, for those that may be."""
    clear: ClassVar[str] = "button-clear"
    """The same when a known value is taken back."""

    @abstractmethod
    def shown(self, scene: Scene, draft: PetAnswers) -> str | None:
        """The present answer as people read it; None when there is none."""

    @abstractmethod
    async def read(self, scene: Scene, draft: PetAnswers, text: str) -> Value | Stay:
        """The typed answer; a DomainError or Stay says what is wrong with it."""

    def options(self, scene: Scene) -> Mapping[str, Value]:
        """What the buttons stand for."""
        return {} if self.skip is None else {SKIP: None}

    def option_rows(self, scene: Scene, draft: PetAnswers) -> Rows:
        if self.skip is None:
            return []
        label = self.clear if draft.pet_id and self.shown(scene, draft) else self.skip
        return [[button(scene.t.plain(label), self.press(SKIP))]]

    async def applies(self, scene: Scene, draft: PetAnswers) -> bool:
        return draft.field in (None, self.name)

    async def render(self, scene: Scene, draft: PetAnswers) -> Screen:
        t, shown = scene.t, self.shown(scene, draft)
        key = self.name.replace("_", "-")
        name = formatting.name(draft.name)
        rows = self.option_rows(scene, draft)
        if draft.pet_id is not None:
            text = t(f"pet-change-{key}", name=name, now=shown or "none")
            return Screen(text, [*rows, [button(t.plain("button-back"), self.press(KEEP))]])
        if shown is not None:
            rows = [[button(t.plain("pet-keep", answer=shown), self.press(KEEP))], *rows]
        return Screen(t(f"pet-ask-{key}", name=name), rows + self.way_out(scene, back=self.name != NameStep.name))

    async def accept(self, scene: Scene, draft: PetAnswers, given: Input, prepared: Any) -> Outcome:
        options = self.options(scene)
        value: Value | Stay
        match given:
            case Press(press) if press == KEEP and draft.pet_id is not None:
                return Done(card(draft.pet_id))
            case Press(press) if press == KEEP and self.shown(scene, draft) is not None:
                return await self.go_on(scene, draft)
            case Press(press) if press in options:
                value = options[press]
            case Text(text):
                value = await self.read(scene, draft, text)
            case _:
                return not_understood(given, self.expects)
        if isinstance(value, Stay):
            return value
        if draft.pet_id is not None:
            return await self._save(scene, draft.pet_id, value)
        return await self.go_on(scene, draft.model_copy(update={self.name: value}))

    async def go_on(self, scene: Scene, draft: PetAnswers) -> Outcome:
        """Where an answer leads while a pet is added."""
        return Next(draft, self.noted(scene, draft))

    def noted(self, scene: Scene, draft: PetAnswers) -> Notice | None:
        """How the answer was understood, where that can differ from what was typed."""
        return None

    async def _save(self, scene: Scene, pet_id: UUID, value: Value) -> Outcome:
        pet = await scene.services.pets.update(scene.actor, pet_id, PetChanges.model_validate({self.name: value}))
        said = Notice(key="pet-saved", args={"name": formatting.name(pet.name)}, problem=False)
        return Done(card(pet.id, said), notice=said)

    async def refused(self, scene: Scene, draft: PetAnswers, error: DomainError) -> Outcome | None:
        if isinstance(error, PetArchived) and draft.pet_id is not None:  # meanwhile, from another message
            return Done(card(draft.pet_id), notice=explain(error, scene))
        return None


class NameStep(_Question):
    name = "name"
    skip = None

    def shown(self, scene: Scene, draft: PetAnswers) -> str | None:
        return formatting.name(draft.name) if draft.name else None

    async def read(self, scene: Scene, draft: PetAnswers, text: str) -> Value | Stay:
        return await scene.services.pets.check_name(scene.actor, text, draft.pet_id)

    async def go_on(self, scene: Scene, draft: PetAnswers) -> Outcome:
        return await _register(scene, draft) if draft.only_name else Next(draft)


class SpeciesStep(_Question):
    """Chosen with a button; the word on the button may be typed as well."""

    name = "species"
    expects = "press"
    skip = None

    def shown(self, scene: Scene, draft: PetAnswers) -> str | None:
        return wording.species(scene, draft.species) if draft.species else None

    async def read(self, scene: Scene, draft: PetAnswers, text: str) -> Value | Stay:
        words = {wording.species(scene, species).casefold(): species for species in Species}
        return words.get(text.strip().casefold()) or problem("input-expected-press")

    def options(self, scene: Scene) -> Mapping[str, Value]:
        return {species.value: species for species in Species}

    def option_rows(self, scene: Scene, draft: PetAnswers) -> Rows:
        labels = {species: f"{wording.species_emoji(species)} {wording.species(scene, species)}" for species in Species}
        return in_rows([button(label, self.press(species.value)) for species, label in labels.items()], 2)


class BreedStep(_Question):
    name = "breed"

    def shown(self, scene: Scene, draft: PetAnswers) -> str | None:
        return formatting.name(draft.breed) if draft.breed else None

    async def read(self, scene: Scene, draft: PetAnswers, text: str) -> Value | Stay:
        return rules.clean_breed(text)


class BirthStep(_Question):
    """A date, or an age."""

    name = "date_of_birth"
    skip = "button-not-known"
    clear = "button-not-known"

    def shown(self, scene: Scene, draft: PetAnswers) -> str | None:
        return formatting.full_day(draft.date_of_birth, scene.language) if draft.date_of_birth else None

    async def read(self, scene: Scene, draft: PetAnswers, text: str) -> Value | Stay:
        return parse_date_of_birth(text, scene.today)

    def noted(self, scene: Scene, draft: PetAnswers) -> Notice | None:
        age = rules.age(draft.date_of_birth, scene.today)
        if age is None:
            return None
        said = {"date": self.shown(scene, draft), "age": wording.age(scene, age)}
        return Notice(key="pet-noted-birth", args=said, problem=False)


class WeightStep(_Question):
    name = "weight_kg"

    def shown(self, scene: Scene, draft: PetAnswers) -> str | None:
        return wording.weight(scene, draft.weight_kg) if draft.weight_kg is not None else None

    async def read(self, scene: Scene, draft: PetAnswers, text: str) -> Value | Stay:
        return parse_weight(text)

    def noted(self, scene: Scene, draft: PetAnswers) -> Notice | None:
        weight = self.shown(scene, draft)
        return Notice(key="pet-noted-weight", args={"weight": weight}, problem=False) if weight else None


class VaccinationStep(_Question):
    """The last question: this is where the pet comes to be."""

    name = "last_vaccination"
    skip = "button-never-vaccinated"
    clear = "button-never-vaccinated"

    def shown(self, scene: Scene, draft: PetAnswers) -> str | None:
        return formatting.full_day(draft.last_vaccination, scene.language) if draft.last_vaccination else None

    async def read(self, scene: Scene, draft: PetAnswers, text: str) -> Value | Stay:
        return parse_vaccination_date(text, scene.today, draft.date_of_birth)

    def options(self, scene: Scene) -> Mapping[str, Value]:
        return {TODAY: scene.today, **super().options(scene)}

    def option_rows(self, scene: Scene, draft: PetAnswers) -> Rows:
        return [[button(scene.t.plain("button-today"), self.press(TODAY))], *super().option_rows(scene, draft)]

    async def go_on(self, scene: Scene, draft: PetAnswers) -> Outcome:
        return await _register(scene, draft)


async def _register(scene: Scene, draft: PetAnswers) -> Outcome:
    try:
        pet = await scene.services.pets.create(
            scene.actor, schemas.PetDraft.model_validate(draft.model_dump(include=set(schemas.PetDraft.model_fields)))
        )
    except PetNameTaken as error:  # since the name was asked; nothing was written, so all else stays answered
        unnamed = draft.model_copy(update={"name": "", "only_name": True})
        return GoTo(NameStep.name, unnamed, notice=explain(error, scene))
    said = Notice(key="pet-added", args={"name": formatting.name(pet.name)}, problem=False)
    return Done(card(pet.id, said), result={"pet_id": str(pet.id)}, notice=said)


def _questions() -> list[Step[PetAnswers]]:
    return [NameStep(), SpeciesStep(), BreedStep(), BirthStep(), WeightStep(), VaccinationStep()]


class AddPet(Conversation[PetAnswers]):
    """Its result is the `pet_id`, for the conversation that asked for a pet."""

    name = "pet"

    def __init__(self) -> None:
        super().__init__(PetAnswers, _questions())


class ChangePet(Conversation[PetAnswers]):
    """Begun with `PetAnswers.changing`."""

    name = "petedit"

    def __init__(self) -> None:
        super().__init__(PetAnswers, _questions())


FIELDS = tuple(step.name for step in _questions())
"""What can be changed, in the order in which it is asked."""
