"""/hours: when the clinic and its vets take visits."""

from uuid import UUID

from telegram import Update

from bot.clinic.opening_hours import callbacks as presses
from bot.clinic.opening_hours.conversation import HoursDraft, with_outside
from bot.clinic.opening_hours.wording import hours_of, of_day, vet_of
from bot.context import Context, pressed
from bot.ui.callbacks import BadCallback

_WEEK, _WORKDAYS = range(7), range(5)


async def hours(update: Update, context: Context) -> None:
    """/hours"""
    context.show("hours")


async def show_hours(update: Update, context: Context) -> None:
    data, at = pressed(update)
    context.show("hours", at=at, id=str(presses.ShowHours.unpack(data).whose))


async def show_day(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.ShowDayHours.unpack(data)
    _require_weekday(press.weekday, data)
    context.show("hours_of_day", at=at, id=str(press.whose), weekday=press.weekday, page=press.page)


async def type_hours(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.TypeHours.unpack(data)
    await _begin(context, data, at, press.whose, HoursDraft(weekdays=(press.weekday,)))


async def close_day(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.CloseDay.unpack(data)
    await _begin(context, data, at, press.whose, HoursDraft(weekdays=(press.weekday,), hours=[]))


async def ask_copy(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.AskCopy.unpack(data)
    _require_weekday(press.weekday, data)
    context.show("hours_copy", at=at, id=str(press.whose), weekday=press.weekday)


async def copy_hours(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.CopyHours.unpack(data)
    _require_weekday(press.weekday, data)
    days = tuple(day for day in _WORKDAYS if day != press.weekday) if press.to == presses.WORKDAYS else (press.to,)
    week, _ = await hours_of(context.scene, vet_of(press.whose))
    await _begin(context, data, at, press.whose, HoursDraft(weekdays=days, hours=of_day(week, press.weekday)))


async def drop_own_hours(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.DropOwnHours.unpack(data)
    clinic, actor = context.scene.services.clinic, context.scene.actor
    if press.sure != 1:
        context.show("hours_drop", at=at, id=str(press.vet))
        return
    await clinic.drop_own_hours(actor, press.vet)
    context.toast("toast-as-clinic")
    context.show("hours", at=at, id=str(press.vet))


async def _begin(context: Context, data: str, at: int, whose: UUID, draft: HoursDraft) -> None:
    """VetNotFound and NoOwnHoursLeft at once, not only after something was typed."""
    for weekday in draft.weekdays:
        _require_weekday(weekday, data)
    draft = draft.model_copy(update={"vet": vet_of(whose)})
    if draft.vet is not None:
        await context.scene.services.clinic.vet(draft.vet)
    if draft.hours is not None:
        draft = await with_outside(context.scene, draft)
    await context.house.engine.start(context.scene, context.reply, "hours", draft, at=at)


def _require_weekday(weekday: int, data: str) -> None:
    if weekday not in _WEEK:
        raise BadCallback(data)
