"""What goes wrong with Telegram, as the exceptions of python-telegram-bot."""

import asyncio
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import EndPointNotFound, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.request import HTTPXRequest

from bot.sandbox import ControlError, SandboxClient, SandboxServer
from bot.sandbox.shapes import UserView


async def test_a_wrong_token(sandbox: SandboxServer) -> None:
    stranger = Bot(
        "7:" + "x" * 35,
        base_url=f"{sandbox.base_url}/bot",
        request=HTTPXRequest(httpx_kwargs={"trust_env": False}),
    )
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_an_unknown_method(bot: Bot) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("makeCoffee")


async def test_blocked(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    await telegram.block(anna)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(anna.id, "hello")
    with pytest.raises(ControlError, match="unblock"):
        await telegram.send_text(anna, "hello")
    await telegram.unblock(anna)
    blocked, unblocked = [update.my_chat_member for update in (await bot.get_updates())[-2:]]
    assert blocked is not None
    assert blocked.new_chat_member.status == "kicked"
    assert unblocked is not None
    assert unblocked.new_chat_member.status == "member"
    assert await bot.send_chat_action(anna.id, "typing")


async def test_deactivated(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    await telegram.deactivate(anna)
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(anna.id, "hello")


@pytest.fixture
def timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot warns of every retry_after that isn't one."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.mark.usefixtures("timedeltas")
async def test_429_for_some_calls(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    ben = await telegram.create_user("Ben")
    await telegram.start(ben)
    await telegram.add_fault("too_many_requests", calls=1, retry_after=17, methods=["sendMessage"], chat=anna)
    assert [fault["methods"] for fault in (await telegram.state())["faults"]] == [["sendmessage"]]
    await bot.send_message(ben.id, "not met")
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(anna.id, "met")
    assert caught.value.retry_after == timedelta(seconds=17)
    await bot.send_message(anna.id, "used up")


async def test_5xx(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    await telegram.add_fault("server_error", calls=1, status=502)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(anna.id, "x")
    await bot.send_message(anna.id, "x")


@pytest.mark.parametrize(("kind", "arrived"), [("drop_before", 0), ("drop_after", 1)])
async def test_dropped_connections(
    bot: Bot,
    telegram: SandboxClient,
    anna: UserView,
    caplog: pytest.LogCaptureFixture,
    kind: str,
    arrived: int,
) -> None:
    await telegram.add_fault(kind, calls=1)  # type: ignore[arg-type]
    with pytest.raises(NetworkError):
        await bot.send_message(anna.id, "x")
    assert len((await telegram.view(anna)).from_bot) == arrived
    assert (await telegram.calls())[-1].ok is False
    assert [record for record in caplog.records if record.name.startswith("uvicorn")] == []


async def test_latency_delays_a_call(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    await telegram.add_fault("latency", milliseconds=30)
    await bot.send_message(anna.id, "x")
    assert (await telegram.calls("sendMessage"))[-1].milliseconds >= 30


async def test_the_network_is_down(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    (start,) = await bot.get_updates()
    poll = asyncio.create_task(bot.get_updates(offset=start.update_id + 1, timeout=20))
    await telegram.wait_polled()
    await telegram.set_network(False)
    with pytest.raises(NetworkError):
        await poll
    with pytest.raises(NetworkError):
        await bot.send_message(anna.id, "x")
    with pytest.raises(NetworkError):
        await bot.get_updates()
    await telegram.set_network(True)
    await bot.send_message(anna.id, "x")


@pytest.mark.usefixtures("timedeltas")
async def test_rate_limits(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    await telegram.set_limits(chat_burst=2, chat_per_second=0.01, group_per_minute=3)
    await bot.send_message(anna.id, "1")
    await bot.send_message(anna.id, "2")
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(anna.id, "3")
    assert isinstance(caught.value.retry_after, timedelta)
    assert timedelta(seconds=90) < caught.value.retry_after <= timedelta(seconds=100)
    group = await telegram.create_group("Clinic", [anna])
    for number in range(3):
        await bot.send_message(group.id, str(number))
    with pytest.raises(RetryAfter):
        await bot.send_message(group.id, "one too many")
    await telegram.set_limits(False)
    await bot.send_message(anna.id, "3")
