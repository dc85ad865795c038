"""Who comes and goes in groups, and what becomes of groups."""

from bot.sandbox.errors import Refused
from bot.sandbox.model import PRESENT, Chat, ChatType, MemberStatus, User
from bot.sandbox.serialize import user_json
from bot.sandbox.world import World


class Groups:
    def __init__(self, world: World) -> None:
        self._world = world

    def create(
        self,
        title: str,
        members: list[User],
        *,
        kind: ChatType = "group",
        bot_status: MemberStatus = "member",
        chat_id: int | None = None,
    ) -> Chat:
        """A new group; its first member is the creator. The bot learns of it by my_chat_member."""
        if not members:
            raise Refused("a group has at least one member")
        statuses: dict[int, MemberStatus] = {user.id: "member" for user in members}
        statuses[members[0].id] = "creator"
        chat = self._world.add_group(title, statuses, kind, chat_id)
        if bot_status in PRESENT:
            self.set_status(chat, members[0], self._world.bot, bot_status)
        return chat

    def set_status(self, chat: Chat, actor: User, user: User, status: MemberStatus) -> None:
        """Add, promote, demote, remove or ban anybody, the bot included, with the service message."""
        if chat.is_private:
            raise Refused("private chats have no members")
        was_in = chat.members.get(user.id, "left") in PRESENT
        is_in = status in PRESENT
        if is_in and not was_in:
            self._world.set_member(chat, actor, user, status)
            self._world.service(chat, actor, {"new_chat_members": [user_json(user)]})
        elif was_in and not is_in:
            bot_leaves = user is self._world.bot
            if not bot_leaves:
                self._world.service(chat, actor, {"left_chat_member": user_json(user)})
            self._world.set_member(chat, actor, user, status)
            if bot_leaves:
                self._world.service(chat, actor, {"left_chat_member": user_json(user)}, tell=False)
            chat.keyboards.pop(user.id, None)
        else:
            self._world.set_member(chat, actor, user, status)

    def join(self, chat: Chat, user: User) -> None:
        self.set_status(chat, user, user, "member")

    def leave(self, chat: Chat, user: User) -> None:
        if chat.members.get(user.id) not in PRESENT:
            raise Refused("the user is not in this group")
        self.set_status(chat, user, user, "left")

    def upgrade(self, chat: Chat) -> Chat:
        """Make a group a supergroup: a new chat with a new id, and a word of it in both."""
        if chat.type != "group" or chat.migrated_to:
            raise Refused("only a group that isn't upgraded yet can be upgraded")
        world = self._world
        creator = next(uid for uid, status in chat.members.items() if status in PRESENT and uid != world.bot.id)
        new = world.add_group(chat.title or "", dict(chat.members), "supergroup")
        actor = world.users[creator]
        world.service(chat, actor, {"migrate_to_chat_id": new.id})
        chat.migrated_to = new.id
        chat.keyboards.clear()
        world.service(new, actor, {"migrate_from_chat_id": chat.id})
        return new
