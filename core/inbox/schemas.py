"""What the inbox takes and returns."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict


class Incoming(BaseModel):
    """An update as it came: `payload` is its JSON; `sender` is whose order it takes part in."""

    model_config = ConfigDict(frozen=True)

    update_id: int
    sender: int
    payload: dict[str, Any]


class Unfinished(BaseModel):
    """An update that was stored and not yet answered: to be applied (`payload`) or only answered again (`reply`)."""

    model_config = ConfigDict(frozen=True)

    update_id: int
    sender: int
    payload: dict[str, Any] | None
    reply: dict[str, Any] | None


class Backlog(BaseModel):
    """How much waits: not applied, or not answered."""

    model_config = ConfigDict(frozen=True)

    waiting: int
    oldest: timedelta
    """How long ago the oldest of it came; zero when nothing waits."""


class TurnKind(StrEnum):
    MINE = "mine"
    """It is this update's turn; its row is held until the commit."""
    DONE = "done"
    """It was applied before: it came twice, or with a later one. Whoever applied it shows it."""
    BEHIND = "behind"
    """Another replica is still showing what an earlier update of the same sender did."""
    EARLIER = "earlier"
    """An earlier update of the same sender has not been applied yet and goes first."""


@dataclass(frozen=True)
class Turn:
    """Whether an update may be applied now."""

    kind: TurnKind
    earlier: Unfinished | None = None
