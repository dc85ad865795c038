"""Callback payloads of the pets' screens."""

from dataclasses import dataclass
from uuid import UUID

from bot.ui.callbacks import Callback


@dataclass(frozen=True)
class ShowPet(Callback, prefix="pt"):
    pet: UUID


@dataclass(frozen=True)
class ShowArchived(Callback, prefix="px"):
    """Lists the owner's archived pets."""


@dataclass(frozen=True)
class EditPet(Callback, prefix="pf"):
    """Asks for one field of the pet anew."""

    pet: UUID
    field: str


@dataclass(frozen=True)
class ArchivePet(Callback, prefix="pa"):
    """Takes the pet out of the list; `sure` is 0 for the question, 1 for the answer."""

    pet: UUID
    sure: int


@dataclass(frozen=True)
class RestorePet(Callback, prefix="pr"):
    """Puts an archived pet back."""

    pet: UUID


@dataclass(frozen=True)
class BookFor(Callback, prefix="bf"):
    """Begins a booking for the pet."""

    pet: UUID
