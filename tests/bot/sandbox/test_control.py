import asyncio
import logging

import httpx
import pytest
from telegram import Bot

from bot.sandbox import ControlError, SandboxClient, SandboxServer
from bot.sandbox.shapes import UserView


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[::1", ""])
async def test_only_loopback_names_are_served(sandbox: SandboxServer, host: str) -> None:
    async with httpx.AsyncClient(base_url=sandbox.base_url, trust_env=False, verify=False) as http:
        assert (await http.get("/control/state", headers={"Host": host})).status_code == 403
        assert (await http.get("/control/state", headers={"Host": "localhost:1"})).status_code == 200
        assert (await http.get("/control/state", headers={"Host": "[::1]:1"})).status_code == 200


async def test_pages_of_others_cannot_act(sandbox: SandboxServer) -> None:
    async with httpx.AsyncClient(base_url=sandbox.base_url, trust_env=False, verify=False) as http:
        foreign = await http.post("/control/network", json={}, headers={"Origin": "https://evil.example"})
        assert foreign.status_code == 403
        simple = await http.post("/control/network", content="{}", headers={"Content-Type": "text/plain"})
        assert simple.status_code == 415


async def test_wrong_requests_are_explained(telegram: SandboxClient, anna: UserView) -> None:
    with pytest.raises(ControlError, match="no user 5") as caught:
        await telegram.send_text(5, "x")
    assert caught.value.status == 404
    ben = await telegram.create_user("Ben")
    with pytest.raises(ControlError, match="somebody else's private chat"):
        await telegram.send_text(ben, "x", chat=anna)
    with pytest.raises(ControlError, match="no message 9"):
        await telegram.press(ben, 9, "x")
    with pytest.raises(ControlError, match="own messages only"):
        await telegram.edit_text(ben, 1, "x", chat=anna)


async def test_the_token_is_nowhere_to_be_read(
    bot: Bot,
    telegram: SandboxClient,
    sandbox: SandboxServer,
    anna: UserView,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "bot.sandbox")
    await bot.send_message(anna.id, "x" * 1000)
    call = (await telegram.calls("sendmessage"))[-1]
    assert call.payload["text"] == "x" * 200
    assert (call.ok, call.result) == (True, {"message_id": 2})
    for shown in (await telegram.calls(), await telegram.state()):
        assert sandbox.token not in str(shown)


async def test_events_are_streamed(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    version = await telegram.version()
    await bot.send_message(anna.id, "x")
    async for event in telegram.events(version):
        assert event["kind"] == "message"
        assert event["data"] == {"chat_id": anna.id, "message_id": 2, "from_id": bot.id}
        break


async def test_waiting_for_the_next_change(telegram: SandboxClient, anna: UserView) -> None:
    version = await telegram.version()
    waiting = asyncio.create_task(telegram.wait(version))
    await telegram.send_text(anna, "x")
    assert await waiting > version
    with pytest.raises(TimeoutError):
        await telegram.wait(await telegram.version(), within=0.01)
    with pytest.raises(TimeoutError, match="Anna Berg: x"):
        await telegram.wait_message(anna, "never", within=0.01)


async def test_idle_means_nothing_left_to_do(bot: Bot, telegram: SandboxClient, anna: UserView) -> None:
    with pytest.raises(TimeoutError, match="pending_updates=1"):
        await telegram.wait_idle(within=0.01)
    (start,) = await bot.get_updates()
    await bot.get_updates(offset=start.update_id + 1)
    await telegram.wait_idle()
    press = await telegram.forge(anna, 1, "x")
    (update,) = await bot.get_updates()
    await bot.get_updates(offset=update.update_id + 1)
    with pytest.raises(TimeoutError, match=press.id):
        await telegram.wait_idle(within=0.01)
    await bot.answer_callback_query(press.id)
    await telegram.wait_idle()


async def test_stopping_ends_everything_that_waits(
    sandbox: SandboxServer, telegram: SandboxClient, anna: UserView
) -> None:
    version = await telegram.version()
    clock = await telegram.clock()

    async def follow() -> list[str]:
        return [event["kind"] async for event in telegram.events(version)]

    waiting = [
        asyncio.create_task(telegram.wait(version + 3)),
        asyncio.create_task(telegram.watch_clock(clock.version)),
        asyncio.create_task(telegram.wait_idle()),
        asyncio.create_task(follow()),
    ]
    while not (await telegram.clock()).watchers:
        pass
    await telegram.send_text(anna, "x")
    async with asyncio.timeout(3):
        await sandbox.stop()
        results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(result).__name__ for result in results[:3]] == ["TimeoutError", "ClockView", "TimeoutError"]
    assert results[3] == ["message", "update"]
