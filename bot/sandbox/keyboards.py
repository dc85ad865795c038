"""reply_markup: what Telegram accepts under a message, and what it says to the rest."""

import json
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.model import Json, Keyboard

_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_MAX_BUTTONS = 100
_MAX_KEYBOARD_BUTTONS = 300


def parse_reply_markup(raw: Any) -> tuple[Keyboard | None, Json | None]:
    """The inline keyboard, or the other kind of markup; at most one of them."""
    if raw is None or raw == "":
        return None, None
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except ValueError:
            raise bad_request("can't parse reply keyboard markup JSON object") from None
        if raw is None:
            return None, None
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in raw:
        rows = _rows(raw["inline_keyboard"], "inline keyboard", _MAX_BUTTONS)
        for row in rows:
            for button in row:
                _check_inline(button)
        return rows or None, None
    if "keyboard" in raw:
        rows = _rows(raw["keyboard"], "reply keyboard", _MAX_KEYBOARD_BUTTONS)
        return None, {**raw, "keyboard": [[_as_object(button) for button in row] for row in rows]}
    if raw.get("remove_keyboard") or raw.get("force_reply"):
        return None, raw
    return None, None


def _rows(value: Any, what: str, most: int) -> Keyboard:
    if not isinstance(value, list):
        raise bad_request(f'field "{what.replace(" ", "_")}" of the reply markup must be an Array')
    rows: Keyboard = []
    count = 0
    for row in value:
        if not isinstance(row, list):
            raise bad_request(f"can't parse {what} button: expected an Array of buttons")
        if row:
            rows.append([_as_object(button) for button in row])
            count += len(row)
    if count > most:
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            if not str(button.get("text", "")).strip():
                kind = "Inline keyboard" if what.startswith("inline") else "Keyboard"
                raise bad_request(f"{kind} button text must be non-empty")
    return rows


def _as_object(button: Any) -> Json:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be an Object")
    return button


def _check_inline(button: Json) -> None:
    if not any(action in button for action in _ACTIONS):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and (" " in str(url) or ("." not in str(url) and "://" not in str(url))):
        raise bad_request("BUTTON_URL_INVALID")
