"""Editing and deleting messages."""

from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import parse_reply_markup
from bot.sandbox.markup import format_text
from bot.sandbox.methods.registry import method
from bot.sandbox.methods.sending import (
    CAPTION_LIMIT,
    caption_text,
    find_message,
    input_file,
    media_content,
    message_text,
)
from bot.sandbox.model import ADMINISTRATORS, Chat, Entity, Json, Keyboard, Message
from bot.sandbox.params import Params
from bot.sandbox.world import World

DELETION_LIMIT = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def _editable(world: World, params: Params) -> Message:
    if params.optional("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = world.writable_chat(params.raw("chat_id"))
    message = find_message(chat, params, "message to edit not found")
    if message.sender is not world.bot or message.is_service or message.other_markup or message.forward_origin:
        raise bad_request("message can't be edited")
    return message


def _new_keyboard(params: Params) -> Keyboard | None:
    inline_keyboard, other = parse_reply_markup(params.raw("reply_markup"))
    if other is not None:
        raise bad_request("inline keyboard expected")
    return inline_keyboard


def _apply(
    world: World,
    message: Message,
    *,
    text: str | None,
    caption: str | None,
    entities: list[Entity],
    content: Json,
    keyboard: Keyboard | None,
) -> Json:
    new = (text, caption, entities, content, keyboard)
    old = (message.text, message.caption, message.entities, message.content, message.inline_keyboard)
    if new == old:
        raise bad_request(NOT_MODIFIED)
    message.text, message.caption, message.entities, message.content, message.inline_keyboard = new
    message.edit_date = world.now()
    world.journal.emit("edited", chat_id=message.chat.id, message_id=message.message_id)
    return world.message_json(message)


@method("editMessageText")
def edit_message_text(world: World, params: Params) -> Json:
    message = _editable(world, params)
    text, entities = message_text(params)
    if message.text is None:
        raise bad_request("there is no text in the message to edit")
    keyboard = _new_keyboard(params)
    return _apply(
        world,
        message,
        text=text,
        caption=None,
        entities=entities,
        content=message.content,
        keyboard=keyboard,
    )


@method("editMessageCaption")
def edit_message_caption(world: World, params: Params) -> Json:
    message = _editable(world, params)
    if message.text is not None:
        raise bad_request("there is no caption in the message to edit")
    caption, entities = caption_text(params)
    keyboard = _new_keyboard(params)
    return _apply(
        world,
        message,
        text=None,
        caption=caption,
        entities=entities,
        content=message.content,
        keyboard=keyboard,
    )


@method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, params: Params) -> Json:
    message = _editable(world, params)
    return _apply(
        world,
        message,
        text=message.text,
        caption=message.caption,
        entities=message.entities,
        content=message.content,
        keyboard=_new_keyboard(params),
    )


@method("editMessageMedia")
def edit_message_media(world: World, params: Params) -> Json:
    message = _editable(world, params)
    media = params.json("media")
    if not isinstance(media, dict) or media.get("type") not in {"document", "photo"}:
        raise bad_request("can't parse InputMedia: only documents and photos are supported here")
    kind = str(media["type"])
    stored = input_file(world, Params({kind: media.get("media")}, params.files), kind, kind)
    caption, entities = format_text(media.get("caption") or "", media.get("parse_mode"), media.get("caption_entities"))
    if len(caption) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return _apply(
        world,
        message,
        text=None,
        caption=caption or None,
        entities=entities,
        content=media_content(kind, stored),
        keyboard=_new_keyboard(params),
    )


def _can_delete(world: World, message: Message) -> bool:
    chat = message.chat
    recent = world.now() - message.date < DELETION_LIMIT
    if chat.is_private:
        return recent
    if world.bot_status(chat) in ADMINISTRATORS:
        return True
    return message.sender is world.bot and recent


@method("deleteMessage")
def delete_message(world: World, params: Params) -> bool:
    chat = world.writable_chat(params.raw("chat_id"))
    message = find_message(chat, params, "message to delete not found")
    if not _can_delete(world, message):
        raise bad_request("message can't be deleted for everyone")
    world.delete(message)
    return True


@method("deleteMessages")
def delete_messages(world: World, params: Params) -> bool:
    chat = world.writable_chat(params.raw("chat_id"))
    for message in _named(chat, params.json("message_ids")):
        if not _can_delete(world, message):
            raise bad_request("message can't be deleted for everyone")
        world.delete(message)
    return True


def _named(chat: Chat, numbers: object) -> list[Message]:
    """The messages that exist; the others are skipped, as Telegram does."""
    if not isinstance(numbers, list) or not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad_request("too many message identifiers specified")
    return [chat.messages[int(number)] for number in numbers if int(number) in chat.messages]
