"""The life of a visit, in one table."""

from collections.abc import Mapping
from types import MappingProxyType

from core.appointments.schemas import AppointmentStatus as Status

TRANSITIONS: Mapping[Status, frozenset[Status]] = MappingProxyType(
    {
        Status.PENDING: frozenset({Status.CONFIRMED, Status.DECLINED, Status.CANCELLED, Status.EXPIRED}),
        Status.PROPOSED: frozenset({Status.CONFIRMED, Status.DECLINED, Status.CANCELLED, Status.EXPIRED}),
        Status.CONFIRMED: frozenset({Status.CANCELLED, Status.COMPLETED, Status.NO_SHOW}),
        Status.DECLINED: frozenset(),
        Status.CANCELLED: frozenset(),
        Status.EXPIRED: frozenset(),
        Status.COMPLETED: frozenset(),
        Status.NO_SHOW: frozenset(),
    }
)

OPEN = frozenset({Status.PENDING, Status.CONFIRMED})
"""Asked for or agreed: what somebody counts on."""

HOLDING = OPEN | {Status.PROPOSED}
"""The statuses that hold their slot: those which the exclusion constraint sees."""


def may_become(current: Status, wanted: Status) -> bool:
    """Whether a visit can go from one status to the other."""
    return wanted in TRANSITIONS[current]
