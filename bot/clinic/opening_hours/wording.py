"""Opening hours in words."""

from collections.abc import Iterable, Sequence
from datetime import time
from uuid import UUID

from bot.clinic.opening_hours.callbacks import CLINIC
from bot.clinic.opening_hours.entry import Interval
from bot.scene import Scene
from bot.ui import formatting
from core.clinic.schemas import OpeningInterval
from core.clinic.timetable import MIDNIGHT


async def hours_of(scene: Scene, vet_id: UUID | None) -> tuple[list[OpeningInterval], bool]:
    """By what hours the vet, or the clinic, works, and whether they are the vet's own."""
    own = await scene.services.clinic.opening_hours(vet_id)
    if vet_id is not None and not own:
        return await scene.services.clinic.opening_hours(), False
    return own, vet_id is not None


def of_day(hours: Iterable[OpeningInterval], weekday: int) -> list[Interval]:
    return [(interval.opens, interval.closes) for interval in hours if interval.weekday == weekday]


def spans(intervals: Sequence[Interval]) -> str:
    """`09:00–12:30, 13:30–18:00`; "none" for a closed day."""
    return ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in sorted(intervals)) or "none"


async def who(scene: Scene, vet_id: UUID | None) -> str:
    """The vet's name; "none" for the clinic. VetNotFound."""
    return "none" if vet_id is None else formatting.name((await scene.services.clinic.vet(vet_id)).name)


def days(scene: Scene, weekdays: Sequence[int]) -> str:
    """`Monday`, or `Mon, Tue, Wed`."""
    if len(weekdays) == 1:
        return formatting.weekday(weekdays[0], scene.language)
    return ", ".join(formatting.short_weekday(weekday, scene.language) for weekday in weekdays)


def vet_of(whose: UUID) -> UUID | None:
    """Whose hours a button means; None is the clinic."""
    return None if whose == CLINIC else whose


def _clock(wall: time) -> str:
    return "24:00" if wall >= MIDNIGHT else f"{wall:%H:%M}"
