"""The clinic in numbers, as text and as a picture, and the list of its visits as a file."""

import asyncio
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from telegram import InlineKeyboardButton

from bot.clinic.closures.wording import span as span_text
from bot.clinic.wording import service_name
from bot.scene import Scene
from bot.statistics import picture
from bot.statistics.callbacks import ExportMonth, SendPicture, ShowStatistics
from bot.statistics.visits_file import VisitsFile
from bot.ui import formatting
from bot.ui.screen import Document, Photo, Screen, button
from bot.ui.texts import Html, join
from core.clock import local_day_bounds
from core.statistics.schemas import Statistics

CHOICES = (4, 8, 26)
DEFAULT_WEEKS = 8
_LISTED = 8
"""Services that have a line, or a colour, of their own; the rest is added up."""
_BAR = 10
"""The width of a bar, in characters."""
_EIGHTHS = " ▏▎▍▌▋▊▉"


async def stats(scene: Scene, args: dict[str, Any]) -> Screen:
    """The last weeks in words and small bars."""
    weeks = int(args["weeks"])
    found = await scene.services.statistics.of_weeks(scene.actor, weeks)
    t, span = scene.t, _span(scene, found)
    if not found.visits and not found.requests:
        return Screen(t("stats-none", weeks=weeks, span=span), [_choices(scene, weeks)])
    parts = [
        t("stats-heading", weeks=weeks, span=span),
        join([t("stats-visits", count=found.visits), *_services(scene, found)]),
        join([t("stats-by-week"), Html(f"<code>{_bars(scene, found)}</code>")]),
        join(_rates(scene, found)),
    ]
    rows = [_choices(scene, weeks), [button(t.plain("stats-button-picture"), SendPicture(weeks))]]
    return Screen(join(parts, "\n\n"), rows)


async def stats_picture(scene: Scene, args: dict[str, Any]) -> Screen:
    """The visits of each week, by service."""
    weeks = int(args["weeks"])
    found = await scene.services.statistics.of_weeks(scene.actor, weeks)
    t, span = scene.t, _span(scene, found)
    if not found.visits:
        return Screen(t("stats-no-picture", weeks=weeks, span=span))
    named = found.services[:_LISTED] if len(found.services) <= _LISTED else found.services[: _LISTED - 1]
    series = [service_name(scene, service) for service in named]
    counts = [[week.by_service.get(service.id, 0) for service in named] for week in found.weeks]
    if len(named) < len(found.services):
        series.append(t.plain("stats-others"))
        for week, row in zip(found.weeks, counts, strict=True):
            row.append(week.visits - sum(row))
    chart = picture.Chart(
        title=t.plain("stats-picture-title"),
        subtitle=span,
        series=tuple(series),
        rows=tuple(
            picture.Row(formatting.short_date(week.monday, scene.language), tuple(row))
            for week, row in zip(found.weeks, counts, strict=True)
        ),
    )
    caption = t("stats-picture", count=found.visits, span=span)
    return Screen(caption, attachment=Photo(t.plain("stats-picture-file"), partial(picture.draw, chart)))


async def visits_file(scene: Scene, args: dict[str, Any]) -> Screen:
    """Everything that starts between `since` and `until`, as a file."""
    since, until = datetime.fromisoformat(args["since"]), datetime.fromisoformat(args["until"])
    visits = await scene.services.statistics.visits(scene.actor, since, until)
    t, span = scene.t, span_text(scene, since, until)
    first, last = since.astimezone(scene.zone).date(), (until - timedelta.resolution).astimezone(scene.zone).date()
    before = first.replace(day=1) - timedelta(days=1)
    rows = [[button(f"‹ {formatting.month(before, scene.language)}", ExportMonth(before.replace(day=1)))]]
    if not visits:
        return Screen(t("stats-export-none", span=span), rows)
    name = t.plain("stats-export-file-name", since=first.isoformat(), until=last.isoformat())
    content = await asyncio.to_thread(VisitsFile(scene).content, visits)
    return Screen(t("stats-export-done", count=len(visits), span=span), rows, attachment=Document(name, content))


def _span(scene: Scene, found: Statistics) -> str:
    first, last = found.weeks[0].monday, found.weeks[-1].monday + timedelta(days=6)
    return span_text(scene, local_day_bounds(first, scene.zone)[0], local_day_bounds(last, scene.zone)[1])


def _choices(scene: Scene, weeks: int) -> list[InlineKeyboardButton]:
    labels = {each: scene.t.plain("stats-button-weeks", weeks=each) for each in CHOICES}
    return [button(f"• {label}" if each == weeks else label, ShowStatistics(each)) for each, label in labels.items()]


def _services(scene: Scene, found: Statistics) -> list[Html]:
    t = scene.t
    lines = [
        t("stats-service", service=formatting.name(service_name(scene, service)), count=service.visits)
        for service in found.services[:_LISTED]
    ]
    rest = sum(service.visits for service in found.services[_LISTED:])
    return [*lines, t("stats-service", service=t.plain("stats-others"), count=rest)] if rest else lines


def _bars(scene: Scene, found: Statistics) -> str:
    """`12 Jan ██████▌    13`, one line a week."""
    labels = [formatting.short_date(week.monday, scene.language) for week in found.weeks]
    width = max(map(len, labels))
    most = max(week.visits for week in found.weeks)
    return "\n".join(
        f"{label:>{width}} {bar(week.visits, most):<{_BAR}} {week.visits:>{len(str(most))}}"
        for label, week in zip(labels, found.weeks, strict=True)
    )


def bar(value: int, most: int) -> str:
    """A bar of block characters, as long as the value is beside the greatest; never nothing for something."""
    if not value:
        return ""
    whole, eighths = divmod(max(1, round(value * _BAR * 8 / most)), 8)
    return "█" * whole + _EIGHTHS[eighths].strip()


def _rates(scene: Scene, found: Statistics) -> list[Html]:
    t, timings = scene.t, found.timings
    rate, over = found.no_show_rate, found.no_shows + found.completed
    lines = [t("stats-requests", count=found.requests)]
    if timings.answer_time is not None and timings.slow_answer_time is not None:
        lines.append(
            t(
                "stats-answers",
                count=timings.answered,
                median=_length(scene, timings.answer_time),
                slow=_length(scene, timings.slow_answer_time),
            )
        )
    lines.append(t("stats-expired", count=found.expired))
    if timings.lead_time is not None:
        lines.append(t("stats-lead", median=_length(scene, timings.lead_time)))
    if rate is not None:
        share = formatting.percent(rate, scene.language)
        lines.append(t("stats-no-shows", rate=share, count=found.no_shows, of=over))
    return lines


def _length(scene: Scene, value: timedelta) -> str:
    return formatting.rough_length(value, scene.language)
