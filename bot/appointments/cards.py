"""A visit as the clinic's chat shows it, always as it now stands: the card with the buttons that still make sense."""

from collections.abc import Sequence
from datetime import datetime

from telegram import InlineKeyboardButton

from bot.appointments.choosing import minute_of
from bot.appointments.clinic_callbacks import (
    AskCancelling,
    AskDecline,
    CallOff,
    ConfirmAt,
    Decline,
    Mark,
    PostCard,
    ShowCard,
    StartMove,
    TypeReason,
)
from bot.appointments.wording import STATUS_MARKS, owner_name, reason
from bot.clinic.wording import reason_text, service_name
from bot.directory.callbacks import OpenOwner
from bot.errors import shorten
from bot.pets import wording as pets
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Rows, Screen, button
from bot.ui.texts import Html, join
from core.appointments.decisions import ARRIVES_EARLY
from core.appointments.schemas import (
    AppointmentDetails,
    AppointmentEvent,
    AppointmentStatus,
    Attendance,
    DeclineReason,
    EventKind,
)
from core.users.errors import UserNotFound
from core.users.schemas import SYSTEM, ActorKind

DECLINE = "decline"
CANCEL = "cancel"
WISH_MARK = "🔁"
_NOTE_LENGTH = 150
"""How much of the note about the owner a card shows; all of it stands on the owner's card."""


def line(scene: Scene, visit: AppointmentDetails) -> str:
    """For a button: `⏳ #1001 · Tue 3 Mar, 14:30 · Rex`."""
    number, name = visit.number, formatting.name(visit.pet.name)
    return f"{mark(visit)} #{number} · {scene.moment(visit.starts_at)} · {name}"


def mark(visit: AppointmentDetails) -> str:
    """How the lists tell it apart: by its status, or as the wish to move another."""
    return WISH_MARK if visit.is_wish else STATUS_MARKS[visit.status]


def can_be_decided(scene: Scene, visit: AppointmentDetails) -> bool:
    """Whether it is a request that still waits for an answer."""
    return visit.status is AppointmentStatus.PENDING and visit.answer_by > scene.now


def can_be_called_off(scene: Scene, visit: AppointmentDetails) -> bool:
    return visit.status is AppointmentStatus.CONFIRMED and visit.ends_at > scene.now


async def card(scene: Scene, visit: AppointmentDetails, asking: str | None = None) -> Screen:
    """The card. `asking` is DECLINE or CANCEL while it asks about that; a question that is moot is not asked."""
    lines = [await _facts(scene, visit), await _past(scene, visit)]
    if asking == DECLINE and can_be_decided(scene, visit):
        return Screen(join([*lines, scene.t("card-ask-decline")], "\n\n"), _decline_rows(scene, visit))
    if asking == CANCEL and can_be_called_off(scene, visit):
        return Screen(join([*lines, scene.t("card-ask-cancel")], "\n\n"), _cancel_rows(scene, visit))
    return Screen(join(lines, "\n\n"), [*_rows(scene, visit), *_owner_row(scene, visit)])


# Words


async def _facts(scene: Scene, visit: AppointmentDetails) -> Html:
    t, pet, owner = scene.t, visit.pet, visit.owner
    about = [
        pets.species(scene, pet.species),
        formatting.name(pet.breed) if pet.breed else None,
        pets.age(scene, pet.age) if pet.age else None,
        pets.weight(scene, pet.weight_kg) if pet.weight_kg else None,
        pets.vaccination_mark(scene, pet.vaccination),
    ]
    return t(
        "card",
        heading=_heading(scene, visit),
        day=formatting.day(visit.starts_at.astimezone(scene.zone).date(), scene.language),
        time=f"{scene.time(visit.starts_at)}–{scene.time(visit.ends_at)}",
        service=service_name(scene, visit.service),
        vet=await _vet(scene, visit),
        emoji=pets.species_emoji(pet.species),
        pet=formatting.name(pet.name),
        about=" · ".join(part for part in about if part),
        owner=owner_name(scene, owner),
        phone=owner.phone or "none",
        missed=visit.owner_no_shows,
        notes=formatting.name(visit.notes) if visit.notes else "none",
        about_owner=await _about_owner(scene, visit),
    )


def _heading(scene: Scene, visit: AppointmentDetails) -> Html:
    number = str(visit.number)
    if visit.was_moved and visit.moved_to is not None:
        return scene.t("card-heading-was-moved", number=number, until=scene.moment(visit.moved_to.starts_at))
    if visit.is_wish and visit.replaces is not None:
        since = scene.moment(visit.replaces.starts_at)
        return scene.t("card-heading-wish", number=number, since=since, status=visit.status.value)
    return scene.t(f"card-heading-{visit.status.replace('_', '-')}", number=number)


async def _vet(scene: Scene, visit: AppointmentDetails) -> str:
    """Worth a line only where it could have been somebody else."""
    active = {vet.id for vet in await scene.services.clinic.vets()}
    return "none" if active == {visit.vet.id} else formatting.name(visit.vet.name)


async def _about_owner(scene: Scene, visit: AppointmentDetails) -> str:
    """The beginning of what the clinic noted about them for itself."""
    if visit.owner.deleted:
        return "none"
    try:
        record = await scene.services.users.records.get(scene.actor, visit.owner.id)
    except UserNotFound:  # this very moment
        return "none"
    if record.staff_note is None:
        return "none"
    return formatting.name(shorten(" ".join(record.staff_note.split()), _NOTE_LENGTH))


async def _past(scene: Scene, visit: AppointmentDetails) -> Html:
    """What happened so far: asked, moved, decided by whom, when and why, and what the owner answered or wishes."""
    lines = [scene.t("card-asked", at=scene.moment(visit.requested_at))]
    history = await scene.services.appointments.history(scene.actor, visit.id) if visit.version > 1 else []
    if (moved := _moved(scene, visit, history)) is not None:
        lines.append(moved)
    if visit.was_moved:
        return join(lines)
    if visit.status is not AppointmentStatus.PENDING:
        by_itself = visit.status is AppointmentStatus.CONFIRMED and visit.decided_by == SYSTEM.name
        lines.append(
            scene.t(
                "card-confirmed-by-itself" if by_itself else f"card-{visit.status.replace('_', '-')}",
                by=_decider(scene, visit),
                at=scene.moment(visit.decided_at) if visit.decided_at else "?",
                reason=reason(scene, visit.reason),
            )
        )
    elif can_be_decided(scene, visit):
        lines.append(scene.t("card-answer-by", at=scene.moment(visit.answer_by)))
    else:
        lines.append(scene.t("card-too-late"))
    if visit.attendance is Attendance.COMING and visit.status is AppointmentStatus.CONFIRMED:
        lines.append(_coming(scene, history))
    if visit.wish is not None:
        lines.append(scene.t("card-wish", until=scene.moment(visit.wish.starts_at)))
    return join(lines)


def _decider(scene: Scene, visit: AppointmentDetails) -> str:
    if visit.decided_by is None and visit.owner.deleted:
        return owner_name(scene, visit.owner)
    return formatting.name(visit.decided_by or "?")


def _coming(scene: Scene, history: Sequence[AppointmentEvent]) -> Html:
    """Who says that they come: the owner, by a button, or staff who phoned."""
    answer = next((event for event in reversed(history) if event.kind is EventKind.ATTENDANCE), None)
    if answer is None or answer.actor_kind is ActorKind.OWNER:
        return scene.t("card-coming")
    by = formatting.name(answer.actor_name or "?")
    return scene.t("card-coming-phoned", by=by, at=scene.moment(answer.happened_at))


def _moved(scene: Scene, visit: AppointmentDetails, history: Sequence[AppointmentEvent]) -> Html | None:
    """The last time that it was given another time, and by whom; of what took another's place, where that was."""
    move = next((event for event in reversed(history) if event.kind is EventKind.MOVED), None)
    if move is not None:
        since = scene.moment(datetime.fromisoformat(move.data["from"]))
        by, at = formatting.name(move.actor_name or "?"), scene.moment(move.happened_at)
        return scene.t("card-moved", since=since, by=by, at=at)
    if visit.replaces is not None and visit.is_current:
        return scene.t("card-replaces", since=scene.moment(visit.replaces.starts_at))
    return None


# Buttons


def _rows(scene: Scene, visit: AppointmentDetails) -> Rows:
    t = scene.t
    if can_be_decided(scene, visit):
        confirm, decline = ConfirmAt(visit.id, minute_of(visit.starts_at)), AskDecline(visit.id)
        answers = [button(t.plain("card-button-confirm"), confirm), button(t.plain("card-button-decline"), decline)]
        return [answers, [button(t.plain("card-button-move"), StartMove(visit.id))]]
    if visit.was_moved and visit.moved_to is not None:
        return [[button(t.plain("button-show-card"), PostCard(visit.moved_to.id))]]
    if visit.status is not AppointmentStatus.CONFIRMED:
        return []
    marks = []
    if scene.now >= visit.starts_at - ARRIVES_EARLY:
        marks.append(button(t.plain("button-arrived"), Mark(visit.id, 1)))
    if scene.now >= visit.starts_at:
        marks.append(button(t.plain("button-no-show"), Mark(visit.id, 0)))
    rows = [marks] if marks else []
    if visit.wish is not None:
        rows.append([button(t.plain("card-button-wish"), PostCard(visit.wish.id))])
    if can_be_called_off(scene, visit):
        rows.append([button(t.plain("card-button-move"), StartMove(visit.id))])
        rows.append([button(t.plain("card-button-cancel"), AskCancelling(visit.id))])
    return rows


def _owner_row(scene: Scene, visit: AppointmentDetails) -> Rows:
    """Who that is: on every card, unless their data was deleted."""
    if visit.owner.deleted:
        return []
    return [[button(scene.t.plain("card-button-owner"), OpenOwner(visit.owner.id))]]


def _decline_rows(scene: Scene, visit: AppointmentDetails) -> Rows:
    rows = [[button(reason_text(scene, code), Decline(visit.id, code.value))] for code in DeclineReason]
    typed = button(scene.t.plain("card-button-type"), TypeReason(visit.id, 0))
    return [*rows, [typed], [_back(scene, visit)]]


def _cancel_rows(scene: Scene, visit: AppointmentDetails) -> Rows:
    return [
        [button(scene.t.plain("card-button-cancel-yes"), CallOff(visit.id))],
        [button(scene.t.plain("card-button-cancel-type"), TypeReason(visit.id, 1))],
        [_back(scene, visit)],
    ]


def _back(scene: Scene, visit: AppointmentDetails) -> InlineKeyboardButton:
    return button(scene.t.plain("button-back"), ShowCard(visit.id))
