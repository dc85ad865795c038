"""Where a conversation stands, as it comes back after a kill."""

from datetime import timedelta
from typing import Any

import pytest

from core.clock import ManualClock
from core.conversations.repository import ConversationRepository
from core.conversations.schemas import ConversationState, Frame
from core.conversations.service import EXPIRES_AFTER, ConversationService
from core.database.session import Database

STATE = ConversationState(
    chat_id=-5,
    telegram_user_id=7,
    frame=Frame(name="book", step="time", draft={"day": "2026-03-03", "notes": "<b>&\u202e"}),
    notice={"key": "error-slot-taken", "args": {}},
    suspended=(Frame(name="pet", step="breed", draft={"name": "Rex"}),),
    message_id=12,
    reply_keyboard=True,
)


@pytest.fixture
def conversations(database: Database, clock: ManualClock) -> Any:
    async def call(method: str, *arguments: Any, **named: Any) -> Any:
        async with database.transaction() as session:
            service = ConversationService(ConversationRepository(session), clock)
            return await getattr(service, method)(*arguments, **named)

    return call


async def test_it_comes_back_as_it_was_saved(conversations: Any) -> None:
    assert await conversations("find", -5, 7) is None
    await conversations("save", STATE)
    assert await conversations("find", -5, 7) == STATE
    assert await conversations("find", 7, 7) is None
    later = STATE.model_copy(update={"frame": Frame(name="book", step="notes"), "notice": None, "suspended": ()})
    await conversations("save", later)
    assert await conversations("find", -5, 7) == later


async def test_where_it_was_drawn_is_noted_by_itself(conversations: Any) -> None:
    await conversations("save", STATE)
    await conversations("drawn", -5, 7, 13, reply_keyboard=False)
    assert await conversations("find", -5, 7) == STATE.model_copy(update={"message_id": 13, "reply_keyboard": False})
    await conversations("end", -5, 7)
    await conversations("drawn", -5, 7, 14, reply_keyboard=False)
    assert await conversations("find", -5, 7) is None


async def test_whose_it_is_that_stands_on_a_message(conversations: Any, clock: ManualClock) -> None:
    assert await conversations("whose", -5, 12) is None
    await conversations("save", STATE)
    assert await conversations("whose", -5, 12) == 7
    assert await conversations("whose", -5, 13) is None
    assert await conversations("whose", 7, 12) is None
    over = STATE.model_copy(update={"frame": Frame(name="", step="")})
    await conversations("save", over)
    assert await conversations("whose", -5, 12) is None
    await conversations("save", STATE.model_copy(update={"telegram_user_id": 8}))
    assert await conversations("whose", -5, 12) == 8


async def test_it_is_forgotten_a_day_after_its_last_step(conversations: Any, clock: ManualClock) -> None:
    await conversations("save", STATE)
    clock.advance(EXPIRES_AFTER - timedelta(seconds=1))
    await conversations("save", STATE)
    clock.advance(EXPIRES_AFTER - timedelta(seconds=1))
    assert await conversations("find", -5, 7) == STATE
    clock.advance(timedelta(seconds=1))
    assert await conversations("find", -5, 7) is None
