"""The local Telegram as a whole: who exists, which chats there are, what stands in them."""

import random
from itertools import count
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.errors import ApiError, Refused, bad_request, forbidden
from bot.sandbox.faults import Faults
from bot.sandbox.files import FileStore
from bot.sandbox.journal import Journal
from bot.sandbox.limits import RateLimits
from bot.sandbox.model import (
    ADMINISTRATORS,
    PRESENT,
    CallbackQuery,
    Chat,
    ChatType,
    Entity,
    Json,
    Keyboard,
    MemberStatus,
    Message,
    ShownKeyboard,
    User,
)
from bot.sandbox.profile import Profile
from bot.sandbox.serialize import member_update_json, message_json
from bot.sandbox.updates import UpdateQueue

KEPT_MESSAGES = 5000
"""Per chat; older ones are gone for everybody."""
KEPT_QUERIES = 2000
_FIRST_USER = 5_000_000_001  # more than 32 bits, as new accounts have
_FIRST_GROUP = -4_000_000_001
_FIRST_SUPERGROUP = -1_002_000_000_001


class World:
    def __init__(self, bot_user: User) -> None:
        self.clock = Clock()
        self.journal = Journal()
        self.updates = UpdateQueue(self.journal)
        self.files = FileStore()
        self.faults = Faults()
        self.limits = RateLimits()
        self.bot = bot_user
        self.profile = Profile(name=bot_user.first_name)
        self.privacy_mode = True
        self.users: dict[int, User] = {bot_user.id: bot_user}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, CallbackQuery] = {}
        self._user_ids = count(_FIRST_USER)
        self._group_ids = count(_FIRST_GROUP, -1)
        self._supergroup_ids = count(_FIRST_SUPERGROUP, -1)

    def now(self) -> int:
        return int(self.clock.time())

    # -- who and where ----------------------------------------------------------------------------

    def add_user(self, first_name: str, *, user_id: int | None = None, **details: Any) -> User:
        if user_id is None:
            user_id = next(number for number in self._user_ids if number not in self.users)
        elif user_id in self.users or user_id <= 0:
            raise Refused(f"user {user_id} exists already or is no user id")
        user = User(user_id, first_name, **details)
        if user.phone is None:
            user.phone = f"+1202555{100 + len(self.users) % 100:04}"
        self.users[user_id] = user
        self.chats[user_id] = Chat(user_id, "private", new_chat_instance(), user=user)
        self.journal.emit("user", user_id=user_id)
        return user

    def add_group(
        self, title: str, members: dict[int, MemberStatus], kind: ChatType = "group", chat_id: int | None = None
    ) -> Chat:
        if chat_id is None:
            chat_id = next(self._supergroup_ids if kind == "supergroup" else self._group_ids)
        elif chat_id in self.chats or chat_id >= 0:
            raise Refused(f"chat {chat_id} exists already or is no group id")
        chat = Chat(chat_id, kind, new_chat_instance(), title=title, members=members)
        self.chats[chat_id] = chat
        self.journal.emit("chat", chat_id=chat_id)
        return chat

    def user(self, user_id: int) -> User:
        user = self.users.get(user_id)
        if user is None or user.is_bot:
            raise Refused(f"no user {user_id}", 404)
        return user

    def chat(self, chat_id: int) -> Chat:
        chat = self.chats.get(chat_id)
        if chat is None:
            raise Refused(f"no chat {chat_id}", 404)
        return chat

    def bot_status(self, chat: Chat) -> MemberStatus:
        return chat.members.get(self.bot.id, "left")

    def find_chat(self, raw: Any) -> Chat:
        """The chat a bot names by id or @username."""
        if raw is None or raw == "":
            raise bad_request("chat_id is empty")
        try:
            chat = self.chats.get(int(raw))
        except (TypeError, ValueError):
            chat = None
        if chat is None or (chat.is_private and not self._known(chat)):
            raise bad_request("chat not found")
        if chat.migrated_to:
            raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        return chat

    def _known(self, chat: Chat) -> bool:
        """The bot has met the user: in private, or in a group of theirs."""
        return chat.started or any(
            self.bot.id in group.members and chat.id in group.members
            for group in self.chats.values()
            if not group.is_private
        )

    def writable_chat(self, raw: Any) -> Chat:
        """The chat a bot names, provided it may write there."""
        chat = self.find_chat(raw)
        if trouble := self.cannot_write(chat):
            raise trouble
        return chat

    def cannot_write(self, chat: Chat) -> ApiError | None:
        if chat.user is not None:
            if chat.user.deactivated:
                return forbidden("user is deactivated")
            if chat.blocked:
                return forbidden("bot was blocked by the user")
            if not chat.started:
                return forbidden("bot can't initiate conversation with a user")
            return None
        status = self.bot_status(chat)
        if status == "kicked":
            return forbidden(f"bot was kicked from the {chat.type} chat")
        if status not in PRESENT:
            return forbidden(f"bot is not a member of the {chat.type} chat")
        return None

    # -- messages ---------------------------------------------------------------------------------

    def post(
        self,
        chat: Chat,
        sender: User,
        *,
        text: str | None = None,
        entities: list[Entity] | None = None,
        caption: str | None = None,
        content: Json | None = None,
        reply_to: int | None = None,
        inline_keyboard: Keyboard | None = None,
        other_markup: Json | None = None,
        forward_origin: Json | None = None,
        media_group_id: str | None = None,
        protected: bool = False,
        is_service: bool = False,
        anonymous: bool = False,
    ) -> Message:
        """Put a new message into the chat. It reaches the bot only by `tell_bot`."""
        chat.last_message_id += 1
        message = Message(
            chat,
            chat.last_message_id,
            sender,
            self.now(),
            text,
            entities or [],
            caption,
            content or {},
            reply_to,
            inline_keyboard,
            other_markup,
            forward_origin=forward_origin,
            media_group_id=media_group_id,
            protected=protected,
            is_service=is_service,
            anonymous=anonymous,
        )
        chat.messages[message.message_id] = message
        if len(chat.messages) > KEPT_MESSAGES:
            del chat.messages[next(iter(chat.messages))]
        if sender is self.bot:
            chat.action = None
            if other_markup is not None:
                self._show_keyboard(message, other_markup)
        self.journal.emit("message", chat_id=chat.id, message_id=message.message_id, from_id=sender.id)
        return message

    def service(self, chat: Chat, sender: User, content: Json, *, tell: bool = True) -> Message:
        message = self.post(chat, sender, content=content, is_service=True)
        if tell:
            self.tell_bot(message)
        return message

    def message_json(self, message: Message) -> Json:
        return message_json(message, self.users)

    def tell_bot(self, message: Message, kind: str = "message") -> None:
        """Queue the update, unless the bot doesn't get to see such a message."""
        if self.updates.wants(kind) and self._visible_to_bot(message):
            self.updates.put(kind, self.message_json(message))

    def _visible_to_bot(self, message: Message) -> bool:
        chat = message.chat
        if message.sender is self.bot:
            return False
        if chat.is_private:
            return True
        status = self.bot_status(chat)
        if status not in PRESENT:
            return False
        if message.is_service or not self.privacy_mode or status in ADMINISTRATORS:
            return True
        replied = chat.messages.get(message.reply_to) if message.reply_to else None
        if replied is not None and replied.sender is self.bot:
            return True
        return self._is_command_for_bot(message)

    def _is_command_for_bot(self, message: Message) -> bool:
        text = message.text or message.caption or ""
        first = message.entities[0] if message.entities else None
        if first is None or first.type != "bot_command" or first.offset != 0:
            return False
        _, _, name = text[: first.length].partition("@")
        return not name or name.lower() == (self.bot.username or "").lower()

    def _show_keyboard(self, message: Message, markup: Json) -> None:
        chat = message.chat
        for user_id in self._addressees(message, bool(markup.get("selective"))):
            if markup.get("remove_keyboard"):
                chat.keyboards.pop(user_id, None)
            else:
                chat.keyboards[user_id] = ShownKeyboard(message.message_id, markup)

    def _addressees(self, message: Message, selective: bool) -> list[int]:
        chat = message.chat
        if chat.user is not None:
            return [chat.user.id]
        people = [uid for uid, status in chat.members.items() if status in PRESENT and uid != self.bot.id]
        if not selective:
            return people
        meant = {entity.user_id for entity in message.entities if entity.type == "text_mention"}
        if message.reply_to and (replied := chat.messages.get(message.reply_to)):
            meant.add(replied.sender.id)
        text = (message.text or message.caption or "").lower()
        return [
            uid
            for uid in people
            if uid in meant or (self.users[uid].username and f"@{self.users[uid].username}".lower() in text)
        ]

    def delete(self, message: Message) -> None:
        chat = message.chat
        chat.messages.pop(message.message_id, None)
        for user_id in [u for u, shown in chat.keyboards.items() if shown.message_id == message.message_id]:
            del chat.keyboards[user_id]
        self.journal.emit("deleted", chat_id=chat.id, message_id=message.message_id)

    # -- members ----------------------------------------------------------------------------------

    def set_member(self, chat: Chat, actor: User, user: User, status: MemberStatus) -> None:
        """Change a membership, and tell the bot: by my_chat_member its own; others' only an administrator hears of."""
        old = chat.members.get(user.id, "left")
        if old == status:
            return
        body = member_update_json(chat, actor=actor, date=self.now(), user=user, old=old, new=status)
        chat.members[user.id] = status
        if user is self.bot:
            self.updates.put("my_chat_member", body)
        elif self.bot_status(chat) in ADMINISTRATORS:
            self.updates.put("chat_member", body)
        self.journal.emit("member", chat_id=chat.id, user_id=user.id, status=status)

    def set_blocked(self, chat: Chat, user: User, blocked: bool) -> None:
        if chat.blocked == blocked:
            return
        old: MemberStatus = "kicked" if chat.blocked else "member"
        chat.blocked = blocked
        body = member_update_json(
            chat, actor=user, date=self.now(), user=self.bot, old=old, new="kicked" if blocked else "member"
        )
        self.updates.put("my_chat_member", body)
        self.journal.emit("member", chat_id=chat.id, user_id=self.bot.id, blocked=blocked)

    def remember_query(self, query: CallbackQuery) -> None:
        self.queries[query.id] = query
        if len(self.queries) > KEPT_QUERIES:
            del self.queries[next(iter(self.queries))]
        self.journal.emit("callback_query", query_id=query.id, chat_id=query.chat.id, user_id=query.user.id)


def new_chat_instance() -> str:
    return str(random.randint(-(2**62), 2**62))
