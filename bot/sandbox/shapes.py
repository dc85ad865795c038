"""What the control API tells: the same shapes on the server and in the client."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.sandbox.model import Json


@dataclass(frozen=True, slots=True)
class UserView:
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone: str | None = None
    is_bot: bool = False
    deactivated: bool = False
    blocked: bool = False
    """The user blocked the bot."""
    started: bool = False
    """The user has written to the bot."""


@dataclass(frozen=True, slots=True)
class MemberView:
    user_id: int
    status: str


@dataclass(frozen=True, slots=True)
class ChatInfo:
    id: int
    type: str
    title: str | None
    members: list[MemberView]
    migrated_to: int | None = None

    @classmethod
    def from_json(cls, body: Json) -> "ChatInfo":
        return cls(**{**body, "members": [MemberView(**member) for member in body["members"]]})


@dataclass(frozen=True, slots=True)
class ButtonView:
    text: str
    data: str | None = None
    url: str | None = None
    request_contact: bool = False
    request_location: bool = False


@dataclass(frozen=True, slots=True)
class FileView:
    kind: str
    file_id: str
    name: str
    mime_type: str
    size: int
    link: str
    """Path of the file in the control API; `SandboxClient.download` takes it."""


@dataclass(frozen=True, slots=True)
class MessageView:
    chat_id: int
    message_id: int
    from_id: int
    from_name: str
    from_bot: bool
    date: datetime
    kind: str
    """text, document, photo, contact, venue, location, sticker, voice or service."""
    text: str
    """The text, or the caption of media, or nothing."""
    html: str
    entities: list[Json]
    buttons: list[list[ButtonView]]
    """Rows of the inline keyboard."""
    edited: bool
    reply_to: int | None = None
    file: FileView | None = None
    content: Json | None = None
    """Media and service fields as the Bot API writes them."""
    forwarded: bool = False
    media_group_id: str | None = None
    pinned: bool = False
    reactions: list[str] | None = None
    forwarded_from: str | None = None
    """Whose message it was at first."""

    @classmethod
    def from_json(cls, body: Json) -> "MessageView":
        return cls(
            **{
                **body,
                "date": datetime.fromisoformat(body["date"]),
                "buttons": [[ButtonView(**button) for button in row] for row in body["buttons"]],
                "file": FileView(**body["file"]) if body.get("file") else None,
            }
        )

    @property
    def button_texts(self) -> list[str]:
        return [button.text for row in self.buttons for button in row]

    def button(self, text: str) -> ButtonView:
        """The first inline button whose text contains `text`."""
        for row in self.buttons:
            for button in row:
                if text in button.text:
                    return button
        raise LookupError(f"no button with {text!r}, only {self.button_texts}")


@dataclass(frozen=True, slots=True)
class ReplyKeyboardView:
    message_id: int
    force_reply: bool
    rows: list[list[ButtonView]]
    one_time: bool = False
    persistent: bool = False
    resize: bool = False
    placeholder: str | None = None
    collapsed: bool = False
    """A one-time keyboard that was used: folded away."""

    @classmethod
    def from_json(cls, body: Json) -> "ReplyKeyboardView":
        return cls(**{**body, "rows": [[ButtonView(**button) for button in row] for row in body["rows"]]})

    @property
    def button_texts(self) -> list[str]:
        return [button.text for row in self.rows for button in row]


@dataclass(frozen=True, slots=True)
class QueryView:
    """A callback query, and how the bot answered it."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    answered: bool
    text: str | None = None
    show_alert: bool = False
    url: str | None = None
    expired: bool = False
    """Never answered, and too late for it."""


@dataclass(frozen=True, slots=True)
class ChatView:
    """A chat as one user sees it now."""

    chat: ChatInfo
    version: int
    """Of the world, when this was looked at: wait for a greater one."""
    messages: list[MessageView]
    reply_keyboard: ReplyKeyboardView | None
    queries: list[QueryView]
    """The user's presses in this chat, oldest first, answered or not."""
    action: str | None
    """The last chat action ("typing") since the bot's last message."""

    @classmethod
    def from_json(cls, body: Json) -> "ChatView":
        keyboard = body["reply_keyboard"]
        return cls(
            chat=ChatInfo.from_json(body["chat"]),
            version=body["version"],
            messages=[MessageView.from_json(message) for message in body["messages"]],
            reply_keyboard=ReplyKeyboardView.from_json(keyboard) if keyboard else None,
            queries=[QueryView(**query) for query in body["queries"]],
            action=body["action"],
        )

    @property
    def from_bot(self) -> list[MessageView]:
        return [message for message in self.messages if message.from_bot]

    @property
    def last(self) -> MessageView:
        """The bot's latest message."""
        if not self.from_bot:
            raise LookupError("the bot has said nothing here")
        return self.from_bot[-1]

    def message(self, message_id: int) -> MessageView:
        for message in self.messages:
            if message.message_id == message_id:
                return message
        raise LookupError(f"no message {message_id} (any more)")


@dataclass(frozen=True, slots=True)
class CommandView:
    command: str
    description: str


@dataclass(frozen=True, slots=True)
class CallView:
    """A Bot API call the bot made."""

    number: int
    at: datetime
    method: str
    payload: Json
    ok: bool
    error_code: int | None
    description: str | None
    result: Any
    milliseconds: float

    @classmethod
    def from_json(cls, body: Json) -> "CallView":
        return cls(**{**body, "at": datetime.fromisoformat(body["at"])})


@dataclass(frozen=True, slots=True)
class IdleView:
    """Whether the bot has nothing left to do, and what else."""

    idle: bool
    version: int
    pending_updates: int
    unanswered: list[str]
    """Ids of callback queries without an answer."""
    calls_in_flight: int


@dataclass(frozen=True, slots=True)
class ClockView:
    version: int
    offset_seconds: float
    now: datetime
    watchers: int = 0
    followed: bool = True
    """Every watcher is known to live in this time."""

    @classmethod
    def from_json(cls, body: Json) -> "ClockView":
        return cls(**{**body, "now": datetime.fromisoformat(body["now"])})
