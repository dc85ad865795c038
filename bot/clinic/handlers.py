"""The clinic's switch: open, closing soon, closed."""

from datetime import datetime, timedelta

from telegram import Update

from bot.clinic.callbacks import ShowStatus, TurnSwitch
from bot.clinic.until import Until, parse_until
from bot.clinic.wall_times import UnreadableMoment
from bot.context import Context, message_of, pressed
from bot.conversations.steps import Notice
from bot.scene import Scene
from bot.ui.callbacks import BadCallback
from core.clinic.schemas import Status


async def status(update: Update, context: Context) -> None:
    """/status"""
    context.show("status")


async def open_(update: Update, context: Context) -> None:
    """/open"""
    await context.scene.services.clinic.set_status(context.scene.actor, Status.OPEN)
    context.show("status")


async def closing(update: Update, context: Context) -> None:
    """/closing [until] [reason]"""
    await _turn(update, context, Status.CLOSING_SOON)


async def close(update: Update, context: Context) -> None:
    """/close [until] [reason]"""
    await _turn(update, context, Status.CLOSE)


async def turn_switch(update: Update, context: Context) -> None:
    """A button. What stands already is left as it is: its end and its reason were typed by somebody."""
    data, at = pressed(update)
    try:
        wanted = Status(TurnSwitch.unpack(data).status)
    except ValueError:
        raise BadCallback(data) from None
    clinic = context.scene.services.clinic
    if (await clinic.status()).status is not wanted:
        await clinic.set_status(context.scene.actor, wanted)
    context.toast(f"toast-{wanted.replace('_', '-')}")
    context.show("status", at=at)


async def show_status(update: Update, context: Context) -> None:
    data, at = pressed(update)
    context.show("status", at=at, page=ShowStatus.unpack(data).page)


async def _turn(update: Update, context: Context, wanted: Status) -> None:
    scene = context.scene
    _, *typed = (message_of(update).text or "").split(maxsplit=1)
    try:
        until = parse_until(typed[0] if typed else "", scene.now, scene.zone)
    except UnreadableMoment as error:
        notice = Notice(key="until-unreadable", args={"typed": error.args[0]})
        context.show("notice", notice=notice.model_dump(mode="json"))
        return
    moment = await _moment(scene, until)
    await scene.services.clinic.set_status(scene.actor, wanted, message=until.reason or None, until=moment)
    context.show("status")


async def _moment(scene: Scene, until: Until) -> datetime | None:
    """Until a day means until it opens, or until its beginning when it does not open at all."""
    if until.moment is None or not until.whole_day:
        return until.moment
    opening = await scene.services.clinic.next_opening(until.moment)
    return opening if opening is not None and opening < until.moment + timedelta(days=1) else until.moment
