"""Pets in words: plain text, to be put into any screen or button."""

from decimal import Decimal

from bot.scene import Scene
from bot.ui import formatting
from core.pets import schemas
from core.pets.schemas import Pet, Species, VaccinationStatus

_EMOJI = {
    Species.DOG: "🐶",
    Species.CAT: "🐱",
    Species.RABBIT: "🐰",
    Species.RODENT: "🐹",
    Species.BIRD: "🦜",
    Species.REPTILE: "🦎",
    Species.OTHER: "🐾",
}
_YEARS_ALONE = 2
"""From this age on nobody counts the months as well."""


def age(scene: Scene, age: schemas.Age) -> str:
    """`under a month`, `5 months`, `1 year, 2 months`, `3 years`."""
    if age.years >= _YEARS_ALONE or (age.years and not age.months):
        return scene.t.plain("age-years", years=age.years)
    if age.years:
        return scene.t.plain("age-years-months", years=age.years, months=age.months)
    if age.months:
        return scene.t.plain("age-months", months=age.months)
    return scene.t.plain("age-under-month")


def species(scene: Scene, species: Species) -> str:
    """`Dog`."""
    return scene.t.plain(f"species-{species.value}")


def species_emoji(species: Species) -> str:
    return _EMOJI[species]


def called(pet: Pet) -> str:
    """The pet with its emoji, for buttons and lists: `🐶 Rex`."""
    return f"{species_emoji(pet.species)} {formatting.name(pet.name)}"


def vaccination(scene: Scene, pet: Pet) -> str:
    """The status and, if known, the date: `✅ valid, last on 3 March 2026`."""
    last = formatting.full_day(pet.last_vaccination, scene.language) if pet.last_vaccination else "none"
    return scene.t.plain(f"vaccination-{pet.vaccination.value}", date=last)


def vaccination_mark(scene: Scene, status: VaccinationStatus) -> str:
    """The status in two words, for lists: `✅ vaccinated`."""
    return scene.t.plain(f"vaccination-mark-{status.value}")


def weight(scene: Scene, kg: Decimal) -> str:
    """`4.5 kg`."""
    return scene.t.plain("pet-weight", kg=formatting.weight(kg, scene.language))
