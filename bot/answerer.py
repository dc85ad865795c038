"""Shows a reply: sends, edits and deletes what it says. Doing it twice shows the same."""

import asyncio
import logging
from dataclasses import dataclass, replace
from typing import Any

from telegram import Message, ReplyKeyboardRemove
from telegram.constants import MessageLimit, ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.limits import Priority
from bot.reply import CONVERSATION, Draw, Place, Reply
from bot.ui.screen import Document, Photo, Screen
from bot.ui.texts import Html, Texts, join

log = logging.getLogger(__name__)


class NotDrawn(Exception):
    """A picture could not be drawn; `kind` is the name of the error behind it."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Answered:
    """What came of a reply."""

    conversation: int | None
    """The message that the conversation now stands on."""
    failures: tuple[str, ...] = ()
    """The kinds of the errors because of which pictures are missing: their words were sent, with an apology."""


class Answerer:
    """Talks to Telegram for answers. Pushes go through the outbox instead."""

    def __init__(self, bot: "ExtBot[Any]", priority: Priority | None = None) -> None:
        self._bot = bot
        self._priority = priority

    def for_pushes(self) -> "Answerer":
        """One that says what was not asked for: it lets answers go first."""
        return Answerer(self._bot, Priority.PUSH)

    async def answer(self, reply: Reply, screens: list[Screen], texts: Texts) -> Answered:
        """Shows the reply, `screens` being its draws rendered.

        Raises TelegramError when Telegram can't be reached: the update stays unanswered and is answered later.
        """
        if reply.callback_query_id is not None:
            drawn, _ = await asyncio.gather(self._draw_all(reply, screens, texts), self._answer_press(reply))
        else:
            drawn = await self._draw_all(reply, screens, texts)
        for message_id in reply.delete:
            await self._delete(reply.chat_id, message_id)
        return drawn

    async def _draw_all(self, reply: Reply, screens: list[Screen], texts: Texts) -> Answered:
        conversation: int | None = None
        failures: list[str] = []
        dropped: Message | None = None
        if reply.drop_keyboard and not any(screen.reply_keyboard for screen in screens):
            # Only a message of its own can take a reply keyboard away; once it has, it may go too.
            dropped = await self._bot.send_message(
                reply.chat_id, texts.plain("keyboard-away"), reply_markup=ReplyKeyboardRemove()
            )
        for draw, screen in zip(reply.draws, screens, strict=True):
            try:
                message_id = await self.draw(reply.chat_id, draw, screen)
            except NotDrawn as error:
                failures.append(error.kind)
                words = join([screen.text, texts("apology")], "\n\n")
                message_id = await self.send(reply.chat_id, replace(screen, text=words, attachment=None))
            if draw.view == CONVERSATION:
                conversation = message_id
        if dropped is not None:
            await self._delete(reply.chat_id, dropped.message_id)
        return Answered(conversation, tuple(failures))

    async def draw(self, chat_id: int, draw: Draw, screen: Screen) -> int:
        """Draws one screen; the message it stands on now. What can't be edited any more is sent anew.

        A message that carries a file keeps its words, too: it only loses its buttons. NotDrawn before anything is
        changed.
        """
        picture = await _picture(screen)
        if draw.place is Place.HERE and draw.message_id:
            if screen.editable and await self.edit(chat_id, draw.message_id, screen, captions=False):
                return draw.message_id
            if not screen.editable:
                await self._delete(chat_id, draw.message_id)
        return await self._send(chat_id, screen, picture)

    async def send(self, chat_id: int, screen: Screen) -> int:
        """Sends a screen as a new message; its id. Where it carries something, the text is the caption.

        A text that is too long for a caption is a message of its own, below what it is about. NotDrawn.
        """
        return await self._send(chat_id, screen, await _picture(screen))

    async def _send(self, chat_id: int, screen: Screen, picture: bytes | None) -> int:
        if screen.attachment is not None:
            caption = screen.text if fits_caption(screen.text) else None
            below: dict[str, Any] = {
                "filename": screen.attachment.name,
                "caption": caption,
                "parse_mode": ParseMode.HTML,
                "reply_markup": None if caption is None else screen.markup,
                "disable_notification": caption is None,
                "rate_limit_args": self._priority,
            }
            if isinstance(screen.attachment, Document):
                sent = await self._bot.send_document(chat_id, screen.attachment.content, **below)
            else:
                assert picture is not None
                sent = await self._bot.send_photo(chat_id, picture, **below)
            if caption is not None:
                return sent.message_id
        sent = await self._bot.send_message(
            chat_id,
            screen.text,
            parse_mode=ParseMode.HTML,
            reply_markup=screen.markup,
            rate_limit_args=self._priority,
        )
        return sent.message_id

    async def edit(self, chat_id: int, message_id: int, screen: Screen, *, captions: bool = True) -> bool:
        """Edits a message to the screen; False when it is gone or too old. Nothing to change is success.

        What a message carries stays on it; with `captions` False, its words do, too, and it is no success.
        """
        try:
            return await self._change(chat_id, message_id, screen, captions)
        except BadRequest as error:
            said = error.message.lower()
            if "not modified" in said:
                return True
            if "to edit not found" in said or "can't be edited" in said or "message_id_invalid" in said:
                return False
            raise

    async def _change(self, chat_id: int, message_id: int, screen: Screen, captions: bool) -> bool:
        try:
            await self._bot.edit_message_text(
                screen.text,
                chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=screen.inline,
                rate_limit_args=self._priority,
            )
        except BadRequest as error:
            if "no text in the message" not in error.message.lower():
                raise
            if not captions or not fits_caption(screen.text):
                await self._strip(chat_id, message_id)
                return False
            await self._bot.edit_message_caption(
                chat_id,
                message_id,
                caption=screen.text,
                parse_mode=ParseMode.HTML,
                reply_markup=screen.inline,
                rate_limit_args=self._priority,
            )
        return True

    async def _answer_press(self, reply: Reply) -> None:
        try:
            await self._bot.answer_callback_query(
                str(reply.callback_query_id), text=reply.toast, show_alert=reply.alert
            )
        except BadRequest as error:  # answered too late, after a restart: the screen says the rest
            log.info("a press could not be answered any more: %s", error.message)

    async def _delete(self, chat_id: int, message_id: int) -> None:
        try:
            await self._bot.delete_message(chat_id, message_id)
        except (BadRequest, Forbidden) as error:  # gone, or older than 48 hours: take at least its buttons away
            log.debug("message %s stays: %s", message_id, error.message)
            await self._strip(chat_id, message_id)

    async def _strip(self, chat_id: int, message_id: int) -> None:
        try:
            await self._bot.edit_message_reply_markup(chat_id, message_id)
        except (BadRequest, Forbidden):
            return


async def _picture(screen: Screen) -> bytes | None:
    """What the screen's photo shows, drawn on another thread; None where it has none. NotDrawn."""
    if not isinstance(screen.attachment, Photo):
        return None
    try:
        return await asyncio.to_thread(screen.attachment.draw)
    except Exception as error:
        log.exception("the picture %s can't be drawn", screen.attachment.name)
        raise NotDrawn(type(error).__name__) from error


def fits_caption(text: Html) -> bool:
    """Whether a text can stand below a document. Telegram counts without the markup, so this errs on the safe side."""
    return len(text.encode("utf-16-le")) // 2 <= MessageLimit.CAPTION_LENGTH


def is_gone(error: TelegramError) -> bool:
    """Whether the person can't be reached: blocked the bot, deleted the account, threw it out of the chat."""
    if isinstance(error, Forbidden):
        return True
    return _is_unknown_chat(error)


def is_deleted(error: TelegramError) -> bool:
    """Of those who are gone: whether there is no such account any more."""
    return _is_unknown_chat(error) or "deactivated" in error.message.lower()


def _is_unknown_chat(error: TelegramError) -> bool:
    return isinstance(error, BadRequest) and "chat not found" in error.message.lower()
