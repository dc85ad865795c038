"""What the bot tells about itself: command menus by scope and language, name, descriptions, menu button."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.model import ADMINISTRATORS, Chat, Json

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})
_PLAIN_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})

ScopeKey = tuple[str, int, int]
"""Type, chat, user; zeros where the type has none."""


@dataclass(slots=True)
class Profile:
    name: str
    commands: dict[tuple[ScopeKey, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    """Name, description and short description by (kind, language)."""
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})

    def text(self, kind: str, language: str) -> str:
        fallback = self.name if kind == "name" else ""
        return self.texts.get((kind, language)) or self.texts.get((kind, "")) or fallback

    def menu(self, chat: Chat, user_id: int, language: str) -> list[Json]:
        """The commands the user is offered in the chat, by Telegram's order of precedence."""
        for scope in _precedence(chat, user_id):
            for code in (language, ""):
                found = self.commands.get((scope, code))
                if found:
                    return found
        return []


def _precedence(chat: Chat, user_id: int) -> list[ScopeKey]:
    if chat.is_private:
        return [("chat", chat.id, 0), ("all_private_chats", 0, 0), ("default", 0, 0)]
    is_admin = chat.members.get(user_id) in ADMINISTRATORS
    scopes: list[ScopeKey] = [("chat_member", chat.id, user_id)]
    if is_admin:
        scopes.append(("chat_administrators", chat.id, 0))
    scopes.append(("chat", chat.id, 0))
    if is_admin:
        scopes.append(("all_chat_administrators", 0, 0))
    return [*scopes, ("all_group_chats", 0, 0), ("default", 0, 0)]


def parse_scope(raw: Any) -> tuple[str, Any, int]:
    """Type of the scope, the chat as the bot named it (or None) and the user."""
    if raw is None:
        return "default", None, 0
    if not isinstance(raw, dict):
        raise bad_request("can't parse BotCommandScope: BotCommandScope must be an Object")
    kind = str(raw.get("type", ""))
    if kind in _PLAIN_SCOPES:
        return kind, None, 0
    if kind in _CHAT_SCOPES:
        return kind, raw.get("chat_id", ""), int(raw.get("user_id") or 0)
    raise bad_request("can't parse BotCommandScope: unsupported type specified")


def parse_language(code: str) -> str:
    if code and not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def parse_commands(raw: Any) -> list[Json]:
    if not isinstance(raw, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(raw) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = []
    for item in raw:
        command = str(item.get("command", "")).lstrip("/") if isinstance(item, dict) else ""
        if not _COMMAND.fullmatch(command):
            raise bad_request("BOT_COMMAND_INVALID")
        description = str(item.get("description", ""))
        if not 1 <= len(description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        commands.append({"command": command, "description": description})
    return commands
