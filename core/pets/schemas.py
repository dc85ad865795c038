"""What the pets' service takes and returns."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

VACCINATION_LASTS = timedelta(days=365)


class Species(StrEnum):
    DOG = "dog"
    CAT = "cat"
    RABBIT = "rabbit"
    RODENT = "rodent"
    BIRD = "bird"
    REPTILE = "reptile"
    OTHER = "other"


class VaccinationStatus(StrEnum):
    UNKNOWN = "unknown"
    VALID = "valid"
    EXPIRED = "expired"
    """More than 365 days ago."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Age(_Frozen):
    """Completed years, and completed months of the year begun."""

    years: int
    months: int


class MedicalEntry(_Frozen):
    """A line of a pet's medical history."""

    at: datetime
    by: str
    text: str


class Pet(_Frozen):
    """A patient; what depends on the day is computed on the clinic's local date."""

    id: UUID
    owner_id: UUID
    name: str
    species: Species
    breed: str | None
    date_of_birth: date | None
    weight_kg: Decimal | None
    last_vaccination: date | None
    vaccination: VaccinationStatus
    age: Age | None
    medical_history: tuple[MedicalEntry, ...] = ()
    """Oldest first."""
    archived: bool = False


class HeldPet(_Frozen):
    """As much of a patient as a booking goes by."""

    id: UUID
    owner_id: UUID
    name: str
    archived: bool


class PetDraft(_Frozen):
    """A pet as its owner describes it."""

    name: str
    species: Species
    breed: str | None = None
    date_of_birth: date | None = None
    weight_kg: Decimal | None = None
    last_vaccination: date | None = None


class PetChanges(_Frozen):
    """What shall be different: only the fields that are passed; None clears, except name and species, which stay."""

    name: str | None = None
    species: Species | None = None
    breed: str | None = None
    date_of_birth: date | None = None
    weight_kg: Decimal | None = None
    last_vaccination: date | None = None
