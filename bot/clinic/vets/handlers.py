"""/vets: who treats patients, and who is off duty."""

from telegram import Update

from bot.clinic.vets import callbacks as presses
from bot.clinic.vets.conversation import VetDraft
from bot.context import Context, pressed
from bot.ui import formatting
from core.clinic.errors import LastActiveVet


async def vets(update: Update, context: Context) -> None:
    """/vets"""
    context.show("vets")


async def show_vets(update: Update, context: Context) -> None:
    _, at = pressed(update)
    context.show("vets", at=at)


async def show_vet(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.ShowVet.unpack(data)
    context.show("vet", at=at, id=str(press.vet), page=press.page, even_if_refused=True)
    await context.scene.services.clinic.vet(press.vet)


async def add_vet(update: Update, context: Context) -> None:
    _, at = pressed(update)
    await context.house.engine.start(context.scene, context.reply, "vet", VetDraft(), at=at)


async def rename_vet(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.RenameVet.unpack(data)
    vet = await context.scene.services.clinic.vet(press.vet)
    draft = VetDraft(vet=vet.id, called=vet.name)
    await context.house.engine.start(context.scene, context.reply, "vet", draft, at=at)


async def set_duty(update: Update, context: Context) -> None:
    """A vet who goes off duty keeps what is booked: the question and the screen afterwards list it."""
    data, at = pressed(update)
    press = presses.SetDuty.unpack(data)
    clinic = context.scene.services.clinic
    vet = await clinic.vet(press.vet)
    if vet.active and not press.on and not press.sure:
        if await clinic.vets() == [vet]:  # the same refusal as below, before the question
            raise LastActiveVet(vet.name)
        context.show("vet_off_duty", at=at, id=str(press.vet))
        return
    context.show("vet", at=at, id=str(press.vet), even_if_refused=True)
    vet = await clinic.set_vet_active(context.scene.actor, press.vet, bool(press.on))
    name = formatting.name(vet.name)
    context.toast("toast-on-duty" if vet.active else "toast-off-duty", name=name)
