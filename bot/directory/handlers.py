"""What staff do with owners' cards. Every press shows the card as it stands, refused or not."""

from uuid import UUID

from telegram import Update

from bot.context import Context, message_of, pressed
from bot.directory import callbacks as presses
from bot.directory.conversation import NoteDraft
from bot.directory.views import BLOCK


async def find(update: Update, context: Context) -> None:
    """/find [words]; without words it asks for them."""
    _, *typed = (message_of(update).text or "").split(maxsplit=1)
    if typed:
        context.show("found", words=typed[0])
    else:
        await context.house.engine.start(context.scene, context.reply, "find")


async def turn_found(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.TurnFound.unpack(data)
    context.show("found", at=at, words=press.words, page=press.page)


async def open_owner(update: Update, context: Context) -> None:
    data, _ = pressed(update)
    context.show("owner", id=str(presses.OpenOwner.unpack(data).owner))


async def show_owner(update: Update, context: Context) -> None:
    data, at = pressed(update)
    _draw(context, at, presses.ShowOwner.unpack(data).owner)


async def show_visits(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.ShowOwnerVisits.unpack(data)
    context.show("owner_visits", at=at, id=str(press.owner), page=press.page)


async def type_note(update: Update, context: Context) -> None:
    """Begins the question for the note, below."""
    data, at = pressed(update)
    owner_id = presses.TypeNote.unpack(data).owner
    _draw(context, at, owner_id)
    await context.scene.services.users.records.get(context.scene.actor, owner_id)
    await context.house.engine.start(context.scene, context.reply, "note", NoteDraft(owner=owner_id))


async def erase_note(update: Update, context: Context) -> None:
    data, at = pressed(update)
    owner_id = presses.EraseNote.unpack(data).owner
    _draw(context, at, owner_id)
    await context.scene.services.users.records.write_note(context.scene.actor, owner_id, None)
    context.toast("toast-note-erased")


async def ask_block(update: Update, context: Context) -> None:
    data, at = pressed(update)
    _draw(context, at, presses.AskBlock.unpack(data).owner, asking=BLOCK)


async def block(update: Update, context: Context) -> None:
    data, at = pressed(update)
    owner_id = presses.Block.unpack(data).owner
    _draw(context, at, owner_id)
    await context.scene.services.users.records.block(context.scene.actor, owner_id)
    context.toast("toast-blocked")


async def unblock(update: Update, context: Context) -> None:
    data, at = pressed(update)
    owner_id = presses.Unblock.unpack(data).owner
    _draw(context, at, owner_id)
    await context.scene.services.users.records.unblock(context.scene.actor, owner_id)
    context.toast("toast-unblocked")


def _draw(context: Context, at: int, owner_id: UUID, *, asking: str | None = None) -> None:
    context.show("owner", at=at, id=str(owner_id), asking=asking, even_if_refused=True)
