"""Stored before it is acknowledged, applied once, in each sender's order."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from core.clock import ManualClock
from core.database.session import Database
from core.inbox.repository import InboxRepository
from core.inbox.schemas import Incoming, TurnKind
from core.inbox.service import MOST_ATTEMPTS, InboxService

ANNA, BEN = 1, 2


class Inbox:
    """The service in transactions of its own."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        self.database = database
        self.clock = clock

    async def __call__(self, method: str, *arguments: Any) -> Any:
        async with self.database.transaction() as session:
            return await getattr(InboxService(InboxRepository(session), self.clock), method)(*arguments)

    async def store(self, *updates: tuple[int, int]) -> list[int]:
        incoming = [Incoming(update_id=id_, sender=sender, payload={"text": "hunter2"}) for id_, sender in updates]
        return [update.update_id for update in await self("store", incoming)]


@pytest.fixture
def inbox(database: Database, clock: ManualClock) -> Inbox:
    return Inbox(database, clock)


async def test_what_came_before_is_not_stored_again(inbox: Inbox) -> None:
    assert await inbox.store((10, ANNA), (11, BEN)) == [10, 11]
    assert await inbox.store((11, BEN), (12, ANNA)) == [12]
    assert await inbox.store() == []


async def test_the_order_is_that_of_arrival_not_of_update_ids(inbox: Inbox) -> None:
    """Update ids restart at random after a quiet week."""
    await inbox.store((900, ANNA))
    await inbox.store((5, ANNA))
    assert [row.update_id for row in await inbox("unfinished")] == [900, 5]
    turn = await inbox("begin", 5, ANNA)
    assert (turn.kind, turn.earlier.update_id) == (TurnKind.EARLIER, 900)
    assert (await inbox("begin", 900, ANNA)).kind is TurnKind.MINE


async def test_senders_do_not_wait_for_one_another(inbox: Inbox) -> None:
    await inbox.store((1, ANNA), (2, BEN))
    assert (await inbox("begin", 2, BEN)).kind is TurnKind.MINE


async def test_applied_erases_what_was_typed_and_keeps_what_is_to_be_shown(inbox: Inbox) -> None:
    await inbox.store((1, ANNA), (2, ANNA))
    await inbox("applied", 1, {"toast": "done"})
    first, second = await inbox("unfinished")
    assert (first.payload, first.reply) == (None, {"toast": "done"})
    assert second.payload == {"text": "hunter2"}
    turn = await inbox("begin", 1, ANNA)
    assert turn.kind is TurnKind.DONE
    await inbox("answered", 1)
    assert (await inbox("begin", 1, ANNA)).kind is TurnKind.DONE
    assert [row.update_id for row in await inbox("unfinished")] == [2]


async def test_an_update_nobody_stored_is_done(inbox: Inbox) -> None:
    assert (await inbox("begin", 404, ANNA)).kind is TurnKind.DONE


async def test_what_was_not_applied_cannot_be_answered(inbox: Inbox) -> None:
    await inbox.store((1, ANNA))
    await inbox("answered", 1)
    assert [row.update_id for row in await inbox("unfinished")] == [1]


async def test_two_processes_apply_an_update_once(inbox: Inbox) -> None:
    """The second waits for the first to commit, and then finds it done."""
    await inbox.store((1, ANNA), (2, ANNA))
    held, let_go = asyncio.Event(), asyncio.Event()

    async def first() -> TurnKind:
        async with inbox.database.transaction() as session:
            service = InboxService(InboxRepository(session), inbox.clock)
            turn = await service.begin(1, ANNA)
            held.set()
            await let_go.wait()
            await service.applied(1, {})
            return turn.kind

    async def second(update_id: int) -> TurnKind:
        await held.wait()
        turn = await inbox("begin", update_id, ANNA)
        kind: TurnKind = turn.kind
        return kind

    async def release() -> None:
        await held.wait()
        async with inbox.database.transaction() as session:
            for _ in range(1000):
                waiting = await session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))
                if waiting:
                    break
        let_go.set()

    kinds = await asyncio.gather(first(), second(1), second(2), release())
    assert list(kinds)[:3] == [TurnKind.MINE, TurnKind.DONE, TurnKind.MINE]


async def test_after_a_few_failures_an_update_is_given_up(inbox: Inbox) -> None:
    await inbox.store((1, ANNA), (2, ANNA))
    assert [await inbox("failed", 1) for _ in range(MOST_ATTEMPTS)] == [False, False, True]
    assert (await inbox("begin", 2, ANNA)).kind is TurnKind.MINE
    assert [row.update_id for row in await inbox("unfinished")] == [2]
