"""The sweep: what was kept for long enough goes, nothing else does, and what waits is found; in one statement."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import make_url, text

from bench.idle import executed, log_statements
from core.clock import ManualClock
from core.config import Settings
from core.conversations.schemas import ConversationState, Frame
from core.conversations.service import EXPIRES_AFTER
from core.database.embedded import EmbeddedPostgres
from core.database.engine import create_engine, parse_target
from core.database.session import Database
from core.front_desk import FrontDesk, Services
from core.housekeeping.schemas import Swept
from core.housekeeping.service import KEEP_SETTLED
from core.inbox.schemas import Incoming
from core.inbox.service import KEPT_FOR
from core.notifications.schemas import Kind
from core.security import PasswordHasher
from core.staff.schemas import ChangeKind
from core.staff.service import KEEP_CHANGES
from core.users.schemas import SYSTEM

MINUTE = timedelta(minutes=1)


class House:
    def __init__(self, desk: FrontDesk, database: Database, clock: ManualClock) -> None:
        self.desk = desk
        self.database = database
        self.clock = clock

    async def sweep(self) -> Swept:
        async with self.desk.unit(one_statement=True) as services:
            return await services.housekeeping.sweep()

    async def do(self, work: Callable[[Services], Awaitable[Any]]) -> None:
        async with self.desk.unit() as services:
            await work(services)

    async def count(self, table: str) -> int:
        async with self.database.transaction() as session:
            return int(await session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)

    async def update(self, update_id: int, *, answered: bool = True) -> None:
        async def take(services: Services) -> None:
            await services.inbox.store([Incoming(update_id=update_id, sender=1, payload={"text": "hello"})])
            if answered:
                await services.inbox.applied(update_id, {})
                await services.inbox.answered(update_id)

        await self.do(take)

    async def conversation(self, chat_id: int) -> None:
        state = ConversationState(
            chat_id=chat_id, telegram_user_id=chat_id, frame=Frame(name="registration", step="email", draft={})
        )
        await self.do(lambda services: services.conversations.save(state))

    async def push(self, key: str, *, due_in: timedelta = timedelta(0)) -> None:
        due_at = self.clock.now() + due_in
        await self.do(lambda services: services.notifications.enqueue(Kind.TROUBLE, dedupe_key=key, due_at=due_at))


@pytest.fixture
def house(database: Database, clock: ManualClock, hasher: PasswordHasher) -> House:
    return House(FrontDesk(database, Settings(_env_file=None), clock, hasher), database, clock)


@pytest.fixture
def hasher() -> Any:
    hasher = PasswordHasher()
    yield hasher
    hasher.close()


async def test_where_nothing_is_kept_there_is_nothing_to_wake_for(house: House) -> None:
    assert await house.sweep() == Swept(next_purge=None, unfinished=False, due=None)


async def test_updates_go_a_day_after_they_came_once_they_are_answered(house: House) -> None:
    await house.update(1)
    await house.update(2, answered=False)
    house.clock.advance(MINUTE)
    await house.update(3)
    assert await house.sweep() == Swept(house.clock.now() - MINUTE + KEPT_FOR, unfinished=True, due=None)
    assert await house.count("inbox") == 3
    house.clock.advance(KEPT_FOR - MINUTE)
    assert (await house.sweep()).next_purge == house.clock.now() + MINUTE
    assert await house.count("inbox") == 2
    house.clock.advance(MINUTE)
    assert await house.sweep() == Swept(None, unfinished=True, due=None)
    assert await house.count("inbox WHERE update_id = 2") == 1, "it waits to be answered, however long"


async def test_forms_go_when_they_have_expired(house: House) -> None:
    await house.conversation(1)
    house.clock.advance(MINUTE)
    await house.conversation(2)
    house.clock.advance(EXPIRES_AFTER - MINUTE)
    assert (await house.sweep()).next_purge == house.clock.now() + MINUTE
    assert await house.count("conversations") == 1


async def test_the_next_purge_is_that_of_whatever_goes_first(house: House) -> None:
    await house.do(lambda services: services.staff.changed(SYSTEM, ChangeKind.SWITCH, to="open"))
    assert (await house.sweep()).next_purge == house.clock.now() + KEEP_CHANGES
    await house.push("told")
    await house.do(lambda services: services.notifications.delivery.claim(1, MINUTE))
    assert (await house.sweep()).next_purge == house.clock.now() + KEEP_CHANGES, "it is not settled yet"
    async with house.database.transaction() as session:
        await session.execute(
            text("UPDATE notifications SET status = 'sent', settled_at = :now"), {"now": house.clock.now()}
        )
    assert (await house.sweep()).next_purge == house.clock.now() + KEEP_SETTLED
    await house.conversation(1)
    assert (await house.sweep()).next_purge == house.clock.now() + EXPIRES_AFTER


async def test_what_waits_is_found(house: House) -> None:
    await house.push("later", due_in=3 * MINUTE)
    await house.push("soon", due_in=MINUTE)
    assert (await house.sweep()).due == house.clock.now() + MINUTE
    house.clock.advance(MINUTE)
    await house.do(lambda services: services.notifications.delivery.claim(1, 10 * MINUTE))
    assert (await house.sweep()).due == house.clock.now() + 2 * MINUTE, "somebody is at the first"
    assert await house.count("notifications") == 2


async def test_it_is_one_statement_and_nothing_around_it(
    house: House, postgres: EmbeddedPostgres, database_url: str, hasher: PasswordHasher
) -> None:
    """Counted by the server, on a connection that is new, as after an hour without one."""
    await house.update(1)
    await house.conversation(1)
    house.clock.advance(KEPT_FOR)
    await log_statements(postgres, make_url(database_url).database or "")
    storage = Database(create_engine(parse_target(database_url)))
    desk = FrontDesk(storage, Settings(_env_file=None), house.clock, hasher)
    async with storage.transaction() as session:  # the engine's first connection asks for the server's version
        await session.execute(text("SELECT 1"))
    await storage.engine.dispose()
    before = executed(postgres)
    async with desk.unit(one_statement=True) as services:
        await services.housekeeping.sweep()
    assert executed(postgres) - before == 1
    await storage.close()
    assert await house.count("inbox") + await house.count("conversations") == 0, "and it is committed"
