"""What Telegram sends, as this version can read and store it: one update that is odd must not hold up all others."""

import logging
import re
from datetime import datetime, timedelta
from typing import Any

from telegram import TelegramObject, Update
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

log = logging.getLogger(__name__)

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""JSON can spell these, and neither UTF-8 nor a database takes them."""
_OWN = ("message_id", "date", "chat")
"""What of a message of the bot's own is looked at: it knows what it wrote. Reading a calendar's buttons costs more
than anything else in an update, and in an answer."""


class PollingRequest(HTTPXRequest):
    """The client of getUpdates. python-telegram-bot reads all updates of an answer or none, and logs what it can't."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        return readable_updates(HTTPXRequest.parse_json_payload(payload))


def readable_updates(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer of getUpdates, each update of it readable; any other answer as it is."""
    updates = answer.get("result")
    if isinstance(updates, list):
        answer["result"] = [readable(update) for update in updates]
    return answer


def readable(update: dict[str, Any]) -> dict[str, Any]:
    """The update, its texts fit to be stored; an empty one with its id when python-telegram-bot can't read it."""
    query = update.get("callback_query")
    if isinstance(query, dict) and isinstance(query.get("message"), dict):
        update = {**update, "callback_query": {**query, "message": without_content(query["message"])}}
    cleaned: dict[str, Any] = _storable(update)
    try:
        Update.de_json(cleaned, None)
    except Exception as error:  # what it raises depends on what is missing where; its words may quote what was typed
        log.warning("update %s can't be read (%s) and is passed over", update["update_id"], type(error).__name__)
        return {"update_id": update["update_id"]}
    return cleaned


def without_content(message: dict[str, Any]) -> dict[str, Any]:
    """A message of the bot's own: which one it is, and where."""
    return {name: message[name] for name in _OWN if name in message}


def read(stored: dict[str, Any], bot: "ExtBot[Any]") -> Update:
    """The update that was stored; the version that stored it may have been another one."""
    return Update.de_json(readable(stored), bot)


def stored(update: Update) -> dict[str, Any]:
    """The update as JSON that a database takes.

    python-telegram-bot leaves dates and people as its own objects where they belong to something it does not know.
    """
    payload: dict[str, Any] = _storable(update.to_dict())
    return payload


def _storable(value: Any) -> Any:
    match value:
        case str():
            return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)
        case dict():
            return {name: _storable(held) for name, held in value.items()}
        case list() | tuple():
            return [_storable(held) for held in value]
        case TelegramObject():
            return _storable(value.to_dict())
        case datetime():
            return int(value.timestamp())
        case timedelta():
            return int(value.total_seconds())
        case None | int() | float():
            return value
    return None
