"""A visit as a file for the owner's own calendar."""

from bot.appointments.wording import several_vets
from bot.clinic.wording import service_name
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Document
from core.appointments.calendar import CalendarWords
from core.appointments.schemas import AppointmentDetails, AppointmentStatus


async def calendar_document(scene: Scene, visit: AppointmentDetails) -> Document | None:
    """The file about the visit as it stands: an entry, or what takes it away; None where there is neither."""
    content = await scene.services.appointments.calendar_file(visit, await _words(scene, visit))
    if content is None:
        return None
    return Document(scene.t.plain("calendar-file-name", number=str(visit.number)), content)


def in_calendar(scene: Scene, visit: AppointmentDetails) -> bool:
    """Whether there is an entry worth having."""
    return visit.status is AppointmentStatus.CONFIRMED and visit.ends_at > scene.now


async def _words(scene: Scene, visit: AppointmentDetails) -> CalendarWords:
    t, settings = scene.t, scene.settings
    summary = t.plain(
        "calendar-summary",
        service=service_name(scene, visit.service),
        pet=formatting.name(visit.pet.name),
        clinic=settings.clinic_name,
    )
    description = t.plain(
        "calendar-description",
        number=str(visit.number),
        vet=formatting.name(visit.vet.name) if await several_vets(scene) else "none",
        phone=settings.clinic_phone or "none",
    )
    if visit.status is AppointmentStatus.CANCELLED:
        summary = t.plain("calendar-summary-cancelled", summary=summary)
    return CalendarWords(summary, description, settings.clinic_address)
