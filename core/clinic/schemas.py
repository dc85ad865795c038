"""What the clinic's service takes and returns."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Status(StrEnum):
    OPEN = "open"
    CLOSING_SOON = "closing_soon"
    CLOSE = "close"


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class ClinicStatus(Frozen):
    """The switch as it counts now: past `until` the clinic is open by itself, without a message."""

    status: Status
    message: str | None = None
    until: datetime | None = None
    changed_by: str | None = None
    """None when the clinic opened by itself, or nobody ever touched the switch."""
    changed_at: datetime | None = None


class Service(Frozen):
    """Something the clinic can be booked for."""

    id: UUID
    code: str
    """Names the seeded services in every language."""
    name: str | None
    """The clinic's own name for it, before the code's."""
    duration: timedelta
    buffer: timedelta
    """After the visit, when the vet takes nobody."""
    minimum_notice: timedelta
    price: Decimal | None
    active: bool


class ServiceDraft(Frozen):
    """A service to add. Lengths are whole minutes."""

    name: str
    duration: timedelta
    buffer: timedelta = timedelta(0)
    minimum_notice: timedelta = timedelta(0)
    price: Decimal | None = None


class ServiceChanges(Frozen):
    """What to change of a service: only the fields that are set. `name` and `price` may be set to None."""

    name: str | None = None
    duration: timedelta | None = None
    buffer: timedelta | None = None
    minimum_notice: timedelta | None = None
    price: Decimal | None = None
    active: bool | None = None


class Vet(Frozen):
    """Somebody who treats patients, one at a time."""

    id: UUID
    name: str
    active: bool


class OpeningInterval(Frozen):
    """Local wall times on a weekday; 0 is Monday. `closes` 23:59 means midnight, which `time` cannot say."""

    weekday: int
    opens: time
    closes: time


class Closure(Frozen):
    """A span in which the clinic, or one vet, takes nobody."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    reason: str | None
    vet_id: UUID | None
    """None is the whole clinic."""


class VetInterval(OpeningInterval):
    """Whose it is, too: None is the clinic's."""

    vet_id: UUID | None


class TimetableRows(Frozen):
    """What slots follow from, as it is stored."""

    vets: tuple[Vet, ...]
    hours: tuple[VetInterval, ...]
    closures: tuple[Closure, ...]
