"""An owner's pets: the list, one pet's card, and the question before it is archived."""

from typing import Any
from uuid import UUID

from bot.conversations.steps import Notice
from bot.errors import shorten
from bot.pets import wording
from bot.pets.keyboards import archive_rows, archived_rows, card_rows, list_rows
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Screen
from bot.ui.texts import Html, join
from core.pets.schemas import MedicalEntry, Pet, VaccinationStatus

SHOWN_ENTRIES = 3
"""How much of the medical history a card shows; three of this length fit well into one message."""
SHOWN_ENTRY_LENGTH = 500


async def pets(scene: Scene, args: dict[str, Any]) -> Screen:
    """The owner's pets, without archived ones."""
    everyone = await scene.services.pets.of_owner(scene.actor, include_archived=True)
    present = [pet for pet in everyone if not pet.archived]
    rows = list_rows(scene, present, archived=len(everyone) - len(present))
    if not present:
        return Screen(scene.t("pets-none"), rows)
    return Screen(join([scene.t("pets-heading"), *(_line(scene, pet) for pet in present)]), rows)


async def archived_pets(scene: Scene, args: dict[str, Any]) -> Screen:
    """The archived ones; their cards offer to bring them back."""
    everyone = await scene.services.pets.of_owner(scene.actor, include_archived=True)
    archived = [pet for pet in everyone if pet.archived]
    return Screen(scene.t("pets-archived" if archived else "pets-none-archived"), archived_rows(scene, archived))


async def pet(scene: Scene, args: dict[str, Any]) -> Screen:
    """The card of the pet `id`; `notice`: a word on top."""
    found = await scene.services.pets.get(scene.actor, UUID(args["id"]))
    parts: list[Html] = []
    if args.get("notice"):
        notice = Notice.model_validate(args["notice"])
        parts.append(scene.t(notice.key, **notice.args))
    parts.append(_card(scene, found))
    if found.archived:
        parts.append(scene.t("pet-is-archived"))
    elif found.vaccination is VaccinationStatus.EXPIRED:
        parts.append(scene.t("pet-booster-due", name=formatting.name(found.name)))
    if found.medical_history:
        parts.append(_history(scene, found.medical_history))
    return Screen(join(parts, "\n\n"), card_rows(scene, found))


async def archive_question(scene: Scene, args: dict[str, Any]) -> Screen:
    found = await scene.services.pets.get(scene.actor, UUID(args["id"]))
    return Screen(scene.t("pet-archive-question", name=formatting.name(found.name)), archive_rows(scene, found))


def _line(scene: Scene, pet: Pet) -> Html:
    return scene.t(
        "pets-line",
        emoji=wording.species_emoji(pet.species),
        name=formatting.name(pet.name),
        age=wording.age(scene, pet.age) if pet.age else "none",
        vaccination=wording.vaccination_mark(scene, pet.vaccination),
    )


def _card(scene: Scene, pet: Pet) -> Html:
    return scene.t(
        "pet-card",
        emoji=wording.species_emoji(pet.species),
        name=formatting.name(pet.name),
        species=wording.species(scene, pet.species),
        breed=formatting.name(pet.breed) if pet.breed else "none",
        born=formatting.full_day(pet.date_of_birth, scene.language) if pet.date_of_birth else "none",
        age=wording.age(scene, pet.age) if pet.age else "none",
        weight=wording.weight(scene, pet.weight_kg) if pet.weight_kg is not None else "none",
        vaccination=wording.vaccination(scene, pet),
    )


def _history(scene: Scene, entries: tuple[MedicalEntry, ...]) -> Html:
    """The last entries, newest first."""
    lines = [
        scene.t(
            "pet-history-entry",
            date=formatting.full_day(entry.at.astimezone(scene.zone).date(), scene.language),
            by=formatting.name(entry.by),
            text=shorten(entry.text, SHOWN_ENTRY_LENGTH),
        )
        for entry in reversed(entries[-SHOWN_ENTRIES:])
    ]
    return join([scene.t("pet-history"), *lines])
