"""The clinic's vets: the list, one of them, and the question before they go off duty."""

from typing import Any
from uuid import UUID

from bot.clinic.booked import visit_rows
from bot.clinic.opening_hours.callbacks import ShowHours
from bot.clinic.questions import noted
from bot.clinic.vets.callbacks import AddVet, RenameVet, SetDuty, ShowVet, ShowVets
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Screen, button
from bot.ui.texts import Html, join
from core.appointments.schemas import AppointmentDetails
from core.clinic.errors import VetNotFound
from core.clinic.schemas import Vet


async def vets(scene: Scene, args: dict[str, Any]) -> Screen:
    """Everybody, on duty or not."""
    everybody = await scene.services.clinic.vets(active_only=False)
    rows = [[button(_label(scene, vet), ShowVet(vet.id, 1))] for vet in everybody]
    rows.append([button(scene.t.plain("vets-add"), AddVet())])
    return Screen(noted(scene, args, scene.t("vets")), rows)


async def vet(scene: Scene, args: dict[str, Any]) -> Screen:
    """One vet and the visits that are booked with them. `page`: of those visits."""
    shown = await _find(scene, args)
    if shown is None:
        return await vets(scene, args)
    t, page = scene.t, int(args.get("page", 1))
    text, visits = await _facts(scene, shown)
    duty = "vet-off" if shown.active else "vet-on"
    rows = visit_rows(scene, visits, page, lambda number: ShowVet(shown.id, number))
    rows.append([button(t.plain(duty), SetDuty(shown.id, int(not shown.active), 0))])
    rows.append([button(t.plain("button-rename"), RenameVet(shown.id))])
    if shown.active:
        rows[-1].append(button(t.plain("vet-hours"), ShowHours(shown.id)))
    return Screen(noted(scene, args, text), [*rows, [button(t.plain("button-back"), ShowVets())]])


async def off_duty_question(scene: Scene, args: dict[str, Any]) -> Screen:
    """Off duty, really? The visits that stay with the vet are listed."""
    shown = await _find(scene, args)
    if shown is None or not shown.active:
        return await vet(scene, args)
    t = scene.t
    text, visits = await _facts(scene, shown)
    rows = visit_rows(scene, visits, 1, lambda number: ShowVet(shown.id, number))
    rows.append([button(t.plain("vet-off-yes"), SetDuty(shown.id, 0, 1))])
    question = t("vet-off-question", name=formatting.name(shown.name))
    return Screen(join([text, question], "\n\n"), [*rows, [button(t.plain("button-back"), ShowVet(shown.id, 1))]])


async def _find(scene: Scene, args: dict[str, Any]) -> Vet | None:
    try:
        return await scene.services.clinic.vet(UUID(args["id"]))
    except VetNotFound:
        return None


async def _facts(scene: Scene, shown: Vet) -> tuple[Html, list[AppointmentDetails]]:
    visits = await scene.services.appointments.ahead_of_vet(scene.actor, shown.id)
    duty = "on" if shown.active else "off"
    text = scene.t("vet", name=formatting.name(shown.name), duty=duty)
    return join([text, scene.t("vet-visits", count=len(visits))]), visits


def _label(scene: Scene, vet: Vet) -> str:
    return scene.t.plain("vets-vet", name=formatting.name(vet.name), duty="on" if vet.active else "off")
