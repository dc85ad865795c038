"""sendMessage, sendDocument, sendPhoto, sendContact, sendLocation, sendVenue, sendChatAction."""

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.files import document_json, photo_json
from bot.sandbox.keyboards import parse_reply_markup
from bot.sandbox.markup import format_text
from bot.sandbox.methods.registry import method
from bot.sandbox.model import Chat, ChatAction, Entity, Json, Message, StoredFile
from bot.sandbox.params import Params
from bot.sandbox.world import World

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def message_text(params: Params) -> tuple[str, list[Entity]]:
    """The text parameter with its formatting, within Telegram's limits."""
    text, entities = format_text(params.text("text"), params.optional("parse_mode"), params.json("entities"))
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, entities


def caption_text(params: Params) -> tuple[str | None, list[Entity]]:
    source = params.text("caption")
    if not source:
        return None, []
    caption, entities = format_text(source, params.optional("parse_mode"), params.json("caption_entities"))
    if len(caption) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return caption or None, entities


def reply_target(world: World, chat: Chat, params: Params) -> int | None:
    """The message to reply to; one of another chat is accepted, and not shown."""
    reply = params.json("reply_parameters")
    if isinstance(reply, dict):
        if "chat_id" in reply and world.find_chat(reply["chat_id"]) is not chat:
            return None
        number = int(reply.get("message_id") or 0)
        optional = bool(reply.get("allow_sending_without_reply"))
    else:
        number = params.integer("reply_to_message_id")
        optional = params.flag("allow_sending_without_reply")
    if not number:
        return None
    if number in chat.messages:
        return number
    if optional:
        return None
    raise bad_request("message to be replied not found")


def _send(world: World, chat: Chat, params: Params, **body: Any) -> Json:
    inline_keyboard, other_markup = parse_reply_markup(params.raw("reply_markup"))
    message = world.post(
        chat,
        world.bot,
        reply_to=reply_target(world, chat, params),
        inline_keyboard=inline_keyboard,
        other_markup=other_markup,
        protected=params.flag("protect_content"),
        **body,
    )
    return world.message_json(message)


@method("sendMessage")
def send_message(world: World, params: Params) -> Json:
    chat = world.writable_chat(params.raw("chat_id"))
    text, entities = message_text(params)
    return _send(world, chat, params, text=text, entities=entities)


def input_file(world: World, params: Params, name: str, kind: str) -> StoredFile:
    """A file by upload, by attach:// or by the file_id of one sent before."""
    given = params.raw(name)
    upload = params.files.get(name)
    if upload is None and isinstance(given, str) and given.startswith("attach://"):
        upload = params.files.get(given.removeprefix("attach://"))
    if upload is not None:
        return world.files.add(kind, upload.data, upload.name, upload.mime_type)
    if not isinstance(given, str) or not given:
        raise bad_request(f"there is no {kind} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = world.files.find(given)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


def media_content(kind: str, stored: StoredFile) -> Json:
    return {kind: photo_json(stored) if kind == "photo" else document_json(stored)}


def _send_media(world: World, params: Params, kind: str) -> Json:
    chat = world.writable_chat(params.raw("chat_id"))
    caption, entities = caption_text(params)
    content = media_content(kind, input_file(world, params, kind, kind))
    return _send(world, chat, params, content=content, caption=caption, entities=entities)


@method("sendDocument")
def send_document(world: World, params: Params) -> Json:
    return _send_media(world, params, "document")


@method("sendPhoto")
def send_photo(world: World, params: Params) -> Json:
    return _send_media(world, params, "photo")


@method("sendContact")
def send_contact(world: World, params: Params) -> Json:
    chat = world.writable_chat(params.raw("chat_id"))
    contact = {"phone_number": params.text("phone_number"), "first_name": params.text("first_name")}
    if not contact["phone_number"]:
        raise bad_request("phone number is empty")
    if not contact["first_name"]:
        raise bad_request("first name is empty")
    for name in ("last_name", "vcard"):
        if value := params.optional(name):
            contact[name] = value
    return _send(world, chat, params, content={"contact": contact})


def _location(params: Params) -> Json:
    try:
        latitude, longitude = float(params.text("latitude")), float(params.text("longitude"))
    except ValueError:
        raise bad_request("latitude and longitude must be specified") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    return {"latitude": latitude, "longitude": longitude}


@method("sendLocation")
def send_location(world: World, params: Params) -> Json:
    chat = world.writable_chat(params.raw("chat_id"))
    return _send(world, chat, params, content={"location": _location(params)})


@method("sendVenue")
def send_venue(world: World, params: Params) -> Json:
    chat = world.writable_chat(params.raw("chat_id"))
    location = _location(params)
    venue = {"location": location, "title": params.text("title"), "address": params.text("address")}
    if not venue["title"] or not venue["address"]:
        raise bad_request("venue title and address must be non-empty")
    return _send(world, chat, params, content={"venue": venue, "location": location})


@method("sendChatAction")
def send_chat_action(world: World, params: Params) -> bool:
    chat = world.writable_chat(params.raw("chat_id"))
    action = params.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.action = ChatAction(action, world.now())
    world.journal.emit("chat_action", chat_id=chat.id, action=action)
    return True


def find_message(chat: Chat, params: Params, missing: str) -> Message:
    number = params.integer("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(number)
    if message is None:
        raise bad_request(missing)
    return message
