"""Callback payloads of the services' screens. They count in the clinic's chat only."""

from dataclasses import dataclass
from uuid import UUID

from bot.ui.callbacks import Callback


@dataclass(frozen=True)
class ShowServices(Callback, prefix="rf"):
    """The list."""


@dataclass(frozen=True)
class ShowService(Callback, prefix="rg"):
    """One service; `page` counts, from 1, through the visits ahead."""

    service: UUID
    page: int


@dataclass(frozen=True)
class AddService(Callback, prefix="rh"):
    """Asks for a new service."""


@dataclass(frozen=True)
class EditService(Callback, prefix="ri"):
    """Asks for another value of one field."""

    service: UUID
    field: str


@dataclass(frozen=True)
class SetOffered(Callback, prefix="rj"):
    """Takes a service off the list that owners see (`on` 0), or puts it back (1)."""

    service: UUID
    on: int
