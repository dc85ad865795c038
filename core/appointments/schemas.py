"""What the appointments' service takes and returns."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from core.clinic.schemas import Closure
from core.clinic.timetable import Span
from core.notifications.schemas import Kind, UndeliveredMessage
from core.pets.schemas import Age, PetDraft, Species, VaccinationStatus
from core.users.schemas import ActorKind, NewOwner


class AppointmentStatus(StrEnum):
    PENDING = "pending"
    PROPOSED = "proposed"
    """Another time that the clinic proposed with its refusal; it is held until the owner answers, or its deadline."""
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    COMPLETED = "completed"
    NO_SHOW = "no_show"


class Attendance(StrEnum):
    """The owner's answer to a reminder."""

    COMING = "coming"


class EventKind(StrEnum):
    REQUESTED = "requested"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    MOVED = "moved"
    ATTENDANCE = "attendance"


class DeclineReason(StrEnum):
    """Reasons that staff give by button; anything else is their own words."""

    FULLY_BOOKED = "fully_booked"
    WRONG_SERVICE = "wrong_service"
    PLEASE_PHONE = "please_phone"
    VET_AWAY = "vet_away"


class CancelReason(StrEnum):
    """Reasons that the front desk itself gives; anything else is somebody's own words."""

    DATA_DELETED = "data_deleted"
    """The owner had their data deleted."""


MOVED = "moved"
"""The reason of a row that another one has replaced."""


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class Slot(Frozen):
    """A time that can be booked, and with whom. The end is without the service's buffer."""

    starts_at: datetime
    ends_at: datetime
    vet_id: UUID


class Proposal(Frozen):
    """A time, and a vet, that staff propose instead of the one that was asked for."""

    starts_at: AwareDatetime
    vet_id: UUID


class BookingRequest(Frozen):
    """What somebody asks for. No vet means any vet."""

    pet_id: UUID
    service_id: UUID
    vet_id: UUID | None = None
    starts_at: AwareDatetime
    notes: str | None = None


class PhoneBooking(Frozen):
    """What staff book for somebody on the phone: for an owner and a pet that are known, or new with the booking."""

    owner: UUID | NewOwner
    pet: UUID | PetDraft
    service_id: UUID
    vet_id: UUID | None = None
    starts_at: AwareDatetime
    notes: str | None = None


class Caution(StrEnum):
    """What would keep an owner from a booking, and staff only think of."""

    CLOSED = "closed"
    BLOCKED = "blocked"
    SHORT_NOTICE = "short_notice"


class OwnerSummary(Frozen):
    id: UUID
    full_name: str
    phone: str | None
    deleted: bool = False
    """Whether they had their data deleted: there is no name any more."""


class PetSummary(Frozen):
    id: UUID
    name: str
    species: Species
    breed: str | None
    age: Age | None
    weight_kg: Decimal | None
    vaccination: VaccinationStatus


class ServiceSummary(Frozen):
    id: UUID
    code: str
    name: str | None
    duration: timedelta
    price: Decimal | None


class VetSummary(Frozen):
    id: UUID
    name: str


class Sibling(Frozen):
    """Another row of the same chain: the visit at another time."""

    id: UUID
    starts_at: datetime
    answer_by: datetime
    version: int


class AppointmentDetails(Frozen):
    """A visit with everybody in it, as a card or a list shows it.

    A visit that was moved by agreement, and one whose owner wishes to move it, is a chain of several such rows.
    They have one number, and exactly one of them is current.
    """

    id: UUID
    number: int
    """What people say on the phone."""
    chain_id: UUID
    is_current: bool
    replaces: Sibling | None
    """The visit in whose place this one is wished for, or has come."""
    wish: Sibling | None
    """Where its owner wants to move it, as long as the clinic has not answered."""
    moved_to: Sibling | None
    """For a row that is not current: the one that is."""
    proposed_for: Sibling | None
    """The declined request, or wish, with whose refusal the clinic proposed this time; None for what was asked for."""
    proposals: int
    """How many proposed times the owner can still take instead of it, deadlines aside."""
    status: AppointmentStatus
    starts_at: datetime
    ends_at: datetime
    busy_until: datetime
    """`ends_at` plus the service's buffer: until then the vet takes nobody else."""
    notes: str | None
    requested_at: datetime
    answer_by: datetime
    """Until when a request can be answered, or a proposed time taken."""
    decided_by: str | None
    """Who made the last change of status."""
    decided_at: datetime | None
    reason: str | None
    """Why it was declined or cancelled: a code of `DeclineReason`, or what somebody wrote."""
    attendance: Attendance | None
    version: int
    owner: OwnerSummary
    owner_no_shows: int
    """How many visits the owner has missed."""
    pet: PetSummary
    service: ServiceSummary
    vet: VetSummary

    @property
    def is_wish(self) -> bool:
        """Whether it is, or was and came to nothing, the wish to move a visit."""
        return self.replaces is not None and not (self.is_current or self.was_moved or self.proposed_for)

    @property
    def was_taken(self) -> bool:
        """Whether it is a proposed time that the owner took, whatever became of the visit."""
        return self.proposed_for is not None and (self.is_current or self.was_moved)

    @property
    def was_moved(self) -> bool:
        """Whether another row has come in its place."""
        return self.status is AppointmentStatus.CANCELLED and self.reason == MOVED and not self.is_current


class Call(Frozen):
    """Why an owner is to be phoned: a reminder without an answer, or a message that reached nobody."""

    owner: OwnerSummary
    visit: AppointmentDetails | None
    """What it is about; always there for a reminder."""
    reminded_at: datetime | None = None
    """When the first reminder arrived that they did not answer."""
    undelivered: UndeliveredMessage | None = None
    """What they were to be told instead."""
    matters: bool = True
    """Whether it still makes a difference: the visit is ahead, and nobody has told them otherwise."""

    @property
    def is_reminder(self) -> bool:
        """Whether the question is if they come."""
        return self.undelivered is None or self.undelivered.kind is Kind.REMINDER


class DayLoad(Frozen):
    """How full a local day is, over all vets."""

    day: date
    visits: int
    """Agreed ones, those included that are over."""
    waiting: int
    """Requests without an answer."""
    proposed: int
    """Times held for owners who may take them."""
    working: timedelta
    """The time in which the vets take visits."""
    booked: timedelta
    """How much of it visits, requests and proposed times take, without buffers."""


class VetWeek(Frozen):
    """What a vet's week looks like; each list in order. Closures may reach beyond it."""

    vet: VetSummary
    openings: tuple[Span, ...]
    """When they take visits by the opening hours; never, when they are off duty."""
    closures: tuple[Closure, ...]
    """The clinic's and their own."""
    visits: tuple[AppointmentDetails, ...]
    """What begins in it and takes, or took, their time. A wish to move may overlap the visit that it is about."""


class WeekPlan(Frozen):
    """Seven local days of every vet who works in them or has visits there."""

    days: tuple[date, ...]
    vets: tuple[VetWeek, ...]


class AppointmentEvent(Frozen):
    """Something that happened to a visit."""

    kind: EventKind
    from_status: AppointmentStatus | None
    to_status: AppointmentStatus
    actor_kind: ActorKind
    actor_name: str | None
    reason: str | None
    data: dict[str, Any]
    happened_at: datetime


class VisitRecord(Frozen):
    """A visit and all that happened to it."""

    visit: AppointmentDetails
    events: list[AppointmentEvent]


class AppointmentFilter(Frozen):
    """Which visits to list; what is None does not matter. `since` and `until` bound the start."""

    owner_id: UUID | None = None
    pet_id: UUID | None = None
    vet_id: UUID | None = None
    statuses: frozenset[AppointmentStatus] | None = None
    since: datetime | None = None
    until: datetime | None = None
    newest_first: bool = False
    history: bool = False
    """Also the rows that no longer count: what a wish to move came to, and what was replaced."""
