"""A closure in words."""

from datetime import date, datetime, timedelta
from uuid import UUID

from bot.scene import Scene
from bot.ui import formatting
from core.clinic.schemas import Closure
from core.clock import local_day_bounds


def span(scene: Scene, starts_at: datetime, ends_at: datetime) -> str:
    """`Thu 24 Dec – Sat 26 Dec`, `Tue 3 Mar, 14:00–16:00`; with the year where it is not this one."""
    first = starts_at.astimezone(scene.zone).date()
    # The end is excluded: a midnight belongs to the day before.
    last = (ends_at - timedelta.resolution).astimezone(scene.zone).date()
    whole = (starts_at, ends_at) == (local_day_bounds(first, scene.zone)[0], local_day_bounds(last, scene.zone)[1])
    if whole:
        return _day(scene, first) if first == last else f"{_day(scene, first)} – {_day(scene, last)}"
    if first == last:
        return f"{_day(scene, first)}, {scene.time(starts_at)}–{scene.time(ends_at)}"
    return f"{_day(scene, first)}, {scene.time(starts_at)} – {_day(scene, last)}, {scene.time(ends_at)}"


async def whose(scene: Scene, vet_id: UUID | None) -> str:
    """The vet who is away; "none" for the whole clinic. VetNotFound."""
    return "none" if vet_id is None else formatting.name((await scene.services.clinic.vet(vet_id)).name)


async def label(scene: Scene, closure: Closure) -> str:
    """For a button."""
    return scene.t.plain(
        "closures-closure",
        span=span(scene, closure.starts_at, closure.ends_at),
        name=await whose(scene, closure.vet_id),
        reason=closure.reason or "none",
    )


def _day(scene: Scene, day: date) -> str:
    text = formatting.short_day(day, scene.language)
    return text if day.year == scene.today.year else f"{text} {day.year}"
