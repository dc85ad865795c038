"""Bot API methods by name, case-insensitively as Telegram takes them."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.params import Params
from bot.sandbox.world import World

Handler = Callable[[World, Params], Any]

METHODS: dict[str, Handler] = {}


def method(name: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        METHODS[name.lower()] = handler
        return handler

    return register
