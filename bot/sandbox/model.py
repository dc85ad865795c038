"""What the local Telegram consists of. Plain data; the rules are in `world` and its neighbours."""

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Keyboard = list[list[Json]]
"""Rows of buttons, each as the Bot API writes it."""

ChatType = Literal["private", "group", "supergroup"]
MemberStatus = Literal["creator", "administrator", "member", "left", "kicked"]

PRESENT: frozenset[str] = frozenset({"creator", "administrator", "member"})
ADMINISTRATORS: frozenset[str] = frozenset({"creator", "administrator"})


@dataclass(frozen=True, slots=True)
class Entity:
    """A MessageEntity; offset and length count UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    user_id: int | None = None


@dataclass(slots=True)
class User:
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone: str | None = None
    is_bot: bool = False
    deactivated: bool = False


@dataclass(slots=True)
class ShownKeyboard:
    """What stands under a user's input field: a ReplyKeyboardMarkup or a ForceReply."""

    message_id: int
    markup: Json
    collapsed: bool = False
    """A one-time keyboard after a press: folded away, still there to be unfolded."""

    @property
    def is_force_reply(self) -> bool:
        return "force_reply" in self.markup


@dataclass(slots=True)
class ChatAction:
    action: str
    at: int


@dataclass(slots=True)
class Message:
    chat: "Chat"
    message_id: int
    sender: User
    date: int
    text: str | None = None
    entities: list[Entity] = field(default_factory=list)
    """Of the text, or of the caption where there is media."""
    caption: str | None = None
    content: Json = field(default_factory=dict)
    """Media and service fields, as the Bot API writes them: {"document": ...}, {"new_chat_members": ...}."""
    reply_to: int | None = None
    inline_keyboard: Keyboard | None = None
    other_markup: Json | None = None
    """Any reply_markup that isn't an inline keyboard: such a message can't be edited."""
    edit_date: int | None = None
    forward_origin: Json | None = None
    media_group_id: str | None = None
    protected: bool = False
    is_service: bool = False
    anonymous: bool = False
    """Written by an administrator in the name of the group."""


@dataclass(slots=True)
class Chat:
    id: int
    type: ChatType
    chat_instance: str
    title: str | None = None
    user: User | None = None
    """The other side of a private chat."""
    members: dict[int, MemberStatus] = field(default_factory=dict)
    """Of a group, the bot included."""
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int = 0
    keyboards: dict[int, ShownKeyboard] = field(default_factory=dict)
    """By user: what each sees under the input field."""
    action: ChatAction | None = None
    pinned: list[int] = field(default_factory=list)
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    menu_button: Json | None = None
    started: bool = False
    """The user wrote to the bot, so the bot may write to them."""
    blocked: bool = False
    migrated_to: int | None = None

    @property
    def is_private(self) -> bool:
        return self.type == "private"


@dataclass(slots=True)
class CallbackQuery:
    id: str
    user: User
    chat: Chat
    message_id: int
    data: str
    asked_at: float
    answered: bool = False
    text: str | None = None
    show_alert: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    file_id: str
    file_unique_id: str
    kind: str
    path: str
    data: bytes
    name: str
    mime_type: str
    width: int = 0
    height: int = 0
