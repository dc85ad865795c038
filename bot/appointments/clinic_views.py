"""The clinic's lists: requests that wait, and the visits of a day."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from telegram import InlineKeyboardButton

from bot.appointments.cards import card as draw_card
from bot.appointments.cards import line, mark
from bot.appointments.clinic_callbacks import (
    MarkInDay,
    PostCard,
    SendWeekPicture,
    ShowDay,
    ShowPending,
    ShowWeek,
)
from bot.appointments.wording import owner_name
from bot.clinic.hours import day_hours
from bot.clinic.wording import service_name
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.paging import pager
from bot.ui.screen import Screen, button, in_rows
from bot.ui.texts import Html, join
from core.appointments.agenda import HELD
from core.appointments.errors import AppointmentNotFound
from core.appointments.schemas import AppointmentDetails, AppointmentStatus, Attendance, DayLoad
from core.paging import Page, clamp

PAGE_SIZE = 8
_WEEK = timedelta(days=7)


async def card(scene: Scene, args: dict[str, Any]) -> Screen:
    """The card of a visit; `asking` as in `cards.card`."""
    try:
        visit = await scene.services.appointments.get(scene.actor, UUID(args["id"]))
    except AppointmentNotFound:
        return Screen(scene.t("error-appointment-not-found"))
    return await draw_card(scene, visit, args.get("asking"))


async def pending(scene: Scene, args: dict[str, Any]) -> Screen:
    """A page of the requests that wait for an answer, the next visit first; each opens its card."""
    page = await scene.services.appointments.pending(scene.actor, int(args.get("page", 1)), PAGE_SIZE)
    if not page.items:
        return Screen(scene.t("pending-none"))
    rows = [[button(line(scene, visit), PostCard(visit.id))] for visit in page.items]
    return Screen(scene.t("pending", count=page.total), [*rows, *pager(page, ShowPending)])


async def day(scene: Scene, args: dict[str, Any]) -> Screen:
    """The visits of a day in order, with Arrived and No-show, and the days before and after."""
    shown = date.fromisoformat(args["day"])
    visits = await scene.services.appointments.of_day(scene.actor, shown, HELD)
    page = _page(scene, visits, int(args.get("page", 0)))
    to_phone = {
        call.visit.id for call in await scene.services.appointments.calls(scene.actor) if call.visit is not None
    }
    several = len(await scene.services.clinic.vets()) > 1
    heading = join([scene.t("day", day=formatting.day(shown, scene.language)), await day_hours(scene, shown)])
    lines = [_line(scene, visit, several, to_phone) for visit in page.items] or [scene.t("day-none")]
    rows = [_day_row(scene, visit, shown, page.page) for visit in page.items]
    around = [
        button(f"‹ {_short(scene, shown - timedelta(days=1))}", ShowDay(shown - timedelta(days=1), 0)),
        button(scene.t.plain("button-week"), ShowWeek(shown - timedelta(days=shown.weekday()))),
        button(f"{_short(scene, shown + timedelta(days=1))} ›", ShowDay(shown + timedelta(days=1), 0)),
    ]
    rows += [*pager(page, lambda number: ShowDay(shown, number)), around]
    return Screen(join([heading, join(lines)], "\n\n"), rows)


async def week(scene: Scene, args: dict[str, Any]) -> Screen:
    """How full the seven days are, from a Monday on; each opens in place, and from there the way leads back."""
    monday = date.fromisoformat(args["monday"])
    loads = await scene.services.appointments.week(scene.actor, monday)
    lines = [_load(scene, load) for load in loads]
    worth = [load for load in loads if load.working or load.visits or load.waiting or load.proposed]
    days = [button(_short(scene, load.day), ShowDay(load.day, 0)) for load in worth]
    turn = [button("‹", ShowWeek(monday - _WEEK)), button("›", ShowWeek(monday + _WEEK))]
    drawn = [
        button(scene.t.plain("week-button-picture"), SendWeekPicture(monday, 0)),
        button(scene.t.plain("week-button-dark-picture"), SendWeekPicture(monday, 1)),
    ]
    first, last = _short(scene, monday), _short(scene, loads[-1].day)
    heading = scene.t("week", first=first, last=last)
    return Screen(join([heading, join(lines)], "\n\n"), [*in_rows(days, 3), drawn, turn])


def _load(scene: Scene, load: DayLoad) -> Html:
    share = round(100 * load.booked / load.working) if load.working else None
    return scene.t(
        "week-day",
        day=_short(scene, load.day),
        today="yes" if load.day == scene.today else "no",
        visits=load.visits,
        waiting=load.waiting,
        proposed=load.proposed,
        share="none" if share is None else str(min(share, 100)),
    )


def _page(scene: Scene, visits: list[AppointmentDetails], wanted: int) -> Page[AppointmentDetails]:
    if wanted < 1:
        over = sum(visit.ends_at <= scene.now for visit in visits)
        wanted = 1 if over == len(visits) else over // PAGE_SIZE + 1
    number = clamp(wanted, size=PAGE_SIZE, total=len(visits))
    return Page.of(
        visits[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], page=number, size=PAGE_SIZE, total=len(visits)
    )


def _line(scene: Scene, visit: AppointmentDetails, several_vets: bool, to_phone: Collection[UUID]) -> Html:
    coming = visit.attendance is Attendance.COMING and visit.status is AppointmentStatus.CONFIRMED
    return scene.t(
        "day-visit",
        mark=mark(visit),
        time=scene.time(visit.starts_at),
        pet=formatting.name(visit.pet.name),
        owner=owner_name(scene, visit.owner),
        service=service_name(scene, visit.service),
        vet=formatting.name(visit.vet.name) if several_vets else "none",
        number=str(visit.number),
        coming="yes" if coming else "no",
        call="yes" if visit.id in to_phone else "no",
        since=scene.moment(visit.replaces.starts_at) if visit.replaces and visit.is_wish else "none",
        until=scene.moment(visit.wish.starts_at) if visit.wish else "none",
        held=scene.moment(visit.answer_by) if visit.status is AppointmentStatus.PROPOSED else "none",
    )


def _day_row(scene: Scene, visit: AppointmentDetails, shown: date, page: int) -> list[InlineKeyboardButton]:
    """The card; and, on the day itself and after it, whether they came. Too early, the press says from when on."""
    row = [button(f"{scene.time(visit.starts_at)} {formatting.name(visit.pet.name)}", PostCard(visit.id))]
    if visit.status is AppointmentStatus.CONFIRMED and shown <= scene.today:
        row.append(button(scene.t.plain("button-arrived"), MarkInDay(visit.id, 1, shown, page)))
        row.append(button(scene.t.plain("button-no-show"), MarkInDay(visit.id, 0, shown, page)))
    return row


def _short(scene: Scene, day: date) -> str:
    return formatting.short_day(day, scene.language)
