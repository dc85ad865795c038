"""The clinic's switch as staff see it."""

from typing import Any

from bot.clinic.booked import visit_rows
from bot.clinic.callbacks import ShowStatus, TurnSwitch
from bot.clinic.hours import day_hours
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Rows, Screen, button, in_rows
from bot.ui.texts import Html, join
from core.clinic.schemas import ClinicStatus, Status


async def status(scene: Scene, args: dict[str, Any]) -> Screen:
    """The switch, whom a closure affects, today's hours and how much waits. `page`: of those affected."""
    switch = await scene.services.clinic.status()
    affected, rows = await _affected(scene, switch, int(args.get("page", 1)))
    waiting = (await scene.services.appointments.pending(scene.actor, 1, 1)).total
    lines = [
        _switch(scene, switch),
        *affected,
        join([scene.t("status-today"), await day_hours(scene, scene.today)]),
        scene.t("status-waiting", count=waiting),
    ]
    others = [
        button(scene.t.plain(f"switch-to-{wanted.replace('_', '-')}"), TurnSwitch(wanted.value))
        for wanted in Status
        if wanted is not switch.status
    ]
    return Screen(join(lines, "\n\n"), [*rows, *in_rows(others, 2)])


def _switch(scene: Scene, switch: ClinicStatus) -> Html:
    return scene.t(
        f"switch-{switch.status.replace('_', '-')}",
        until=scene.moment(switch.until) if switch.until else "none",
        message=switch.message or "none",
        by=formatting.name(switch.changed_by) if switch.changed_by else "none",
        at=scene.moment(switch.changed_at) if switch.changed_at else "none",
    )


async def _affected(scene: Scene, switch: ClinicStatus, wanted: int) -> tuple[list[Html], Rows]:
    """Whom to phone while the clinic is closed: nothing happens to their visits by itself."""
    if switch.status is not Status.CLOSE:
        return [], []
    visits = await scene.services.appointments.affected_by_close(scene.actor, switch.until)
    if not visits:
        return [scene.t("switch-affects-none")], []
    return [scene.t("switch-affects", count=len(visits))], visit_rows(scene, visits, wanted, ShowStatus)
