"""Chats and their members."""

from typing import Any

from bot.sandbox.errors import bad_request, forbidden
from bot.sandbox.methods.registry import method
from bot.sandbox.model import ADMINISTRATORS, PRESENT, Chat, Json
from bot.sandbox.params import Params
from bot.sandbox.serialize import chat_json, member_json, user_json
from bot.sandbox.world import World

_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def _group(world: World, params: Params) -> Chat:
    """A group the bot is in."""
    chat = world.find_chat(params.raw("chat_id"))
    if not chat.is_private and world.bot_status(chat) not in PRESENT:
        raise world.cannot_write(chat) or forbidden("bot is not a member of the chat")
    return chat


@method("getChat")
def get_chat(world: World, params: Params) -> Json:
    chat = _group(world, params)
    body = chat_json(chat)
    body |= {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.user is not None and chat.user.username:
        body["active_usernames"] = [chat.user.username]
    if not chat.is_private:
        body["permissions"] = dict.fromkeys(_PERMISSIONS, True)
    if chat.pinned and (pinned := chat.messages.get(chat.pinned[-1])):
        body["pinned_message"] = world.message_json(pinned)
    return body


@method("getChatMember")
def get_chat_member(world: World, params: Params) -> Json:
    chat = _group(world, params)
    user = world.users.get(params.integer("user_id"))
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if chat.is_private:
        if user is not world.bot and user is not chat.user:
            raise bad_request("user not found")
        return member_json(user, "member")
    return member_json(user, chat.members.get(user.id, "left"))


@method("getChatAdministrators")
def get_chat_administrators(world: World, params: Params) -> list[Json]:
    chat = _group(world, params)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [
        member_json(world.users[user_id], status)
        for user_id, status in chat.members.items()
        if status in ADMINISTRATORS and (user_id == world.bot.id or not world.users[user_id].is_bot)
    ]


@method("getChatMemberCount")
def get_chat_member_count(world: World, params: Params) -> int:
    chat = _group(world, params)
    return 2 if chat.is_private else sum(status in PRESENT for status in chat.members.values())


@method("leaveChat")
def leave_chat(world: World, params: Params) -> bool:
    chat = _group(world, params)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    world.set_member(chat, world.bot, world.bot, "left")
    world.service(chat, world.bot, {"left_chat_member": user_json(world.bot)}, tell=False)
    return True


@method("getMe")
def get_me(world: World, params: Params) -> Json:
    return {
        **user_json(world.bot),
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("setChatMenuButton")
def set_chat_menu_button(world: World, params: Params) -> bool:
    button: Any = params.json("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("can't parse MenuButton")
    if params.raw("chat_id") is None:
        world.profile.menu_button = {"type": "commands"} if button["type"] == "default" else button
    else:
        chat = world.find_chat(params.raw("chat_id"))
        chat.menu_button = None if button["type"] == "default" else button
    return True


@method("getChatMenuButton")
def get_chat_menu_button(world: World, params: Params) -> Json:
    if params.raw("chat_id") is None:
        return world.profile.menu_button
    return world.find_chat(params.raw("chat_id")).menu_button or {"type": "default"}


@method("logOut")
def log_out(world: World, params: Params) -> bool:
    return True


@method("close")
def close(world: World, params: Params) -> bool:
    return True
