"""Telegram's limits: an answer goes before a push, and one chat never holds up another."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.limits import MOST_RETRIES, PUSH_PATIENCE, Allowance, Limits, Priority

ANNA, BEN, CARLA, GROUP = 1, 2, 3, -100


class Telegram:
    """Answers calls, in a time that passes only while somebody sleeps."""

    def __init__(self, share: float = 1.0) -> None:
        self.now = 0.0
        self.sent: list[tuple[Any, float]] = []
        self.floods: dict[Any, list[int]] = {}
        self.meanwhile: Callable[[], Awaitable[object]] | None = None
        self.limits = Limits(share=share, monotonic=lambda: self.now, sleep=self._sleep)

    async def _sleep(self, seconds: float) -> None:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        self.now += seconds

    async def _call(self, chat: Any) -> bool:
        if self.floods.get(chat):
            raise RetryAfter(self.floods[chat].pop(0))
        self.sent.append((chat, self.now))
        return True

    async def send(self, chat: Any, priority: Priority | None = None) -> float:
        """Sends to the chat; at what moment it went."""
        data = {} if chat is None else {"chat_id": chat}
        await self.limits.process_request(self._call, (chat,), {}, "sendMessage", data, priority)
        return self.sent[-1][1]


@pytest.fixture(autouse=True)
def _as_it_will_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # or python-telegram-bot warns that it will


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


def test_an_allowance_is_a_burst_and_a_rate() -> None:
    allowance = Allowance(burst=3, per_second=2)
    assert [allowance.take(10.0) for _ in range(5)] == pytest.approx([0, 0, 0, 0.5, 1.0])
    assert allowance.left(10.0) == pytest.approx(-2)
    assert allowance.left(11.0) == pytest.approx(0)
    assert allowance.left(99.0) == 3, "what was not used is not saved up"


@pytest.mark.parametrize("burst", [30, 20, 1.5, 1])
def test_a_push_always_finds_a_place_in_the_end(burst: float) -> None:
    allowance = Allowance(burst=burst, per_second=1)
    assert allowance.pause_for_push(0.0) == 0
    allowance.take(0.0)
    assert allowance.pause_for_push(burst) == 0


async def test_thirty_messages_a_second(telegram: Telegram) -> None:
    moments = [await telegram.send(number + 1) for number in range(60)]
    assert moments[:30] == [0.0] * 30
    assert moments[-1] == pytest.approx(1.0)


async def test_twenty_a_minute_into_a_group_and_others_do_not_wait(telegram: Telegram) -> None:
    for _ in range(20):
        assert await telegram.send(GROUP) == 0.0
    assert await telegram.send(ANNA) == 0.0
    assert await telegram.send(GROUP) == pytest.approx(3.0)


async def test_an_answer_has_room_however_many_pushes_leave(telegram: Telegram) -> None:
    for number in range(200):
        await telegram.send(1000 + number, Priority.PUSH)
    pushed = telegram.now
    assert pushed >= (200 - 30) / 30
    assert [await telegram.send(ANNA) for _ in range(10)] == [pushed] * 10, "at once"


async def test_pushes_wait_while_answers_need_the_room(telegram: Telegram) -> None:
    for number in range(25):
        await telegram.send(number + 1)
    assert telegram.now == 0.0
    assert await telegram.send(99, Priority.PUSH) == pytest.approx(6 / 30)


async def test_people_who_never_stop_do_not_keep_a_push_for_ever(telegram: Telegram) -> None:
    async def everybody_writes() -> None:
        for _ in range(20):
            telegram.limits._overall.take(telegram.now)
        telegram.meanwhile = everybody_writes

    await everybody_writes()
    assert PUSH_PATIENCE <= await telegram.send(99, Priority.PUSH) < PUSH_PATIENCE + 10


async def test_presses_are_answered_without_counting(telegram: Telegram) -> None:
    for number in range(30):
        await telegram.send(number + 1)
    assert await telegram.send(None) == 0.0


async def test_a_chat_that_is_told_to_wait_holds_up_nobody_else(telegram: Telegram) -> None:
    telegram.floods[ANNA] = [5]

    async def others() -> None:
        assert await telegram.send(BEN) == 0.0
        assert await telegram.send(None) == 0.0

    telegram.meanwhile = others
    assert await telegram.send(ANNA) == pytest.approx(5.0)
    assert [chat for chat, _ in telegram.sent] == [BEN, None, ANNA]


async def test_two_chats_that_are_told_to_wait_mean_the_bot_itself(telegram: Telegram) -> None:
    telegram.floods = {ANNA: [5], BEN: [7]}

    async def second() -> None:
        async def third() -> None:
            assert telegram.limits._ordered_wait(CARLA) == pytest.approx(7.0)

        telegram.meanwhile = third
        await telegram.send(BEN)

    telegram.meanwhile = second
    await telegram.send(ANNA)
    assert [chat for chat, _ in telegram.sent] == [BEN, ANNA]


async def test_patience_has_an_end(telegram: Telegram) -> None:
    telegram.floods[ANNA] = [1] * (MOST_RETRIES + 1)
    with pytest.raises(RetryAfter):
        await telegram.send(ANNA)
    assert telegram.sent == []


async def test_replicas_share_what_telegram_allows() -> None:
    telegram = Telegram(share=1 / 2)
    assert [await telegram.send(number + 1) for number in range(16)][-1] == pytest.approx(1 / 15)
    for _ in range(10):
        await telegram.send(GROUP)
    before = telegram.now
    assert await telegram.send(GROUP) - before > 5
