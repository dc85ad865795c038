"""Callback payloads of the closures' screens. They count in the clinic's chat only."""

from dataclasses import dataclass
from uuid import UUID

from bot.ui.callbacks import Callback


@dataclass(frozen=True)
class ShowClosures(Callback, prefix="rr"):
    """A page of those ahead."""

    page: int


@dataclass(frozen=True)
class ShowClosure(Callback, prefix="rs"):
    """One closure; `page` counts, from 1, through the visits in it."""

    closure: UUID
    page: int


@dataclass(frozen=True)
class AddClosure(Callback, prefix="rt"):
    """Begins a new one."""


@dataclass(frozen=True)
class RemoveClosure(Callback, prefix="ru"):
    """Opens again; `sure` is 0 for the question, 1 for the answer."""

    closure: UUID
    sure: int
