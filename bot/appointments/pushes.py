"""What is pushed to owners about their appointments, as things stand at the moment of sending."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from telegram import InlineKeyboardButton

from bot.appointments.calendar import calendar_document
from bot.appointments.callbacks import OpenMove, OpenVisit
from bot.appointments.proposals import again_row, free_rows, proposal_rows, proposed
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
    rows = [[_details(scene, visit)]]
    return await _news(scene, visit, "push-confirmed", rows)


def ended(key: str, status: AppointmentStatus) -> Callable[[Scene, Outgoing], Awaitable[Screen | Dropped]]:
    """The clinic said no, cancelled, or did not answer in time: why, and a way on."""

    async def push(scene: Scene, outgoing: Outgoing) -> Screen | Dropped:
        visit = await _visit(scene, outgoing)
        if visit.status is not status:
            return Dropped(reason=f"meanwhile {visit.status}")
        made = await scene.services.appointments.proposed_instead(SYSTEM, visit.id)
        if any(proposal.was_taken for proposal in made):
            return Dropped(reason="another time was taken")
        if visit.is_wish:
            return await _no_move(scene, visit)
        if proposals := await scene.services.appointments.proposals(SYSTEM, visit.id):
            return await _proposing(scene, visit, proposals)
        return await _news(scene, visit, key, [*await free_rows(scene, visit), *again_row(scene, visit)])

    return push


async def _proposing(scene: Scene, visit: AppointmentDetails, proposals: list[AppointmentDetails]) -> Screen:
    """The clinic said no, and proposed other times."""
    rows = [*proposal_rows(scene, visit.id, proposals), *again_row(scene, visit)]
    screen = await _news(scene, visit, "push-declined-proposing", rows)
    return Screen(join([screen.text, await proposed(scene, proposals)], "\n\n"), rows)


async def proposals_over(scene: Scene, outgoing: Outgoing) -> Screen | Dropped:
    """The times that the clinic proposed are no longer held; where it was a wish to move, the visit stays."""
    request = await _visit(scene, outgoing)
    appointments = scene.services.appointments
    made = await appointments.proposed_instead(SYSTEM, request.id)
    if any(proposal.was_taken for proposal in made) or await appointments.proposals(SYSTEM, request.id):
        return Dropped(reason="another time was taken, or can be")
    visit = await appointments.current(SYSTEM, request.id)
    times = ", ".join(scene.moment(proposal.starts_at) for proposal in made)
    said = scene.t("push-proposals-over", number=str(request.number), count=len(made), times=times)
    if visit.id == request.id:
        text = join([said, scene.t("push-proposals-over-again"), await facts(scene, request)], "\n\n")
        return Screen(text, [*await free_rows(scene, request), *again_row(scene, request)])
    if visit.status is not AppointmentStatus.CONFIRMED:
        return Dropped(reason=f"the visit is {visit.status}")
    rows = [[button(scene.t.plain("visit-move"), OpenMove(visit.id)), _details(scene, visit)]]
    return Screen(join([said, scene.t("push-proposals-over-stays"), await facts(scene, visit)], "\n\n"), rows)


def _details(scene: Scene, visit: AppointmentDetails) -> InlineKeyboardButton:
    return button(scene.t.plain("visit-open"), OpenVisit(visit.id))


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
    rows = [[_details(scene, visit)]]
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
    lines, rows = [said, await facts(scene, visit)], [[_details(scene, visit)]]
    if proposals := await scene.services.appointments.proposals(SYSTEM, wish.id):
        lines.append(await proposed(scene, proposals))
        rows = [*proposal_rows(scene, wish.id, proposals), *rows]
    return Screen(join(lines, "\n\n"), rows)


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
