"""What the clinic sees of owners: what a search found, and an owner's card."""

from typing import Any
from uuid import UUID

from bot.appointments.cards import line
from bot.appointments.clinic_callbacks import PostCard
from bot.claims.callbacks import AskCode
from bot.directory.callbacks import (
    LONGEST_SEARCH,
    AskBlock,
    Block,
    EraseNote,
    OpenOwner,
    ShowOwner,
    ShowOwnerVisits,
    TurnFound,
    TypeNote,
    Unblock,
)
from bot.pets import wording as pets
from bot.phone_bookings.callbacks import BookForOwner
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.paging import pager
from bot.ui.screen import Rows, Screen, button
from bot.ui.texts import Html, join
from core.directory.errors import NothingToFind
from core.directory.schemas import OwnerCard, OwnerHit
from core.pets.schemas import Pet
from core.users.errors import UserNotFound

BLOCK = "block"


async def found(scene: Scene, args: dict[str, Any]) -> Screen:
    """The owners who fit the words, the best fit first, each with a button for their card; of a single one the card."""
    words = searched(str(args["words"]))
    try:
        page = await scene.services.directory.find(scene.actor, words, int(args.get("page", 1)))
    except NothingToFind as error:
        return Screen(scene.t("error-nothing-to-find", digits=error.digits))
    if not page.items:
        return Screen(scene.t("found-none", words=formatting.name(words)))
    if page.total == 1:
        return await owner(scene, {"id": str(page.items[0].id)})
    rows = [[button(hit_line(hit), OpenOwner(hit.id))] for hit in page.items]
    text = scene.t("found", words=formatting.name(words), count=page.total)
    return Screen(text, [*rows, *pager(page, lambda number: TurnFound(number, words))])


async def owner(scene: Scene, args: dict[str, Any]) -> Screen:
    """The card; `asking` is BLOCK while it asks about that."""
    try:
        card = await scene.services.directory.card(scene.actor, UUID(args["id"]))
    except UserNotFound:
        return Screen(scene.t("error-user-not-found"))
    text = join([_facts(scene, card), *_record(scene, card)], "\n\n")
    if args.get("asking") == BLOCK and card.record.bookings_blocked_at is None:
        return Screen(join([text, scene.t("owner-ask-block")], "\n\n"), _block_rows(scene, card))
    return Screen(text, _rows(scene, card))


async def owner_visits(scene: Scene, args: dict[str, Any]) -> Screen:
    """All visits of an owner, the latest first; each opens its card below."""
    owner_id = UUID(args["id"])
    try:
        page = await scene.services.directory.visits(scene.actor, owner_id, int(args.get("page", 1)))
    except UserNotFound:
        return Screen(scene.t("error-user-not-found"))
    person = await scene.services.users.get(scene.actor, owner_id)
    rows = [[button(line(scene, visit), PostCard(visit.id))] for visit in page.items]
    rows += pager(page, lambda number: ShowOwnerVisits(owner_id, number))
    rows.append([button(scene.t.plain("button-back"), ShowOwner(owner_id))])
    return Screen(scene.t("owner-visits", owner=formatting.name(person.full_name), count=page.total), rows)


def searched(words: str) -> str:
    """What fits into a button of the words: cut at a blank where there is one."""
    words = " ".join(words.split())
    cut = words.encode()[:LONGEST_SEARCH].decode(errors="ignore")
    return cut if cut == words or " " not in cut else cut.rsplit(" ", 1)[0]


def hit_line(hit: OwnerHit) -> str:
    """`Anna Berg · Mia, Rex · +49 …`."""
    names = ", ".join(formatting.name(pet) for pet in hit.pets)
    return " · ".join(part for part in (formatting.name(hit.full_name), names, hit.phone) if part)


def _facts(scene: Scene, card: OwnerCard) -> Html:
    owner, last = card.owner, card.last_visit
    return scene.t(
        "owner-card",
        owner=formatting.name(owner.full_name),
        phone=owner.phone or "none",
        email=owner.email or "none",
        reach=card.reach.value.replace("_", "-"),
        pets=join([_pet(scene, pet) for pet in card.pets]) if card.pets else "none",
        visits=card.visits,
        last=formatting.full_day(last.astimezone(scene.zone).date(), scene.language) if last else "none",
        missed=card.missed,
        ahead=len(card.ahead),
    )


def _pet(scene: Scene, pet: Pet) -> Html:
    about = [
        pets.species(scene, pet.species),
        formatting.name(pet.breed) if pet.breed else None,
        pets.age(scene, pet.age) if pet.age else None,
        pets.vaccination_mark(scene, pet.vaccination),
    ]
    facts = " · ".join(part for part in about if part)
    return scene.t("owner-pet", emoji=pets.species_emoji(pet.species), pet=formatting.name(pet.name), about=facts)


def _record(scene: Scene, card: OwnerCard) -> list[Html]:
    record, lines = card.record, []
    if record.staff_note is not None:
        by = formatting.name(record.staff_note_by or "?")
        lines.append(scene.t("owner-note", note=formatting.name(record.staff_note), by=by))
    if record.bookings_blocked_at is not None:
        by = formatting.name(record.bookings_blocked_by or "?")
        lines.append(scene.t("owner-blocked", by=by, at=scene.moment(record.bookings_blocked_at)))
    return lines


def _rows(scene: Scene, card: OwnerCard) -> Rows:
    t, owner_id = scene.t, card.owner.id
    rows = [[button(line(scene, visit), PostCard(visit.id))] for visit in card.ahead]
    if card.visits:
        rows.append([button(t.plain("owner-button-visits"), ShowOwnerVisits(owner_id, 1))])
    book = button(t.plain("owner-button-book"), BookForOwner(owner_id))
    rows.append([book, button(t.plain("claim-button"), AskCode(owner_id))])
    if card.record.staff_note is None:
        rows.append([button(t.plain("owner-button-note"), TypeNote(owner_id))])
    else:
        change = button(t.plain("owner-button-change-note"), TypeNote(owner_id))
        rows.append([change, button(t.plain("owner-button-erase-note"), EraseNote(owner_id))])
    if card.record.bookings_blocked_at is None:
        rows.append([button(t.plain("owner-button-block"), AskBlock(owner_id))])
    else:
        rows.append([button(t.plain("owner-button-unblock"), Unblock(owner_id))])
    return rows


def _block_rows(scene: Scene, card: OwnerCard) -> Rows:
    return [
        [button(scene.t.plain("owner-button-block-yes"), Block(card.owner.id))],
        [button(scene.t.plain("button-back"), ShowOwner(card.owner.id))],
    ]
