"""A day's opening hours and closures in words."""

from datetime import date
from uuid import UUID

from bot.scene import Scene
from bot.ui import formatting
from bot.ui.texts import Html, join
from core.clinic.schemas import Closure
from core.clinic.timetable import Span
from core.clock import local_day_bounds


async def day_hours(scene: Scene, day: date) -> Html:
    """When somebody works on the local day, and what is closed: a line each."""
    begin, end = local_day_bounds(day, scene.zone)
    table = await scene.services.clinic.timetable(begin, end)
    workers: dict[str, list[str]] = {}
    for vet in table.vets:
        workers.setdefault(_spans(scene, table.openings(vet.id, day)), []).append(formatting.name(vet.name))
    lines = []
    for hours, names in workers.items():
        who = "none" if len(workers) == 1 else ", ".join(names)
        lines.append(scene.t("day-hours", hours=hours or "none", vets=who))
    vets = {vet.id: vet.name for vet in await scene.services.clinic.vets(active_only=False)}
    # A closure that only touches the day's edge does not concern it.
    concerned = [closure for closure in table.closures if closure.starts_at < end and closure.ends_at > begin]
    lines += [_closure(scene, closure, Span(begin, end), vets) for closure in concerned]
    return join(lines)


def _spans(scene: Scene, spans: list[Span]) -> str:
    return ", ".join(f"{scene.time(span.starts_at)}–{scene.time(span.ends_at)}" for span in spans)


def _closure(scene: Scene, closure: Closure, day: Span, vets: dict[UUID, str]) -> Html:
    whole = closure.starts_at <= day.starts_at and closure.ends_at >= day.ends_at
    span = Span(max(closure.starts_at, day.starts_at), min(closure.ends_at, day.ends_at))
    return scene.t(
        "day-closure",
        hours="all" if whole else _spans(scene, [span]),
        vet=formatting.name(vets[closure.vet_id]) if closure.vet_id else "none",
        reason=closure.reason or "none",
    )
