"""What staff do with requests and visits. Every press shows the card or the list as it stands, refused or not."""

from datetime import date, timedelta
from uuid import UUID

from telegram import Update

from bot.appointments import clinic_callbacks as presses
from bot.appointments.cards import CANCEL, DECLINE, can_be_called_off, require_decidable, subject
from bot.appointments.choosing import moment_of
from bot.appointments.clinic_conversation import ReasonDraft
from bot.appointments.moving import MoveDraft
from bot.appointments.proposing import ABOUT_TIME, propose_draft
from bot.clinic.wall_times import YEARS
from bot.context import Context, pressed, query_of
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.callbacks import BadCallback
from core.appointments.decisions import already_decided
from core.appointments.errors import NotConfirmedYet, VisitOver
from core.appointments.schemas import AppointmentDetails, AppointmentStatus, DeclineReason
from core.notifications.schemas import Kind

# Cards


async def show_card(update: Update, context: Context) -> None:
    data, at = pressed(update)
    _draw_card(context, at, presses.ShowCard.unpack(data).visit)


async def confirm(update: Update, context: Context) -> None:
    data, at = pressed(update)
    visit_id = presses.Confirm.unpack(data).visit
    _draw_card(context, at, visit_id)
    visit = await context.scene.services.appointments.confirm(context.scene.actor, visit_id)
    _toast(context, "toast-confirmed", visit)


async def confirm_at(update: Update, context: Context) -> None:
    """The request at the time that the card shows."""
    data, at = pressed(update)
    press = presses.ConfirmAt.unpack(data)
    seen = moment_of(press.minute)
    _draw_card(context, at, press.visit)
    visit = await context.scene.services.appointments.confirm(context.scene.actor, press.visit, seen=seen)
    _toast(context, "toast-moved" if visit.replaces else "toast-confirmed", visit)


async def start_move(update: Update, context: Context) -> None:
    """Begins to move the visit, below; the card stays."""
    data, at = pressed(update)
    visit_id, scene = presses.StartMove.unpack(data).visit, context.scene
    _draw_card(context, at, visit_id)
    visit = await scene.services.appointments.check_move(scene.actor, visit_id)
    await context.house.engine.start(scene, context.reply, "move", MoveDraft(visit=visit.id))


async def ask_decline(update: Update, context: Context) -> None:
    data, at = pressed(update)
    visit_id = presses.AskDecline.unpack(data).visit
    _draw_card(context, at, visit_id, asking=DECLINE)
    require_decidable(context.scene, await _visit(context, visit_id))


async def decline(update: Update, context: Context) -> None:
    """With one of the reasons on the buttons; where another time would help, that is chosen first, below."""
    data, at = pressed(update)
    press = presses.Decline.unpack(data)
    if press.reason not in set(DeclineReason):
        raise BadCallback(data)
    _draw_card(context, at, press.visit)
    if press.reason in ABOUT_TIME:
        scene = context.scene
        require_decidable(scene, await _visit(context, press.visit))
        draft = await propose_draft(scene, press.visit, press.reason)
        await context.house.engine.start(scene, context.reply, "propose", draft)
        return
    visit = await context.scene.services.appointments.decline(context.scene.actor, press.visit, press.reason)
    _toast(context, "toast-declined", visit)


async def take_for(update: Update, context: Context) -> None:
    """The owner, who phoned, takes one of the proposed times."""
    data, at = pressed(update)
    proposal = await _visit(context, presses.TakeFor.unpack(data).proposal)
    _draw_card(context, at, proposal.proposed_for.id if proposal.proposed_for else proposal.id)
    visit = await context.scene.services.appointments.take_proposal(context.scene.actor, proposal.id)
    _toast(context, "toast-moved" if visit.replaces else "toast-confirmed", visit)


async def withdraw(update: Update, context: Context) -> None:
    """The proposed times are free again."""
    data, at = pressed(update)
    visit_id = presses.Withdraw.unpack(data).visit
    _draw_card(context, at, visit_id)
    visit = await context.scene.services.appointments.withdraw_proposals(context.scene.actor, visit_id)
    _toast(context, "toast-withdrawn", visit)


async def ask_cancelling(update: Update, context: Context) -> None:
    data, at = pressed(update)
    visit_id = presses.AskCancelling.unpack(data).visit
    _draw_card(context, at, visit_id, asking=CANCEL)
    _require_cancellable(context.scene, await _visit(context, visit_id))


async def call_off(update: Update, context: Context) -> None:
    data, at = pressed(update)
    visit_id = presses.CallOff.unpack(data).visit
    _draw_card(context, at, visit_id)
    visit = await context.scene.services.appointments.cancel(context.scene.actor, visit_id)
    _toast(context, "toast-called-off", visit)


async def type_reason(update: Update, context: Context) -> None:
    """Begins the question for a typed reason, below; the card has its first buttons again."""
    data, at = pressed(update)
    press = presses.TypeReason.unpack(data)
    _draw_card(context, at, press.visit)
    visit = await _visit(context, press.visit)
    (_require_cancellable if press.cancel else require_decidable)(context.scene, visit)
    draft = ReasonDraft(visit=press.visit, cancel=bool(press.cancel))
    await context.house.engine.start(context.scene, context.reply, "decline", draft)


async def mark(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.Mark.unpack(data)
    _draw_card(context, at, press.visit)
    await _mark(context, press.visit, came=bool(press.came))


# Lists


async def pending(update: Update, context: Context) -> None:
    """/pending"""
    context.show("pending")


async def show_pending(update: Update, context: Context) -> None:
    data, at = pressed(update)
    context.show("pending", at=at, page=presses.ShowPending.unpack(data).page)


async def post_card(update: Update, context: Context) -> None:
    """Through the outbox, so that this card too is kept up to date from now on."""
    data, _ = pressed(update)
    visit = await _visit(context, presses.PostCard.unpack(data).visit)
    await context.scene.services.notifications.enqueue(
        Kind.REQUEST_CARD, dedupe_key=f"card:asked:{query_of(update).id}", appointment_id=subject(visit)
    )


async def calls(update: Update, context: Context) -> None:
    """/calls"""
    context.show("calls")


async def show_calls(update: Update, context: Context) -> None:
    data, at = pressed(update)
    context.show("calls", at=at, page=presses.ShowCalls.unpack(data).page)


async def mark_reached(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.MarkReached.unpack(data)
    context.show("calls", at=at, page=press.page, even_if_refused=True)
    visit = await context.scene.services.appointments.answer_reminder(context.scene.actor, press.visit)
    _toast(context, "toast-reached", visit)


async def close_call(update: Update, context: Context) -> None:
    """In the list, or on the message that asked to phone."""
    data, at = pressed(update)
    press = presses.CloseCall.unpack(data)
    if press.page:
        context.show("calls", at=at, page=press.page, even_if_refused=True)
    else:
        context.show("call", at=at, id=str(press.undelivered), even_if_refused=True)
    call = await context.scene.services.appointments.close_call(context.scene.actor, press.undelivered)
    context.toast("toast-call-done", owner=formatting.name(call.owner.full_name))


async def reopen_call(update: Update, context: Context) -> None:
    data, at = pressed(update)
    undelivered = presses.ReopenCall.unpack(data).undelivered
    context.show("call", at=at, id=str(undelivered), even_if_refused=True)
    call = await context.scene.services.appointments.reopen_call(context.scene.actor, undelivered)
    context.toast("toast-call-open", owner=formatting.name(call.owner.full_name))


async def today(update: Update, context: Context) -> None:
    """/today"""
    context.show("day", day=context.scene.today.isoformat())


async def tomorrow(update: Update, context: Context) -> None:
    """/tomorrow"""
    context.show("day", day=(context.scene.today + timedelta(days=1)).isoformat())


async def week(update: Update, context: Context) -> None:
    """/week"""
    today = context.scene.today
    context.show("week", monday=(today - timedelta(days=today.weekday())).isoformat())


async def show_week(update: Update, context: Context) -> None:
    data, at = pressed(update)
    context.show("week", at=at, monday=_monday(presses.ShowWeek.unpack(data).monday, data))


async def send_week_picture(update: Update, context: Context) -> None:
    """The picture comes below: the text stays."""
    data, _ = pressed(update)
    press = presses.SendWeekPicture.unpack(data)
    context.show("week_picture", monday=_monday(press.monday, data), dark=_dark(press.dark, data))


async def turn_week_picture(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.TurnWeekPicture.unpack(data)
    monday, dark = _monday(press.monday, data), _dark(press.dark, data)
    context.show("week_picture", at=at, monday=monday, vet=str(press.vet), dark=dark)


def _monday(day: date, data: str) -> str:
    if day.year not in YEARS or day.weekday():
        raise BadCallback(data)
    return day.isoformat()


def _dark(value: int, data: str) -> bool:
    if value not in (0, 1):
        raise BadCallback(data)
    return bool(value)


async def show_day(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.ShowDay.unpack(data)
    if press.day.year not in YEARS:
        raise BadCallback(data)
    context.show("day", at=at, day=press.day.isoformat(), page=press.page)


async def mark_in_day(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.MarkInDay.unpack(data)
    if press.day.year not in YEARS:
        raise BadCallback(data)
    context.show("day", at=at, day=press.day.isoformat(), page=press.page, even_if_refused=True)
    await _mark(context, press.visit, came=bool(press.came))


# Inside


def _draw_card(context: Context, at: int, visit_id: UUID, *, asking: str | None = None) -> None:
    context.show("card", at=at, id=str(visit_id), asking=asking, even_if_refused=True)


async def _visit(context: Context, visit_id: UUID) -> AppointmentDetails:
    return await context.scene.services.appointments.get(context.scene.actor, visit_id)


async def _mark(context: Context, visit_id: UUID, *, came: bool) -> None:
    appointments, actor = context.scene.services.appointments, context.scene.actor
    if came:
        _toast(context, "toast-arrived", await appointments.complete(actor, visit_id))
    else:
        _toast(context, "toast-no-show", await appointments.no_show(actor, visit_id))


def _toast(context: Context, key: str, visit: AppointmentDetails) -> None:
    pet, at = formatting.name(visit.pet.name), context.scene.moment(visit.starts_at)
    context.toast(key, number=str(visit.number), pet=pet, at=at)


def _require_cancellable(scene: Scene, visit: AppointmentDetails) -> None:
    """Before the question whether to call it off: the same refusals as from `cancel`, which asks again."""
    if visit.status is AppointmentStatus.PENDING:
        raise NotConfirmedYet(visit.number)
    if visit.status is not AppointmentStatus.CONFIRMED:
        raise already_decided(visit)
    if not can_be_called_off(scene, visit):
        raise VisitOver(visit.number, visit.ends_at)
