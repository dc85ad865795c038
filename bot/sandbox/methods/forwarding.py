"""Forwarding, copying, pinning and reacting."""

from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import parse_reply_markup
from bot.sandbox.methods.registry import method
from bot.sandbox.methods.sending import caption_text, find_message, reply_target
from bot.sandbox.model import ADMINISTRATORS, Json, Message
from bot.sandbox.params import Params
from bot.sandbox.serialize import user_json
from bot.sandbox.world import World


def forward_origin(message: Message) -> Json:
    """Where a forwarded message says it comes from."""
    return message.forward_origin or {
        "type": "user",
        "sender_user": user_json(message.sender),
        "date": message.date,
    }


@method("forwardMessage")
def forward_message(world: World, params: Params) -> Json:
    chat = world.writable_chat(params.raw("chat_id"))
    source = find_message(world.find_chat(params.raw("from_chat_id")), params, "message to forward not found")
    if source.is_service or source.protected:
        raise bad_request("the message can't be forwarded")
    message = world.post(
        chat,
        world.bot,
        text=source.text,
        caption=source.caption,
        entities=source.entities,
        content=source.content,
        forward_origin=forward_origin(source),
    )
    return world.message_json(message)


@method("copyMessage")
def copy_message(world: World, params: Params) -> Json:
    chat = world.writable_chat(params.raw("chat_id"))
    source = find_message(world.find_chat(params.raw("from_chat_id")), params, "message to copy not found")
    if source.is_service or source.protected:
        raise bad_request("the message can't be copied")
    inline_keyboard, other_markup = parse_reply_markup(params.raw("reply_markup"))
    caption, entities = source.caption, source.entities
    if "caption" in params and source.text is None:
        caption, entities = caption_text(params)
    message = world.post(
        chat,
        world.bot,
        text=source.text,
        caption=caption,
        entities=entities,
        content=source.content,
        reply_to=reply_target(world, chat, params),
        inline_keyboard=inline_keyboard,
        other_markup=other_markup,
    )
    return {"message_id": message.message_id}


@method("pinChatMessage")
def pin_chat_message(world: World, params: Params) -> bool:
    chat = world.writable_chat(params.raw("chat_id"))
    message = find_message(chat, params, "message to pin not found")
    if not chat.is_private and world.bot_status(chat) not in ADMINISTRATORS:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    if message.message_id not in chat.pinned:
        chat.pinned.append(message.message_id)
        body = world.message_json(message)
        body.pop("reply_to_message", None)
        world.service(chat, world.bot, {"pinned_message": body}, tell=False)
    return True


@method("unpinChatMessage")
def unpin_chat_message(world: World, params: Params) -> bool:
    chat = world.writable_chat(params.raw("chat_id"))
    number = params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    world.journal.emit("unpinned", chat_id=chat.id, message_id=number)
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(world: World, params: Params) -> bool:
    world.writable_chat(params.raw("chat_id")).pinned.clear()
    return True


@method("setMessageReaction")
def set_message_reaction(world: World, params: Params) -> bool:
    chat = world.writable_chat(params.raw("chat_id"))
    message = find_message(chat, params, "message to react not found")
    reactions = params.json("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if reactions:
        chat.reactions[message.message_id] = reactions
    else:
        chat.reactions.pop(message.message_id, None)
    world.journal.emit("reaction", chat_id=chat.id, message_id=message.message_id)
    return True
