"""Callback payloads of the staff's screens. They count in the clinic's chat only."""

from dataclasses import dataclass
from uuid import UUID

from bot.ui.callbacks import Callback


@dataclass(frozen=True)
class ShowStaff(Callback, prefix="ka"):
    """Everybody; `page` counts from 1."""

    page: int


@dataclass(frozen=True)
class ShowMember(Callback, prefix="kb"):
    """One of the staff."""

    member: UUID


@dataclass(frozen=True)
class NameMember(Callback, prefix="kc"):
    """Says what somebody may do."""

    member: UUID
    role: str


@dataclass(frozen=True)
class ShowChanges(Callback, prefix="kd"):
    """Who changed the rules lately; `page` counts from 1."""

    page: int
