"""`python -m bench.drain [pushes]`: how long an owner's tap takes while the outbox drains, against while it rests.

The local Telegram keeps Telegram's limits and answers after 40 ms. The status is 0 when half of the taps took less than
a second, which says something on a machine that has nothing else to do.
"""

import asyncio
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.application import RunningBot, running_bot
from bot.sandbox.client import SandboxClient
from bot.sandbox.server import SandboxServer
from bot.sandbox.shapes import UserView
from core.config import Settings
from core.database.embedded import EmbeddedPostgres, start_embedded
from core.front_desk import FrontDesk
from core.notifications.schemas import Kind
from core.users.schemas import Registration

CLINIC_CHAT = -100_500
PUSHES = 300
TAPS = 30
TAPPING = 8
"""Owners who tap in turn: nobody is heard more than once a second for long (`bot/flood.py`)."""
LATENCY_MS = 40
SLOWEST = 1.0
"""Seconds that a tap may take."""


@asynccontextmanager
async def bot_at_work() -> AsyncIterator[tuple[SandboxClient, RunningBot]]:
    """The real bot, polling the local Telegram."""
    folder = Path(tempfile.mkdtemp(prefix="vetbot-bench-"))
    server = await asyncio.to_thread(_database, folder)
    try:
        async with SandboxServer() as sandbox, sandbox.client() as client:
            boss = await client.create_user("Vera")
            await client.create_group("Clinic", [boss], chat_id=CLINIC_CHAT)
            settings = Settings.model_validate(
                {
                    "bot_token": sandbox.token,
                    "admin_chat_id": CLINIC_CHAT,
                    "database_url": server.url(),
                    "telegram_api_url": sandbox.base_url,
                }
            )
            async with running_bot(settings) as bot:
                polling = asyncio.create_task(bot.intake.poll())
                try:
                    yield client, bot
                finally:
                    polling.cancel()
                    await asyncio.gather(polling, return_exceptions=True)
    finally:
        await asyncio.to_thread(server.stop)
        shutil.rmtree(folder, ignore_errors=True)


def _database(folder: Path) -> EmbeddedPostgres:
    folder.chmod(0o755)
    return start_embedded(folder)


async def people(client: SandboxClient, count: int) -> list[UserView]:
    """So many people who have said /start to the bot."""
    found = []
    for number in range(count):
        found.append(await client.create_user(f"Owner {number}"))
        await client.start(found[-1])
    await client.wait_idle(within=60)
    return found


async def fill(desk: FrontDesk, people: list[UserView]) -> None:
    """A push for each of them, all due now."""
    async with desk.unit() as services:
        account = await services.users.account(people[0].id)
        known = Registration.model_validate({"full_name": "Somebody", "email": "somebody@example.org"})
        gone = await services.users.register(account, known)
        for person in people[1:]:
            await services.notifications.enqueue(
                Kind.DATA_DELETED, dedupe_key=f"bench:{person.id}", user_id=gone.id, telegram_user_id=person.id
            )


async def waiting(desk: FrontDesk) -> int:
    async with desk.unit() as services:
        return (await services.notifications.backlog()).due


async def tap(client: SandboxClient, owner: UserView) -> float:
    """Seconds from a tap until the next screen stands there and the press is answered."""
    screen = await client.wait_message(owner)
    there = "Which language" not in screen.text
    begun = time.perf_counter()
    query = await client.press(owner, screen, data=screen.button("Language" if there else "Menu").data)
    await client.wait_message(owner, "Which language" if there else "Welcome", within=60)
    await client.wait_answer(query, within=60)
    return time.perf_counter() - begun


async def measure(
    client: SandboxClient, owners: Sequence[UserView], *, until_sent: FrontDesk | None = None
) -> list[float]:
    """Taps as fast as somebody reads: some of them, or until nothing is left to be sent."""
    taps: list[float] = []
    while await waiting(until_sent) if until_sent is not None else len(taps) < TAPS:
        taps.append(await tap(client, owners[len(taps) % len(owners)]))
        await asyncio.sleep(0.3)
    return taps


def line(what: str, taps: list[float]) -> str:
    return f"{what:<24} median {statistics.median(taps) * 1000:6.0f} ms   slowest {max(taps) * 1000:6.0f} ms"


async def main(pushes: int) -> int:
    async with bot_at_work() as (client, bot):
        desk = bot.house.desk
        known = await people(client, TAPPING + pushes + 1)
        owners, others = known[:TAPPING], known[TAPPING:]
        for owner in owners:
            await client.send_text(owner, "/start")
        await client.wait_idle(within=60)
        await client.set_limits(True)
        await client.add_fault("latency", milliseconds=LATENCY_MS)
        resting = await measure(client, owners)
        begun = time.perf_counter()
        await fill(desk, others)
        draining = await measure(client, owners, until_sent=desk)
        took = time.perf_counter() - begun
    print(line("outbox at rest", resting))
    print(line("outbox draining", draining))
    print(f"ratio of the medians     {statistics.median(draining) / statistics.median(resting):.2f}")
    print(f"{pushes} pushes in {took:.1f} s, {pushes / took:.1f} a second, and {len(draining)} taps meanwhile")
    return 0 if statistics.median(draining) <= SLOWEST else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else PUSHES)))
