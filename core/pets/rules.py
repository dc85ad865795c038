"""What a pet's fields may hold, and what follows from them on a day. Pure."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta

from core.pets.errors import (
    BirthProblem,
    InvalidBreed,
    InvalidDateOfBirth,
    InvalidMedicalEntry,
    InvalidPetName,
    InvalidVaccinationDate,
    InvalidWeight,
    VaccinationProblem,
)
from core.pets.schemas import VACCINATION_LASTS, Age, VaccinationStatus
from core.text import many_lines, one_line
from core.users.validation import name_problem

NAME_LIMIT = 60
BREED_LIMIT = 60
MEDICAL_ENTRY_LIMIT = 2000
LIGHTEST_KG = Decimal("0.01")
HEAVIEST_KG = Decimal(1500)
"""A shire horse."""
OLDEST_YEARS = 100
"""Tortoises and parrots."""


def clean_pet_name(text: str) -> str:
    """The name as it is stored; InvalidPetName otherwise."""
    name = one_line(text)
    if problem := name_problem(name, NAME_LIMIT):
        raise InvalidPetName(problem, NAME_LIMIT)
    return name


def clean_breed(text: str | None) -> str | None:
    """The breed as it is stored, None for a blank one; InvalidBreed when it is too long."""
    breed = one_line(text or "")
    if len(breed) > BREED_LIMIT:
        raise InvalidBreed(BREED_LIMIT)
    return breed or None


def clean_medical_entry(text: str) -> str:
    """The entry as it is stored; InvalidMedicalEntry when it is empty or too long."""
    entry = many_lines(text)
    if not 0 < len(entry) <= MEDICAL_ENTRY_LIMIT:
        raise InvalidMedicalEntry(MEDICAL_ENTRY_LIMIT)
    return entry


def check_weight(kg: Decimal) -> Decimal:
    """The weight in steps of 10 g; InvalidWeight when no pet weighs that."""
    if not kg.is_finite() or not 0 < kg <= HEAVIEST_KG:
        raise InvalidWeight(LIGHTEST_KG, HEAVIEST_KG)
    rounded = kg.quantize(LIGHTEST_KG, ROUND_HALF_UP)
    if rounded < LIGHTEST_KG:
        raise InvalidWeight(LIGHTEST_KG, HEAVIEST_KG)
    return rounded


def check_date_of_birth(born: date, today: date) -> date:
    """InvalidDateOfBirth unless it lies within the last 100 years."""
    if born > today:
        raise InvalidDateOfBirth(BirthProblem.IN_FUTURE)
    if born < today - relativedelta(years=OLDEST_YEARS):
        raise InvalidDateOfBirth(BirthProblem.TOO_LONG_AGO)
    return born


def check_vaccination(on: date, today: date, born: date | None) -> date:
    """InvalidVaccinationDate unless it lies between the birth (100 years ago when that is unknown) and today."""
    if on > today:
        raise InvalidVaccinationDate(VaccinationProblem.IN_FUTURE)
    if on < (born or today - relativedelta(years=OLDEST_YEARS)):
        raise InvalidVaccinationDate(VaccinationProblem.BEFORE_BIRTH)
    return on


def vaccination_status(last: date | None, today: date) -> VaccinationStatus:
    if last is None:
        return VaccinationStatus.UNKNOWN
    return VaccinationStatus.EXPIRED if today - last > VACCINATION_LASTS else VaccinationStatus.VALID


def age(born: date | None, today: date) -> Age | None:
    if born is None:
        return None
    span = relativedelta(today, born)
    return Age(years=span.years, months=span.months)
