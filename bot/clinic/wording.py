"""The clinic's own things in words that several screens share."""

from typing import Protocol

from bot.scene import Scene
from core.appointments.schemas import CancelReason, DeclineReason


class Named(Protocol):
    """A service as any schema carries it."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str | None: ...


def service_name(scene: Scene, service: Named) -> str:
    """The clinic's own name for it, else the seeded one in the reader's language, else its code. Plain text."""
    return seeded_or_own(scene, service.code, service.name)


def seeded_or_own(scene: Scene, code: str, name: str | None) -> str:
    """The same by a service's code and own name."""
    key = f"service-{code}"
    return name or (scene.t.plain(key) if scene.t.has(key) else code)


def reason_text(scene: Scene, reason: str) -> str:
    """Why a visit was declined or cancelled: a code of these in words, anything else as written. Plain."""
    if reason in set(CancelReason):
        return scene.t.plain(f"cancel-reason-{reason.replace('_', '-')}")
    if reason in set(DeclineReason):
        return scene.t.plain(f"decline-reason-{reason.replace('_', '-')}")
    return reason
