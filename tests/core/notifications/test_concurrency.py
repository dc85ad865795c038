"""Dispatchers that share an outbox, crash at the worst moment, or meet a withdrawal half-way."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from core.clock import ManualClock
from core.database.session import Database
from core.front_desk import FrontDesk
from core.notifications.delivery import MOST_ATTEMPTS
from core.notifications.dispatcher import LEASE, SEND_TIMEOUT, Dispatcher
from core.notifications.errors import Permanent, Temporary, Unreachable
from core.notifications.models import Notification
from core.notifications.repository import _first_in_line
from core.notifications.schemas import Dropped, Kind, NotificationStatus, Outgoing, Sent
from core.users.models import User

if TYPE_CHECKING:
    from tests.core.notifications.conftest import House, ScriptedSender

SENT, PENDING, WITHDRAWN = NotificationStatus.SENT, NotificationStatus.PENDING, NotificationStatus.WITHDRAWN


async def at_once() -> None:
    await asyncio.sleep(0)


async def claim(desk: FrontDesk) -> list[Outgoing]:
    """What a dispatcher does first; the test may let it crash afterwards."""
    async with desk.unit() as services:
        return (await services.notifications.delivery.claim(10, LEASE)).outgoing


async def test_dispatchers_share_the_outbox_without_a_duplicate(
    house: "House", desk: FrontDesk, sender: "ScriptedSender"
) -> None:
    user_id = await house.user(7, 8)
    for number in range(30):
        await house.enqueue(Kind.TROUBLE, f"clinic {number}")
        await house.enqueue(Kind.CONFIRMED, f"user {number}", user_id=user_id)
    dispatchers = [Dispatcher(desk, sender, pace=at_once, concurrency=3) for _ in range(4)]
    settled = await asyncio.gather(*(dispatcher.run_due(limit=4) for dispatcher in dispatchers))
    assert sum(settled) == 30 + 3 * 30
    assert len(sender.delivered) == 30 + 2 * 30
    assert len({outgoing.id for outgoing in sender.delivered}) == 90
    assert sum(count > 0 for count in settled) > 1  # they did share


async def test_claiming_asks_as_much_for_many_rows_as_for_one(
    house: "House", desk: FrontDesk, database: Database
) -> None:
    asked: list[str] = []
    database.watch(lambda statement, _: asked.append(statement))

    async def statements(count: int) -> int:
        for _ in range(count):
            user_id = await house.user(next(numbers))
            await house.enqueue(Kind.CONFIRMED, f"row {user_id}", user_id=user_id)
        asked.clear()
        assert len(await claim(desk)) == count
        return len(asked)

    numbers = iter(range(1, 100))
    assert await statements(1) == await statements(9)


async def test_claiming_does_not_walk_through_all_that_is_due_for_each_row(database: Database) -> None:
    """The plan of a database that has no statistics yet; the table is empty to it."""
    query = select(Notification.id).where(
        Notification.status == PENDING, Notification.due_at <= func.now(), _first_in_line()
    )
    explained = "EXPLAIN " + str(query.compile(database.engine, compile_kwargs={"literal_binds": True}))
    async with database.transaction() as session:
        plan = "\n".join(await session.scalars(text(explained)))
    assert plan.count("ix_notifications_due") <= 1, plan


async def test_a_crash_between_claim_and_record_is_healed_after_the_lease(
    house: "House", desk: FrontDesk, dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    await house.enqueue(Kind.TROUBLE, "a")
    assert len(await claim(desk)) == 1  # … and the process dies here

    clock.advance(LEASE - timedelta(seconds=1))
    assert await dispatcher.run_due() == 0
    assert await dispatcher.next_wake() == clock.now() + timedelta(seconds=1)
    clock.advance(timedelta(seconds=1))
    assert await dispatcher.run_due() == 1
    assert (await house.row("a")).attempts == 2


async def test_a_row_that_takes_the_process_down_is_given_up(
    house: "House", desk: FrontDesk, sender: "ScriptedSender", dispatcher: Dispatcher, clock: ManualClock
) -> None:
    await house.enqueue(Kind.REQUEST_CARD, "a")
    for _ in range(MOST_ATTEMPTS):
        assert len(await claim(desk)) == 1
        clock.advance(LEASE)
    assert await dispatcher.run_due() == 2
    assert [outgoing.kind for outgoing in sender.asked] == [Kind.TROUBLE]


async def test_the_first_to_record_wins_and_a_late_failure_changes_nothing(
    house: "House", desk: FrontDesk, clock: ManualClock
) -> None:
    await house.enqueue(Kind.TROUBLE, "a")
    [slow] = await claim(desk)
    clock.advance(LEASE)
    [quick] = await claim(desk)
    async with desk.unit() as services:
        assert not await services.notifications.delivery.record(slow, Permanent("Bad Request"))
    async with desk.unit() as services:
        assert not await services.notifications.delivery.still_to_send(slow, SEND_TIMEOUT)
        await services.notifications.delivery.give_back(slow, None)
    assert (await house.row("a")).claimed_until == clock.now() + LEASE
    async with desk.unit() as services:
        assert await services.notifications.delivery.record(quick, Sent(chat_id=1, message_id=2))
    async with desk.unit() as services:
        assert await services.notifications.delivery.record(slow, Sent(chat_id=1, message_id=3))
    row = await house.row("a")
    assert (row.status, row.message_id) == (SENT, 2)


async def test_a_lease_too_short_for_the_send_is_given_back(
    house: "House", desk: FrontDesk, sender: "ScriptedSender", clock: ManualClock
) -> None:
    waited = False

    async def slow_at_first() -> None:
        nonlocal waited
        if not waited:
            waited = True
            clock.advance(LEASE - SEND_TIMEOUT / 2)

    await house.enqueue(Kind.TROUBLE, "a")
    await house.enqueue(Kind.TROUBLE, "b")
    assert await Dispatcher(desk, sender, pace=slow_at_first, concurrency=1).run_due() == 2
    assert len(sender.asked) == 2
    assert [row.attempts for row in await house.rows()] == [1, 1]


async def test_what_is_withdrawn_between_claim_and_send_is_not_sent(
    house: "House", desk: FrontDesk, sender: "ScriptedSender"
) -> None:
    user_id = await house.user(7)
    visit = await house.appointment(user_id)
    await house.enqueue(Kind.REMINDER, "a", user_id=user_id, appointment_id=visit)

    async def pace() -> None:
        assert await house.withdraw(visit, Kind.REMINDER) == 1

    assert await Dispatcher(desk, sender, pace=pace).run_due() == 0
    assert sender.asked == []
    assert (await house.row("a")).status is WITHDRAWN


async def test_what_is_withdrawn_during_the_send_is_recorded_as_sent(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender"
) -> None:
    user_id = await house.user(7)
    visit = await house.appointment(user_id)
    await house.enqueue(Kind.REMINDER, "a", user_id=user_id, appointment_id=visit)

    async def behave(outgoing: Outgoing) -> Sent | Dropped:
        assert await house.withdraw(visit, Kind.REMINDER) == 1
        return sender.deliver(outgoing)

    sender.behave = behave
    await dispatcher.run_due()
    row = await house.row("a")
    assert (row.status, row.chat_id, row.message_id) == (SENT, 7, 101)
    assert len(await house.rows()) == 1


async def test_what_is_withdrawn_during_a_send_that_fails_stays_withdrawn(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    user_id = await house.user(7)
    visit = await house.appointment(user_id)
    await house.enqueue(Kind.REMINDER, "a", user_id=user_id, appointment_id=visit)

    async def behave(outgoing: Outgoing) -> Sent | Dropped:
        await house.withdraw(visit, Kind.REMINDER)
        raise Temporary("502")

    sender.behave = behave
    assert await dispatcher.run_due() == 0
    clock.advance(timedelta(hours=1))
    assert await dispatcher.run_due() == 0
    assert (await house.row("a")).status is WITHDRAWN
    assert len(sender.asked) == 1


async def test_a_card_that_was_withdrawn_too_late_is_redrawn(
    house: "House", desk: FrontDesk, dispatcher: Dispatcher, sender: "ScriptedSender"
) -> None:
    visit = await house.appointment(await house.user(7))
    await house.enqueue(Kind.REQUEST_CARD, "card", appointment_id=visit)

    async def behave(outgoing: Outgoing) -> Sent | Dropped:
        if outgoing.kind is Kind.REQUEST_CARD:
            await house.withdraw(visit, Kind.REQUEST_CARD)
            return sender.deliver(outgoing)
        async with desk.unit() as services:
            cards = await services.notifications.cards_of(visit)
        return Sent(chat_id=cards[0].chat_id, message_id=None)

    sender.behave = behave
    assert await dispatcher.run_due() == 2
    assert [outgoing.kind for outgoing in sender.asked] == [Kind.REQUEST_CARD, Kind.CARD_UPDATE]
    assert sender.asked[1].appointment_id == visit


async def test_withdrawals_and_claims_in_a_crowd_send_nothing_that_was_withdrawn_first(
    house: "House", desk: FrontDesk, sender: "ScriptedSender"
) -> None:
    user_id = await house.user(7)
    visits = [await house.appointment(user_id) for _ in range(12)]
    for visit in visits:
        await house.enqueue(Kind.REMINDER, f"{visit}", user_id=user_id, appointment_id=visit)
    dispatchers = [Dispatcher(desk, sender, pace=at_once, concurrency=2) for _ in range(2)]
    await asyncio.gather(
        *(dispatcher.run_due(limit=3) for dispatcher in dispatchers),
        *(house.withdraw(visit, Kind.REMINDER) for visit in reversed(visits)),
    )
    delivered = {outgoing.id for outgoing in sender.delivered}
    assert len(delivered) == len(sender.delivered)
    for row in await house.rows():
        assert row.status is (SENT if row.id in delivered else WITHDRAWN)


async def test_runs_of_one_dispatcher_may_overlap(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender"
) -> None:
    await house.enqueue(Kind.TROUBLE, "a")

    async def behave(outgoing: Outgoing) -> Sent | Dropped:
        if outgoing.attempts == 1 and len(sender.asked) == 1:
            await house.enqueue(Kind.TROUBLE, "written meanwhile")
        return sender.deliver(outgoing)

    sender.behave = behave
    assert sum(await asyncio.gather(dispatcher.run_due(), dispatcher.run_due())) == 2
    assert await dispatcher.next_wake() is None


async def test_a_visit_erased_during_the_send_takes_its_row_along(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender"
) -> None:
    user_id = await house.user(7)
    await house.enqueue(Kind.CONFIRMED, "a", user_id=user_id)

    async def behave(outgoing: Outgoing) -> Sent | Dropped:
        async with house.database.transaction() as session:
            await session.delete(await session.get_one(User, user_id))
        return sender.deliver(outgoing)

    sender.behave = behave
    assert await dispatcher.run_due() == 0
    assert await house.rows() == []


async def test_rows_that_another_is_claiming_are_passed_over(house: "House", desk: FrontDesk) -> None:
    for number in range(3):
        await house.enqueue(Kind.TROUBLE, f"{number}")
    async with asyncio.timeout(10), desk.unit() as one, desk.unit() as other:
        first = (await one.notifications.delivery.claim(1, LEASE)).outgoing
        rest = (await other.notifications.delivery.claim(10, LEASE)).outgoing
    assert len(first) == 1
    assert len({outgoing.id for outgoing in first + rest}) == 3


async def test_copies_that_fail_at_the_same_time_are_judged_one_after_the_other(
    house: "House", desk: FrontDesk
) -> None:
    await house.enqueue(Kind.CONFIRMED, "a", user_id=await house.user(7, 8))
    assert await claim(desk) == []  # made into copies
    one, other = await claim(desk)

    async def record(outgoing: Outgoing) -> None:
        async with desk.unit() as services:
            await services.notifications.delivery.record(outgoing, Unreachable(outgoing.telegram_user_id))

    async with asyncio.timeout(20), house.database.transaction() as watcher:
        async with desk.unit() as services:
            await services.notifications.delivery.record(one, Unreachable(one.telegram_user_id))
            meanwhile = asyncio.ensure_future(record(other))
            blocked = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            while not meanwhile.done() and not await watcher.scalar(blocked):  # noqa: ASYNC110 - no event for it
                await asyncio.sleep(0)
        await meanwhile
    assert len(await house.rows(Kind.UNREACHABLE)) == 1
