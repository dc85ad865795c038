"""Acting as a user."""

import base64
from collections.abc import Sequence

from bot.sandbox.client.connection import (
    ChatLike,
    Connection,
    MessageLike,
    UserLike,
    chat_of,
    id_of,
    message_id_of,
)
from bot.sandbox.shapes import ChatInfo, MessageView, QueryView, UserView


class Acting(Connection):
    """Every method takes the acting user; `chat` is their private chat with the bot unless given."""

    async def create_user(
        self,
        first_name: str = "Anna",
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "en",
        phone: str | None = None,
        user_id: int | None = None,
    ) -> UserView:
        body = await self.post(
            "/users",
            first_name=first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
            phone=phone,
            user_id=user_id,
        )
        return UserView(**body)

    async def users(self) -> list[UserView]:
        return [UserView(**user) for user in await self.get("/users")]

    async def block(self, user: UserLike) -> UserView:
        return UserView(**await self.post("/users/block", user_id=id_of(user), blocked=True))

    async def unblock(self, user: UserLike) -> UserView:
        return UserView(**await self.post("/users/block", user_id=id_of(user), blocked=False))

    async def deactivate(self, user: UserLike) -> UserView:
        return UserView(**await self.post("/users/deactivate", user_id=id_of(user)))

    async def create_group(
        self,
        title: str,
        members: Sequence[UserLike],
        *,
        kind: str = "group",
        bot_status: str = "member",
        chat_id: int | None = None,
    ) -> ChatInfo:
        """A group or supergroup with the bot in it; the first member is its creator."""
        body = await self.post(
            "/groups",
            title=title,
            members=[id_of(member) for member in members],
            type=kind,
            bot_status=bot_status,
            chat_id=chat_id,
        )
        return ChatInfo.from_json(body)

    async def chats(self) -> list[ChatInfo]:
        return [ChatInfo.from_json(chat) for chat in await self.get("/chats")]

    async def set_member(
        self, chat: ChatLike, user: UserLike | None, status: str, *, by: UserLike | None = None
    ) -> ChatInfo:
        """Make somebody (None: the bot) a member, an administrator, gone or banned."""
        body = await self.post(
            "/groups/member",
            chat_id=id_of(chat),
            user_id=None if user is None else id_of(user),
            status=status,
            by=None if by is None else id_of(by),
        )
        return ChatInfo.from_json(body)

    async def join(self, user: UserLike, chat: ChatLike) -> ChatInfo:
        return await self.set_member(chat, user, "member")

    async def leave(self, user: UserLike, chat: ChatLike) -> ChatInfo:
        return await self.set_member(chat, user, "left")

    async def upgrade_group(self, chat: ChatLike) -> ChatInfo:
        """Make the group a supergroup; what comes back is the new chat."""
        return ChatInfo.from_json(await self.post("/groups/upgrade", chat_id=id_of(chat)))

    async def send_text(
        self,
        user: UserLike,
        text: str,
        *,
        chat: ChatLike | None = None,
        reply_to: MessageLike | None = None,
        plain: bool = False,
        anonymous: bool = False,
    ) -> MessageView:
        """Write a text. A ForceReply in sight makes it the reply, as in the apps, unless `plain`.

        `anonymous`: as an administrator, in the group's name.
        """
        number = None if reply_to is None else message_id_of(reply_to)
        return await self.say("/send/text", user, chat, text=text, reply_to=number, plain=plain, anonymous=anonymous)

    async def start(self, user: UserLike, payload: str = "") -> MessageView:
        """Press Start, or open the link t.me/<bot>?start=<payload>."""
        return await self.send_text(user, f"/start {payload}".rstrip(), plain=True)

    async def command(self, user: UserLike, command: str, *, chat: ChatLike | None = None) -> MessageView:
        """Choose a command from the menu; in groups the apps append the bot's name."""
        text = command if command.startswith("/") else f"/{command}"
        if chat is not None and id_of(chat) < 0 and "@" not in text:
            bot = (await self.get("/state"))["bot"]
            text = f"{text}@{bot['username']}"
        return await self.send_text(user, text, chat=chat, plain=True)

    async def share_own_contact(self, user: UserLike, *, phone_number: str | None = None) -> MessageView:
        """The sender's own contact, with their user_id."""
        return await self.say("/send/contact", user, None, own=True, phone_number=phone_number)

    async def share_contact(
        self,
        user: UserLike,
        *,
        phone_number: str,
        first_name: str = "Somebody",
        last_name: str | None = None,
        contact_user: UserLike | None = None,
        chat: ChatLike | None = None,
    ) -> MessageView:
        """Somebody else's contact, with their user_id or (by default) without any."""
        return await self.say(
            "/send/contact",
            user,
            chat,
            phone_number=phone_number,
            first_name=first_name,
            last_name=last_name,
            contact_user_id=None if contact_user is None else id_of(contact_user),
        )

    async def send_photo(
        self,
        user: UserLike,
        data: bytes | None = None,
        *,
        caption: str | None = None,
        chat: ChatLike | None = None,
    ) -> MessageView:
        return await self.say("/send/photo", user, chat, data=_encoded(data), caption=caption)

    async def send_document(
        self,
        user: UserLike,
        data: bytes | None = None,
        name: str = "document.txt",
        *,
        caption: str | None = None,
        chat: ChatLike | None = None,
    ) -> MessageView:
        return await self.say("/send/document", user, chat, data=_encoded(data), name=name, caption=caption)

    async def send_album(
        self,
        user: UserLike,
        photos: int = 2,
        *,
        caption: str | None = None,
        chat: ChatLike | None = None,
    ) -> list[MessageView]:
        body = await self.act("/send/album", user, chat, photos=photos, caption=caption)
        return [MessageView.from_json(message) for message in body]

    async def send_sticker(self, user: UserLike, emoji: str = "👍", *, chat: ChatLike | None = None) -> MessageView:
        return await self.say("/send/sticker", user, chat, emoji=emoji)

    async def send_voice(self, user: UserLike, duration: int = 3, *, chat: ChatLike | None = None) -> MessageView:
        return await self.say("/send/voice", user, chat, duration=duration)

    async def send_location(
        self, user: UserLike, latitude: float, longitude: float, *, chat: ChatLike | None = None
    ) -> MessageView:
        return await self.say("/send/location", user, chat, latitude=latitude, longitude=longitude)

    async def edit_text(
        self, user: UserLike, message: MessageLike, text: str, *, chat: ChatLike | None = None
    ) -> MessageView:
        return await self.say("/edit", user, chat_of(message, chat), message_id=message_id_of(message), text=text)

    async def delete_message(self, user: UserLike, message: MessageLike, *, chat: ChatLike | None = None) -> None:
        await self.act("/delete", user, chat_of(message, chat), message_id=message_id_of(message))

    async def forward(
        self,
        user: UserLike,
        message: MessageLike,
        to_chat: ChatLike,
        *,
        chat: ChatLike | None = None,
        keep_keyboard: bool = False,
    ) -> MessageView:
        """Forward a message; `keep_keyboard` keeps the buttons, which Telegram itself never does."""
        return await self.say(
            "/forward",
            user,
            chat_of(message, chat),
            message_id=message_id_of(message),
            to_chat_id=id_of(to_chat),
            keep_keyboard=keep_keyboard,
        )

    async def press(
        self,
        user: UserLike,
        message: MessageLike,
        text: str | None = None,
        *,
        data: str | None = None,
        row: int | None = None,
        column: int | None = None,
        chat: ChatLike | None = None,
    ) -> QueryView:
        """Press an inline button, named by its whole text, its data or its place. Doesn't wait."""
        number = message_id_of(message)
        body = await self.act(
            "/press", user, chat_of(message, chat), message_id=number, text=text, data=data, row=row, column=column
        )
        return QueryView(**body)

    async def forge(
        self,
        user: UserLike,
        message: MessageLike,
        data: str,
        *,
        chat: ChatLike | None = None,
        inaccessible: bool = False,
    ) -> QueryView:
        """A press of a button that isn't there: any data, any message, deleted ones too."""
        number = message_id_of(message)
        body = await self.act(
            "/forge", user, chat_of(message, chat), message_id=number, data=data, inaccessible=inaccessible
        )
        return QueryView(**body)

    async def press_keyboard(self, user: UserLike, text: str, *, chat: ChatLike | None = None) -> MessageView:
        """Press a button of the reply keyboard; one that asks for the contact shares the user's own."""
        return await self.say("/keyboard", user, chat, text=text)


def _encoded(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()
