"""Callback payloads of the directory of owners. They count in the clinic's chat only."""

from dataclasses import dataclass
from uuid import UUID

from bot.ui.callbacks import Callback

LONGEST_SEARCH = 48
"""In bytes of UTF-8: what a payload has room for."""


@dataclass(frozen=True)
class TurnFound(Callback, prefix="fl"):
    """Another page of what was found for the same words."""

    page: int
    words: str


@dataclass(frozen=True)
class OpenOwner(Callback, prefix="fo"):
    """An owner's card, below: the list stays as it is."""

    owner: UUID


@dataclass(frozen=True)
class ShowOwner(Callback, prefix="fb"):
    """The card in place: the way back to it, and a fresh look."""

    owner: UUID


@dataclass(frozen=True)
class ShowOwnerVisits(Callback, prefix="fv"):
    """All visits of an owner, in place of the card."""

    owner: UUID
    page: int


@dataclass(frozen=True)
class TypeNote(Callback, prefix="fn"):
    """Asks for the note, below."""

    owner: UUID


@dataclass(frozen=True)
class EraseNote(Callback, prefix="fe"):
    owner: UUID


@dataclass(frozen=True)
class AskBlock(Callback, prefix="fq"):
    """Asks whether to block, on the card."""

    owner: UUID


@dataclass(frozen=True)
class Block(Callback, prefix="fx"):
    owner: UUID


@dataclass(frozen=True)
class Unblock(Callback, prefix="fu"):
    owner: UUID
