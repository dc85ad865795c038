"""What the appointments' service refuses, with what the one who asked can do next."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from core.appointments.schemas import AppointmentStatus, Slot
from core.errors import Conflict, Forbidden, Invalid, NotFound


@dataclass(eq=False)
class AppointmentNotFound(NotFound):
    """No such visit, or not one of the owner who asks."""


# Booking, in the order in which the rules are asked.


@dataclass(eq=False)
class ServiceUnavailable(Conflict):
    """The service is no longer offered."""

    service_id: UUID


@dataclass(eq=False)
class VetUnavailable(Conflict):
    """The vet takes no bookings any more."""

    vet_id: UUID


@dataclass(eq=False)
class InvalidNotes(Invalid):
    """Notes longer than `limit` characters."""

    limit: int


@dataclass(eq=False)
class StartInPast(Invalid):
    starts_at: datetime


@dataclass(eq=False)
class TooShortNotice(Conflict):
    """The service needs more notice."""

    earliest: datetime


@dataclass(eq=False)
class BeyondHorizon(Conflict):
    """Later than the clinic plans."""

    last_day: date


@dataclass(eq=False)
class ClinicClosed(Conflict):
    """The switch stands on `close`; `reopens_at` is the first opening after that, None when nobody said."""

    until: datetime | None
    message: str | None
    reopens_at: datetime | None


@dataclass(eq=False)
class OutsideOpeningHours(Conflict):
    nearest: list[Slot]


@dataclass(eq=False)
class DuringClosure(Conflict):
    reason: str | None
    nearest: list[Slot]


@dataclass(eq=False)
class NotASlot(Invalid):
    """Inside the opening hours, but not on the grid of slots."""

    nearest: list[Slot]


@dataclass(eq=False)
class TooManyOpenRequests(Conflict):
    """The owner has as many requests waiting for an answer as anybody may have."""

    limit: int


@dataclass(eq=False)
class PetHasVisitThen(Conflict):
    """A patient is with one vet at a time; `number` is the other visit."""

    number: int


@dataclass(eq=False)
class SlotTaken(Conflict):
    nearest: list[Slot]


# Decisions.


@dataclass(eq=False)
class AlreadyDecided(Conflict):
    """Somebody was faster: the visit is `status` since `at`, by `by`."""

    number: int
    status: AppointmentStatus
    by: str | None
    at: datetime | None


@dataclass(eq=False)
class NotConfirmedYet(Conflict):
    """Only possible for a confirmed visit; this one is still a request."""

    number: int


@dataclass(eq=False)
class RequestExpired(Conflict):
    """Nobody answered the request in time."""

    number: int
    answer_by: datetime


@dataclass(eq=False)
class TooLateToCancel(Forbidden):
    """The owner can't cancel by themselves any more: `cutoff` before the start it was over."""

    cutoff: timedelta
    starts_at: datetime


@dataclass(eq=False)
class VisitStarted(Conflict):
    """Too late for that: the visit has begun."""

    number: int
    starts_at: datetime


@dataclass(eq=False)
class VisitOver(Conflict):
    """Too late for that: the visit has ended; say whether they came instead."""

    number: int
    ends_at: datetime


@dataclass(eq=False)
class TooEarly(Conflict):
    """Nobody can know yet whether they come."""

    number: int
    starts_at: datetime


@dataclass(eq=False)
class CallNotFound(NotFound):
    """There is no such message that did not arrive; not any more, when the owner had their data deleted."""


@dataclass(eq=False)
class CallClosed(Conflict):
    """Somebody has phoned already; or, without `by`, it no longer matters."""

    by: str | None
    at: datetime


@dataclass(eq=False)
class MovedMeanwhile(Conflict):
    """It is at another time by now than whoever decides has read: `starts_at`."""

    number: int
    starts_at: datetime


@dataclass(eq=False)
class MoveAnswered(Conflict):
    """The wish to move the visit no longer waits for an answer: it is `status` since `at`, by `by`."""

    number: int
    status: AppointmentStatus
    by: str | None
    at: datetime | None


# Moving.


@dataclass(eq=False)
class SameTime(Invalid):
    """The visit is at that time already."""

    number: int
    starts_at: datetime


@dataclass(eq=False)
class TooLateToMove(Forbidden):
    """The owner can't move it by themselves any more: `cutoff` before the start it was over."""

    cutoff: timedelta
    starts_at: datetime


@dataclass(eq=False)
class TooManyMoves(Forbidden):
    """The owner has moved this visit, or asked to, as often as anybody may."""

    number: int
    limit: int


@dataclass(eq=False)
class InvalidReason(Invalid):
    """No reason where one is needed, or one longer than `limit` characters."""

    limit: int


# Proposing other times.


@dataclass(eq=False)
class TooManyProposals(Invalid):
    """More than `limit` times for one request."""

    limit: int


@dataclass(eq=False)
class ProposalOver(Conflict):
    """The proposed time is no longer held: its deadline has come, or the clinic needed it."""

    number: int
    starts_at: datetime


@dataclass(eq=False)
class ProposalAnswered(Conflict):
    """The owner has taken another of the proposed times, `starts_at`, or None of them."""

    number: int
    starts_at: datetime | None


# The clinic's rules.


@dataclass(eq=False)
class MoreVisitsHit(Conflict):
    """A closure hits visits that whoever closes has not seen: `count` by now, all together."""

    count: int


@dataclass(eq=False)
class MoreVisitsOutside(Conflict):
    """New hours leave out visits that whoever saves them has not seen: `count` by now, all together."""

    count: int


# Pets.


@dataclass(eq=False)
class PetHasVisits(Conflict):
    """The patient still has visits ahead; these are their numbers."""

    numbers: list[int]
