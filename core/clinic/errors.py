"""What the clinic's service refuses."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from core.errors import Conflict, Invalid, NotFound


@dataclass(eq=False)
class ServiceNotFound(NotFound):
    service_id: UUID


@dataclass(eq=False)
class VetNotFound(NotFound):
    vet_id: UUID


@dataclass(eq=False)
class ClosureNotFound(NotFound):
    closure_id: UUID


@dataclass(eq=False)
class LastActiveVet(Conflict):
    """Without an active vet nothing could be booked."""

    name: str


@dataclass(eq=False)
class LastActiveService(Conflict):
    """Without a service that is offered nothing could be booked."""


@dataclass(eq=False)
class NoOwnHoursLeft(Conflict):
    """A vet's own hours that are empty on every day would be none, and the vet back at the clinic's."""

    name: str


@dataclass(eq=False)
class InvalidUntil(Invalid):
    """The moment from which the clinic would be open again has passed."""

    until: datetime


@dataclass(eq=False)
class InvalidText(Invalid):
    """A text that is empty where it must not be, or longer than `limit` characters."""

    field: str
    limit: int


@dataclass(eq=False)
class InvalidLength(Invalid):
    """A service's duration, buffer or notice outside of `minimum` to `maximum` minutes, or not in whole minutes."""

    field: str
    minimum: int
    maximum: int


@dataclass(eq=False)
class InvalidPrice(Invalid):
    """A price below zero, above `maximum`, or with fractions of a cent."""

    maximum: int


@dataclass(eq=False)
class InvalidHours(Invalid):
    """Opening hours on no weekday, or that close before they open."""

    weekday: int
    opens: time
    closes: time


@dataclass(eq=False)
class TooManyIntervals(Invalid):
    """A day that opens more than `limit` times."""

    limit: int


@dataclass(eq=False)
class OverlappingHours(Invalid):
    """Two intervals of one day overlap; the second of them begins at `opens`."""

    weekday: int
    opens: time


@dataclass(eq=False)
class InvalidClosure(Invalid):
    """A closure that ends before it starts, or lies in the past."""

    starts_at: datetime
    ends_at: datetime
