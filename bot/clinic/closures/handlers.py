"""/closure: holidays, trainings, somebody who is ill."""

from telegram import Update

from bot.clinic.closures import callbacks as presses
from bot.clinic.closures.conversation import ClosureDraft, read_span
from bot.clinic.closures.wording import span
from bot.context import Context, message_of, pressed
from bot.conversations.steps import Notice


async def closures(update: Update, context: Context) -> None:
    """/closure [from when until when]"""
    scene = context.scene
    _, *typed = (message_of(update).text or "").split(maxsplit=1)
    if not typed:
        context.show("closures")
        return
    await scene.services.staff.require_manager(scene.actor)
    read = read_span(scene, typed[0])
    if isinstance(read, Notice):
        context.show("closures", notice=read.model_dump(mode="json"))
        return
    draft = ClosureDraft(starts_at=read.starts_at, ends_at=read.ends_at, with_command=True)
    await context.house.engine.start(scene, context.reply, "closure", draft)


async def show_closures(update: Update, context: Context) -> None:
    data, at = pressed(update)
    context.show("closures", at=at, page=presses.ShowClosures.unpack(data).page)


async def show_closure(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.ShowClosure.unpack(data)
    context.show("closure", at=at, id=str(press.closure), page=press.page, even_if_refused=True)
    await context.scene.services.clinic.closure(press.closure)


async def add_closure(update: Update, context: Context) -> None:
    _, at = pressed(update)
    await context.house.engine.start(context.scene, context.reply, "closure", ClosureDraft(), at=at)


async def remove_closure(update: Update, context: Context) -> None:
    """From then on the time can be booked again; what was cancelled stays cancelled."""
    data, at = pressed(update)
    press = presses.RemoveClosure.unpack(data)
    clinic, scene = context.scene.services.clinic, context.scene
    view = "closures" if press.sure == 1 else "closure_remove"
    context.show(view, at=at, id=str(press.closure), even_if_refused=True)
    closure = await clinic.closure(press.closure)
    if press.sure == 1:
        await clinic.remove_closure(scene.actor, closure.id)
        context.toast("toast-closure-removed", span=span(scene, closure.starts_at, closure.ends_at))
