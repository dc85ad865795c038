"""What people do in Telegram: write, share, edit, delete, forward, block."""

import secrets

from bot.sandbox.errors import Refused
from bot.sandbox.files import document_json, file_json, photo_json
from bot.sandbox.markup import format_text
from bot.sandbox.model import ADMINISTRATORS, PRESENT, Chat, Entity, Json, Message, StoredFile, User
from bot.sandbox.serialize import user_json
from bot.sandbox.world import World

SMALL_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


class People:
    """Acts as any user. Refuses what Telegram's apps would not let the user do."""

    def __init__(self, world: World) -> None:
        self._world = world

    # -- writing ----------------------------------------------------------------------------------

    def send_text(
        self,
        user: User,
        chat: Chat,
        text: str,
        *,
        reply_to: int | None = None,
        plain: bool = False,
        anonymous: bool = False,
    ) -> Message:
        """Write a message. Where the bot asked by ForceReply it becomes the reply, unless `plain`.

        `anonymous` is for administrators of a group, who may write in its name.
        """
        self.may_write(user, chat)
        if anonymous and chat.members.get(user.id) not in ADMINISTRATORS:
            raise Refused("only administrators of a group write in its name")
        body, entities = format_text(text, None)
        if not body:
            raise Refused("the text is empty")
        if len(body) > 4096:
            raise Refused("a user's text has at most 4096 characters; the app would split it")
        shown = chat.keyboards.get(user.id)
        if shown is not None and shown.is_force_reply:
            if reply_to is None and not plain:
                reply_to = shown.message_id
            if reply_to == shown.message_id:
                del chat.keyboards[user.id]
        return self._sent(
            self._world.post(chat, user, text=body, entities=entities, reply_to=reply_to, anonymous=anonymous)
        )

    def send_media(
        self,
        user: User,
        chat: Chat,
        content: Json,
        *,
        caption: str | None = None,
        reply_to: int | None = None,
        media_group_id: str | None = None,
    ) -> Message:
        """Send anything that isn't text; `content` is the media field as the Bot API writes it."""
        self.may_write(user, chat)
        entities: list[Entity] = []
        if caption:
            caption, entities = format_text(caption, None)
        message = self._world.post(
            chat,
            user,
            content=content,
            caption=caption,
            entities=entities,
            reply_to=reply_to,
            media_group_id=media_group_id,
        )
        return self._sent(message)

    def share_contact(
        self,
        user: User,
        chat: Chat,
        *,
        phone_number: str | None = None,
        first_name: str | None = None,
        last_name: str | None = None,
        contact_user_id: int | None = None,
        own: bool = False,
        reply_to: int | None = None,
    ) -> Message:
        """Send a contact: the sender's own as the button does it, or any other from the address book."""
        if own:
            contact: Json = {"phone_number": phone_number or user.phone, "first_name": user.first_name}
            if user.last_name:
                contact["last_name"] = user.last_name
            contact["user_id"] = user.id
        else:
            contact = {
                "phone_number": phone_number or "+12025550199",
                "first_name": first_name or "Somebody",
            }
            if last_name:
                contact["last_name"] = last_name
            if contact_user_id is not None:
                contact["user_id"] = contact_user_id
        return self.send_media(user, chat, {"contact": contact}, reply_to=reply_to)

    def send_photo(self, user: User, chat: Chat, data: bytes = SMALL_PNG, caption: str | None = None) -> Message:
        stored = self._world.files.add("photo", data)
        return self.send_media(user, chat, {"photo": photo_json(stored)}, caption=caption)

    def send_document(self, user: User, chat: Chat, data: bytes, name: str, caption: str | None = None) -> Message:
        stored = self._world.files.add("document", data, name)
        return self.send_media(user, chat, {"document": document_json(stored)}, caption=caption)

    def send_album(self, user: User, chat: Chat, photos: int, caption: str | None = None) -> list[Message]:
        """Several photos at once: one message each, tied by media_group_id, the caption on the first."""
        group = str(secrets.randbits(56))
        stored = [self._world.files.add("photo", SMALL_PNG) for _ in range(photos)]
        return [
            self.send_media(
                user,
                chat,
                {"photo": photo_json(photo)},
                caption=caption if number == 0 else None,
                media_group_id=group,
            )
            for number, photo in enumerate(stored)
        ]

    def send_sticker(self, user: User, chat: Chat, emoji: str = "👍") -> Message:
        stored = self._world.files.add("sticker", b"sticker")
        sticker = {
            **file_json(stored),
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
            "set_name": "Sandbox",
        }
        return self.send_media(user, chat, {"sticker": sticker})

    def send_voice(self, user: User, chat: Chat, duration: int = 3) -> Message:
        stored = self._world.files.add("voice", b"OggS voice", mime_type="audio/ogg")
        voice = {**file_json(stored), "duration": duration, "mime_type": "audio/ogg"}
        return self.send_media(user, chat, {"voice": voice})

    def send_location(self, user: User, chat: Chat, latitude: float, longitude: float) -> Message:
        return self.send_media(user, chat, {"location": {"latitude": latitude, "longitude": longitude}})

    def forward(self, user: User, source: Message, chat: Chat, *, keep_keyboard: bool = False) -> Message:
        """Forward a message. Telegram drops callback buttons; `keep_keyboard` lets a forged press be tried."""
        self.may_write(user, chat)
        self.may_read(user, source.chat)
        if source.is_service or source.protected:
            raise Refused("this message can't be forwarded")
        origin = source.forward_origin or {
            "type": "user",
            "sender_user": user_json(source.sender),
            "date": source.date,
        }
        message = self._world.post(
            chat,
            user,
            text=source.text,
            caption=source.caption,
            entities=source.entities,
            content=source.content,
            forward_origin=origin,
            inline_keyboard=source.inline_keyboard if keep_keyboard else None,
        )
        return self._sent(message)

    # -- changing what was written ----------------------------------------------------------------

    def edit(self, user: User, message: Message, text: str) -> Message:
        if message.sender is not user:
            raise Refused("people edit their own messages only")
        body, entities = format_text(text, None)
        if message.text is not None:
            message.text = body
        else:
            message.caption = body
        message.entities = entities
        message.edit_date = self._world.now()
        self._world.journal.emit("edited", chat_id=message.chat.id, message_id=message.message_id)
        if not message.chat.blocked:
            self._world.tell_bot(message, "edited_message")
        return message

    def delete(self, user: User, message: Message) -> None:
        """Delete for everyone; the bot hears nothing of it."""
        self.may_read(user, message.chat)
        own = message.sender is user
        admin = message.chat.members.get(user.id) in {"creator", "administrator"}
        if not message.chat.is_private and not own and not admin:
            raise Refused("only administrators delete messages of others")
        self._world.delete(message)

    # -- the account ------------------------------------------------------------------------------

    def block(self, user: User, blocked: bool = True) -> None:
        self._world.set_blocked(self._world.chat(user.id), user, blocked)

    def deactivate(self, user: User) -> None:
        user.deactivated = True
        self._world.journal.emit("user", user_id=user.id, deactivated=True)

    # -- the rules --------------------------------------------------------------------------------

    def _sent(self, message: Message) -> Message:
        if message.chat.is_private:
            message.chat.started = True
        self._world.tell_bot(message)
        return message

    def may_write(self, user: User, chat: Chat) -> None:
        self.may_read(user, chat)
        if chat.blocked:
            raise Refused("the user blocked the bot; unblock it first")
        if chat.migrated_to:
            raise Refused("the group became a supergroup; write there")

    def may_read(self, user: User, chat: Chat) -> None:
        if user.deactivated:
            raise Refused("the user is deactivated")
        if chat.user is not None and chat.user is not user:
            raise Refused("this is somebody else's private chat")
        if not chat.is_private and chat.members.get(user.id) not in PRESENT:
            raise Refused("the user is not in this group")


def file_of(world: World, message: Message) -> StoredFile | None:
    """The file a message carries."""
    for kind in ("document", "voice", "sticker"):
        if kind in message.content:
            return world.files.find(message.content[kind]["file_id"])
    if "photo" in message.content:
        return world.files.find(message.content["photo"][-1]["file_id"])
    return None
