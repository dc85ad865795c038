"""Buttons that lead to a person's own data."""

from bot.own_data.callbacks import ASK, DeleteData, ExportData
from bot.scene import Scene
from bot.ui.screen import Rows, button


def own_data_rows(scene: Scene) -> Rows:
    """For the profile: the file, and the deletion."""
    t = scene.t
    return [
        [button(t.plain("button-export"), ExportData())],
        [button(t.plain("button-delete"), DeleteData(ASK, scene.user.id))],
    ]
