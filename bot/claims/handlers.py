"""Codes for Telegram: how staff make them, and where an owner's link leads."""

from telegram import Update

from bot.claims import callbacks as presses
from bot.claims.conversation import ClaimDraft, not_usable
from bot.context import Context, message_of, pressed
from core.claims import codes


async def ask_code(update: Update, context: Context) -> None:
    """The question stands below; what it was pressed on stays."""
    owner_id = presses.AskCode.unpack(pressed(update)[0]).owner
    await context.scene.services.claims.open_code(context.scene.actor, owner_id)
    context.show("claim_question", owner=str(owner_id))


async def make_code(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.MakeCode.unpack(data)
    scene = context.scene
    issued = await scene.services.claims.issue(scene.actor, press.owner, replacing=press.replacing or None)
    context.show(
        "claim_code",
        at=at,
        owner=issued.owner.full_name,
        code=issued.code,
        until=issued.expires_at.isoformat(),
        bot=context.bot.username,
    )


async def start(update: Update, context: Context) -> None:
    """/start, in private perhaps with the code that a link of the clinic carries."""
    scene = context.scene
    _, *typed = (message_of(update).text or "").split(maxsplit=1)
    code = codes.read(typed[0]) if typed else None
    if code is None or scene.in_admin_chat:
        context.show("home")
    elif scene.account.user is not None:
        context.show("claim_linked")
    elif (claim := await scene.services.claims.look(scene.account, code)) is None:
        context.show("notice", notice=not_usable(scene).model_dump(mode="json"))
    else:
        draft = ClaimDraft(key=claim.key, first_name=claim.first_name)
        await context.house.engine.start(scene, context.reply, "claim", draft)
