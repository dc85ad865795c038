"""The page's files and the routes of the demo, by HTTP."""

from datetime import datetime, timedelta

import httpx
import pytest

from bot.sandbox.client import ControlError, SandboxClient
from bot.sandbox.server import SandboxServer
from bot.sandbox.supervisor import Clinic, DemoStatus


class Attendant:
    """A supervisor without a process."""

    def __init__(self, reminder: datetime | None) -> None:
        self.reminder = reminder
        self.restarts = 0

    def status(self) -> DemoStatus:
        return DemoStatus("running", "Europe/Berlin", Clinic(-5, "Clinic"), (7, 8))

    async def kill_and_restart(self) -> None:
        self.restarts += 1

    async def next_reminder(self) -> datetime | None:
        return self.reminder


async def test_the_page_may_ask_no_other_host_and_is_shown_in_no_frame(sandbox: SandboxServer) -> None:
    async with httpx.AsyncClient(base_url=sandbox.base_url) as browser:
        page = await browser.get("/")
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        policy = page.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert (await browser.get("/page/main.js")).headers["content-type"] == "text/javascript; charset=utf-8"
        assert (await browser.get("/page/base.css")).headers["content-type"] == "text/css; charset=utf-8"
        for path in ("/page/nothing.js", "/page/..%2Froutes.py", "/page/%2e%2e/routes.py", "/page/"):
            assert (await browser.get(path)).status_code == 404
        assert sandbox.token not in page.text


@pytest.mark.parametrize("host", ["rebound.example.org", "127.0.0.1.example.org", "[::2]:80", ""])
async def test_the_page_answers_to_loopback_names_only(sandbox: SandboxServer, host: str) -> None:
    async with httpx.AsyncClient(base_url=sandbox.base_url) as browser:
        for path in ("/", "/page/main.js", "/control/demo"):
            assert (await browser.get(path, headers={"Host": host})).status_code == 403
        assert (await browser.get("/", headers={"Host": f"localhost:{sandbox.port}"})).status_code == 200


async def test_without_a_supervisor_there_is_nothing_to_restart(
    sandbox: SandboxServer, telegram: SandboxClient
) -> None:
    assert sandbox.supervisor is None
    assert await telegram.get("/demo") == {
        "supervised": False,
        "bot": "stopped",
        "zone": "UTC",
        "clinic": None,
        "owner_ids": [],
    }
    for path in ("/demo/restart", "/demo/next-reminder"):
        with pytest.raises(ControlError) as refused:
            await telegram.post(path)
        assert refused.value.status == 404


async def test_the_clock_goes_to_the_next_reminder_and_never_back(
    sandbox: SandboxServer, telegram: SandboxClient
) -> None:
    now = sandbox.world.clock.now()
    attendant = sandbox.supervisor = Attendant(now + timedelta(days=3))
    assert await telegram.get("/demo") == {
        "supervised": True,
        "bot": "running",
        "zone": "Europe/Berlin",
        "clinic": {"chat_id": -5, "title": "Clinic"},
        "owner_ids": [7, 8],
    }
    answer = await telegram.post("/demo/next-reminder")
    assert answer["moved"]
    assert timedelta(0) <= datetime.fromisoformat(answer["now"]) - now - timedelta(days=3) < timedelta(minutes=1)
    for reminder in (now + timedelta(days=1), None):
        attendant.reminder = reminder
        assert not (await telegram.post("/demo/next-reminder"))["moved"]
    assert sandbox.world.clock.now() >= now + timedelta(days=3)
    await telegram.post("/demo/restart")
    assert attendant.restarts == 1
