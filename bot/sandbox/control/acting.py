"""Routes by which somebody acts as a user."""

import base64
import binascii
from typing import Any, cast

from starlette.routing import Route

from bot.sandbox.control.common import Args, Cast, Stage, as_refusal, post
from bot.sandbox.errors import ApiError, Refused
from bot.sandbox.model import ChatType, MemberStatus, Message
from bot.sandbox.people import SMALL_PNG
from bot.sandbox.shapes import ChatInfo, MessageView, QueryView, UserView
from bot.sandbox.views import view_chat_info, view_message, view_query, view_user

_STATUSES = frozenset({"creator", "administrator", "member", "left", "kicked"})


def acting_routes(stage: Stage) -> list[Route]:
    acting = _Acting(stage)
    return [
        post(stage, "/users", acting.create_user),
        post(stage, "/users/block", acting.block),
        post(stage, "/users/deactivate", acting.deactivate),
        post(stage, "/groups", acting.create_group),
        post(stage, "/groups/member", acting.set_member),
        post(stage, "/groups/upgrade", acting.upgrade),
        post(stage, "/send/text", acting.send_text),
        post(stage, "/send/contact", acting.send_contact),
        post(stage, "/send/photo", acting.send_photo),
        post(stage, "/send/document", acting.send_document),
        post(stage, "/send/album", acting.send_album),
        post(stage, "/send/sticker", acting.send_sticker),
        post(stage, "/send/voice", acting.send_voice),
        post(stage, "/send/location", acting.send_location),
        post(stage, "/edit", acting.edit),
        post(stage, "/delete", acting.delete),
        post(stage, "/forward", acting.forward),
        post(stage, "/press", acting.press),
        post(stage, "/forge", acting.forge),
        post(stage, "/keyboard", acting.press_keyboard),
    ]


def _file(args: Args, default: bytes) -> bytes:
    encoded = args.optional_text("data")
    if encoded is None:
        return default
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise Refused("data must be base64", 400) from None


class _Acting:
    def __init__(self, stage: Stage) -> None:
        self._world = stage.world
        self._people = stage.people
        self._presses = stage.presses
        self._groups = stage.groups

    def _view(self, message: Message) -> MessageView:
        return view_message(self._world, message)

    # -- accounts and groups ----------------------------------------------------------------------

    def create_user(self, who: Cast) -> UserView:
        args = who.args
        user = self._world.add_user(
            args.text("first_name"),
            user_id=args.optional_integer("user_id"),
            last_name=args.optional_text("last_name"),
            username=args.optional_text("username"),
            language_code=args.optional_text("language_code"),
            phone=args.optional_text("phone"),
        )
        return view_user(self._world, user)

    def block(self, who: Cast) -> UserView:
        self._people.block(who.user, who.args.flag("blocked", True))
        return view_user(self._world, who.user)

    def deactivate(self, who: Cast) -> UserView:
        self._people.deactivate(who.user)
        return view_user(self._world, who.user)

    def create_group(self, who: Cast) -> ChatInfo:
        args = who.args
        members: Any = args.values.get("members")
        if not isinstance(members, list):
            raise Refused("members must be a list of user ids", 400)
        kind = args.optional_text("type") or "group"
        if kind not in {"group", "supergroup"}:
            raise Refused("type must be group or supergroup", 400)
        group = self._groups.create(
            args.text("title"),
            [self._world.user(int(member)) for member in members],
            kind=cast("ChatType", kind),
            bot_status=_status(args.optional_text("bot_status") or "member"),
            chat_id=args.optional_integer("chat_id"),
        )
        return view_chat_info(group)

    def set_member(self, who: Cast) -> ChatInfo:
        chat = self._world.chat(who.args.integer("chat_id"))
        user_id = who.args.optional_integer("user_id")
        user = self._world.bot if user_id in {None, self._world.bot.id} else self._world.user(user_id or 0)
        by = who.args.optional_integer("by")
        actor = self._world.user(by) if by is not None else user
        if actor.is_bot:
            people = [number for number in chat.members if number != self._world.bot.id]
            actor = self._world.users[people[0]] if people else actor
        self._groups.set_status(chat, actor, user, _status(who.args.text("status")))
        return view_chat_info(chat)

    def upgrade(self, who: Cast) -> ChatInfo:
        return view_chat_info(self._groups.upgrade(self._world.chat(who.args.integer("chat_id"))))

    # -- writing ----------------------------------------------------------------------------------

    def send_text(self, who: Cast) -> MessageView:
        args = who.args
        message = self._people.send_text(
            who.user,
            who.chat,
            args.text("text"),
            reply_to=args.optional_integer("reply_to"),
            plain=args.flag("plain"),
            anonymous=args.flag("anonymous"),
        )
        return self._view(message)

    def send_contact(self, who: Cast) -> MessageView:
        args = who.args
        message = self._people.share_contact(
            who.user,
            who.chat,
            phone_number=args.optional_text("phone_number"),
            first_name=args.optional_text("first_name"),
            last_name=args.optional_text("last_name"),
            contact_user_id=args.optional_integer("contact_user_id"),
            own=args.flag("own"),
        )
        return self._view(message)

    def send_photo(self, who: Cast) -> MessageView:
        data, caption = _file(who.args, SMALL_PNG), who.args.optional_text("caption")
        try:
            return self._view(self._people.send_photo(who.user, who.chat, data, caption))
        except ApiError as trouble:
            raise as_refusal(trouble) from None

    def send_document(self, who: Cast) -> MessageView:
        data, caption = _file(who.args, b"a document\n"), who.args.optional_text("caption")
        name = who.args.optional_text("name") or "document.txt"
        try:
            return self._view(self._people.send_document(who.user, who.chat, data, name, caption))
        except ApiError as trouble:
            raise as_refusal(trouble) from None

    def send_album(self, who: Cast) -> list[MessageView]:
        photos = who.args.optional_integer("photos") or 2
        caption = who.args.optional_text("caption")
        return [self._view(m) for m in self._people.send_album(who.user, who.chat, photos, caption)]

    def send_sticker(self, who: Cast) -> MessageView:
        emoji = who.args.optional_text("emoji") or "👍"
        return self._view(self._people.send_sticker(who.user, who.chat, emoji))

    def send_voice(self, who: Cast) -> MessageView:
        duration = who.args.optional_integer("duration") or 3
        return self._view(self._people.send_voice(who.user, who.chat, duration))

    def send_location(self, who: Cast) -> MessageView:
        latitude, longitude = who.args.number("latitude", 52.52), who.args.number("longitude", 13.405)
        return self._view(self._people.send_location(who.user, who.chat, latitude, longitude))

    def edit(self, who: Cast) -> MessageView:
        return self._view(self._people.edit(who.user, who.message, who.args.text("text")))

    def delete(self, who: Cast) -> dict[str, bool]:
        self._people.delete(who.user, who.message)
        return {"deleted": True}

    def forward(self, who: Cast) -> MessageView:
        target = self._world.chat(who.args.integer("to_chat_id"))
        keep = who.args.flag("keep_keyboard")
        return self._view(self._people.forward(who.user, who.message, target, keep_keyboard=keep))

    # -- pressing ---------------------------------------------------------------------------------

    def press(self, who: Cast) -> QueryView:
        args = who.args
        query = self._presses.press(
            who.user,
            who.message,
            text=args.optional_text("text"),
            data=args.optional_text("data"),
            row=args.optional_integer("row"),
            column=args.optional_integer("column"),
        )
        return view_query(self._world, query)

    def forge(self, who: Cast) -> QueryView:
        args = who.args
        query = self._presses.forge(
            who.user,
            who.chat,
            args.integer("message_id"),
            args.text("data"),
            inaccessible=args.flag("inaccessible"),
        )
        return view_query(self._world, query)

    def press_keyboard(self, who: Cast) -> MessageView:
        return self._view(self._presses.press_keyboard(who.user, who.chat, who.args.text("text")))


def _status(value: str) -> MemberStatus:
    if value not in _STATUSES:
        raise Refused(f"status must be one of {sorted(_STATUSES)}", 400)
    return cast("MemberStatus", value)
