"""The world in the words of the Bot API."""

from bot.sandbox.model import Chat, Entity, Json, MemberStatus, Message, User

_ADMIN_RIGHTS = {
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": True,
    "can_restrict_members": True,
    "can_promote_members": False,
    "can_change_info": True,
    "can_invite_users": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
    "can_pin_messages": True,
    "can_manage_topics": False,
}


ANONYMOUS_ADMIN: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
"""Who Telegram says wrote what an anonymous administrator wrote."""


def user_json(user: User) -> Json:
    body: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    if user.last_name:
        body["last_name"] = user.last_name
    if user.username:
        body["username"] = user.username
    if user.language_code:
        body["language_code"] = user.language_code
    return body


def chat_json(chat: Chat) -> Json:
    if chat.user is not None:
        body = user_json(chat.user)
        body.pop("is_bot")
        body.pop("language_code", None)
        body["type"] = "private"
        return body
    body = {"id": chat.id, "title": chat.title, "type": chat.type}
    if chat.type == "group":
        body["all_members_are_administrators"] = False
    return body


def entity_json(entity: Entity, users: dict[int, User]) -> Json:
    body: Json = {"offset": entity.offset, "length": entity.length, "type": entity.type}
    if entity.url:
        body["url"] = entity.url
    if entity.language:
        body["language"] = entity.language
    if entity.user_id is not None and (user := users.get(entity.user_id)):
        body["user"] = user_json(user)
    return body


def message_json(message: Message, users: dict[int, User], *, with_reply: bool = True) -> Json:
    chat = message.chat
    body: Json = {
        "message_id": message.message_id,
        "from": ANONYMOUS_ADMIN if message.anonymous else user_json(message.sender),
        "chat": chat_json(chat),
        "date": message.date,
    }
    if message.anonymous:
        body["sender_chat"] = chat_json(chat)
    if message.edit_date:
        body["edit_date"] = message.edit_date
    if message.forward_origin:
        body["forward_origin"] = message.forward_origin
    if message.media_group_id:
        body["media_group_id"] = message.media_group_id
    if with_reply and message.reply_to and (replied := chat.messages.get(message.reply_to)):
        body["reply_to_message"] = message_json(replied, users, with_reply=False)
    body.update(message.content)
    if message.text is not None:
        body["text"] = message.text
        if message.entities:
            body["entities"] = [entity_json(entity, users) for entity in message.entities]
    elif message.caption:
        body["caption"] = message.caption
        if message.entities:
            body["caption_entities"] = [entity_json(entity, users) for entity in message.entities]
    if message.protected:
        body["has_protected_content"] = True
    if message.inline_keyboard:
        body["reply_markup"] = {"inline_keyboard": message.inline_keyboard}
    return body


def inaccessible_json(chat: Chat, message_id: int) -> Json:
    return {"chat": chat_json(chat), "message_id": message_id, "date": 0}


def member_json(user: User, status: MemberStatus) -> Json:
    """A ChatMember."""
    body: Json = {"user": user_json(user), "status": status}
    if status == "administrator":
        body |= {"can_be_edited": False, "is_anonymous": False, **_ADMIN_RIGHTS}
    elif status == "creator":
        body["is_anonymous"] = False
    elif status == "kicked":
        body["until_date"] = 0
    return body


def member_update_json(chat: Chat, *, actor: User, date: int, user: User, old: MemberStatus, new: MemberStatus) -> Json:
    """A ChatMemberUpdated."""
    return {
        "chat": chat_json(chat),
        "from": user_json(actor),
        "date": date,
        "old_chat_member": member_json(user, old),
        "new_chat_member": member_json(user, new),
    }
