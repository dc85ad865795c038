"""A refusal of the clinic -> what the user reads: one place.

The wording of `SlotTaken` is the message `error-slot-taken`; the fields of the error are its variables.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.conversations.steps import Notice
from bot.scene import Scene
from bot.ui import formatting
from core.errors import DomainError

MOST_NAMES = 3
"""Of people whom a refusal names."""


def explain(error: DomainError, scene: Scene) -> Notice:
    """The notice for an error: its message id, and its data as people read it."""
    args = {name: _readable(value, scene) for name, value in error.data.items()}
    if "number" in args:  # a name of a visit, not a quantity: 1001, never 1,001
        args["number"] = str(args["number"])
    if "by" in args and not scene.in_admin_chat:  # what staff are called in Telegram is not the owners' business
        args["by"] = "none"
    args["phone"] = args.get("phone") or scene.settings.clinic_phone or "none"
    return Notice(key=f"error-{error.code}", args={name: value for name, value in args.items() if value is not None})


def toast_for(error: DomainError, scene: Scene) -> str:
    """The same for a callback's answer, which is plain text of at most 200 characters."""
    notice = explain(error, scene)
    return shorten(scene.t.plain(notice.key, **notice.args))


def shorten(text: str, limit: int = 200) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _readable(value: Any, scene: Scene) -> str | int | None:
    match value:
        case bool():
            return "yes" if value else "no"
        case StrEnum():
            return value.value
        case int() | str():
            return value
        case Decimal():
            return formatting.weight(value, scene.language)
        case datetime():
            return scene.moment(value)
        case date():
            return formatting.full_day(value, scene.language)
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            return formatting.minutes(value)
        case None:
            return "none"
        case [int(), *_]:
            return ", ".join(str(item) for item in value)
        case [str(), *_] | ():
            return _names(value)
        case _:
            return None


def _names(names: Sequence[str]) -> str:
    """Some of them where there are many: a box in Telegram has little room. A dash where there are none."""
    shown = ", ".join(formatting.name(name) for name in names[:MOST_NAMES])
    return f"{shown}, …" if len(names) > MOST_NAMES else shown or "–"
