"""A vet's week as a picture."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton

from bot.appointments.clinic_callbacks import ShowWeek, TurnWeekPicture
from bot.appointments.week import picture
from bot.appointments.week.colours import DARK, LIGHT, State
from bot.appointments.week.layout import DAY, Closed, Day, Minutes, Visit, Week
from bot.clinic.wording import service_name
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Photo, Rows, Screen, button, in_rows
from core.appointments.schemas import AppointmentDetails, AppointmentStatus, VetWeek, WeekPlan

_STATES: dict[AppointmentStatus, State] = {
    AppointmentStatus.PENDING: "pending",
    AppointmentStatus.PROPOSED: "pending",
    AppointmentStatus.CONFIRMED: "confirmed",
    AppointmentStatus.COMPLETED: "completed",
    AppointmentStatus.NO_SHOW: "no_show",
}
_TURN = timedelta(days=7)


async def week_picture(scene: Scene, args: dict[str, Any]) -> Screen:
    """The week of `vet`, or of the first one there is."""
    monday, dark = date.fromisoformat(args["monday"]), bool(args.get("dark"))
    plan = await scene.services.appointments.plan_of_week(scene.actor, monday)
    t, first, last = scene.t, _short(scene, plan.days[0]), _short(scene, plan.days[-1])
    if not plan.vets:
        return Screen(t("week-picture-none", first=first, last=last), [[_text(scene, monday)]])
    wanted = UUID(args["vet"]) if args.get("vet") else None
    shown = next((week for week in plan.vets if week.vet.id == wanted), plan.vets[0])
    waiting = sum(_STATES[visit.status] == "pending" for visit in shown.visits)
    caption = t(
        "week-picture",
        vet=formatting.name(shown.vet.name),
        first=first,
        last=last,
        visits=len(shown.visits) - waiting,
        waiting=waiting,
    )
    drawing = partial(picture.draw, await _week(scene, plan, shown), DARK if dark else LIGHT)
    rows = _rows(scene, plan, shown, dark)
    return Screen(caption, rows, attachment=Photo(t.plain("week-picture-file"), drawing))


def _rows(scene: Scene, plan: WeekPlan, shown: VetWeek, dark: bool) -> Rows:
    monday, vet = plan.days[0], shown.vet.id
    vets = [
        button(
            f"• {formatting.name(each.vet.name)}" if each is shown else formatting.name(each.vet.name),
            TurnWeekPicture(monday, each.vet.id, int(dark)),
        )
        for each in plan.vets
    ]
    look = scene.t.plain("week-button-light" if dark else "week-button-dark")
    turn = [
        button("‹", TurnWeekPicture(monday - _TURN, vet, int(dark))),
        button(look, TurnWeekPicture(monday, vet, int(not dark))),
        button("›", TurnWeekPicture(monday + _TURN, vet, int(dark))),
    ]
    return [*(in_rows(vets, 2) if len(vets) > 1 else []), turn, [_text(scene, monday)]]


def _text(scene: Scene, monday: date) -> InlineKeyboardButton:
    return button(scene.t.plain("button-week"), ShowWeek(monday))


async def _week(scene: Scene, plan: WeekPlan, shown: VetWeek) -> Week:
    t = scene.t
    # In the clinic's order, so that a service has the same colour from week to week.
    services = await scene.services.clinic.services(active_only=False)
    places = {service.id: number for number, service in enumerate(services)}
    first, last = (formatting.short_day(day, scene.language) for day in (plan.days[0], plan.days[-1]))
    today = scene.now.astimezone(scene.zone)
    return Week(
        title=shown.vet.name,
        subtitle=f"{first} – {last} {plan.days[-1].year}",
        days=tuple(_day(scene, shown, day, places) for day in plan.days),
        services=tuple(service_name(scene, service) for service in services),
        others=t.plain("week-picture-others"),
        states={
            "confirmed": t.plain("week-picture-confirmed"),
            "pending": t.plain("week-picture-waiting"),
            "completed": t.plain("week-picture-came"),
            "no_show": t.plain("week-picture-missed"),
        },
        closed=t.plain("week-picture-closed"),
        now=today.hour * 60 + today.minute if today.date() in plan.days else None,
    )


def _day(scene: Scene, shown: VetWeek, day: date, places: dict[UUID, int]) -> Day:
    zone = scene.zone
    return Day(
        name=formatting.short_weekday(day.weekday(), scene.language),
        number=str(day.day),
        today=day == scene.today,
        open=tuple(
            span for opening in shown.openings for span in wall_minutes(day, opening.starts_at, opening.ends_at, zone)
        ),
        closed=tuple(
            Closed(span, closure.reason or "")
            for closure in shown.closures
            for span in wall_minutes(day, closure.starts_at, closure.ends_at, zone)
        ),
        visits=tuple(found for visit in shown.visits for found in _visits(scene, visit, day, places)),
    )


def _visits(scene: Scene, visit: AppointmentDetails, day: date, places: dict[UUID, int]) -> Iterator[Visit]:
    """The part of the visit that falls on the day, if any does."""
    for span in wall_minutes(day, visit.starts_at, visit.ends_at, scene.zone):
        afterwards = [end for _, end in wall_minutes(day, visit.ends_at, visit.busy_until, scene.zone)]
        yield Visit(
            span=span,
            busy_until=max(span[1], *afterwards) if afterwards else span[1],
            time=scene.time(visit.starts_at),
            pet=visit.pet.name,
            number=str(visit.number),
            service=places[visit.service.id],
            state=_STATES[visit.status],
        )


def wall_minutes(day: date, starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> Iterator[Minutes]:
    """The part of a span that falls on the local day, as its wall clock shows it; nothing when none does.

    What lasts while the clock goes back takes at least the time that it lasts, so that it can be seen.
    """
    begin, end = _wall(day, starts_at, zone), _wall(day, ends_at, zone)
    if (
        begin >= end
        and starts_at < ends_at
        and starts_at.astimezone(zone).date() == day == ends_at.astimezone(zone).date()
    ):
        end = min(DAY, begin + int((ends_at - starts_at).total_seconds() // 60))
    if begin < end:
        yield begin, end


def _wall(day: date, moment: datetime, zone: ZoneInfo) -> int:
    local = moment.astimezone(zone)
    if local.date() != day:
        return 0 if local.date() < day else DAY
    return local.hour * 60 + local.minute


def _short(scene: Scene, day: date) -> str:
    return formatting.short_day(day, scene.language)
