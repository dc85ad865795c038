"""Emptying the outbox: what becomes of each row, in good weather and in bad."""

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from core.clock import ManualClock
from core.database.session import Database
from core.front_desk import FrontDesk
from core.notifications.delivery import MOST_ATTEMPTS, Delivery, Outcome
from core.notifications.dispatcher import LEASE, Dispatcher
from core.notifications.errors import DeliveryError, Permanent, RetryAfter, Temporary, Unreachable
from core.notifications.schemas import Audience, Dropped, Kind, NotificationStatus, Obstacle, Outgoing, Sent

if TYPE_CHECKING:
    from tests.core.notifications.conftest import House, ScriptedSender

SENT, PENDING = NotificationStatus.SENT, NotificationStatus.PENDING
SKIPPED, WITHDRAWN, FAILED = NotificationStatus.SKIPPED, NotificationStatus.WITHDRAWN, NotificationStatus.FAILED


async def at_once() -> None:
    """Nobody waits."""


async def test_what_is_due_is_sent_once_and_recorded(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    user_id = await house.user(7)
    visit = await house.appointment(user_id)
    await house.enqueue(Kind.CONFIRMED, "a", user_id=user_id, appointment_id=visit, payload={"x": 1})
    await house.enqueue(Kind.TROUBLE, "future", due_at=clock.now() + timedelta(minutes=1))

    assert await dispatcher.run_due() == 1
    assert await dispatcher.run_due() == 0

    [outgoing] = sender.asked
    assert (outgoing.kind, outgoing.user_id, outgoing.telegram_user_id) == (Kind.CONFIRMED, user_id, 7)
    assert (outgoing.appointment_id, outgoing.payload, outgoing.attempts) == (visit, {"x": 1}, 1)
    row = await house.row("a")
    assert (row.status, row.chat_id, row.message_id) == (SENT, 7, 101)
    assert (row.settled_at, row.claimed_until, row.telegram_user_id) == (clock.now(), None, 7)
    assert (await house.row("future")).status is PENDING


async def test_the_longest_due_goes_first(
    desk: FrontDesk, house: "House", sender: "ScriptedSender", clock: ManualClock
) -> None:
    for minutes in (3, 1, 2):
        await house.enqueue(Kind.TROUBLE, f"{minutes}", due_at=clock.now() - timedelta(minutes=minutes))
    await Dispatcher(desk, sender, pace=at_once, concurrency=1, clinic_concurrency=1).run_due()
    ages = [clock.now() - outgoing.due_at for outgoing in sender.delivered]
    assert ages == sorted(ages, reverse=True)


async def test_more_than_one_batch(house: "House", dispatcher: Dispatcher, sender: "ScriptedSender") -> None:
    for number in range(7):
        await house.enqueue(Kind.TROUBLE, f"{number}")
    assert await dispatcher.run_due(limit=3) == 7
    assert len(sender.delivered) == 7


async def test_no_transaction_is_open_while_it_sends(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", database: Database
) -> None:
    async def behave(outgoing: Outgoing) -> Sent:
        async with asyncio.timeout(20):
            while database.engine.pool.checkedout():  # type: ignore[attr-defined]  # noqa: ASYNC110 - the other lane looks
                await asyncio.sleep(0)
        return sender.deliver(outgoing)

    sender.behave = behave
    await house.enqueue(Kind.TROUBLE, "a")
    await dispatcher.run_due()
    assert len(sender.delivered) == 1


async def test_so_many_at_a_time_and_each_asks_the_pace(
    desk: FrontDesk, house: "House", sender: "ScriptedSender"
) -> None:
    running = peak = paced = 0
    three_at_once = asyncio.Event()

    async def pace() -> None:
        nonlocal paced
        paced += 1

    async def behave(outgoing: Outgoing) -> Sent:
        nonlocal running, peak
        running += 1
        peak = max(peak, running)
        if running == 3:
            three_at_once.set()
        async with asyncio.timeout(10):
            await three_at_once.wait()
        await asyncio.sleep(0)
        running -= 1
        return sender.deliver(outgoing)

    sender.behave = behave
    for number in range(20):
        await house.enqueue(Kind.TROUBLE, f"{number}")
    assert await Dispatcher(desk, sender, pace=pace, clinic_concurrency=3).run_due() == 20
    assert (peak, paced) == (3, 20)


async def test_owners_do_not_wait_for_room_in_the_clinics_chat(
    desk: FrontDesk, house: "House", sender: "ScriptedSender"
) -> None:
    """Telegram lets twenty messages a minute into a group: many of them must not hold up a reminder."""
    ada = await house.user(7)
    told = asyncio.Event()

    async def behave(outgoing: Outgoing) -> Sent:
        if outgoing.audience is Audience.ADMIN:
            async with asyncio.timeout(10):
                await told.wait()  # no room before the last reminder has gone
        elif sum(each.audience is Audience.USER for each in sender.delivered) == 29:
            told.set()
        return sender.deliver(outgoing)

    sender.behave = behave
    for number in range(30):
        await house.enqueue(Kind.TROUBLE, f"clinic {number}")
    for number in range(30):
        await house.enqueue(Kind.REMINDER, f"ada {number}", user_id=ada)
    assert await Dispatcher(desk, sender, pace=at_once).run_due() == 60


async def test_what_comes_for_owners_meanwhile_does_not_wait_either(
    desk: FrontDesk, house: "House", sender: "ScriptedSender"
) -> None:
    ada, dispatcher = await house.user(7), Dispatcher(desk, sender, pace=at_once)
    waits, told = asyncio.Event(), asyncio.Event()

    async def behave(outgoing: Outgoing) -> Sent:
        if outgoing.audience is Audience.USER:
            told.set()
        else:
            waits.set()
            async with asyncio.timeout(10):
                await told.wait()
        return sender.deliver(outgoing)

    sender.behave = behave
    await house.enqueue(Kind.TROUBLE, "clinic")
    running = asyncio.create_task(dispatcher.run_due())
    await waits.wait()
    await house.enqueue(Kind.REMINDER, "ada", user_id=ada)
    dispatcher.look()
    assert await running == 2


async def test_too_late_is_skipped_not_sent(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    await house.enqueue(Kind.TROUBLE, "late", useful_until=clock.now())
    await house.enqueue(Kind.TROUBLE, "in time", useful_until=clock.now() + timedelta(seconds=1))
    assert await dispatcher.run_due() == 2
    assert len(sender.asked) == 1
    row = await house.row("late")
    assert (row.status, row.last_error, row.attempts) == (SKIPPED, "too late to be useful", 0)
    assert (await house.row("in time")).status is SENT


async def test_after_an_outage_only_the_reminder_that_still_helps_is_sent(
    house: "House", desk: FrontDesk, dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    user_id = await house.user(7)
    visit = await house.appointment(user_id)
    starts_at = clock.now() + timedelta(days=2, hours=4)
    async with desk.unit() as services:
        await services.notifications.plan_reminders(
            appointment_id=visit, user_id=user_id, starts_at=starts_at, version=1
        )
    clock.set(starts_at - timedelta(hours=1))
    assert await dispatcher.run_due() == 2
    assert [outgoing.payload["offset_minutes"] for outgoing in sender.asked] == [120]
    assert sorted(row.status for row in await house.rows()) == [SENT, SKIPPED]


async def test_a_reason_that_is_gone_at_the_moment_of_sending(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender"
) -> None:
    async def behave(outgoing: Outgoing) -> Dropped:
        return Dropped(reason="the visit is cancelled")

    sender.behave = behave
    await house.enqueue(Kind.REMINDER, "a", user_id=await house.user(7))
    assert await dispatcher.run_due() == 1
    row = await house.row("a")
    assert (row.status, row.last_error, row.message_id) == (SKIPPED, "the visit is cancelled", None)


async def test_an_edit_is_sent_without_a_message_of_its_own(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender"
) -> None:
    async def behave(outgoing: Outgoing) -> Sent:
        return Sent(chat_id=-1001, message_id=None)

    sender.behave = behave
    await house.enqueue(Kind.CARD_UPDATE, "a")
    assert await dispatcher.run_due() == 1
    assert (await house.row("a")).status is SENT


async def test_a_temporary_failure_waits_longer_each_time_and_is_given_up(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    user_id = await house.user(7)
    sender.always_fail(Temporary("no route"), Kind.CONFIRMED)
    await house.enqueue(Kind.CONFIRMED, "a", user_id=user_id)
    waits = []
    for attempt in range(1, MOST_ATTEMPTS):
        assert await dispatcher.run_due() == 0
        assert len(sender.asked) == attempt
        wake = await dispatcher.next_wake()
        assert wake is not None
        waits.append((wake - clock.now()).total_seconds())
        assert (await house.row("a")).last_error == "no route"
        clock.set(wake - timedelta(milliseconds=1))
        assert await dispatcher.run_due() == 0
        assert len(sender.asked) == attempt
        clock.set(wake)
    full = [min(5 * 2**n, 600) for n in range(MOST_ATTEMPTS - 1)]
    assert all(0.75 * most <= wait <= most for wait, most in zip(waits, full, strict=True))
    assert sum(waits) < 3600

    assert await dispatcher.run_due() == 2  # given up, and the clinic told
    assert (await house.row("a")).status is FAILED
    [told] = await house.rows(Kind.UNREACHABLE)
    [missed] = await house.undelivered(user_id)
    assert (missed.kind, missed.obstacle, missed.failed_at) == (Kind.CONFIRMED, Obstacle.GAVE_UP, clock.now())
    assert (told.payload, told.status) == ({"undelivered_id": str(missed.id)}, SENT)


async def test_a_temporary_failure_heals(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    sender.fail(Temporary("502"))
    await house.enqueue(Kind.TROUBLE, "a")
    await dispatcher.run_due()
    clock.advance(timedelta(seconds=5))
    assert await dispatcher.run_due() == 1
    row = await house.row("a")
    assert (row.status, row.attempts, row.last_error) == (SENT, 2, None)


async def test_waiting_for_a_retry_it_may_become_too_late(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    sender.fail(Temporary("502"))
    await house.enqueue(Kind.TROUBLE, "a", useful_until=clock.now() + timedelta(seconds=3))
    await dispatcher.run_due()
    clock.advance(timedelta(seconds=5))
    assert await dispatcher.run_due() == 1
    assert (await house.row("a")).status is SKIPPED
    assert len(sender.asked) == 1


async def test_an_unexpected_exception_is_temporary_and_logged_without_what_was_written(
    house: "House",
    dispatcher: Dispatcher,
    sender: "ScriptedSender",
    clock: ManualClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    sender.fail(KeyError("https://api.telegram.org/bot123:SECRET/sendMessage text=Rex is ill"))
    await house.enqueue(Kind.TROUBLE, "a", payload={"notes": "Rex is ill"})
    with caplog.at_level(logging.DEBUG):
        assert await dispatcher.run_due() == 0
    row = await house.row("a")
    assert (row.status, row.last_error) == (PENDING, "KeyError")
    [record] = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert str(row.id) in record.getMessage()
    assert "trouble" in record.getMessage()
    assert "conftest.py" in record.getMessage()
    assert "SECRET" not in caplog.text
    assert "Rex" not in caplog.text
    clock.advance(timedelta(seconds=5))
    assert await dispatcher.run_due() == 1


async def test_a_database_that_is_away_while_the_words_are_drawn_is_no_error(
    house: "House",
    dispatcher: Dispatcher,
    sender: "ScriptedSender",
    clock: ManualClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    sender.fail(ConnectionRefusedError("nobody listens"))
    await house.enqueue(Kind.TROUBLE, "a")
    assert await dispatcher.run_due() == 0
    row = await house.row("a")
    assert (row.status, row.last_error) == (PENDING, "the database was away")
    [record] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert record.levelno == logging.WARNING
    assert "waits for the database (nobody listens)" in record.getMessage()
    clock.advance(timedelta(seconds=5))
    assert await dispatcher.run_due() == 1


async def test_a_send_that_hangs_is_cut_off_before_its_lease_ends(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.notifications.dispatcher.SEND_TIMEOUT", timedelta(milliseconds=20))

    async def behave(outgoing: Outgoing) -> Sent:
        await asyncio.Event().wait()
        raise AssertionError

    sender.behave = behave
    await house.enqueue(Kind.TROUBLE, "a")
    assert await dispatcher.run_due() == 0
    row = await house.row("a")
    assert (row.status, row.last_error) == (PENDING, "timed out")


async def test_a_permanent_failure_is_not_repeated_and_the_clinic_told_once(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", caplog: pytest.LogCaptureFixture
) -> None:
    user_id = await house.user(7)
    visit = await house.appointment(user_id)
    sender.always_fail(Permanent("Bad Request: can't parse entities" + "!" * 500), Kind.CONFIRMED)
    await house.enqueue(Kind.CONFIRMED, "a", user_id=user_id, appointment_id=visit)
    assert await dispatcher.run_due() == 2
    row = await house.row("a")
    assert (row.status, row.attempts) == (FAILED, 1)
    assert row.last_error is not None
    assert len(row.last_error) == 300
    assert any(record.levelno == logging.ERROR and str(row.id) in record.getMessage() for record in caplog.records)
    [told] = await house.rows(Kind.UNREACHABLE)
    [missed] = await house.undelivered(user_id)
    assert (missed.appointment_id, missed.obstacle) == (visit, Obstacle.REFUSED)
    assert (told.appointment_id, told.user_id, told.payload) == (visit, None, {"undelivered_id": str(missed.id)})


async def test_a_message_to_the_clinic_that_cannot_be_delivered_is_trouble(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender"
) -> None:
    sender.always_fail(Permanent("Bad Request"), Kind.REQUEST_CARD)
    visit = await house.appointment(await house.user(7))
    await house.enqueue(Kind.REQUEST_CARD, "a", appointment_id=visit)
    assert await dispatcher.run_due() == 2
    row = await house.row("a")
    [told] = await house.rows(Kind.TROUBLE)
    assert told.payload == {"kind": "request_card", "notification_id": str(row.id)}
    assert (row.status, told.appointment_id, told.status) == (FAILED, visit, SENT)


@pytest.mark.parametrize("kind", [Kind.UNREACHABLE, Kind.TROUBLE, Kind.CARD_UPDATE])
async def test_a_report_that_fails_is_not_reported(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", kind: Kind
) -> None:
    sender.always_fail(Permanent("Bad Request"))
    await house.enqueue(kind, "a")
    assert await dispatcher.run_due() == 1
    [row] = await house.rows()
    assert row.status is FAILED


async def test_the_clinics_own_chat_may_let_the_bot_in_again(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    sender.fail(Unreachable())
    await house.enqueue(Kind.REQUEST_CARD, "a")
    assert await dispatcher.run_due() == 0
    clock.advance(timedelta(seconds=5))
    assert await dispatcher.run_due() == 1
    assert len(await house.rows()) == 1


async def test_a_flood_limit_stops_everything_and_costs_no_attempt(
    desk: FrontDesk, house: "House", sender: "ScriptedSender", clock: ManualClock
) -> None:
    dispatcher = Dispatcher(desk, sender, pace=at_once, concurrency=1, clinic_concurrency=1)
    for number in range(4):
        await house.enqueue(Kind.TROUBLE, f"{number}", due_at=clock.now() - timedelta(minutes=10 - number))
    sender.fail(RetryAfter(30))
    assert await dispatcher.run_due() == 0
    assert len(sender.asked) == 1
    assert [(row.status, row.attempts) for row in await house.rows()] == [(PENDING, 0)] * 4

    assert await dispatcher.next_wake() == clock.now() + timedelta(seconds=30)
    await house.enqueue(Kind.TROUBLE, "new")
    assert await dispatcher.next_wake() == clock.now() + timedelta(seconds=30)
    clock.advance(timedelta(seconds=29))
    assert await dispatcher.run_due() == 0
    assert len(sender.asked) == 1
    clock.advance(timedelta(seconds=1))
    assert await dispatcher.run_due() == 5
    assert [row.attempts for row in await house.rows()] == [1] * 5


async def test_flood_limits_without_end_are_bounded(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    sender.always_fail(RetryAfter(1800))
    await house.enqueue(Kind.TROUBLE, "a")
    for _ in range(200):
        await dispatcher.run_due()
        wake = await dispatcher.next_wake()
        if wake is None:
            break
        assert wake > clock.now()
        clock.set(wake)
    row = await house.row("a")
    assert (row.status, row.last_error) == (FAILED, "flood limit")


async def test_a_flood_limit_of_no_time_does_not_spin(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender"
) -> None:
    sender.always_fail(RetryAfter(0))
    await house.enqueue(Kind.TROUBLE, "a")
    assert await dispatcher.run_due() == 0
    assert len(sender.asked) == 1


async def test_when_to_wake(house: "House", dispatcher: Dispatcher, clock: ManualClock) -> None:
    assert await dispatcher.next_wake() is None
    due_at = clock.now() + timedelta(hours=3)
    await house.enqueue(Kind.TROUBLE, "a", due_at=due_at)
    assert await dispatcher.next_wake() == due_at
    clock.set(due_at)
    await dispatcher.run_due()
    assert await dispatcher.next_wake() is None


async def test_stopped_it_finishes_what_it_sends_and_gives_the_rest_back(
    desk: FrontDesk, house: "House", sender: "ScriptedSender", clock: ManualClock
) -> None:
    dispatcher = Dispatcher(desk, sender, pace=at_once, concurrency=1, clinic_concurrency=1)

    async def behave(outgoing: Outgoing) -> Sent:
        dispatcher.stop()
        return sender.deliver(outgoing)

    sender.behave = behave
    for number in range(3):
        await house.enqueue(Kind.TROUBLE, f"{number}")
    assert await dispatcher.run_due() == 1
    left = [row for row in await house.rows() if row.status is PENDING]
    assert [(row.attempts, row.claimed_until) for row in left] == [(0, None)] * 2
    assert await dispatcher.run_due() == 0

    sender.behave = None
    assert await Dispatcher(desk, sender, pace=at_once).run_due() == 2  # the next process goes on at once


async def test_news_of_one_visit_arrive_in_order(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    user_id = await house.user(7)
    visit, other = await house.appointment(user_id), await house.appointment(user_id)
    for visit_id, key in ((visit, "visit"), (other, "other")):
        await house.enqueue(Kind.CONFIRMED, f"{key} confirmed", user_id=user_id, appointment_id=visit_id)
        clock.advance(timedelta(seconds=1))
        await house.enqueue(Kind.CANCELLED_BY_CLINIC, f"{key} cancelled", user_id=user_id, appointment_id=visit_id)

    async def behave(outgoing: Outgoing) -> Sent:
        if outgoing.appointment_id == visit and outgoing.attempts == 1 and outgoing.kind is Kind.CONFIRMED:
            raise Temporary("502")
        return sender.deliver(outgoing)

    sender.behave = behave
    await dispatcher.run_due()
    assert {(outgoing.appointment_id, outgoing.kind) for outgoing in sender.delivered} == {
        (other, Kind.CONFIRMED),
        (other, Kind.CANCELLED_BY_CLINIC),
    }
    wake = await dispatcher.next_wake()
    assert wake is not None
    assert wake > clock.now()  # not the cancellation's own time, which is past: that would spin
    clock.set(wake)
    await dispatcher.run_due()
    mine = [outgoing.kind for outgoing in sender.delivered if outgoing.appointment_id == visit]
    assert mine == [Kind.CONFIRMED, Kind.CANCELLED_BY_CLINIC]


async def test_a_delivery_whose_record_fails_does_not_cut_off_the_others(
    house: "House", desk: FrontDesk, sender: "ScriptedSender", clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Delivery.record
    broken = True

    async def fails_once(self: Delivery, outgoing: Outgoing, outcome: Outcome) -> bool:
        nonlocal broken
        if broken:
            broken = False
            raise ConnectionError("the database went away")
        return await record(self, outgoing, outcome)

    monkeypatch.setattr(Delivery, "record", fails_once)
    dispatcher = Dispatcher(desk, sender, pace=at_once, concurrency=2)
    for number in range(4):
        await house.enqueue(Kind.TROUBLE, f"{number}")
    with pytest.raises(ConnectionError):
        await dispatcher.run_due()
    assert sorted(row.status for row in await house.rows()) == [PENDING, SENT, SENT, SENT]

    clock.advance(LEASE)
    assert await dispatcher.run_due() == 1
    assert len(sender.delivered) == 4  # the unrecorded one was remembered and did not go out again


async def test_a_delivery_error_of_no_known_kind_is_tried_again(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender"
) -> None:
    sender.fail(DeliveryError())
    await house.enqueue(Kind.TROUBLE, "a")
    assert await dispatcher.run_due() == 0
    row = await house.row("a")
    assert (row.status, row.last_error) == (PENDING, "DeliveryError")


async def test_what_was_sent_when_the_database_went_away_is_recorded_later_and_not_sent_again(
    desk: FrontDesk, house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    away = patch.object(Database, "transaction", side_effect=ConnectionRefusedError)

    async def behave(outgoing: Outgoing) -> Sent:
        sent = sender.deliver(outgoing)
        away.start()
        return sent

    sender.behave = behave
    await house.enqueue(Kind.TROUBLE, "a")
    for _ in range(2):
        with pytest.raises(ConnectionRefusedError):
            await dispatcher.run_due()
    away.stop()
    clock.advance(LEASE * 2)  # anybody may take it by now
    assert await dispatcher.run_due() == 1
    assert len(sender.delivered) == 1
    assert (await house.row("a")).status is SENT
    assert await dispatcher.run_due() == 0


async def test_an_outcome_that_can_never_be_recorded_does_not_stop_the_outbox(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    await house.enqueue(Kind.TROUBLE, "a")
    with patch.object(Delivery, "record", side_effect=ZeroDivisionError), pytest.raises(ZeroDivisionError):
        await dispatcher.run_due()
    await house.enqueue(Kind.TROUBLE, "b")
    assert await dispatcher.run_due() == 1
    assert (await house.row("b")).status is SENT
