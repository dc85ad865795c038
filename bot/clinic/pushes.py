"""What is pushed to the clinic about requests and visits, as things stand at the moment of sending."""

from datetime import datetime
from uuid import UUID

from bot.appointments.calls import call, draw_call, to_be_phoned
from bot.appointments.cards import can_be_decided, card
from bot.appointments.clinic_callbacks import PostCard
from bot.appointments.clinic_views import day
from bot.appointments.wording import owner_name, reason
from bot.clinic.wording import service_name
from bot.notifications.redraw import Redraw
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Screen, button
from bot.ui.texts import join
from core.appointments.agenda import HELD
from core.appointments.errors import AppointmentNotFound, CallNotFound
from core.appointments.schemas import AppointmentDetails
from core.notifications.schemas import Dropped, Outgoing

GONE = Dropped(reason="the visit no longer exists")


async def request_card(scene: Scene, outgoing: Outgoing) -> Screen | Dropped:
    """The card; of a request that was decided in the meantime, with how."""
    visit = await _visit(scene, outgoing)
    return GONE if visit is None else await card(scene, visit)


async def card_update(scene: Scene, outgoing: Outgoing) -> Redraw | Dropped:
    """Every card of the visit, brought up to date; those from before the group became a supergroup are lost."""
    visit = await _visit(scene, outgoing)
    if visit is None:
        return GONE
    cards = await scene.services.notifications.cards_of(visit.id)
    messages = [message for message in cards if message.chat_id == scene.chat_id]
    return Redraw(messages, await card(scene, visit)) if messages else Dropped(reason="no card stands in the chat")


async def agenda(scene: Scene, outgoing: Outgoing) -> Screen | Dropped:
    """The day's visits at its opening, and how many requests and phone calls wait; where there is none, nothing."""
    opens_at = datetime.fromisoformat(outgoing.payload["opens_at"])
    shown = opens_at.astimezone(scene.zone).date()
    appointments = scene.services.appointments
    if await appointments.opens_at(shown) != opens_at:
        return Dropped(reason="the day opens at another moment now")
    waiting = (await appointments.pending(scene.actor, size=1)).total
    to_phone = await appointments.calls(scene.actor)
    if not waiting and not to_phone and not await appointments.of_day(scene.actor, shown, HELD):
        return Dropped(reason="there is nothing to say about the day")
    screen = await day(scene, {"day": shown.isoformat()})
    lines = [scene.t("push-agenda"), screen.text, scene.t("status-waiting", count=waiting)]
    if to_phone:
        lines.append(to_be_phoned(scene, to_phone))
    return Screen(join(lines, "\n\n"), screen.rows)


async def nudge(scene: Scene, outgoing: Outgoing) -> Screen | Dropped:
    """A request that still waits, as it was when the nudge was planned."""
    visit = await _visit(scene, outgoing)
    if visit is None:
        return GONE
    if not can_be_decided(scene, visit):
        return Dropped(reason=f"meanwhile {visit.status}")
    if outgoing.payload["version"] != visit.version:
        return Dropped(reason="the request was moved")
    text = scene.t(
        "push-nudge",
        number=str(visit.number),
        pet=formatting.name(visit.pet.name),
        owner=owner_name(scene, visit.owner),
        service=service_name(scene, visit.service),
        at=scene.moment(visit.starts_at),
        since=scene.moment(visit.replaces.starts_at) if visit.replaces else "none",
        by=scene.moment(visit.answer_by),
    )
    return Screen(text, [[button(scene.t.plain("button-show-card"), PostCard(visit.id))]])


async def cancelled_by_owner(scene: Scene, outgoing: Outgoing) -> Screen | Dropped:
    return await _news(scene, outgoing, "push-cancelled-by-owner", "push-wish-withdrawn")


async def expired(scene: Scene, outgoing: Outgoing) -> Screen | Dropped:
    """Nobody of the clinic answered in time."""
    return await _news(scene, outgoing, "push-expired-for-clinic", "push-wish-expired-for-clinic")


async def unreachable(scene: Scene, outgoing: Outgoing) -> Screen | Dropped:
    """An owner did not get a message: somebody has to phone, unless it makes no difference by now."""
    undelivered = outgoing.payload.get("undelivered_id")
    if undelivered is None:
        return Dropped(reason="the message was forgotten")
    try:
        missed = await scene.services.appointments.call(scene.actor, UUID(undelivered))
    except CallNotFound:
        return Dropped(reason="the owner had their data deleted")
    if missed.undelivered is None or missed.undelivered.closed_at is not None or not missed.matters:
        return Dropped(reason="nobody needs to be phoned about it any more")
    return await draw_call(scene, missed)


async def call_update(scene: Scene, outgoing: Outgoing) -> Redraw | Dropped:
    """What `unreachable` has sent, brought up to date."""
    undelivered = outgoing.payload["undelivered_id"]
    pushes = await scene.services.notifications.undelivered.pushes_of(UUID(undelivered))
    messages = [message for message in pushes if message.chat_id == scene.chat_id]
    return Redraw(messages, await call(scene, {"id": undelivered})) if messages else Dropped(reason="it was not sent")


async def _visit(scene: Scene, outgoing: Outgoing) -> AppointmentDetails | None:
    if outgoing.appointment_id is None:
        return None
    try:
        return await scene.services.appointments.get(scene.actor, outgoing.appointment_id)
    except AppointmentNotFound:
        return None


async def _news(scene: Scene, outgoing: Outgoing, key: str, wish_key: str) -> Screen | Dropped:
    """`wish_key`: where it was the wish to move a visit, which is there still."""
    visit = await _visit(scene, outgoing)
    if visit is None:
        return GONE
    text = scene.t(
        wish_key if visit.is_wish else key,
        number=str(visit.number),
        pet=formatting.name(visit.pet.name),
        owner=owner_name(scene, visit.owner),
        phone=visit.owner.phone or "none",
        service=service_name(scene, visit.service),
        at=scene.moment(visit.starts_at),
        reason=reason(scene, visit.reason),
        since=scene.moment(visit.replaces.starts_at) if visit.replaces else "none",
    )
    return Screen(text)
