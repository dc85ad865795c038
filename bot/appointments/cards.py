"""A visit as the clinic's chat shows it, always as it now stands: the card with the buttons that still make sense."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

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
    TakeFor,
    TypeReason,
    Withdraw,
)
from bot.appointments.wording import OPEN, STATUS_MARKS, owner_name, reason, several_vets
from bot.clinic.wording import reason_text, service_name
from bot.directory.callbacks import OpenOwner
from bot.errors import shorten
from bot.pets import wording as pets
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Rows, Screen, button
from bot.ui.texts import Html, join
from core.appointments.decisions import ARRIVES_EARLY, already_decided
from core.appointments.errors import RequestExpired
from core.appointments.schemas import (
    AppointmentDetails,
    AppointmentEvent,
    AppointmentStatus,
    Attendance,
    DeclineReason,
    EventKind,
)
from core.users.errors import UserNotFound
from core.users.schemas import SYSTEM, ActorKind, Reach

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


def require_decidable(scene: Scene, visit: AppointmentDetails) -> None:
    """Before the question for the reason: the same refusals as from `decline`, which asks again."""
    if visit.status in (AppointmentStatus.PENDING, AppointmentStatus.EXPIRED):
        if not can_be_decided(scene, visit):
            raise RequestExpired(visit.number, visit.answer_by)
    else:
        raise already_decided(visit)


def subject(visit: AppointmentDetails) -> UUID:
    """Whose card shows it: a time that was proposed and not taken stands on that of the declined request."""
    return visit.id if visit.proposed_for is None or visit.was_taken else visit.proposed_for.id


def can_be_called_off(scene: Scene, visit: AppointmentDetails) -> bool:
    return visit.status is AppointmentStatus.CONFIRMED and visit.ends_at > scene.now


async def card(scene: Scene, visit: AppointmentDetails, asking: str | None = None) -> Screen:
    """The card. `asking` is DECLINE or CANCEL while it asks about that; a question that is moot is not asked."""
    if subject(visit) != visit.id:
        visit = await scene.services.appointments.get(scene.actor, subject(visit))
    lines = [await _facts(scene, visit), await _past(scene, visit)]
    if asking == DECLINE and can_be_decided(scene, visit):
        return Screen(join([*lines, scene.t("card-ask-decline")], "\n\n"), _decline_rows(scene, visit))
    if asking == CANCEL and can_be_called_off(scene, visit):
        return Screen(join([*lines, scene.t("card-ask-cancel")], "\n\n"), _cancel_rows(scene, visit))
    rows = _rows(scene, visit)
    if visit.status is AppointmentStatus.DECLINED:
        made = await scene.services.appointments.proposed_instead(scene.actor, visit.id)
        lines += await _proposed(scene, made)
        rows += _proposal_rows(scene, visit, made)
    elif visit.proposals and (takeable := await scene.services.appointments.proposals(scene.actor, visit.id)):
        rows.append([button(scene.t.plain("card-button-proposed"), PostCard(subject(takeable[0])))])
    return Screen(join(lines, "\n\n"), [*rows, *_owner_row(scene, visit)])


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
        reach=await _reach(scene, visit),
        missed=visit.owner_no_shows,
        notes=formatting.name(visit.notes) if visit.notes else "none",
        about_owner=await _about_owner(scene, visit),
    )


async def _reach(scene: Scene, visit: AppointmentDetails) -> str:
    """Whether to phone; worth a line as long as the owner may have to hear something."""
    if visit.owner.deleted or visit.status not in OPEN:
        return Reach.YES.value
    return (await scene.services.users.reach(visit.owner.id)).value.replace("_", "-")


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
    history = await scene.services.appointments.history(scene.actor, visit.id)
    booked = next((event for event in history if _is_booking_of_staff(event)), None)
    lines = [_begin(scene, visit, booked)]
    if (moved := _moved(scene, visit, history)) is not None:
        lines.append(moved)
    if visit.was_moved:
        return join(lines)
    confirmed = visit.status is AppointmentStatus.CONFIRMED
    if visit.status is not AppointmentStatus.PENDING and not (booked and confirmed):  # booked is confirmed
        by_itself = confirmed and visit.decided_by == SYSTEM.name
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
    elif not confirmed:
        lines.append(scene.t("card-too-late"))
    if visit.attendance is Attendance.COMING and visit.status is AppointmentStatus.CONFIRMED:
        lines.append(_coming(scene, history))
    if visit.wish is not None:
        lines.append(scene.t("card-wish", until=scene.moment(visit.wish.starts_at)))
    return join(lines)


async def _proposed(scene: Scene, made: Sequence[AppointmentDetails]) -> list[Html]:
    """The times that were proposed with the refusal, and what became of each."""
    if not made:
        return []
    several = await several_vets(scene)
    lines = [
        scene.t(
            "card-proposal",
            at=scene.moment(proposal.starts_at),
            vet=formatting.name(proposal.vet.name) if several else "none",
            status="taken" if proposal.was_taken else proposal.status.value,
            by=scene.moment(proposal.answer_by),
        )
        for proposal in made
    ]
    return [join([scene.t("card-proposed"), *lines])]


def _is_booking_of_staff(event: AppointmentEvent) -> bool:
    return event.kind is EventKind.REQUESTED and event.actor_kind is not ActorKind.OWNER


def _begin(scene: Scene, visit: AppointmentDetails, booked: AppointmentEvent | None) -> Html:
    """How it came to be: the owner asked for it, or staff booked it."""
    at = scene.moment(visit.requested_at)
    if booked is None:
        return scene.t("card-asked", at=at)
    return scene.t("card-booked", by=formatting.name(booked.actor_name or "?"), at=at)


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
    if visit.was_taken and visit.proposed_for is not None and visit.replaces is None:
        return scene.t("card-taken", since=scene.moment(visit.proposed_for.starts_at))
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


def _proposal_rows(scene: Scene, request: AppointmentDetails, made: Sequence[AppointmentDetails]) -> Rows:
    """While they can be taken: each for an owner who phones, and all of them back; once one is taken, its card."""
    if (taken := next((proposal for proposal in made if proposal.was_taken), None)) is not None:
        return [[button(scene.t.plain("button-show-card"), PostCard(taken.id))]]
    takeable = [
        proposal
        for proposal in made
        if proposal.status is AppointmentStatus.PROPOSED and proposal.answer_by > scene.now
    ]
    rows = [
        [button(scene.t.plain("card-button-take", at=scene.moment(proposal.starts_at)), TakeFor(proposal.id))]
        for proposal in takeable
    ]
    return [*rows, [button(scene.t.plain("card-button-withdraw"), Withdraw(request.id))]] if takeable else []


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
