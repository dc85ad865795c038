"""Opening hours: the week at a glance, and one weekday."""

from typing import Any
from uuid import UUID

from telegram import InlineKeyboardButton

from bot.clinic.booked import visit_rows
from bot.clinic.opening_hours.callbacks import (
    CLINIC,
    WORKDAYS,
    AskCopy,
    CloseDay,
    CopyHours,
    DropOwnHours,
    ShowDayHours,
    ShowHours,
    TypeHours,
)
from bot.clinic.opening_hours.wording import hours_of, of_day, spans, vet_of, who
from bot.clinic.questions import noted
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Screen, button, in_rows
from bot.ui.texts import Html, join
from core.clinic.errors import VetNotFound

WEEK = range(7)


async def hours(scene: Scene, args: dict[str, Any]) -> Screen:
    """The week of the clinic, or of the vet `id`."""
    t = scene.t
    try:
        whose = UUID(args.get("id", str(CLINIC)))
        vet = await who(scene, vet_of(whose))
    except VetNotFound:
        whose, vet = CLINIC, "none"
    week, own = await hours_of(scene, vet_of(whose))
    lines = [t("hours-line", day=_weekday(scene, weekday), hours=spans(of_day(week, weekday))) for weekday in WEEK]
    heading = t("hours-of-vet", name=vet, own="yes" if own else "no") if whose != CLINIC else t("hours")
    outside = await scene.services.appointments.outside_hours(scene.actor, vet_of(whose), WEEK)
    marked = {visit.starts_at.astimezone(scene.zone).weekday() for visit in outside}
    days = [button(_short(scene, weekday, weekday in marked), ShowDayHours(whose, weekday, 1)) for weekday in WEEK]
    rows = [*in_rows(await _chooser(scene, whose), 2), *in_rows(days, 4)]
    if own:
        rows.append([button(t.plain("hours-as-clinic"), DropOwnHours(whose, 0))])
    notes = [t("hours-outside-week", count=len(outside))] if outside else []
    if whose == CLINIC:
        notes += await _others(scene)
    return Screen(noted(scene, args, join([heading, join(lines), *notes], "\n\n")), rows)


async def day_hours(scene: Scene, args: dict[str, Any]) -> Screen:
    """One `weekday`; and the visits that lie outside its hours, for whom somebody should phone. `page`: of those."""
    t, whose, weekday = scene.t, UUID(args["id"]), int(args["weekday"])
    try:
        vet = await who(scene, vet_of(whose))
    except VetNotFound:
        return await hours(scene, args)
    week, own = await hours_of(scene, vet_of(whose))
    outside = await scene.services.appointments.outside_hours(scene.actor, vet_of(whose), [weekday])
    lines = [
        t(
            "hours-day",
            day=_weekday(scene, weekday),
            name=vet,
            hours=spans(of_day(week, weekday)),
            own="yes" if own or whose == CLINIC else "no",
        )
    ]
    if outside:
        lines.append(t("hours-outside-now", count=len(outside)))
    change = [button(t.plain("hours-type"), TypeHours(whose, weekday))]
    if of_day(week, weekday):
        change.append(button(t.plain("hours-close"), CloseDay(whose, weekday)))
    rows = visit_rows(scene, outside, int(args.get("page", 1)), lambda page: ShowDayHours(whose, weekday, page))
    rows += [change, [button(t.plain("hours-copy"), AskCopy(whose, weekday))]]
    return Screen(noted(scene, args, join(lines, "\n\n")), [*rows, [button(t.plain("button-back"), ShowHours(whose))]])


async def copy_question(scene: Scene, args: dict[str, Any]) -> Screen:
    """To which other days?"""
    t, whose, weekday = scene.t, UUID(args["id"]), int(args["weekday"])
    week, _ = await hours_of(scene, vet_of(whose))
    text = t("hours-copy-question", day=_weekday(scene, weekday), hours=spans(of_day(week, weekday)))
    others = [button(_weekday(scene, to), CopyHours(whose, weekday, to)) for to in WEEK if to != weekday]
    rows = [[button(t.plain("hours-copy-workdays"), CopyHours(whose, weekday, WORKDAYS))], *in_rows(others, 2)]
    return Screen(text, [*rows, [button(t.plain("button-back"), ShowDayHours(whose, weekday, 1))]])


async def drop_question(scene: Scene, args: dict[str, Any]) -> Screen:
    """Back to the clinic's hours? The visits that would lie outside of them are listed."""
    t, whose = scene.t, UUID(args["id"])
    try:
        vet = await who(scene, vet_of(whose))
    except VetNotFound:
        return await hours(scene, args)
    outside = await scene.services.appointments.outside_if(scene.actor, whose, None)
    text = join([t("hours-drop-question", name=vet), t("hours-outside", count=len(outside))], "\n\n")
    rows = visit_rows(scene, outside, 1, lambda page: ShowHours(whose))
    rows.append([button(t.plain("hours-drop-yes"), DropOwnHours(whose, 1))])
    return Screen(text, [*rows, [button(t.plain("button-back"), ShowHours(whose))]])


async def _chooser(scene: Scene, whose: UUID) -> list[InlineKeyboardButton]:
    """The clinic and each vet, where there are several, or where the only one has hours of their own."""
    vets = await scene.services.clinic.vets()
    if len(vets) < 2 and whose == CLINIC and not await _others(scene):
        return []
    choices = [(CLINIC, scene.t.plain("hours-clinic")), *((vet.id, formatting.name(vet.name)) for vet in vets)]
    return [button(f"• {label}" if choice == whose else label, ShowHours(choice)) for choice, label in choices]


async def _others(scene: Scene) -> list[Html]:
    """Who does not work by the clinic's hours."""
    clinic = scene.services.clinic
    names = [formatting.name(vet.name) for vet in await clinic.vets() if await clinic.opening_hours(vet.id)]
    return [scene.t("hours-others", names=", ".join(names))] if names else []


def _short(scene: Scene, weekday: int, marked: bool) -> str:
    return f"{'⚠️ ' if marked else ''}{formatting.short_weekday(weekday, scene.language)}"


def _weekday(scene: Scene, weekday: int) -> str:
    return formatting.weekday(weekday, scene.language)
