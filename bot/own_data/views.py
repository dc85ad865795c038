"""Everything that the clinic has about a person, as a file; and the two questions before it is deleted."""

from typing import Any

from bot.own_data.callbacks import ASK_AGAIN, DELETE, DeleteData, ExportData
from bot.scene import Scene
from bot.ui.screen import Document, Screen, button
from bot.users.callbacks import Go
from bot.users.keyboards import home_row, welcome_menu


async def export(scene: Scene, args: dict[str, Any]) -> Screen:
    """The file."""
    data = await scene.services.own_data.export(scene.actor)
    name = scene.t.plain("export-file-name", date=scene.today.isoformat())
    return Screen(scene.t("export-done"), home_row(scene), attachment=Document(name, data.as_json()))


async def delete(scene: Scene, args: dict[str, Any]) -> Screen:
    """The first question: what it means."""
    t, user = scene.t, scene.user
    rows = [
        [button(t.plain("delete-go-on"), DeleteData(ASK_AGAIN, user.id))],
        [button(t.plain("button-export"), ExportData())],
        [button(t.plain("delete-keep"), Go("profile"))],
    ]
    return Screen(t("delete-question"), rows)


async def delete_again(scene: Scene, args: dict[str, Any]) -> Screen:
    """The second: what it does now."""
    t, user = scene.t, scene.user
    deletion = await scene.services.own_data.what_deletion_does(scene.actor)
    rows = [
        [button(t.plain("delete-yes"), DeleteData(DELETE, user.id))],
        [button(t.plain("delete-keep"), Go("profile"))],
    ]
    return Screen(t("delete-question-again", count=deletion.cancelled_visits), rows)


async def deleted(scene: Scene, args: dict[str, Any]) -> Screen:
    """What was done; and the same as for somebody new."""
    return Screen(scene.t("delete-done", count=int(args["visits"])), welcome_menu(scene))
