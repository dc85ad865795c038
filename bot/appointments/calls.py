"""Whom to phone: the list, and each message that reached nobody, with the buttons that say when that is done."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from telegram import InlineKeyboardButton

from bot.appointments.clinic_callbacks import CloseCall, MarkReached, PostCard, ReopenCall, ShowCalls
from bot.appointments.wording import owner_name, reason
from bot.directory.callbacks import OpenOwner
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.paging import pager
from bot.ui.screen import Screen, button
from bot.ui.texts import Html, join
from core.appointments.errors import CallNotFound
from core.appointments.schemas import AppointmentStatus, Call, OwnerSummary
from core.notifications.schemas import UndeliveredMessage
from core.paging import Page, clamp

PAGE_SIZE = 8
NAMED = 5
"""So many owners the morning's agenda names."""


async def calls(scene: Scene, args: dict[str, Any]) -> Screen:
    """A page of why owners are to be phoned, each owner's together."""
    listed = await scene.services.appointments.calls(scene.actor)
    if not listed:
        return Screen(scene.t("calls-none"))
    number = clamp(int(args.get("page", 1)), size=PAGE_SIZE, total=len(listed))
    shown = listed[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    page = Page.of(shown, page=number, size=PAGE_SIZE, total=len(listed))
    owners = [
        join([_owner(scene, owner), *(_line(scene, call) for call in theirs)])
        for owner, theirs in groupby(page.items, lambda call: call.owner)
    ]
    text = join([scene.t("calls", count=how_many(listed)), *owners, scene.t("calls-legend")], "\n\n")
    return Screen(text, [*(_buttons(scene, call, page.page) for call in page.items), *pager(page, ShowCalls)])


async def call(scene: Scene, args: dict[str, Any]) -> Screen:
    """A message that reached nobody, as things stand: whom to phone, or who has."""
    try:
        shown = await scene.services.appointments.call(scene.actor, UUID(args["id"]))
    except CallNotFound:
        return Screen(scene.t("call-gone"))
    return await draw_call(scene, shown)


async def draw_call(scene: Scene, shown: Call) -> Screen:
    """As `call`, which is also what the clinic is sent unasked."""
    missed = shown.undelivered
    if missed is None or shown.owner.deleted:
        return Screen(scene.t("call-gone"))
    about = button(scene.t.plain("button-show-card"), PostCard(shown.visit.id)) if shown.visit else None
    owner = button(scene.t.plain("call-owner"), OpenOwner(shown.owner.id))
    ways = [each for each in (about, owner) if each is not None]
    if missed.closed_at is not None or not shown.matters:
        by = formatting.name(missed.closed_by) if missed.closed_by else "none"
        at = scene.moment(missed.closed_at) if missed.closed_at else "none"
        text = join([scene.t("call-done", by=by, at=at), _owner(scene, shown.owner), _missed(scene, shown, missed)])
        undo = [button(scene.t.plain("call-undo"), ReopenCall(missed.id))] if missed.closed_by else []
        return Screen(text, [*([undo] if undo else []), ways])
    lines = [scene.t("call", phone="yes" if shown.owner.phone else "no"), _owner(scene, shown.owner)]
    if shown.owner.phone is None:
        owner_profile = await scene.services.users.get(scene.actor, shown.owner.id)
        lines.append(scene.t("call-email", email=owner_profile.email or "none"))
    lines.append(_missed(scene, shown, missed))
    if others := how_many(await scene.services.appointments.calls(scene.actor), besides=shown.owner.id):
        lines.append(scene.t("call-others", count=others))
    return Screen(join(lines), [[button(scene.t.plain("call-button-done"), CloseCall(missed.id, 0))], ways])


def to_be_phoned(scene: Scene, listed: Sequence[Call]) -> Html:
    """How many owners are to be phoned, and the first of them: for the morning."""
    owners = [owner for owner, _ in groupby(listed, lambda call: call.owner)]
    lines = [scene.t("push-agenda-calls", count=len(owners)), *(_owner(scene, owner) for owner in owners[:NAMED])]
    return join([*lines, scene.t("push-agenda-calls-more")] if len(owners) > NAMED else lines)


def how_many(listed: Sequence[Call], *, besides: UUID | None = None) -> int:
    """How many owners that is."""
    return len({call.owner.id for call in listed} - {besides})


def _owner(scene: Scene, owner: OwnerSummary) -> Html:
    return scene.t("calls-owner", owner=owner_name(scene, owner), phone=owner.phone or "none")


def _line(scene: Scene, call: Call) -> Html:
    if call.undelivered is not None:
        return _missed(scene, call, call.undelivered)
    assert call.visit is not None
    assert call.reminded_at is not None
    return scene.t(
        "calls-unanswered",
        at=scene.moment(call.visit.starts_at),
        pet=formatting.name(call.visit.pet.name),
        number=str(call.visit.number),
        reminded=scene.moment(call.reminded_at),
    )


def _missed(scene: Scene, call: Call, missed: UndeliveredMessage) -> Html:
    """What the owner would have been told, as the visit stands, and why it did not reach them."""
    visit = call.visit
    said = scene.t(
        "call-missed",
        kind=missed.kind.value if visit else "none",
        wish="yes" if visit and visit.is_wish else "no",
        at=scene.moment(visit.starts_at) if visit else "none",
        pet=formatting.name(visit.pet.name) if visit else "none",
        number=str(visit.number) if visit else "none",
        stays=scene.moment(visit.moved_to.starts_at) if visit and visit.moved_to else "none",
        confirmed="yes" if visit and visit.status is AppointmentStatus.CONFIRMED else "no",
        since=scene.moment(datetime.fromisoformat(missed.payload["from"])) if "from" in missed.payload else "none",
        reason=reason(scene, visit.reason) if visit else "none",
    )
    why = scene.t(
        "call-why",
        why=missed.obstacle.value if missed.obstacle else "none",
        at=scene.moment(missed.failed_at),
    )
    return join([said, why])


def _buttons(scene: Scene, call: Call, page: int) -> list[InlineKeyboardButton]:
    visit, missed = call.visit, call.undelivered
    row = []
    if visit is None:
        which = formatting.name(call.owner.full_name)
    else:
        which = f"{scene.time(visit.starts_at)} {formatting.name(visit.pet.name)}"
    if visit is not None and call.is_reminder:
        row.append(button(scene.t.plain("calls-reached", which=which), MarkReached(visit.id, page)))
    if missed is not None:
        which = "none" if row else which
        row.append(button(scene.t.plain("calls-done", which=which), CloseCall(missed.id, page)))
    if visit is not None:
        row.append(button(scene.t.plain("button-card"), PostCard(visit.id)))
    else:
        row.append(button(scene.t.plain("call-owner"), OpenOwner(call.owner.id)))
    return row
