"""The outbox as other features write it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from asyncpg import ForeignKeyViolationError

from core.clock import ManualClock
from core.front_desk import FrontDesk
from core.housekeeping.service import KEEP_SETTLED
from core.notifications.dispatcher import Dispatcher
from core.notifications.schemas import Audience, Kind, NotificationStatus, SentMessage

if TYPE_CHECKING:
    from tests.core.notifications.conftest import House, ScriptedSender

HOUR = timedelta(hours=1)


async def test_a_row_for_the_clinic_is_due_at_once(house: "House", clock: ManualClock) -> None:
    await house.enqueue(Kind.TROUBLE, "trouble:1", payload={"what": "x"})
    row = await house.row("trouble:1")
    assert (row.audience, row.user_id, row.status) == (Audience.ADMIN, None, NotificationStatus.PENDING)
    assert (row.due_at, row.useful_until, row.attempts, row.payload) == (clock.now(), None, 0, {"what": "x"})


async def test_a_row_for_a_user_belongs_to_them(house: "House") -> None:
    user_id = await house.user(1)
    await house.enqueue(Kind.CONFIRMED, "confirmed:1", user_id=user_id)
    row = await house.row("confirmed:1")
    assert (row.audience, row.user_id, row.telegram_user_id) == (Audience.USER, user_id, None)


async def test_a_dedupe_key_counts_once(house: "House", desk: FrontDesk) -> None:
    async with desk.unit() as services:
        notifications = services.notifications
        await notifications.enqueue(Kind.TROUBLE, dedupe_key="same", payload={"first": True})
        await notifications.enqueue(Kind.TROUBLE, dedupe_key="same", payload={"first": False})
    await house.enqueue(Kind.REQUEST_CARD, "same")
    [row] = await house.rows()
    assert (row.kind, row.payload) == (Kind.TROUBLE, {"first": True})


async def test_writers_that_race_for_a_key_write_one_row(house: "House") -> None:
    await asyncio.gather(*(house.enqueue(Kind.TROUBLE, "race", payload={"by": by}) for by in range(12)))
    assert len(await house.rows()) == 1


async def test_the_listener_hears_of_what_was_written_after_the_commit(house: "House", desk: FrontDesk) -> None:
    heard: list[str] = []
    desk.on_outbox_written(lambda: heard.append("written"))
    async with desk.unit() as services:
        await services.notifications.next_due()
    assert heard == []
    async with desk.unit() as services:
        await services.notifications.enqueue(Kind.TROUBLE, dedupe_key="a")
        assert services.notifications.written
        assert heard == []
    assert heard == ["written"]
    await house.enqueue(Kind.TROUBLE, "a")  # known already: nothing new to send
    assert heard == ["written"]


async def test_what_is_rolled_back_is_not_pushed(house: "House", desk: FrontDesk) -> None:
    async def write_and_fail() -> None:
        async with desk.unit() as services:
            await services.notifications.enqueue(Kind.TROUBLE, dedupe_key="a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write_and_fail()
    assert await house.rows() == []


async def test_a_key_that_leaves_no_room_for_its_consequences_is_refused(house: "House") -> None:
    await house.enqueue(Kind.TROUBLE, "k" * 120)
    with pytest.raises(ValueError, match="121 characters"):
        await house.enqueue(Kind.TROUBLE, "k" * 121)


async def test_nobody_elses_appointment(house: "House") -> None:
    with pytest.raises(ForeignKeyViolationError):
        await house.enqueue(Kind.CARD_UPDATE, "a", appointment_id=uuid4())


async def test_reminders_are_rows_with_the_version_they_were_made_for(house: "House", desk: FrontDesk) -> None:
    user_id = await house.user(1)
    appointment_id = await house.appointment(user_id)
    starts_at = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
    async with desk.unit() as services:
        for version in (1, 1, 2):
            await services.notifications.plan_reminders(
                appointment_id=appointment_id, user_id=user_id, starts_at=starts_at, version=version
            )
    rows = {row.dedupe_key: row for row in await house.rows()}
    assert set(rows) == {
        f"reminder:{appointment_id}:{version}:{offset}" for version in (1, 2) for offset in (1440, 120)
    }
    row = rows[f"reminder:{appointment_id}:2:120"]
    assert row.payload == {"offset_minutes": 120, "version": 2}
    assert row.due_at == starts_at - 2 * HOUR
    assert row.useful_until == starts_at - timedelta(minutes=15)
    assert (row.user_id, row.appointment_id, row.audience) == (user_id, appointment_id, Audience.USER)


async def test_a_visit_in_an_hour_earns_no_reminder(house: "House", desk: FrontDesk, clock: ManualClock) -> None:
    user_id = await house.user(1)
    appointment_id = await house.appointment(user_id)
    async with desk.unit() as services:
        await services.notifications.plan_reminders(
            appointment_id=appointment_id, user_id=user_id, starts_at=clock.now() + HOUR, version=1
        )
        assert not services.notifications.written
    assert await house.rows() == []


async def test_withdrawing_takes_back_what_is_pending_of_these_kinds_and_this_visit(
    house: "House", dispatcher: Dispatcher, clock: ManualClock
) -> None:
    user_id = await house.user(1)
    visit, other = await house.appointment(user_id), await house.appointment(user_id)
    await house.enqueue(Kind.REMINDER, "sent", user_id=user_id, appointment_id=visit)
    await dispatcher.run_due()
    later = clock.now() + HOUR
    await house.enqueue(Kind.REMINDER, "mine", user_id=user_id, appointment_id=visit, due_at=later)
    await house.enqueue(Kind.CONFIRMED, "other kind", user_id=user_id, appointment_id=visit, due_at=later)
    await house.enqueue(Kind.REMINDER, "other visit", user_id=user_id, appointment_id=other, due_at=later)

    assert await house.withdraw(visit, Kind.REMINDER, Kind.DECLINED) == 1
    assert await house.withdraw(visit, Kind.REMINDER, Kind.DECLINED) == 0
    assert {row.dedupe_key: row.status.value for row in await house.rows()} == {
        "sent": "sent",
        "mine": "withdrawn",
        "other kind": "pending",
        "other visit": "pending",
    }


async def test_next_due_is_the_earliest_that_can_be_taken(house: "House", desk: FrontDesk, clock: ManualClock) -> None:
    async def next_due() -> datetime | None:
        async with desk.unit() as services:
            return await services.notifications.next_due()

    start = clock.now()
    assert await next_due() is None
    await house.enqueue(Kind.TROUBLE, "later", due_at=start + 2 * HOUR)
    await house.enqueue(Kind.TROUBLE, "sooner", due_at=start + HOUR)
    assert await next_due() == start + HOUR

    clock.advance(HOUR)
    async with desk.unit() as services:
        await services.notifications.delivery.claim(10, timedelta(seconds=60))
    assert await next_due() == start + HOUR + timedelta(seconds=60)


async def test_the_cards_of_an_appointment_are_its_request_cards(
    house: "House", desk: FrontDesk, dispatcher: Dispatcher, sender: "ScriptedSender"
) -> None:
    visit = await house.appointment(await house.user(1))
    for key in ("card:1", "card:2"):
        await house.enqueue(Kind.REQUEST_CARD, key, appointment_id=visit)
        await dispatcher.run_due()
    await house.enqueue(Kind.CANCELLED_BY_OWNER, "cancelled", appointment_id=visit)
    await dispatcher.run_due()
    await house.enqueue(Kind.REQUEST_CARD, "card:3", appointment_id=visit)
    async with desk.unit() as services:
        assert await services.notifications.cards_of(visit) == [
            SentMessage(chat_id=-1001, message_id=101),
            SentMessage(chat_id=-1001, message_id=102),
        ]
        assert await services.notifications.cards_of(uuid4()) == []


async def test_purging_keeps_what_is_pending_what_is_fresh_and_the_cards(
    house: "House", desk: FrontDesk, dispatcher: Dispatcher, clock: ManualClock
) -> None:
    await house.enqueue(Kind.TROUBLE, "old")
    await house.enqueue(Kind.REQUEST_CARD, "card")
    await dispatcher.run_due()
    clock.advance(HOUR)
    await house.enqueue(Kind.TROUBLE, "fresh")
    await dispatcher.run_due()
    await house.enqueue(Kind.TROUBLE, "pending", due_at=clock.now() - 2 * HOUR)
    clock.advance(KEEP_SETTLED - HOUR)
    async with desk.unit() as services:
        swept = await services.housekeeping.sweep()
    assert swept.next_purge == clock.now() + HOUR
    assert {row.dedupe_key for row in await house.rows()} == {"card", "fresh", "pending"}


async def test_the_next_reminder_is_the_earliest_that_was_not_sent(
    house: "House", desk: FrontDesk, dispatcher: Dispatcher, clock: ManualClock
) -> None:
    async def next_reminder() -> datetime | None:
        async with desk.unit() as services:
            return await services.notifications.next_reminder()

    assert await next_reminder() is None
    user_id = await house.user(1)
    visit = await house.appointment(user_id)
    await house.enqueue(Kind.CONFIRMED, "confirmed", user_id=user_id)
    for hours in (3, 1, 2):
        due = clock.now() + hours * HOUR
        await house.enqueue(Kind.REMINDER, f"in {hours}", user_id=user_id, appointment_id=visit, due_at=due)
    first = clock.now() + HOUR
    assert await next_reminder() == first
    clock.set(first)
    await dispatcher.run_due()
    assert await next_reminder() == first + HOUR
    await house.withdraw(visit, Kind.REMINDER)
    assert await next_reminder() is None
