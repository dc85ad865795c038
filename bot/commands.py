"""The command menus that Telegram shows, per kind of chat and language: owners never see the clinic's."""

from typing import Any

from telegram import BotCommand, BotCommandScope, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.house import House
from bot.ui.texts import languages, texts_for

OWNER_COMMANDS = (
    "book", "appointments", "pets", "addpet", "profile", "language", "help", "cancel", "login", "logout", "export",
    "delete",
)  # fmt: skip
CLINIC_COMMANDS = (
    "pending", "today", "tomorrow", "week", "calls", "find", "book", "status", "open", "closing", "close", "hours",
    "closure", "services", "vets", "staff", "stats", "export", "help", "cancel",
)  # fmt: skip


async def publish_commands(bot: "ExtBot[Any]", house: House) -> None:
    """Sets the menus; the clinic's chat speaks the default language."""
    default = house.settings.default_language
    private = BotCommandScopeAllPrivateChats()
    for code in (None, *languages()):
        owners = _menu(OWNER_COMMANDS, "command", code or default)
        await bot.set_my_commands(owners, scope=private, language_code=code)
    clinic: BotCommandScope = BotCommandScopeChat(house.admin_chat_id)
    try:
        await bot.set_my_commands(_menu(CLINIC_COMMANDS, "clinic-command", default), scope=clinic)
    except BadRequest as error:
        raise BadRequest(f"the admin chat {house.admin_chat_id}: {error.message}") from None


def _menu(names: tuple[str, ...], prefix: str, language: str) -> list[BotCommand]:
    texts = texts_for(language)
    return [BotCommand(name, texts.plain(f"{prefix}-{name}")) for name in names]
