"""Who a notification goes to: one account, several, none, and those that left or blocked the bot."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core.clock import ManualClock
from core.front_desk import FrontDesk
from core.notifications.dispatcher import Dispatcher
from core.notifications.errors import Permanent, Temporary, Unreachable
from core.notifications.schemas import Dropped, Kind, NotificationStatus, Obstacle, Outgoing, Sent

if TYPE_CHECKING:
    from tests.core.notifications.conftest import House, ScriptedSender

SENT, FAILED = NotificationStatus.SENT, NotificationStatus.FAILED


async def test_every_account_of_the_user_gets_it(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    user_id = await house.user(7, 8, 9)
    visit = await house.appointment(user_id)
    useful_until = clock.now() + timedelta(hours=1)
    await house.enqueue(
        Kind.CONFIRMED, "a", user_id=user_id, appointment_id=visit, payload={"x": 1}, useful_until=useful_until
    )
    assert await dispatcher.run_due() == 4
    assert {outgoing.telegram_user_id for outgoing in sender.delivered} == {7, 8, 9}
    rows = {row.dedupe_key: row for row in await house.rows()}
    assert set(rows) == {"a", "a@7", "a@8", "a@9"}
    assert {row.status for row in rows.values()} == {SENT}
    assert (rows["a"].message_id, rows["a"].telegram_user_id) == (None, None)
    copy = rows["a@8"]
    assert (copy.user_id, copy.appointment_id, copy.payload) == (user_id, visit, {"x": 1})
    assert (copy.due_at, copy.useful_until, copy.chat_id) == (rows["a"].due_at, useful_until, 8)


async def test_accounts_that_blocked_the_bot_are_left_out(
    house: "House", desk: FrontDesk, dispatcher: Dispatcher, sender: "ScriptedSender"
) -> None:
    user_id = await house.user(7, 8)
    async with desk.unit() as services:
        await services.users.mark_blocked(7)
    await house.enqueue(Kind.CONFIRMED, "a", user_id=user_id)
    assert await dispatcher.run_due() == 1
    assert [outgoing.telegram_user_id for outgoing in sender.delivered] == [8]


async def test_nobody_to_send_to_means_the_clinic_phones(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender"
) -> None:
    user_id = await house.user()
    visit = await house.appointment(user_id)
    await house.enqueue(Kind.CONFIRMED, "a", user_id=user_id, appointment_id=visit)
    assert await dispatcher.run_due() == 2
    assert (await house.row("a")).status is FAILED
    [outgoing] = sender.delivered
    assert (outgoing.kind, outgoing.appointment_id) == (Kind.UNREACHABLE, visit)
    [missed] = await house.undelivered(user_id)
    assert outgoing.payload == {"undelivered_id": str(missed.id)}
    assert (missed.kind, missed.obstacle, (await house.row("a")).attempts) == (Kind.CONFIRMED, Obstacle.NO_ACCOUNT, 0)


async def test_a_403_marks_the_account_and_tells_the_clinic(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    user_id = await house.user(7)
    sender.always_fail(Unreachable(7), Kind.CONFIRMED, Kind.REMINDER)
    await house.enqueue(Kind.CONFIRMED, "a", user_id=user_id)
    assert await dispatcher.run_due() == 2
    assert (await house.account(7)).blocked_at == clock.now()
    assert (await house.row("a")).status is FAILED
    assert len(await house.rows(Kind.UNREACHABLE)) == 1

    await house.enqueue(Kind.REMINDER, "b", user_id=user_id)
    await dispatcher.run_due()
    assert [outgoing.kind for outgoing in sender.asked] == [Kind.CONFIRMED, Kind.UNREACHABLE, Kind.UNREACHABLE]
    assert len(await house.rows(Kind.UNREACHABLE)) == 2  # each piece of news that did not arrive, once
    assert [missed.obstacle for missed in await house.undelivered(user_id)] == [Obstacle.BLOCKED] * 2


async def test_an_account_that_is_gone_stays_gone(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender"
) -> None:
    user_id = await house.user(7)
    sender.always_fail(Unreachable(7, gone=True), Kind.CONFIRMED)
    for key in ("a", "b"):  # the second is not tried any more
        await house.enqueue(Kind.CONFIRMED, key, user_id=user_id)
        await dispatcher.run_due()
    assert [missed.obstacle for missed in await house.undelivered(user_id)] == [Obstacle.GONE] * 2


async def test_one_account_of_two_is_enough(house: "House", dispatcher: Dispatcher, sender: "ScriptedSender") -> None:
    async def behave(outgoing: Outgoing) -> Sent | Dropped:
        if outgoing.telegram_user_id == 7:
            raise Unreachable(7)
        return sender.deliver(outgoing)

    sender.behave = behave
    await house.enqueue(Kind.CONFIRMED, "a", user_id=await house.user(7, 8))
    await dispatcher.run_due()
    assert await house.rows(Kind.UNREACHABLE) == []
    assert await house.undelivered() == []
    assert (await house.account(7)).blocked_at is not None
    assert (await house.account(8)).blocked_at is None


@pytest.mark.parametrize("concurrency", [1, 8])
async def test_when_no_account_gets_it_the_clinic_is_told_once(
    house: "House", desk: FrontDesk, sender: "ScriptedSender", concurrency: int
) -> None:
    async def behave(outgoing: Outgoing) -> Sent | Dropped:
        if outgoing.kind is Kind.UNREACHABLE:
            return sender.deliver(outgoing)
        if outgoing.telegram_user_id == 9:
            raise Permanent("Bad Request")
        raise Unreachable(outgoing.telegram_user_id)

    async def at_once() -> None:
        await asyncio.sleep(0)

    sender.behave = behave
    await house.enqueue(Kind.CONFIRMED, "a", user_id=await house.user(7, 8, 9))
    await Dispatcher(desk, sender, pace=at_once, concurrency=concurrency).run_due()
    assert [outgoing.kind for outgoing in sender.delivered] == [Kind.UNREACHABLE]
    assert [missed.dedupe_key for missed in await house.undelivered()] == ["a"]


async def test_copies_judged_in_one_claim_tell_the_clinic_too(
    house: "House", desk: FrontDesk, dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    sender.always_fail(Temporary("502"), Kind.CONFIRMED)
    await house.enqueue(Kind.CONFIRMED, "a", user_id=await house.user(7, 8))
    await dispatcher.run_due()
    async with desk.unit() as services:
        await services.users.mark_blocked(7)
        await services.users.mark_blocked(8)
    clock.advance(timedelta(seconds=5))
    assert await dispatcher.run_due() == 3
    assert len(sender.asked) == 3  # the two that failed at first, and the one to the clinic
    assert len(await house.rows(Kind.UNREACHABLE)) == 1


async def test_a_retry_never_goes_to_whoever_uses_the_account_now(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    user_id, stranger = await house.user(7), await house.user()
    sender.fail(Temporary("502"))
    await house.enqueue(Kind.CONFIRMED, "a", user_id=user_id)
    await dispatcher.run_due()
    await house.link(7, stranger)
    clock.advance(timedelta(seconds=5))
    await dispatcher.run_due()
    assert [outgoing.kind for outgoing in sender.delivered] == [Kind.UNREACHABLE]


async def test_a_retry_follows_the_user_to_another_account(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    user_id = await house.user(7)
    await house.user(8)
    sender.fail(Temporary("502"))
    await house.enqueue(Kind.CONFIRMED, "a", user_id=user_id)
    await dispatcher.run_due()
    await house.link(7, None)
    await house.link(8, user_id)
    clock.advance(timedelta(seconds=5))
    assert await dispatcher.run_due() == 1
    assert [outgoing.telegram_user_id for outgoing in sender.delivered] == [8]
    assert (await house.row("a")).chat_id == 8


async def test_an_account_that_left_is_no_loss_when_another_was_reached(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender", clock: ManualClock
) -> None:
    async def behave(outgoing: Outgoing) -> Sent | Dropped:
        if outgoing.telegram_user_id == 7:
            raise Temporary("502")
        return sender.deliver(outgoing)

    sender.behave = behave
    await house.enqueue(Kind.CONFIRMED, "a", user_id=await house.user(7, 8))
    await dispatcher.run_due()
    await house.link(7, None)
    clock.advance(timedelta(seconds=5))
    assert await dispatcher.run_due() == 1
    assert [outgoing.telegram_user_id for outgoing in sender.delivered] == [8]  # and not once more
    assert await house.rows(Kind.UNREACHABLE) == []


async def test_trouble_with_one_account_does_not_hold_up_the_copy_for_another(
    house: "House", dispatcher: Dispatcher, sender: "ScriptedSender"
) -> None:
    async def behave(outgoing: Outgoing) -> Sent | Dropped:
        if outgoing.telegram_user_id == 7:
            raise Temporary("502")
        return sender.deliver(outgoing)

    sender.behave = behave
    user_id = await house.user(7, 8)
    for number in range(6):  # which copy comes first is left to chance
        visit = await house.appointment(user_id)
        await house.enqueue(Kind.CONFIRMED, f"{number}", user_id=user_id, appointment_id=visit)
    await dispatcher.run_due()
    assert [outgoing.telegram_user_id for outgoing in sender.delivered] == [8] * 6
