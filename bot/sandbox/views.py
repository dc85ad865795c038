"""The world as people see it."""

from datetime import UTC, datetime
from urllib.parse import quote

from bot.sandbox.journal import Call
from bot.sandbox.markup import to_html
from bot.sandbox.methods.answering import QUERY_LIFETIME
from bot.sandbox.model import CallbackQuery, Chat, Json, Message, User
from bot.sandbox.people import file_of
from bot.sandbox.serialize import entity_json
from bot.sandbox.shapes import (
    ButtonView,
    CallView,
    ChatInfo,
    ChatView,
    FileView,
    IdleView,
    MemberView,
    MessageView,
    QueryView,
    ReplyKeyboardView,
    UserView,
)
from bot.sandbox.world import World

_KINDS = ("document", "photo", "contact", "venue", "location", "sticker", "voice")


def view_user(world: World, user: User) -> UserView:
    chat = world.chats.get(user.id)
    return UserView(
        user.id,
        user.first_name,
        user.last_name,
        user.username,
        user.language_code,
        user.phone,
        user.is_bot,
        user.deactivated,
        blocked=bool(chat and chat.blocked),
        started=bool(chat and chat.started),
    )


def view_chat_info(chat: Chat) -> ChatInfo:
    members = [MemberView(user_id, status) for user_id, status in chat.members.items()]
    return ChatInfo(chat.id, chat.type, chat.title, members, chat.migrated_to)


def view_button(button: Json) -> ButtonView:
    return ButtonView(
        str(button["text"]),
        button.get("callback_data"),
        button.get("url"),
        bool(button.get("request_contact")),
        bool(button.get("request_location")),
    )


def view_message(world: World, message: Message) -> MessageView:
    text = message.text if message.text is not None else message.caption or ""
    kinds = ("service",) if message.is_service else (*(k for k in _KINDS if k in message.content), "text")
    stored = file_of(world, message) if message.content else None
    file = None
    if stored is not None:
        link = f"/control/files/{quote(stored.file_id)}"
        file = FileView(stored.kind, stored.file_id, stored.name, stored.mime_type, len(stored.data), link)
    sender = message.sender
    reactions = message.chat.reactions.get(message.message_id)
    return MessageView(
        chat_id=message.chat.id,
        message_id=message.message_id,
        from_id=sender.id,
        from_name=_full_name(sender.first_name, sender.last_name),
        from_bot=sender.is_bot,
        date=datetime.fromtimestamp(message.date, UTC),
        kind=kinds[0],
        text=text,
        html=to_html(text, message.entities),
        entities=[entity_json(entity, world.users) for entity in message.entities],
        buttons=[[view_button(button) for button in row] for row in message.inline_keyboard or ()],
        edited=message.edit_date is not None,
        reply_to=message.reply_to,
        file=file,
        content=message.content or None,
        forwarded=message.forward_origin is not None,
        media_group_id=message.media_group_id,
        pinned=message.message_id in message.chat.pinned,
        reactions=[str(reaction.get("emoji", "")) for reaction in reactions] if reactions else None,
        forwarded_from=_origin(message.forward_origin),
    )


def _full_name(first_name: str, last_name: str | None) -> str:
    return " ".join(filter(None, (first_name, last_name)))


def _origin(origin: Json | None) -> str | None:
    if origin is None:
        return None
    sender = origin["sender_user"]
    return _full_name(sender["first_name"], sender.get("last_name"))


def view_query(world: World, query: CallbackQuery) -> QueryView:
    return QueryView(
        query.id,
        query.user.id,
        query.chat.id,
        query.message_id,
        query.data,
        query.answered,
        query.text,
        query.show_alert,
        query.url,
        expired=not query.answered and world.clock.time() - query.asked_at > QUERY_LIFETIME,
    )


def view_chat(world: World, chat: Chat, user: User, last: int = 200) -> ChatView:
    shown = chat.keyboards.get(user.id)
    keyboard = None
    if shown is not None:
        markup = shown.markup
        keyboard = ReplyKeyboardView(
            shown.message_id,
            shown.is_force_reply,
            [[view_button(button) for button in row] for row in markup.get("keyboard", ())],
            one_time=bool(markup.get("one_time_keyboard")),
            persistent=bool(markup.get("is_persistent")),
            resize=bool(markup.get("resize_keyboard")),
            placeholder=markup.get("input_field_placeholder"),
            collapsed=shown.collapsed,
        )
    return ChatView(
        chat=view_chat_info(chat),
        version=world.journal.version,
        messages=[view_message(world, message) for message in list(chat.messages.values())[-last:]],
        reply_keyboard=keyboard,
        queries=[view_query(world, q) for q in world.queries.values() if q.chat is chat and q.user is user],
        action=chat.action.action if chat.action else None,
    )


def view_call(call: Call) -> CallView:
    return CallView(
        call.number,
        datetime.fromtimestamp(call.at, UTC),
        call.method,
        call.payload,
        call.ok,
        call.error_code,
        call.description,
        call.result,
        call.milliseconds,
    )


def view_idle(world: World) -> IdleView:
    """Idle: every update handed out and confirmed, every live query answered, no call under way."""
    oldest = world.clock.time() - QUERY_LIFETIME
    unanswered = [q.id for q in world.queries.values() if not q.answered and q.asked_at > oldest]
    pending = world.updates.unconfirmed
    in_flight = world.journal.calls_in_flight
    return IdleView(
        not pending and not unanswered and not in_flight,
        world.journal.version,
        pending,
        unanswered,
        in_flight,
    )
