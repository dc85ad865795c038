"""What the inbox takes and returns."""

from dataclasses import dataclass
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


class TurnKind(StrEnum):
    MINE = "mine"
    """It is this update's turn; its row is held until the commit."""
    DONE = "done"
    """It was applied before: an update that came twice."""
    EARLIER = "earlier"
    """An earlier update of the same sender has not been applied yet and goes first."""


@dataclass(frozen=True)
class Turn:
    """Whether an update may be applied now."""

    kind: TurnKind
    earlier: Unfinished | None = None
    reply: dict[str, Any] | None = None
    """What a done update still has to show; None once it was answered."""
