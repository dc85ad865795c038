from datetime import date
from decimal import Decimal

import pytest

from core.pets.errors import InvalidWeight
from core.pets.rules import age, check_weight, vaccination_status
from core.pets.schemas import Age, VaccinationStatus

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("last", "status"),
    [
        (None, VaccinationStatus.UNKNOWN),
        (TODAY, VaccinationStatus.VALID),
        (date(2025, 3, 2), VaccinationStatus.VALID),  # 365 days
        (date(2025, 3, 1), VaccinationStatus.EXPIRED),  # 366 days
    ],
)
def test_a_vaccination_is_valid_for_365_days(last: date | None, status: VaccinationStatus) -> None:
    assert vaccination_status(last, TODAY) is status


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (None, None),
        (TODAY, Age(years=0, months=0)),
        (date(2025, 3, 3), Age(years=0, months=11)),
        (date(2025, 3, 2), Age(years=1, months=0)),
        (date(2024, 2, 29), Age(years=2, months=0)),
        (date(2020, 6, 15), Age(years=5, months=8)),
    ],
)
def test_an_age_is_in_completed_years_and_months(born: date | None, expected: Age | None) -> None:
    assert age(born, TODAY) == expected


@pytest.mark.parametrize("weight", ["NaN", "sNaN", "Infinity", "-Infinity", "0", "-0.01", "0.004", "1500.01", "1e9"])
def test_no_pet_weighs_that(weight: str) -> None:
    with pytest.raises(InvalidWeight):
        check_weight(Decimal(weight))
