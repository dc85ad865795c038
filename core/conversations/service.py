"""Where each conversation stands, kept so that a process may die at any moment without losing a step."""

from collections.abc import Collection
from datetime import timedelta

from core.clock import Clock
from core.conversations.models import Conversation
from core.conversations.repository import ConversationRepository, ConversationRow
from core.conversations.schemas import ConversationState, Frame

EXPIRES_AFTER = timedelta(hours=24)
"""An unfinished form is forgotten a day after its last step: prices, slots and moods have changed."""


class ConversationService:
    def __init__(self, repository: ConversationRepository, clock: Clock) -> None:
        self._rows = repository
        self._clock = clock
        self._known: dict[tuple[int, int], ConversationState] = {}
        """What this unit of work has read or written: nobody else goes on with a person's conversation meanwhile."""

    async def find(self, chat_id: int, telegram_user_id: int) -> ConversationState | None:
        """The person's conversation in the chat; None when there is none or it has expired."""
        key = chat_id, telegram_user_id
        if key not in self._known:
            row = await self._rows.find(chat_id, telegram_user_id)
            if row is None or row.expires_at <= self._clock.now():
                return None
            self._known[key] = _state(row)
        return self._known[key]

    async def in_private(self, telegram_user_ids: Collection[int]) -> list[ConversationState]:
        """What those people have entered in their own chats, as long as it is kept."""
        return [_state(row) for row in await self._rows.of_private_chats(telegram_user_ids)]

    async def erase(self, telegram_user_ids: Collection[int]) -> None:
        """Forgets what those people have entered in their own chats."""
        await self._rows.delete_of_private_chats(telegram_user_ids)
        self._known.clear()

    async def whose(self, chat_id: int, message_id: int) -> int | None:
        """Whose conversation stands on the message: in a group everybody sees everybody's."""
        row = await self._rows.at(chat_id, message_id)
        return None if row is None else row.telegram_user_id

    async def save(self, state: ConversationState) -> None:
        """Writes the state; it is kept for a day from now."""
        await self._rows.save(
            {
                "chat_id": state.chat_id,
                "telegram_user_id": state.telegram_user_id,
                "name": state.frame.name,
                "step": state.frame.step,
                "draft": state.frame.draft,
                "notice": state.notice,
                "suspended": [frame.model_dump(mode="json") for frame in state.suspended],
                "message_id": state.message_id,
                "reply_keyboard": state.reply_keyboard,
                "expires_at": self._clock.now() + EXPIRES_AFTER,
            }
        )
        self._known[state.chat_id, state.telegram_user_id] = state

    async def end(self, chat_id: int, telegram_user_id: int) -> None:
        """Forgets the conversation and all that was entered in it."""
        await self._rows.delete(chat_id, telegram_user_id)
        self._known.pop((chat_id, telegram_user_id), None)

    async def drawn(self, chat_id: int, telegram_user_id: int, message_id: int, *, reply_keyboard: bool) -> None:
        """Records on which message the conversation now stands."""
        await self._rows.set_drawn(chat_id, telegram_user_id, message_id, reply_keyboard)
        self._known.pop((chat_id, telegram_user_id), None)


def _state(row: Conversation | ConversationRow) -> ConversationState:
    return ConversationState(
        chat_id=row.chat_id,
        telegram_user_id=row.telegram_user_id,
        frame=Frame(name=row.name, step=row.step, draft=row.draft),
        notice=row.notice,
        suspended=tuple(Frame.model_validate(frame) for frame in row.suspended),
        message_id=row.message_id,
        reply_keyboard=row.reply_keyboard,
    )
