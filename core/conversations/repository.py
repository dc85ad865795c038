"""Every query on conversations."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from core.conversations.models import Conversation
from core.database.repository import Repository


class ConversationRepository(Repository[Conversation]):
    model = Conversation

    async def find(self, chat_id: int, telegram_user_id: int) -> Conversation | None:
        return await self._one(
            select(Conversation).where(
                Conversation.chat_id == chat_id, Conversation.telegram_user_id == telegram_user_id
            )
        )

    async def at(self, chat_id: int, message_id: int) -> Conversation | None:
        """The latest conversation of the chat that stands on the message; without a name it is over."""
        return await self._one(
            select(Conversation)
            .where(Conversation.chat_id == chat_id, Conversation.message_id == message_id, Conversation.name != "")
            .order_by(Conversation.expires_at.desc())
            .limit(1)
        )

    async def save(self, values: dict[str, Any]) -> None:
        statement = insert(Conversation).values(values)
        keys = ("chat_id", "telegram_user_id")
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=keys,
                set_={name: statement.excluded[name] for name in values if name not in keys},
            ).execution_options(synchronize_session=False)
        )

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
        await self._session.execute(
            update(Conversation)
            .where(Conversation.chat_id == chat_id, Conversation.telegram_user_id == telegram_user_id)
            .values(message_id=message_id, reply_keyboard=reply_keyboard)
            .execution_options(synchronize_session=False)
        )

    async def delete_expired(self, now: datetime) -> int:
        gone = await self._session.scalars(
            delete(Conversation).where(Conversation.expires_at <= now).returning(Conversation.chat_id)
        )
        return len(gone.all())
