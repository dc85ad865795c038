"""What the clinic can count, and the list of its visits."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from core.appointments.schemas import AppointmentStatus, Attendance
from core.pets.schemas import Species


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class ServiceCount(_Frozen):
    """How often a service was what a visit was for."""

    id: UUID
    code: str
    name: str | None
    visits: int


class Week(_Frozen):
    """A local week of the clinic."""

    monday: date
    by_service: Mapping[UUID, int]
    """Visits; services without any are left out."""

    @property
    def visits(self) -> int:
        return sum(self.by_service.values())


class Timings(_Frozen):
    """How long things take; None where there is nothing to measure."""

    lead_time: timedelta | None
    """The median from the first request to the start, over all visits."""
    answered: int
    """How many requests of owners the clinic has answered."""
    answer_time: timedelta | None
    """The median from the request to the clinic's first decision, confirmed or declined. What nobody decided (a request
    that was withdrawn, that expired or waits) is no part of it."""
    slow_answer_time: timedelta | None
    """The same, the 90th percentile: nine of ten were answered within it."""


class Statistics(_Frozen):
    """Some whole local weeks. What counts is the start of a visit, and of each visit the row that is current.

    *Visits* are confirmed, completed or missed. Those of owners who had their data deleted are among them.
    """

    weeks: tuple[Week, ...]
    """In order, those without visits too."""
    services: tuple[ServiceCount, ...]
    """Those with visits, the most frequent first."""
    requests: int
    """All that owners asked for, whatever became of it."""
    expired: int
    """Requests that nobody answered in time."""
    completed: int
    no_shows: int
    timings: Timings

    @property
    def visits(self) -> int:
        return sum(service.visits for service in self.services)

    @property
    def no_show_rate(self) -> float | None:
        """Missed visits among those that are over and marked: no-shows / (no-shows + completed)."""
        over = self.no_shows + self.completed
        return self.no_shows / over if over else None


class VisitRow(_Frozen):
    """A visit or a request in a list, as its current row has it."""

    number: int
    starts_at: datetime
    ends_at: datetime
    status: AppointmentStatus
    service_code: str
    service_name: str | None
    vet: str
    pet: str
    species: Species
    owner: str
    owner_deleted: bool
    """Whether they had their data deleted: `owner` and `pet` say nothing then."""
    phone: str | None
    """E.164."""
    requested_at: datetime
    """When it was first asked for, however often it was moved since."""
    decided_at: datetime | None
    decided_by: str | None
    """Who made the last change of status."""
    reason: str | None
    attendance: Attendance | None
