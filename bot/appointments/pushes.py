"""What is pushed to owners about their appointments, as things stand at the moment of sending."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from bot.appointments.calendar import calendar_document
from bot.appointments.callbacks import BookAgain, OpenVisit
from bot.appointments.views import reminder as reminder_screen
from bot.appointments.wording import OPEN, facts, reason
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Rows, Screen, button
from bot.ui.texts import join
from core.appointments.schemas import AppointmentDetails, AppointmentStatus
from core.notifications.schemas import Dropped, Outgoing
from core.users.schemas import SYSTEM


async def confirmed(scene: Scene, outgoing: Outgoing) -> Screen | Dropped:
    """The clinic said yes."""
    visit = await _visit(scene, outgoing)
    if visit.status is not AppointmentStatus.CONFIRMED:
        return Dropped(reason=f"meanwhile {visit.status}")
    rows = [[button(scene.t.plain("visit-open"), OpenVisit(visit.id))]]
    return await _news(scene, visit, "push-confirmed", rows)


def ended(key: str, status: AppointmentStatus) -> Callable[[Scene, Outgoing], Awaitable[Screen | Dropped]]:
    """The clinic said no, cancelled, or did not answer in time: why, and a way on."""

    async def push(scene: Scene, outgoing: Outgoing) -> Screen | Dropped:
        visit = await _visit(scene, outgoing)
        if visit.status is not status:
            return Dropped(reason=f"meanwhile {visit.status}")
        if visit.is_wish:
            return await _no_move(scene, visit)
        return await _news(scene, visit, key, [[button(scene.t.plain("visit-book-again"), BookAgain(visit.id))]])

    return push


async def calendar_file(scene: Scene, outgoing: Outgoing) -> Screen | Dropped:
    """After the owner cancelled by themselves: what takes the visit out of their calendar."""
    visit = await _visit(scene, outgoing)
    document = await calendar_document(scene, visit)
    if visit.status is not AppointmentStatus.CANCELLED or document is None:
        return Dropped(reason=f"meanwhile {visit.status}")
    return Screen(scene.t("calendar-take-out", number=str(visit.number)), attachment=document)


async def moved(scene: Scene, outgoing: Outgoing) -> Screen | Dropped:
    """The clinic moved it, or agreed to; where it was, and where it is now, and the calendar's entry anew."""
    visit = await _visit(scene, outgoing)
    if visit.status not in OPEN:
        return Dropped(reason=f"meanwhile {visit.status}")
    since = scene.moment(datetime.fromisoformat(outgoing.payload["from"]))
    key = "push-moved" if visit.status is AppointmentStatus.CONFIRMED else "push-moved-request"
    said = scene.t(key, number=str(visit.number), since=since, by=scene.moment(visit.answer_by))
    rows = [[button(scene.t.plain("visit-open"), OpenVisit(visit.id))]]
    text = join([said, await facts(scene, visit)], "\n\n")
    return Screen(text, rows, attachment=await calendar_document(scene, visit))


async def _no_move(scene: Scene, wish: AppointmentDetails) -> Screen | Dropped:
    """The appointment stays as it is: why, and how it is."""
    visit = await scene.services.appointments.current(SYSTEM, wish.id)
    if visit.status is not AppointmentStatus.CONFIRMED:
        return Dropped(reason=f"the visit is {visit.status}")
    said = scene.t(
        "push-no-move",
        expired="yes" if wish.status is AppointmentStatus.EXPIRED else "no",
        number=str(wish.number),
        until=scene.moment(wish.starts_at),
        reason=reason(scene, wish.reason),
        phone=scene.settings.clinic_phone or "none",
    )
    rows = [[button(scene.t.plain("visit-open"), OpenVisit(visit.id))]]
    return Screen(join([said, await facts(scene, visit)], "\n\n"), rows)


async def reminder(scene: Scene, outgoing: Outgoing) -> Screen | Dropped:
    """Only for a visit that is confirmed, ahead, and at the time that the reminder was planned for."""
    visit = await _visit(scene, outgoing)
    if visit.status is not AppointmentStatus.CONFIRMED:
        return Dropped(reason=f"the visit is {visit.status}")
    if visit.starts_at <= scene.now:
        return Dropped(reason="the visit has begun")
    if outgoing.payload.get("version", visit.version) != visit.version:
        return Dropped(reason="the visit was moved")
    return await reminder_screen(scene, {"id": str(visit.id)})


async def _visit(scene: Scene, outgoing: Outgoing) -> AppointmentDetails:
    appointment: UUID | None = outgoing.appointment_id
    if appointment is None:
        raise LookupError(f"notification {outgoing.id} is about no appointment")
    return await scene.services.appointments.get(SYSTEM, appointment)


async def _news(scene: Scene, visit: AppointmentDetails, key: str, rows: Rows) -> Screen:
    said = scene.t(
        key,
        name=formatting.name(visit.owner.full_name),
        number=str(visit.number),
        reason=reason(scene, visit.reason),
        phone=scene.settings.clinic_phone or "none",
    )
    text = join([said, await facts(scene, visit)], "\n\n")
    return Screen(text, rows, attachment=await calendar_document(scene, visit))
