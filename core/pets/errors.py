"""What the pets' service refuses."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.errors import Conflict, Invalid, NotFound
from core.users.errors import NameProblem


class BirthProblem(StrEnum):
    UNREADABLE = "unreadable"
    IN_FUTURE = "in_future"
    TOO_LONG_AGO = "too_long_ago"
    AFTER_VACCINATION = "after_vaccination"


class VaccinationProblem(StrEnum):
    UNREADABLE = "unreadable"
    IN_FUTURE = "in_future"
    BEFORE_BIRTH = "before_birth"


@dataclass(eq=False)
class InvalidPetName(Invalid):
    reason: NameProblem
    limit: int
    """In characters."""


@dataclass(eq=False)
class InvalidBreed(Invalid):
    limit: int
    """In characters."""


@dataclass(eq=False)
class InvalidWeight(Invalid):
    minimum: Decimal
    maximum: Decimal
    """In kg."""


@dataclass(eq=False)
class InvalidDateOfBirth(Invalid):
    reason: BirthProblem


@dataclass(eq=False)
class InvalidVaccinationDate(Invalid):
    reason: VaccinationProblem


@dataclass(eq=False)
class InvalidMedicalEntry(Invalid):
    """Empty or too long."""

    limit: int
    """In characters."""


@dataclass(eq=False)
class PetNotFound(NotFound):
    """There is no such pet, or not for the one who asks."""


@dataclass(eq=False)
class PetArchived(Conflict):
    """It has to be restored before anything about it can change."""

    name: str


@dataclass(eq=False)
class PetNameTaken(Conflict):
    """The owner has a pet of that name."""

    name: str


@dataclass(eq=False)
class TooManyPets(Conflict):
    limit: int
