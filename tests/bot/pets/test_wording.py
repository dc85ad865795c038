"""Pets in words, and a wording for everything the clinic can refuse about them."""

import inspect
from decimal import Decimal
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

import pytest

from bot.errors import toast_for
from bot.pets import wording
from bot.ui.texts import texts_for
from core.appointments.errors import PetHasVisits
from core.errors import DomainError
from core.pets import errors
from core.pets.schemas import Age, Species, VaccinationStatus
from core.users.errors import NameProblem

SCENE: Any = SimpleNamespace(t=texts_for("en"), language="en", settings=SimpleNamespace(clinic_phone="+49 30 901820"))


@pytest.mark.parametrize(
    ("years", "months", "text"),
    [
        (0, 0, "under a month"),
        (0, 1, "1 month"),
        (0, 11, "11 months"),
        (1, 0, "1 year"),
        (1, 1, "1 year, 1 month"),
        (1, 11, "1 year, 11 months"),
        (2, 11, "2 years"),
        (100, 0, "100 years"),
    ],
)
def test_ages(years: int, months: int, text: str) -> None:
    assert wording.age(SCENE, Age(years=years, months=months)) == text


def test_every_species_and_vaccination_status_has_its_words() -> None:
    assert len({wording.species(SCENE, species) for species in Species}) == len(Species)
    assert len({wording.species_emoji(species) for species in Species}) == len(Species)
    marks = {wording.vaccination_mark(SCENE, status) for status in VaccinationStatus}
    assert len(marks) == len(VaccinationStatus)


SAMPLES: dict[type, list[Any]] = {
    str: ["x" * 60],
    int: [30],
    Decimal: [Decimal("0.01")],
    list[int]: [[1001, 1002]],
    **{kind: list(kind) for kind in (NameProblem, errors.BirthProblem, errors.VaccinationProblem)},
}


def refusals() -> list[DomainError]:
    """Every error about pets, with every reason that it can have."""
    own = [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, DomainError) and kind.__module__ == errors.__name__
    ]
    return [error for kind in (*own, PetHasVisits) for error in samples(kind)]


def samples(kind: type[DomainError]) -> list[DomainError]:
    fields = inspect.get_annotations(kind, eval_str=True)
    count = max([len(SAMPLES[field]) for field in fields.values()], default=1)
    return [
        kind(**{name: SAMPLES[field][number % len(SAMPLES[field])] for name, field in fields.items()})
        for number in range(count)
    ]


@pytest.mark.parametrize("error", refusals(), ids=lambda error: f"{error.code}-{error.data.get('reason', '')}")
def test_every_refusal_fits_into_a_box(error: DomainError) -> None:
    said = toast_for(error, SCENE)
    assert 20 < len(said) <= 200
    assert not said.endswith("…")
    assert "none" not in said


@pytest.mark.parametrize("kind", [NameProblem, errors.BirthProblem, errors.VaccinationProblem])
def test_every_reason_is_told_apart(kind: type[StrEnum]) -> None:
    said = {toast_for(error, SCENE) for error in refusals() if isinstance(error.data.get("reason"), kind)}
    assert len(said) == len(kind)
