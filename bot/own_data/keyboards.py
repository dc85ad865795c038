"""Buttons that lead to a person's own data."""

from bot.own_data.callbacks import ASK, DeleteData, ExportData
from bot.scene import Scene
from bot.ui.screen import Rows, button


def own_data_row(scene: Scene) -> Rows:
    """For the profile: the file, and the deletion."""
    t = scene.t
    export = button(t.plain("button-export"), ExportData())
    return [[export, button(t.plain("button-delete"), DeleteData(ASK, scene.user.id))]]
