"""What the clinic offers: the list, and one service with all its values."""

from typing import Any
from uuid import UUID

from bot.clinic.booked import visit_rows
from bot.clinic.questions import noted
from bot.clinic.services.callbacks import AddService, EditService, SetOffered, ShowService, ShowServices
from bot.clinic.services.wording import FIELDS, may_be_renamed, values
from bot.scene import Scene
from bot.ui.screen import Screen, button, in_rows
from bot.ui.texts import join
from core.clinic.errors import ServiceNotFound


async def services(scene: Scene, args: dict[str, Any]) -> Screen:
    """All of them, offered or not, each with a button."""
    offered = await scene.services.clinic.services(active_only=False)
    facts = [values(scene, service) for service in offered]
    lines = join([scene.t("services-service", **each) for each in facts])
    buttons = [button(each["name"], ShowService(service.id, 1)) for service, each in zip(offered, facts, strict=True)]
    rows = [*in_rows(buttons, 2), [button(scene.t.plain("services-add"), AddService())]]
    return Screen(noted(scene, args, join([scene.t("services"), lines], "\n\n")), rows)


async def service(scene: Scene, args: dict[str, Any]) -> Screen:
    """One service, and what is booked of it. `page`: of those visits."""
    t, clinic, page = scene.t, scene.services.clinic, int(args.get("page", 1))
    try:
        shown = await clinic.service(UUID(args["id"]))
    except ServiceNotFound:
        return await services(scene, args)
    visits = await scene.services.appointments.ahead_of_service(scene.actor, shown.id)
    text = join([t("service", **values(scene, shown)), t("service-visits", count=len(visits))], "\n\n")
    buttons = [
        button(t.plain(f"service-edit-{field.replace('_', '-')}"), EditService(shown.id, field)) for field in FIELDS
    ]
    if may_be_renamed(scene, shown):
        buttons.append(button(t.plain("button-rename"), EditService(shown.id, "name")))
    switch = button(
        t.plain("service-off" if shown.active else "service-on"), SetOffered(shown.id, int(not shown.active))
    )
    rows = visit_rows(scene, visits, page, lambda number: ShowService(shown.id, number))
    rows += [*in_rows(buttons, 2), [switch], [button(t.plain("button-back"), ShowServices())]]
    return Screen(noted(scene, args, text), rows)
