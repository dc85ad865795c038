"""How long things are kept, and what a sweep found."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Kept:
    """For how long."""

    updates: timedelta
    """After they came, once they are answered."""
    rule_changes: timedelta
    settled: timedelta
    """What was pushed, or was not to be after all; and what was undelivered until somebody has seen to it."""
    dead_replicas: timedelta


@dataclass(frozen=True)
class Swept:
    """How things stand after a sweep."""

    next_purge: datetime | None
    """When the next row will have been kept for long enough; None: there is none of the kind."""
    unfinished: bool
    """Whether the inbox holds an update that is not answered."""
    due: datetime | None
    """When a push is due or a request expires next; None: none waits."""
