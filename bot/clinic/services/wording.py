"""A service's values in words."""

from datetime import timedelta

from bot.appointments.wording import price
from bot.clinic.wording import service_name
from bot.scene import Scene
from bot.ui import formatting
from core.clinic.schemas import Service

FIELDS = ("duration", "buffer", "minimum_notice", "price")
"""What every service has, in the order of the buttons."""


def length(scene: Scene, value: timedelta) -> str:
    """`45 min`, `1 h 30 min`, `2 days`; "none" for nothing. Plain."""
    minutes = formatting.minutes(value)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [scene.t.plain("length-days", days=days)] if days else []
    parts += [scene.t.plain("length-hours", hours=str(hours))] if hours else []
    parts += [scene.t.plain("length-minutes", minutes=rest)] if rest else []
    return " ".join(parts) or "none"


def values(scene: Scene, service: Service) -> dict[str, str]:
    """Everything about it, for its screen and its line in the list."""
    return {
        "name": formatting.name(service_name(scene, service)),
        "duration": length(scene, service.duration),
        "buffer": length(scene, service.buffer),
        "notice": length(scene, service.minimum_notice),
        "price": price(scene, service.price),
        "offered": "yes" if service.active else "no",
    }


def may_be_renamed(scene: Scene, service: Service) -> bool:
    """One that has a name in every language keeps it."""
    return service.name is not None or not scene.t.has(f"service-{service.code}")
