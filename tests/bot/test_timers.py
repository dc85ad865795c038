"""What is due happens by itself: the timer, not a poke, sets it off."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from telegram.error import NetworkError

from bot import scheduler as scheduling
from bot.answerer import Answerer
from core.clock import SystemClock
from core.notifications.schemas import Kind


@pytest.fixture
def clock() -> Any:
    """The machine's own: the timers run on it."""
    return SystemClock()


async def test_a_row_that_falls_due_is_sent_by_the_timer(world: Any) -> None:
    due_at = world.desk.clock.now() + timedelta(seconds=0.4)
    async with world.desk.unit() as services:
        await services.notifications.enqueue(Kind.TROUBLE, dedupe_key="x", payload={"error": "soon"}, due_at=due_at)
    await world.client.wait_message(world.staff.user, "soon", chat=world.clinic, within=20)


async def test_what_could_not_be_answered_is_answered_a_little_later(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduling, "RETRY", timedelta(seconds=0.1))
    anna = await world.person("Anna")
    with patch.object(Answerer, "answer", side_effect=NetworkError("down")):
        await world.client.send_text(anna.user, "/start")
        await world.settle()
    await world.client.wait_message(anna.user, "Paws & Co", within=20)
