"""A screen: what one message shows, before it is sent."""

from collections.abc import Callable
from dataclasses import dataclass, field

from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from bot.ui.callbacks import Callback
from bot.ui.texts import Html

Rows = list[list[InlineKeyboardButton]]


@dataclass(frozen=True)
class Document:
    """A file, made while the screen is drawn and kept nowhere."""

    name: str
    """As the person sees it; its ending tells what it is."""
    content: bytes


@dataclass(frozen=True)
class Photo:
    """A picture, which chats show as one."""

    name: str
    draw: Callable[[], bytes]
    """Makes it, outside the transaction and the event loop: it needs all its data beforehand."""


@dataclass(frozen=True)
class Screen:
    """The text in HTML, its inline buttons by rows, and, for the few screens that need one, what replaces the keyboard.

    `reply_keyboard`, `force_reply` and an attachment can't be put on a message by editing: such a screen is sent anew.
    """

    text: Html
    rows: Rows = field(default_factory=list)
    reply_keyboard: ReplyKeyboardMarkup | None = None
    force_reply: ForceReply | None = None
    attachment: Document | Photo | None = None
    """What the message carries above its text."""

    @property
    def inline(self) -> InlineKeyboardMarkup | None:
        return InlineKeyboardMarkup(self.rows) if self.rows else None

    @property
    def editable(self) -> bool:
        return self.reply_keyboard is None and self.force_reply is None and self.attachment is None

    @property
    def markup(self) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ForceReply | None:
        """Whichever keyboard a new message gets."""
        return self.inline or self.reply_keyboard or self.force_reply


def button(label: str, action: Callback | str) -> InlineKeyboardButton:
    """An inline button; a label longer than a phone's width is cut."""
    text = label if len(label) <= 60 else label[:59] + "…"
    return InlineKeyboardButton(text, callback_data=action if isinstance(action, str) else action.pack())


def in_rows(buttons: list[InlineKeyboardButton], width: int) -> Rows:
    """Buttons in rows of `width`."""
    return [buttons[start : start + width] for start in range(0, len(buttons), width)]


def contact_keyboard(share: str, *others: str, placeholder: str) -> ReplyKeyboardMarkup:
    """A reply keyboard with the button that shares the person's own contact, and further texts below it."""
    return ReplyKeyboardMarkup(
        [[KeyboardButton(share, request_contact=True)], [KeyboardButton(other) for other in others]],
        resize_keyboard=True,
        one_time_keyboard=True,
        input_field_placeholder=placeholder,
    )
