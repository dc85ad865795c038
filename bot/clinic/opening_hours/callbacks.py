"""Callback payloads of the opening hours' screens. They count in the clinic's chat only.

`whose` is a vet, or `CLINIC`.
"""

from dataclasses import dataclass
from uuid import UUID

from bot.ui.callbacks import Callback

CLINIC = UUID(int=0)
WORKDAYS = 7
"""Instead of a weekday: Monday to Friday."""


@dataclass(frozen=True)
class ShowHours(Callback, prefix="rk"):
    """The week at a glance."""

    whose: UUID


@dataclass(frozen=True)
class ShowDayHours(Callback, prefix="rl"):
    """One weekday; `page` counts, from 1, through the visits that lie outside its hours."""

    whose: UUID
    weekday: int
    page: int


@dataclass(frozen=True)
class TypeHours(Callback, prefix="rm"):
    """Asks for the hours of the weekday."""

    whose: UUID
    weekday: int


@dataclass(frozen=True)
class CloseDay(Callback, prefix="rn"):
    """No hours on that weekday: shows first what that means."""

    whose: UUID
    weekday: int


@dataclass(frozen=True)
class AskCopy(Callback, prefix="ro"):
    """Asks to which weekdays the hours of this one are copied."""

    whose: UUID
    weekday: int


@dataclass(frozen=True)
class CopyHours(Callback, prefix="rp"):
    """Copies them to a weekday, or to all WORKDAYS: shows first what that means."""

    whose: UUID
    weekday: int
    to: int


@dataclass(frozen=True)
class DropOwnHours(Callback, prefix="rq"):
    """The vet works by the clinic's hours again; `sure` is 0 for the question, 1 for the answer."""

    vet: UUID
    sure: int
