"""Who is there, and what somebody left who is there no more."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text, update

from core.clock import ManualClock
from core.config import Settings
from core.database.session import Database
from core.front_desk import FrontDesk
from core.inbox.schemas import Incoming, TurnKind, Unfinished
from core.notifications.dispatcher import LEASE
from core.notifications.errors import Temporary
from core.notifications.schemas import Kind, Outgoing, Sent
from core.replicas.models import GONE_AFTER, Replica
from core.replicas.service import FORGOTTEN_AFTER
from core.security import PasswordHasher

ANNA, BEN = 1, 2


class Process:
    """One of several processes on a database."""

    def __init__(self, desk: FrontDesk, database: Database) -> None:
        assert desk.replica is not None
        self.desk = desk
        self.id: UUID = desk.replica
        self._database = database

    async def inbox(self, method: str, *arguments: Any, **named: Any) -> Any:
        async with self.desk.unit() as services:
            return await getattr(services.inbox, method)(*arguments, **named)

    async def beat(self) -> int:
        async with self.desk.unit() as services:
            return await services.replicas.beat(self.id)

    async def leave(self) -> None:
        async with self.desk.unit() as services:
            await services.replicas.leave(self.id)

    async def die(self, ago: timedelta = GONE_AFTER) -> None:
        """As if it had last been heard so long ago."""
        async with self._database.transaction() as session:
            now = await session.scalar(text("SELECT now()"))
            await session.execute(update(Replica).where(Replica.id == self.id).values(seen_at=now - ago))

    async def store(self, *updates: tuple[int, int]) -> None:
        await self.inbox("store", [Incoming(update_id=id_, sender=sender, payload={}) for id_, sender in updates])

    async def apply(self, update_id: int, sender: int) -> None:
        async with self.desk.unit() as services:
            assert (await services.inbox.begin(update_id, sender)).kind is TurnKind.MINE
            await services.inbox.applied(update_id, {"toast": "done"})

    async def claim(self) -> list[Outgoing]:
        async with self.desk.unit() as services:
            return (await services.notifications.delivery.claim(10, LEASE)).outgoing

    async def is_due(self) -> bool:
        async with self.desk.unit() as services:
            return await services.notifications.is_due()


def ids(rows: list[Unfinished]) -> list[int]:
    return [row.update_id for row in rows]


@pytest.fixture
def process(database: Database, clock: ManualClock) -> Callable[[], Process]:
    settings = Settings(_env_file=None).model_copy(update={"replicas": 2})
    hasher = PasswordHasher(rounds=4)
    return lambda: Process(FrontDesk(database, settings, clock, hasher), database)


@pytest.fixture
async def one(process: Callable[[], Process]) -> Process:
    one = process()
    await one.beat()
    return one


@pytest.fixture
async def two(process: Callable[[], Process], one: Process) -> Process:
    two = process()
    assert await two.beat() == 2
    return two


async def test_who_was_not_heard_for_a_while_is_not_there(one: Process, two: Process, database: Database) -> None:
    await two.die(GONE_AFTER - timedelta(seconds=1))
    assert await one.beat() == 2
    await two.die()
    assert await one.beat() == 1
    assert await two.beat() == 2, "it was only slow"
    await two.leave()
    assert await one.beat() == 1
    await one.die(FORGOTTEN_AFTER + timedelta(seconds=1))
    async with one.desk.unit() as services:
        await services.housekeeping.sweep()
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT count(*) FROM replicas")) == 0


async def test_only_what_a_dead_process_held_is_taken_over_and_by_one_alone(
    one: Process, two: Process, process: Callable[[], Process]
) -> None:
    await one.store((1, ANNA))
    await two.store((2, BEN))
    await two.apply(2, BEN)
    assert await one.inbox("take_over") == []
    await two.die()
    three = process()
    await three.beat()
    taken = await asyncio.gather(one.inbox("take_over"), three.inbox("take_over"))
    assert sorted(map(ids, taken)) == [[], [2]]
    (row,) = [row for rows in taken for row in rows]
    assert (row.payload, row.reply) == (None, {"toast": "done"})
    assert await one.inbox("take_over") == await three.inbox("take_over") == []


async def test_a_start_takes_up_what_is_its_own_nobodys_or_a_dead_process(
    one: Process, two: Process, database: Database, clock: ManualClock
) -> None:
    await one.store((1, ANNA))
    await two.store((2, BEN))
    await one.store((3, ANNA))
    async with database.transaction() as session:  # from before there were several
        await session.execute(text("UPDATE inbox SET held_by = NULL WHERE update_id = 3"))
    assert ids(await one.inbox("unfinished")) == [1, 3]
    await two.die()
    assert ids(await one.inbox("unfinished")) == [1, 2, 3]


async def test_whoever_applies_an_update_shows_it(one: Process, two: Process) -> None:
    """The one that stored it finds it done, and leaves the showing to the other."""
    await one.store((1, ANNA))
    await two.apply(1, ANNA)
    assert (await one.inbox("begin", 1, ANNA)).kind is TurnKind.DONE
    assert await one.inbox("unfinished") == []
    await two.die()
    assert ids(await one.inbox("take_over")) == [1]


async def test_an_update_waits_until_the_one_before_was_shown_elsewhere(one: Process, two: Process) -> None:
    await one.store((1, ANNA))
    await one.apply(1, ANNA)
    await two.store((2, ANNA), (3, BEN))
    assert (await two.inbox("begin", 3, BEN)).kind is TurnKind.MINE
    assert (await two.inbox("begin", 2, ANNA)).kind is TurnKind.BEHIND
    assert (await two.inbox("begin", 2, ANNA, patient=False)).kind is TurnKind.MINE
    await one.inbox("answered", 1)
    assert (await two.inbox("begin", 2, ANNA)).kind is TurnKind.MINE


async def test_nobody_waits_for_the_dead_or_for_themselves(one: Process, two: Process) -> None:
    await one.store((1, ANNA), (2, ANNA))
    await one.apply(1, ANNA)
    assert (await one.inbox("begin", 2, ANNA)).kind is TurnKind.MINE
    await one.die()
    assert (await two.inbox("begin", 2, ANNA)).kind is TurnKind.MINE


async def test_a_dead_process_holds_no_lease(one: Process, two: Process) -> None:
    async with one.desk.unit() as services:
        await services.notifications.enqueue(Kind.TROUBLE, dedupe_key="a")
    assert await two.is_due()
    (first,) = await one.claim()
    assert not await two.is_due()
    assert await two.claim() == []
    await one.die()
    assert await two.is_due()
    (second,) = await two.claim()
    async with one.desk.unit() as services:  # it was not dead but slow, and its lease is no longer
        assert not await services.notifications.delivery.still_to_send(first, at_least=timedelta(0))
    async with two.desk.unit() as services:
        assert await services.notifications.delivery.record(second, Sent(chat_id=1, message_id=2))


async def test_what_waits_for_another_try_is_nobodys(one: Process, two: Process, clock: ManualClock) -> None:
    """A wait is no lease: the end of the process that noted it does not cut it short."""
    async with one.desk.unit() as services:
        await services.notifications.enqueue(Kind.TROUBLE, dedupe_key="a")
    (outgoing,) = await one.claim()
    async with one.desk.unit() as services:
        await services.notifications.delivery.record(outgoing, Temporary("down"))
    await one.die()
    assert await two.claim() == []
    clock.advance(timedelta(minutes=1))
    assert len(await two.claim()) == 1


async def test_one_process_leaves_no_names_behind(database: Database, clock: ManualClock) -> None:
    """And asks nothing about others: a database that sleeps is not woken for it."""
    desk = FrontDesk(database, Settings(_env_file=None), clock, PasswordHasher(rounds=4))
    async with desk.unit() as services:
        await services.inbox.store([Incoming(update_id=1, sender=ANNA, payload={})])
        assert await services.inbox.take_over() == []
        assert ids(await services.inbox.unfinished()) == [1]
        await services.inbox.applied(1, {})
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT held_by FROM inbox")) is None
        assert await session.scalar(text("SELECT count(*) FROM replicas")) == 0
