"""How staff begin to book for somebody on the phone."""

from telegram import Update

from bot.context import Context, message_of, pressed
from bot.errors import explain
from bot.phone_bookings.callbacks import BookForOwner
from bot.phone_bookings.draft import PhoneDraft
from bot.phone_bookings.who import search
from core.directory.errors import NothingToFind


async def book(update: Update, context: Context) -> None:
    """/book [words]; without words it asks for whom. A single owner who fits is chosen."""
    scene, engine = context.scene, context.house.engine
    _, *typed = (message_of(update).text or "").split(maxsplit=1)
    if not typed:
        await engine.start(scene, context.reply, "phone")
        return
    try:
        draft = await search(scene, typed[0])
    except NothingToFind as error:
        await engine.start(scene, context.reply, "phone", PhoneDraft(), notice=explain(error, scene))
    else:
        await engine.start(scene, context.reply, "phone", draft)


async def book_for_owner(update: Update, context: Context) -> None:
    """From an owner's card: the booking is below, the card stays."""
    owner_id = BookForOwner.unpack(pressed(update)[0]).owner
    scene = context.scene
    await scene.services.users.records.get(scene.actor, owner_id)
    draft = PhoneDraft(owner_id=owner_id, from_card=True)
    await context.house.engine.start(scene, context.reply, "phone", draft)
