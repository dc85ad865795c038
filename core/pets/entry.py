"""What people type about a pet, read as values, in English and German. Pure; every refusal is a typed error."""

import re
from datetime import date
from decimal import Decimal

from core.pets import rules
from core.pets.dates import FILLER, NUMBER, decimal, read_days
from core.pets.errors import (
    BirthProblem,
    InvalidDateOfBirth,
    InvalidVaccinationDate,
    InvalidWeight,
    VaccinationProblem,
)
from core.text import plain

_KG_PER_UNIT = {
    unit: Decimal(kg)
    for units, kg in (
        ("kg kgs kilo kilos kilogram kilograms kilogramm ㎏", "1"),
        ("g gr gram grams gramm", "0.001"),
        ("lb lbs pound pounds", "0.45359237"),
        ("oz ounce ounces", "0.028349523125"),
        ("pfund", "0.5"),
    )
    for unit in units.split()
}
_AMOUNT = re.compile(rf"({NUMBER})\s*(㎏|[^\W\d_]*)\.?\s*")
_GROUPED_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


def parse_weight(text: str) -> Decimal:
    """The weight in kg, which is also what a bare number means; InvalidWeight.

    `4,5 kg`, `4500 g`, `4 kg 300 g`, `10 lb`, `9 lbs 4 oz`, `8 Pfund`.
    """
    rest = FILLER.sub("", plain(text))
    total, previous = Decimal(0), None
    while rest or previous is None:
        match = _AMOUNT.match(rest)
        factor = None if match is None else _KG_PER_UNIT.get(match[2] or ("kg" if previous is None else ""))
        # Each amount in a smaller unit than the one before: `4 kg 300 g`, but neither `4 4` nor `300 g 4 kg`.
        if match is None or factor is None or (previous is not None and factor >= previous):
            raise InvalidWeight(rules.LIGHTEST_KG, rules.HEAVIEST_KG)
        total += _amount(match[1], factor) * factor
        previous, rest = factor, rest[match.end() :]
    return rules.check_weight(total)


def parse_date_of_birth(text: str, today: date) -> date:
    """The date of birth, from a date or from an age on the local date `today`; InvalidDateOfBirth.

    What is only known to the month or year means its first day.
    """
    days = read_days(text, today)
    if days is None:
        raise InvalidDateOfBirth(BirthProblem.UNREADABLE)
    return rules.check_date_of_birth(days.first, today)


def parse_vaccination_date(text: str, today: date, born: date | None) -> date:
    """The date of a vaccination, from a date or from how long ago it was; InvalidVaccinationDate.

    What is only known to the month or year means its first day, or the birth when that falls into it.
    """
    days = read_days(text, today)
    if days is None:
        raise InvalidVaccinationDate(VaccinationProblem.UNREADABLE)
    on = born if born is not None and days.first < born <= days.last else days.first
    return rules.check_vaccination(on, today, born)


def _amount(number: str, factor: Decimal) -> Decimal:
    """`1.500` g is one and a half kilograms: nobody weighs in thousandths of a gram."""
    if factor == _KG_PER_UNIT["g"] and _GROUPED_THOUSANDS.fullmatch(number):
        return Decimal(re.sub("[.,]", "", number))
    return decimal(number)
