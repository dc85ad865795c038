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


def needs_approval(mode: Approval, owner: Standing) -> bool:
    """In the mode `new` the clinic answers those who never came, and those who missed a visit lately."""
    match mode:
        case Approval.ALWAYS:
            return True
        case Approval.NEVER:
            return False
        case Approval.NEW:
            return not owner.came or owner.missed_lately
