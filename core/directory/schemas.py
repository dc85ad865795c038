"""What the directory of owners takes and returns."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from core.appointments.schemas import AppointmentDetails
from core.pets.schemas import Pet
from core.users.schemas import OwnerRecord, Reach, User


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class OwnerHit(_Frozen):
    """An owner who fits a search."""

    id: UUID
    full_name: str
    phone: str | None
    """E.164."""
    pets: tuple[str, ...]
    """Their names, archived ones aside, in the alphabet's order."""


class OwnerCard(_Frozen):
    """All that the clinic wants to see of an owner at a glance."""

    owner: User
    record: OwnerRecord
    reach: Reach
    pets: tuple[Pet, ...]
    """Archived ones aside."""
    ahead: tuple[AppointmentDetails, ...]
    """The next open visits."""
    visits: int
    """How many visits there are in all, requests that came to nothing included."""
    missed: int
    last_visit: datetime | None
    """When they were here last."""
