"""Closures: those ahead, one of them with the visits that still lie in it, and the question before it is removed."""

from typing import Any
from uuid import UUID

from bot.clinic.booked import visit_rows
from bot.clinic.closures.callbacks import AddClosure, RemoveClosure, ShowClosure, ShowClosures
from bot.clinic.closures.wording import label, span, whose
from bot.clinic.questions import noted
from bot.scene import Scene
from bot.ui.paging import pager
from bot.ui.screen import Screen, button
from bot.ui.texts import Html, join
from core.clinic.errors import ClosureNotFound
from core.clinic.schemas import Closure
from core.paging import Page, clamp

PAGE_SIZE = 8


async def closures(scene: Scene, args: dict[str, Any]) -> Screen:
    """A page of the closures that are not over, the next first."""
    ahead = await scene.services.clinic.closures(scene.now)
    number = clamp(int(args.get("page", 1)), size=PAGE_SIZE, total=len(ahead))
    shown = ahead[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    rows = [[button(await label(scene, closure), ShowClosure(closure.id, 1))] for closure in shown]
    rows += pager(Page.of(shown, page=number, size=PAGE_SIZE, total=len(ahead)), ShowClosures)
    rows.append([button(scene.t.plain("closures-add"), AddClosure())])
    return Screen(noted(scene, args, scene.t("closures" if ahead else "closures-none")), rows)


async def closure(scene: Scene, args: dict[str, Any]) -> Screen:
    """One closure. `page`: of the visits that lie in it, for whom somebody should phone."""
    shown = await _find(scene, args)
    if shown is None:
        return await closures(scene, args)
    t, page = scene.t, int(args.get("page", 1))
    visits = await scene.services.appointments.hit_by(scene.actor, shown.starts_at, shown.ends_at, shown.vet_id)
    lines = [await _facts(scene, shown), t("closure-visits", count=len(visits))]
    rows = visit_rows(scene, visits, page, lambda number: ShowClosure(shown.id, number))
    rows.append([button(t.plain("closure-remove"), RemoveClosure(shown.id, 0))])
    rows.append([button(t.plain("button-back"), ShowClosures(1))])
    return Screen(noted(scene, args, join(lines, "\n\n")), rows)


async def remove_question(scene: Scene, args: dict[str, Any]) -> Screen:
    """Open again, really?"""
    shown = await _find(scene, args)
    if shown is None:
        return await closures(scene, args)
    t = scene.t
    rows = [
        [button(t.plain("closure-remove-yes"), RemoveClosure(shown.id, 1))],
        [button(t.plain("button-back"), ShowClosure(shown.id, 1))],
    ]
    return Screen(join([await _facts(scene, shown), t("closure-remove-question")], "\n\n"), rows)


async def _find(scene: Scene, args: dict[str, Any]) -> Closure | None:
    try:
        return await scene.services.clinic.closure(UUID(args["id"]))
    except ClosureNotFound:
        return None


async def _facts(scene: Scene, shown: Closure) -> Html:
    return scene.t(
        "closure",
        span=span(scene, shown.starts_at, shown.ends_at),
        name=await whose(scene, shown.vet_id),
        reason=shown.reason or "none",
    )
