"""An appointment in words, the same for the owner's screens and what is pushed."""

from decimal import Decimal

from bot.clinic.wording import reason_text, service_name
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.texts import Html
from core.appointments.schemas import AppointmentDetails, AppointmentStatus, OwnerSummary

STATUS_MARKS = {
    AppointmentStatus.PENDING: "⏳",
    AppointmentStatus.PROPOSED: "✋",
    AppointmentStatus.CONFIRMED: "✅",
    AppointmentStatus.DECLINED: "🚫",
    AppointmentStatus.CANCELLED: "✖️",
    AppointmentStatus.EXPIRED: "⌛",
    AppointmentStatus.COMPLETED: "☑️",
    AppointmentStatus.NO_SHOW: "👻",
}
OPEN = (AppointmentStatus.PENDING, AppointmentStatus.CONFIRMED)


def line(scene: Scene, visit: AppointmentDetails) -> str:
    """One line for a button: `✅ Tue 3 Mar, 14:30 · Rex`, or `✅ Tue 3 Mar, 14:30 → Wed 4 Mar, 10:00? · Rex`.

    `🚫 Tue 3 Mar, 14:30 → ? · Rex` where other times are proposed.
    """
    wish = f" → {scene.moment(visit.wish.starts_at)}?" if visit.wish else ""
    choice = " → ?" if visit.proposals else ""
    when = f"{scene.moment(visit.starts_at)}{wish or choice}"
    return f"{STATUS_MARKS[visit.status]} {when} · {formatting.name(visit.pet.name)}"


def reason(scene: Scene, text: str | None) -> str:
    """Why it was declined or cancelled, for a sentence; "none" when nobody said."""
    return "none" if text is None else reason_text(scene, text)


def owner_name(scene: Scene, owner: OwnerSummary) -> str:
    """Whose visit it is, for the clinic; somebody who had their data deleted has no name any more."""
    return scene.t.plain("owner-deleted") if owner.deleted else formatting.name(owner.full_name)


async def several_vets(scene: Scene) -> bool:
    """Whether the vet is worth mentioning."""
    return len(await scene.services.clinic.vets()) > 1


async def facts(scene: Scene, visit: AppointmentDetails) -> Html:
    """What, when, with whom: the body of every message about an appointment."""
    return scene.t(
        "visit-facts",
        number=str(visit.number),
        pet=formatting.name(visit.pet.name),
        service=service_name(scene, visit.service),
        minutes=formatting.minutes(visit.service.duration),
        day=formatting.day(visit.starts_at.astimezone(scene.zone).date(), scene.language),
        time=scene.time(visit.starts_at),
        vet=formatting.name(visit.vet.name) if await several_vets(scene) else "none",
        price=price(scene, visit.service.price),
        address=scene.settings.clinic_address or "none",
    )


def price(scene: Scene, value: Decimal | None) -> str:
    """A price for a sentence; "none" where the clinic names none."""
    if value is None:
        return "none"
    return formatting.price(value, scene.settings.clinic_currency, scene.language)
