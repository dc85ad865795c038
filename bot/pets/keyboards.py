"""Buttons of the pets' screens."""

from bot.pets import wording
from bot.pets.callbacks import ArchivePet, BookFor, EditPet, RestorePet, ShowArchived, ShowPet
from bot.pets.conversation import FIELDS
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Rows, button, in_rows
from bot.users.callbacks import Begin, Go
from bot.users.keyboards import home_row
from core.pets.schemas import Pet, VaccinationStatus


def list_rows(scene: Scene, pets: list[Pet], *, archived: int) -> Rows:
    """A button for each pet, one for a further pet, and one for those that are archived, if any."""
    t = scene.t
    rows = [*pet_rows(pets), [button(t.plain("pets-add"), Begin("pet"))]]
    if archived:
        rows.append([button(t.plain("pets-show-archived", count=archived), ShowArchived())])
    return rows + home_row(scene)


def archived_rows(scene: Scene, pets: list[Pet]) -> Rows:
    return [*pet_rows(pets), *back_row(scene)]


def pet_rows(pets: list[Pet]) -> Rows:
    return in_rows([button(wording.called(pet), ShowPet(pet.id)) for pet in pets], 2)


def back_row(scene: Scene) -> Rows:
    """The way back to the list."""
    return [[button(scene.t.plain("pets-back"), Go("pets"))]]


def card_rows(scene: Scene, pet: Pet) -> Rows:
    """What can be done about a pet; for an archived one, to bring it back."""
    t, name = scene.t, formatting.name(pet.name)
    if pet.archived:
        return [[button(t.plain("pet-restore", name=name), RestorePet(pet.id))], *back_row(scene)]
    book = "pet-book-booster" if pet.vaccination is VaccinationStatus.EXPIRED else "pet-book"
    fields = [
        button(t.plain(f"pet-change-{field.replace('_', '-')}-button"), EditPet(pet.id, field)) for field in FIELDS
    ]
    return [
        [button(t.plain(book, name=name), BookFor(pet.id))],
        *in_rows(fields, 2),
        [button(t.plain("pet-archive", name=name), ArchivePet(pet.id, 0))],
        *back_row(scene),
    ]


def archive_rows(scene: Scene, pet: Pet) -> Rows:
    t = scene.t
    return [
        [button(t.plain("pet-archive-yes"), ArchivePet(pet.id, 1))],
        [button(t.plain("button-back"), ShowPet(pet.id))],
    ]
