"""What owners do with appointments."""

from datetime import datetime
from uuid import UUID

from telegram import Update

from bot.appointments.callbacks import (
    AskCancel,
    BookAgain,
    BookSlot,
    CancelVisit,
    Coming,
    ComingAt,
    GetCalendarFile,
    MoveVisit,
    OpenCancel,
    OpenMove,
    OpenVisit,
    RefuseProposals,
    ShowVisit,
    ShowVisits,
    TakeProposal,
    WithdrawWish,
)
from bot.appointments.choosing import moment_of
from bot.appointments.conversation import BookingDraft, with_time
from bot.appointments.moving import MoveDraft
from bot.context import Context, pressed
from bot.conversations.steps import Notice
from bot.pets.callbacks import BookFor
from bot.scene import Scene
from bot.users.handlers import begin
from core.clinic.schemas import Status
from core.pets.errors import PetArchived


async def book(update: Update, context: Context) -> None:
    """/book"""
    await begin_booking(context)


async def press_book(update: Update, context: Context) -> None:
    """The Book button, wherever it stands."""
    await begin_booking(context, at=pressed(update)[1])


async def book_for(update: Update, context: Context) -> None:
    """A booking for a particular pet."""
    data, message_id = pressed(update)
    pet = await context.scene.services.pets.get(context.scene.actor, BookFor.unpack(data).pet)
    if pet.archived:
        raise PetArchived(pet.name)
    await begin_booking(context, BookingDraft(pet_id=pet.id), at=message_id)


async def book_again(update: Update, context: Context) -> None:
    """A booking like an earlier one: the same pet and service, if they are still there."""
    data, _ = pressed(update)
    await begin_booking(context, await _like(context.scene, BookAgain.unpack(data).appointment))


async def book_slot(update: Update, context: Context) -> None:
    """The same at a free time that was shown; where somebody was faster, with the nearest free ones instead."""
    press = BookSlot.unpack(pressed(update)[0])
    draft = await _like(context.scene, press.appointment)
    if draft.service_id is None:
        await begin_booking(context, draft)
    else:
        draft, notice = await with_time(context.scene, draft, moment_of(press.minute))
        await begin_booking(context, draft, notice=notice)


async def _like(scene: Scene, appointment: UUID) -> BookingDraft:
    """What a booking like an earlier one begins with."""
    visit = await scene.services.appointments.get(scene.actor, appointment)
    pet = await scene.services.pets.get(scene.actor, visit.pet.id)
    service = await scene.services.clinic.service(visit.service.id)
    draft = BookingDraft(pet_id=None if pet.archived else pet.id)
    if draft.pet_id is not None and service.active:
        draft.service_id = service.id
    return draft


async def begin_booking(
    context: Context, draft: BookingDraft | None = None, *, at: int | None = None, notice: Notice | None = None
) -> None:
    """Begins a booking, unless the clinic takes none; with one pet nobody is asked for which."""
    scene = context.scene
    if (await scene.services.clinic.status()).status is Status.CLOSE:
        context.show("closed", at=at)
        return
    if scene.account.user is not None:
        await scene.services.users.records.check_may_ask(scene.account.user.id)
    draft = draft or BookingDraft()
    if draft.pet_id is None and scene.account.user is not None:
        pets = await scene.services.pets.of_owner(scene.actor)
        if len(pets) == 1:
            draft = draft.model_copy(update={"pet_id": pets[0].id})
    await begin(context, "book", draft, at=at, notice=notice)


async def list_visits(update: Update, context: Context) -> None:
    """/appointments"""
    context.scene.require_user()
    context.show("appointments")


async def show_visits(update: Update, context: Context) -> None:
    data, message_id = pressed(update)
    wanted = ShowVisits.unpack(data)
    context.show("appointments", at=message_id, past=wanted.past == 1, page=max(1, wanted.page))


async def show_visit(update: Update, context: Context) -> None:
    data, message_id = pressed(update)
    context.show("appointment", at=message_id, id=str(ShowVisit.unpack(data).appointment))


async def open_visit(update: Update, context: Context) -> None:
    context.show("appointment", id=str(OpenVisit.unpack(pressed(update)[0]).appointment))


async def ask_cancel(update: Update, context: Context) -> None:
    data, message_id = pressed(update)
    context.show("cancel_question", at=message_id, id=str(AskCancel.unpack(data).appointment))


async def open_cancel(update: Update, context: Context) -> None:
    context.show("cancel_question", id=str(OpenCancel.unpack(pressed(update)[0]).appointment))


async def cancel_visit(update: Update, context: Context) -> None:
    data, message_id = pressed(update)
    appointment: UUID = CancelVisit.unpack(data).appointment
    await context.scene.services.appointments.cancel(context.scene.actor, appointment)
    context.toast("visit-cancelled")
    context.show("appointment", at=message_id, id=str(appointment))


async def get_calendar_file(update: Update, context: Context) -> None:
    context.show("calendar", id=str(GetCalendarFile.unpack(pressed(update)[0]).appointment))


async def move_visit(update: Update, context: Context) -> None:
    data, message_id = pressed(update)
    await _begin_move(context, MoveVisit.unpack(data).appointment, at=message_id)


async def open_move(update: Update, context: Context) -> None:
    await _begin_move(context, OpenMove.unpack(pressed(update)[0]).appointment)


async def _begin_move(context: Context, appointment: UUID, at: int | None = None) -> None:
    """What cannot be moved is said before a day is chosen."""
    scene = context.scene
    visit = await scene.services.appointments.check_move(scene.actor, appointment)
    await context.house.engine.start(scene, context.reply, "move", MoveDraft(visit=visit.id), at=at)


async def withdraw_wish(update: Update, context: Context) -> None:
    data, message_id = pressed(update)
    wish = WithdrawWish.unpack(data).wish
    await context.scene.services.appointments.withdraw_wish(context.scene.actor, wish)
    context.toast("visit-wish-withdrawn")
    context.show("appointment", at=message_id, id=str(wish))


async def take_proposal(update: Update, context: Context) -> None:
    data, message_id = pressed(update)
    appointments, actor = context.scene.services.appointments, context.scene.actor
    proposal = TakeProposal.unpack(data).proposal
    if (await appointments.get(actor, proposal)).was_taken:  # a second tap: no second confirmation
        context.show("appointment", at=message_id, id=str(proposal))
        return
    context.show("proposal", at=message_id, even_if_refused=True, id=str(proposal))
    await appointments.take_proposal(actor, proposal)


async def refuse_proposals(update: Update, context: Context) -> None:
    data, message_id = pressed(update)
    visit = await context.scene.services.appointments.refuse_proposals(
        context.scene.actor, RefuseProposals.unpack(data).appointment
    )
    context.toast("proposals-refused")
    context.show("appointment", at=message_id, id=str(visit.id))


async def coming(update: Update, context: Context) -> None:
    await _answer(update, context, Coming.unpack(pressed(update)[0]).appointment)


async def coming_at(update: Update, context: Context) -> None:
    press = ComingAt.unpack(pressed(update)[0])
    await _answer(update, context, press.appointment, moment_of(press.minute))


async def _answer(update: Update, context: Context, appointment: UUID, seen: datetime | None = None) -> None:
    await context.scene.services.appointments.answer_reminder(context.scene.actor, appointment, seen=seen)
    context.toast("reminder-thanks")
    context.show("reminder", at=pressed(update)[1], id=str(appointment))
