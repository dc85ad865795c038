"""Callback payloads of the vets' screens. They count in the clinic's chat only."""

from dataclasses import dataclass
from uuid import UUID

from bot.ui.callbacks import Callback


@dataclass(frozen=True)
class ShowVets(Callback, prefix="ra"):
    """The list."""


@dataclass(frozen=True)
class ShowVet(Callback, prefix="rb"):
    """One vet; `page` counts, from 1, through the visits ahead."""

    vet: UUID
    page: int


@dataclass(frozen=True)
class AddVet(Callback, prefix="rc"):
    """Asks for the name of a new vet."""


@dataclass(frozen=True)
class RenameVet(Callback, prefix="rd"):
    """Asks for another name."""

    vet: UUID


@dataclass(frozen=True)
class SetDuty(Callback, prefix="re"):
    """Takes a vet off duty (`on` 0) or back on (1); `sure` is 0 for the question, 1 for the answer."""

    vet: UUID
    on: int
    sure: int
