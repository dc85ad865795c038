"""Every query on conversations."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from core.conversations.models import Conversation
from core.database.base import table
from core.database.repository import Repository
from core.database.statement import Row, Statement

ConversationRow = Row
"""The columns that `save` writes, by the names that the entity has."""

_conversations = table(Conversation)
_conversation = _conversations.c
_SAVED = (
    *("chat_id", "telegram_user_id", "name", "step", "draft", "notice", "suspended"),
    *("message_id", "reply_keyboard", "expires_at"),
)

# Sent at every tap: made once, and of columns instead of entities.
_THIS = (_conversation.chat_id == bindparam("of_chat"), _conversation.telegram_user_id == bindparam("of_user"))
_FIND = Statement(select(*(_conversation[name] for name in _SAVED)).where(*_THIS))
_inserted = insert(_conversations).values({name: bindparam(name) for name in _SAVED})
_SAVE = Statement(
    _inserted.on_conflict_do_update(
        index_elements=_SAVED[:2],
        set_={**{name: _inserted.excluded[name] for name in _SAVED[2:]}, "updated_at": func.now()},
    )
)
_SET_DRAWN = Statement(
    update(_conversations).where(*_THIS).values(message_id=bindparam("at"), reply_keyboard=bindparam("keyboard"))
)


class ConversationRepository(Repository[Conversation]):
    model = Conversation

    async def find(self, chat_id: int, telegram_user_id: int) -> ConversationRow | None:
        return await self._session.row(_FIND, {"of_chat": chat_id, "of_user": telegram_user_id})

    async def at(self, chat_id: int, message_id: int) -> Conversation | None:
        """The latest conversation of the chat that stands on the message; without a name it is over."""
        return await self._one(
            select(Conversation)
            .where(Conversation.chat_id == chat_id, Conversation.message_id == message_id, Conversation.name != "")
            .order_by(Conversation.expires_at.desc())
            .limit(1)
        )

    async def save(self, values: dict[str, Any]) -> None:
        await self._session.rows(_SAVE, values)

    async def delete(self, chat_id: int, telegram_user_id: int) -> None:
        await self._session.execute(
            delete(Conversation)
            .where(Conversation.chat_id == chat_id, Conversation.telegram_user_id == telegram_user_id)
            .execution_options(synchronize_session=False)
        )

    async def of_private_chats(self, telegram_user_ids: Collection[int]) -> list[Conversation]:
        return await self._all(
            select(Conversation)
            .where(Conversation.chat_id == Conversation.telegram_user_id, Conversation.chat_id.in_(telegram_user_ids))
            .order_by(Conversation.chat_id)
        )

    async def delete_of_private_chats(self, telegram_user_ids: Collection[int]) -> None:
        await self._session.execute(
            delete(Conversation)
            .where(Conversation.chat_id == Conversation.telegram_user_id, Conversation.chat_id.in_(telegram_user_ids))
            .execution_options(synchronize_session=False)
        )

    async def set_drawn(self, chat_id: int, telegram_user_id: int, message_id: int, reply_keyboard: bool) -> None:
        values = {"of_chat": chat_id, "of_user": telegram_user_id, "at": message_id, "keyboard": reply_keyboard}
        await self._session.rows(_SET_DRAWN, values)
