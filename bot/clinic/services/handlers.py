"""/services: what can be booked, for how long and for how much."""

from telegram import Update

from bot.clinic.services import callbacks as presses
from bot.clinic.services.conversation import ServiceAnswers, answers_for
from bot.clinic.services.wording import values
from bot.context import Context, pressed
from bot.ui.callbacks import BadCallback
from core.clinic.schemas import ServiceChanges


async def services(update: Update, context: Context) -> None:
    """/services"""
    context.show("services")


async def show_services(update: Update, context: Context) -> None:
    _, at = pressed(update)
    context.show("services", at=at)


async def show_service(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.ShowService.unpack(data)
    context.show("service", at=at, id=str(press.service), page=press.page, even_if_refused=True)
    await context.scene.services.clinic.service(press.service)


async def add_service(update: Update, context: Context) -> None:
    _, at = pressed(update)
    await context.house.engine.start(context.scene, context.reply, "service", ServiceAnswers(), at=at)


async def edit_service(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.EditService.unpack(data)
    answers = await answers_for(context.scene, press.service, press.field)
    if answers is None:
        raise BadCallback(data)
    await context.house.engine.start(context.scene, context.reply, "service", answers, at=at)


async def set_offered(update: Update, context: Context) -> None:
    """What is booked stays, and the screen lists it."""
    data, at = pressed(update)
    press = presses.SetOffered.unpack(data)
    context.show("service", at=at, id=str(press.service), even_if_refused=True)
    changes = ServiceChanges(active=bool(press.on))
    service = await context.scene.services.clinic.edit_service(context.scene.actor, press.service, changes)
    name = values(context.scene, service)["name"]
    context.toast("toast-offered" if service.active else "toast-not-offered", name=name)
