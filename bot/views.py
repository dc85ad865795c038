"""Views: messages that can be drawn again at any time from their name and a few ids."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.scene import Scene
from bot.ui.screen import Screen

View = Callable[[Scene, dict[str, Any]], Awaitable[Screen]]
"""Reads through the services of the scene; the arguments are JSON."""


class Views:
    """The views there are, by name."""

    def __init__(self) -> None:
        self._views: dict[str, View] = {}

    def add(self, name: str, view: View) -> None:
        if name in self._views:
            raise ValueError(f"view {name} is there already")
        self._views[name] = view

    async def draw(self, scene: Scene, name: str, args: dict[str, Any]) -> Screen:
        return await self._views[name](scene, args)
