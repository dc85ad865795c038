"""/stats and /export in the clinic's chat."""

from datetime import datetime

from telegram import Update

from bot.clinic.closures.entry import NoEnd
from bot.clinic.wall_times import YEARS, UnreadableMoment
from bot.context import Context, message_of, pressed
from bot.conversations.steps import Notice
from bot.statistics import callbacks as presses
from bot.statistics.entry import read_span
from bot.statistics.views import CHOICES, DEFAULT_WEEKS
from bot.ui.callbacks import BadCallback


async def stats(update: Update, context: Context) -> None:
    """/stats"""
    context.show("stats", weeks=DEFAULT_WEEKS)


async def show_stats(update: Update, context: Context) -> None:
    data, at = pressed(update)
    context.show("stats", at=at, weeks=_known(presses.ShowStatistics.unpack(data).weeks, data))


async def send_picture(update: Update, context: Context) -> None:
    """The picture comes below: the text stays."""
    data, _ = pressed(update)
    context.show("stats_picture", weeks=_known(presses.SendPicture.unpack(data).weeks, data))


async def export(update: Update, context: Context) -> None:
    """/export [from when until when]; the present month without."""
    scene = context.scene
    _, *typed = (message_of(update).text or "").split(maxsplit=1)
    if not typed:
        _show_list(context, *scene.services.statistics.month(scene.today))
        return
    try:
        span = read_span(typed[0], scene.now, scene.zone)
    except UnreadableMoment as error:
        notice = Notice(key="stats-span-unreadable", args={"typed": str(error.args[0])[:60]})
        context.show("notice", notice=notice.model_dump(mode="json"))
    except NoEnd:
        context.show("notice", notice=Notice(key="stats-span-no-end").model_dump(mode="json"))
    else:
        _show_list(context, span.starts_at, span.ends_at)


async def export_month(update: Update, context: Context) -> None:
    data, _ = pressed(update)
    day = presses.ExportMonth.unpack(data).day
    if day.year not in YEARS:
        raise BadCallback(data)
    _show_list(context, *context.scene.services.statistics.month(day))


def _show_list(context: Context, since: datetime, until: datetime) -> None:
    context.show("visits_file", since=since.isoformat(), until=until.isoformat())


def _known(weeks: int, data: str) -> int:
    if weeks not in CHOICES:
        raise BadCallback(data)
    return weeks
