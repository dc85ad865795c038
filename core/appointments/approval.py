"""Whether the clinic has to agree to what an owner asks for. Pure: no clock, no database."""

from dataclasses import dataclass
from datetime import timedelta

from core.appointments.policy import Approval

LATELY = timedelta(days=365)
"""For how long a missed visit counts."""


@dataclass(frozen=True)
class Standing:
    """What the clinic's book says about an owner."""

    came: bool
    """Whether any of their visits was completed."""
    missed_lately: bool
    """Whether they missed a visit within `LATELY`."""
    ahead: int = 0
    """How many open visits they have ahead."""


def needs_approval(mode: Approval, owner: Standing, *, most_ahead: int | None = None) -> bool:
    """In the mode `new` the clinic answers those who never came, and those who missed a visit lately.

    In any mode it answers those who have `most_ahead` visits ahead, so that nobody fills its book unseen; None for what
    takes no further slot.
    """
    if most_ahead is not None and owner.ahead >= most_ahead:
        return True
    match mode:
        case Approval.ALWAYS:
            return True
        case Approval.NEVER:
            return False
        case Approval.NEW:
            return not owner.came or owner.missed_lately
