"""Buttons that many screens share."""

from bot.scene import Scene
from bot.ui.screen import Rows, button
from bot.users.callbacks import Begin, BookVisit, Go


def home_row(scene: Scene) -> Rows:
    """The way back to the main menu."""
    return [[button(scene.t.plain("button-home"), Go("home"))]]


def main_menu(scene: Scene) -> Rows:
    """What somebody the clinic knows can do."""
    t = scene.t
    return [
        [button(t.plain("menu-book"), BookVisit())],
        [button(t.plain("menu-appointments"), Go("appointments")), button(t.plain("menu-pets"), Go("pets"))],
        [button(t.plain("menu-profile"), Go("profile")), button(t.plain("menu-help"), Go("help"))],
    ]


def welcome_menu(scene: Scene) -> Rows:
    """What a newcomer can do."""
    t = scene.t
    return [
        [button(t.plain("menu-register"), Begin("register"))],
        [button(t.plain("menu-claim"), Begin("claim"))],
        [button(t.plain("menu-login"), Begin("login")), button(t.plain("menu-language"), Go("language"))],
        [button(t.plain("menu-help"), Go("help"))],
    ]
