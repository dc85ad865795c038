"""Staff rights come from the clinic's chat, and only from there."""

from functools import wraps

from telegram import Update

from bot.context import Context
from bot.turns import Handler
from core.users.errors import StaffOnly


def staff_only(handle: Handler) -> Handler:
    """Refuses what comes from any other chat, such as a forged press of one of the clinic's buttons."""

    @wraps(handle)
    async def guarded(update: Update, context: Context) -> None:
        if not context.scene.in_admin_chat:
            raise StaffOnly
        await handle(update, context)

    return guarded


def managers_only(handle: Handler) -> Handler:
    """The same for what changes the clinic's rules: refuses at once, not only after something was typed."""

    @wraps(handle)
    async def guarded(update: Update, context: Context) -> None:
        await context.scene.services.staff.require_manager(context.scene.actor)
        await handle(update, context)

    return staff_only(guarded)
