"""The Bot API client, as the bot and `vetbot doctor` use it."""

from typing import Any

from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot

from bot.client import Contact, Line, PollingLine
from bot.limits import Limits
from core.config import Settings


def telegram_bot(settings: Settings, token: str, contact: Contact | None = None) -> "ExtBot[Any]":
    """The Bot API client. Polling has a connection of its own, so that answers never wait behind it."""
    contact = contact or Contact()
    return ExtBot(
        token,
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=Line(contact, 20),
        get_updates_request=PollingLine(contact, 45),
        defaults=Defaults(parse_mode=ParseMode.HTML),
        rate_limiter=Limits(settings.messages_per_second, share=1 / settings.replicas),
    )
