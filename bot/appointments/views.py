"""The owner's appointments: the list, one of them, and the questions about it."""

from typing import Any
from uuid import UUID

from bot.appointments.calendar import calendar_document, in_calendar
from bot.appointments.callbacks import (
    AskCancel,
    BookAgain,
    CancelVisit,
    ComingAt,
    GetCalendarFile,
    MoveVisit,
    OpenCancel,
    OpenMove,
    OpenVisit,
    ShowVisit,
    ShowVisits,
    WithdrawWish,
)
from bot.appointments.choosing import minute_of
from bot.appointments.proposals import free_rows, proposal_rows, proposed
from bot.appointments.wording import OPEN, facts, line, reason
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.paging import pager
from bot.ui.screen import Rows, Screen, button
from bot.ui.texts import Html, join
from bot.users.callbacks import BookVisit, Go
from bot.users.keyboards import home_row
from bot.users.views import clinic_note
from core.appointments.schemas import AppointmentDetails, AppointmentStatus, Attendance, Sibling

PAGE_SIZE = 6


async def appointments(scene: Scene, args: dict[str, Any]) -> Screen:
    """A page of what lies ahead, or behind (`past`)."""
    t, past = scene.t, bool(args.get("past"))
    page = await scene.services.appointments.of_owner(
        scene.actor, upcoming=not past, page=int(args.get("page", 1)), size=PAGE_SIZE
    )
    rows: Rows = [[button(line(scene, visit), ShowVisit(visit.id))] for visit in page.items]
    rows += pager(page, lambda number: ShowVisits(int(past), number))
    other = t.plain("visits-show-upcoming" if past else "visits-show-past")
    rows += [
        [button(other, ShowVisits(int(not past), 1))],
        [button(t.plain("menu-book"), BookVisit())],
        *home_row(scene),
    ]
    key = "visits-past" if past else "visits-upcoming"
    return Screen(t(key if page.items else f"{key}-none"), rows)


async def appointment(scene: Scene, args: dict[str, Any]) -> Screen:
    """One appointment, with what can still be done about it. A wish to move it is no appointment of its own.

    `free`: with the nearest free times, where none is proposed.
    """
    t = scene.t
    visit = await _visit(scene, args)
    lines = [_heading(scene, visit), await facts(scene, visit)]
    if visit.wish is not None:
        lines.append(_wish(scene, visit.wish))
    if visit.notes:
        lines.append(t("visit-notes", notes=formatting.name(visit.notes)))
    rows: Rows = []
    if proposals := await scene.services.appointments.proposals(scene.actor, visit.id):
        lines.append(await proposed(scene, proposals))
        rows += proposal_rows(scene, visit.id, proposals)
    elif args.get("free"):
        rows += await free_rows(scene, visit)
    ahead = visit.status in OPEN and visit.starts_at > scene.now
    if ahead:
        move, cancel = button(t.plain("visit-move"), MoveVisit(visit.id)), AskCancel(visit.id)
        rows.append([move, button(t.plain("visit-cancel"), cancel)])
        if visit.wish is not None:
            rows.append([button(t.plain("visit-wish-withdraw"), WithdrawWish(visit.wish.id))])
    else:
        rows.append([button(t.plain("visit-book-again"), BookAgain(visit.id))])
    if in_calendar(scene, visit):
        rows.append([button(t.plain("visit-calendar"), GetCalendarFile(visit.id))])
    rows.append([button(t.plain("button-back"), ShowVisits(int(visit.starts_at <= scene.now), 1)), *home_row(scene)[0]])
    return Screen(join(lines, "\n\n"), rows)


def _heading(scene: Scene, visit: AppointmentDetails) -> Html:
    return scene.t(
        f"visit-status-{visit.status.replace('_', '-')}",
        number=str(visit.number),
        reason=reason(scene, visit.reason),
        coming="yes" if visit.attendance is Attendance.COMING else "no",
        until=scene.moment(visit.answer_by),
    )


def _wish(scene: Scene, wish: Sibling) -> Html:
    return scene.t("visit-wish", at=scene.moment(wish.starts_at), by=scene.moment(wish.answer_by))


async def requested(scene: Scene, args: dict[str, Any]) -> Screen:
    """What the booking's message becomes once the request is sent; where no answer is needed, the confirmation."""
    t = scene.t
    visit = await scene.services.appointments.get(scene.actor, UUID(args["id"]))
    confirmed = visit.status is AppointmentStatus.CONFIRMED
    said = (
        t("book-confirmed", number=str(visit.number))
        if confirmed
        else t("book-sent", number=str(visit.number), until=scene.moment(visit.answer_by))
    )
    lines = [said, await facts(scene, visit)]
    if (note := await clinic_note(scene)) is not None:
        lines.append(note)
    rows = [[button(t.plain("menu-appointments"), Go("appointments")), *home_row(scene)[0]]]
    document = await calendar_document(scene, visit) if confirmed else None
    return Screen(join(lines, "\n\n"), rows, attachment=document)


async def moved(scene: Scene, args: dict[str, Any]) -> Screen:
    """What the message of a move becomes once it is sent: asked for, or done."""
    t = scene.t
    document = None
    visit = await _visit(scene, args)
    if visit.wish is not None:
        said = t(
            "move-asked",
            number=str(visit.number),
            until=scene.moment(visit.wish.starts_at),
            by=scene.moment(visit.wish.answer_by),
        )
    elif visit.status is AppointmentStatus.PENDING:
        said = t("move-done", number=str(visit.number), until=scene.moment(visit.answer_by))
    elif visit.status is AppointmentStatus.CONFIRMED:
        said = t("move-confirmed", number=str(visit.number))
        document = await calendar_document(scene, visit)
    else:
        return await appointment(scene, args)
    rows = [[button(t.plain("menu-appointments"), Go("appointments")), *home_row(scene)[0]]]
    return Screen(join([said, await facts(scene, visit)], "\n\n"), rows, attachment=document)


async def proposal(scene: Scene, args: dict[str, Any]) -> Screen:
    """A time that was proposed: the confirmation once it is taken, else how things stand, with a way on."""
    taken = await scene.services.appointments.get(scene.actor, UUID(args["id"]))
    if not taken.was_taken:
        return await appointment(scene, {**args, "free": True})
    return await (moved if taken.replaces else requested)(scene, args)


async def cancel_question(scene: Scene, args: dict[str, Any]) -> Screen:
    """Cancel, really?"""
    t = scene.t
    visit = await _visit(scene, args)
    if visit.status not in OPEN or visit.starts_at <= scene.now:
        return await appointment(scene, args)
    rows = [
        [button(t.plain("visit-cancel-yes"), CancelVisit(visit.id))],
        [button(t.plain("visit-cancel-no"), ShowVisit(visit.id))],
    ]
    return Screen(join([t("visit-cancel-question"), await facts(scene, visit)], "\n\n"), rows)


async def reminder(scene: Scene, args: dict[str, Any]) -> Screen:
    """A reminder, as things now stand: an answer shows, and what is over has no buttons."""
    t = scene.t
    visit = await _visit(scene, args)
    if visit.status not in OPEN or visit.starts_at <= scene.now:
        return await appointment(scene, args)
    coming = visit.attendance is Attendance.COMING
    lines = [t("push-reminder", name=formatting.name(visit.owner.full_name)), await facts(scene, visit)]
    if coming:
        lines.append(t("reminder-coming"))
    if visit.wish is not None:
        lines.append(_wish(scene, visit.wish))
    rows: Rows = (
        [] if coming else [[button(t.plain("reminder-im-coming"), ComingAt(visit.id, minute_of(visit.starts_at)))]]
    )
    rows.append(
        [
            button(t.plain("visit-move"), OpenMove(visit.id)),
            button(t.plain("visit-cancel"), OpenCancel(visit.id)),
        ]
    )
    return Screen(join(lines, "\n\n"), rows)


async def _visit(scene: Scene, args: dict[str, Any]) -> AppointmentDetails:
    """The appointment as it counts now: a button may name what was moved, or the wish to."""
    return await scene.services.appointments.current(scene.actor, UUID(args["id"]))


async def calendar(scene: Scene, args: dict[str, Any]) -> Screen:
    """The file for the owner's calendar; the appointment itself where there is none to give."""
    visit = await _visit(scene, args)
    document = await calendar_document(scene, visit)
    if document is None:
        return await appointment(scene, args)
    key = "calendar-take-out" if visit.status is AppointmentStatus.CANCELLED else "calendar-put-in"
    rows = [[button(scene.t.plain("visit-open"), OpenVisit(visit.id))]]
    return Screen(scene.t(key, number=str(visit.number)), rows, attachment=document)


async def closed(scene: Scene, args: dict[str, Any]) -> Screen:
    """Instead of a booking while the clinic takes none."""
    note = await clinic_note(scene)
    rows = [[button(scene.t.plain("menu-appointments"), Go("appointments")), *home_row(scene)[0]]]
    return Screen(join([note] if note else [], "\n\n") or scene.t("clinic-open-again"), rows)
