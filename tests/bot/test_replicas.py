"""One of several processes: what it says to the others, and what it learns from them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text

from bot import replicas
from bot.application import running_bot
from core.config import Settings
from core.inbox.schemas import Incoming
from core.notifications.schemas import Kind
from core.replicas.service import ReplicaService


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(replicas, "BEAT_SECONDS", 0.02)
    return settings.model_copy(update={"replicas": 2, "webhook_url": "https://bot.example.org"})


async def other(world: Any) -> Any:
    """The desk of another process, on the same database."""
    desk = world.desk.beside(world.desk._database)
    desk.replica = uuid4()
    return desk


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(500):
        if await condition():
            return
        await next_beat()
    raise AssertionError("it never happened")


async def next_beat() -> None:
    """Lets the process beat once more."""
    beaten = asyncio.Event()
    original = ReplicaService.beat

    async def beat(self: ReplicaService, replica: Any) -> int:
        alive = await original(self, replica)
        beaten.set()
        return alive

    with patch.object(ReplicaService, "beat", beat):
        async with asyncio.timeout(20):
            await beaten.wait()


async def test_a_process_is_there_and_counts_the_others(world: Any) -> None:
    desk = await other(world)

    async def counted(number: float) -> bool:
        return f"vetbot_replicas {number}" in world.bot.house.metrics.text().decode()

    await until(lambda: counted(1.0))
    async with desk.unit() as services:
        assert await services.replicas.beat(desk.replica) == 2
    await until(lambda: counted(2.0))


async def test_what_another_left_is_applied_and_shown(world: Any) -> None:
    anna = await world.person("Anna")
    await anna.say("/start")
    desk = await other(world)
    sender = anna.user.id
    message = {
        "message_id": 77,
        "date": 0,
        "chat": {"id": sender, "type": "private", "first_name": "Anna"},
        "from": {"id": sender, "is_bot": False, "first_name": "Anna"},
        "text": "/help",
        "entities": [{"type": "bot_command", "offset": 0, "length": 5}],
    }
    async with desk.unit() as services:  # … and it dies: it was never heard of
        update = Incoming(update_id=5, sender=sender, payload={"update_id": 5, "message": message})
        assert await services.inbox.store([update]) == [update]
    await world.client.wait_message(anna.user, "/appointments", within=20)
    assert "vetbot_updates_taken_over_total 1.0" in world.bot.house.metrics.text().decode()


async def test_what_another_wrote_to_the_outbox_and_did_not_send(world: Any) -> None:
    """Nobody told this process of it; it sees that it is due and nobody's."""
    desk = await other(world)
    async with desk.unit() as services:
        await services.notifications.enqueue(Kind.TROUBLE, dedupe_key="x", payload={"error": "left behind"})
    await world.client.wait_message(world.staff.user, "left behind", chat=world.clinic, within=20)


async def test_the_clinics_chat_moved_where_another_process_heard_it(world: Any) -> None:
    desk = await other(world)
    async with desk.unit() as services:
        await services.clinic.move_admin_chat(world.bot.house.admin_chat_id, -1_000_000_777)

    async def moved() -> bool:
        return bool(world.bot.house.admin_chat_id == -1_000_000_777)

    await until(moved)


async def test_a_database_that_is_away_is_known_without_an_update(world: Any) -> None:
    async def known(away: bool) -> bool:
        return bool(world.desk.database_away is away)

    with patch.object(ReplicaService, "beat", side_effect=asyncpg.CannotConnectNowError("starting up")):
        for _ in range(500):
            if world.desk.database_away:
                break
            await world.client.state()
        assert world.desk.database_away
    await until(lambda: known(False))


async def test_it_says_good_bye(settings: Settings, clock: Any, sandbox: Any, database: Any) -> None:
    async with running_bot(settings, clock=clock), database.transaction() as session:
        assert await session.scalar(text("SELECT count(*) FROM replicas")) == 1
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT count(*) FROM replicas")) == 0
