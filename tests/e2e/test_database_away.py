"""The database is away: at the start, for a while, in the middle of everything. It is waited for, and people are told.

The server is the test's own, so that it can be stopped and started for real.
"""

import asyncio
import contextlib
import shutil
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from core.database.embedded import EmbeddedPostgres, start_embedded
from tests.bot.test_webhook import free_port

PATIENCE = 60.0
CONNECTIONS = 40


class Server:
    """A PostgreSQL that comes and goes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: EmbeddedPostgres | None = None
        self.start()

    @property
    def running(self) -> EmbeddedPostgres:
        assert self._running is not None, "the database is down"
        return self._running

    def start(self) -> None:
        self._running = start_embedded(self._folder, durable=False, max_connections=CONNECTIONS)

    def stop(self) -> None:
        self.running.stop()
        self._running = None

    async def connect(self) -> asyncpg.Connection:
        return await asyncpg.connect(host=str(self.running.socket_dir), user="postgres", database="vetbot")


@pytest.fixture
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="vetbot-away-"))
    folder.chmod(0o755)
    server = Server(folder)
    yield server
    if server._running is not None:
        server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def database_url(server: Server) -> str:
    return server.running.url()


@pytest.fixture
async def database_connection(server: Server) -> AsyncIterator[asyncpg.Connection]:
    connection = await server.connect()
    yield connection
    if not connection.is_closed():
        await connection.close()


async def wait_for_log(bot: Any, words: str, times: int = 1) -> None:
    """Until the bot has logged that so often."""
    deadline = time.monotonic() + PATIENCE
    while bot.logged().count(words) < times:
        assert time.monotonic() < deadline, bot.logged()
        await asyncio.sleep(0.05)


async def come_back(world: Any, server: Server) -> None:
    """The database is there again, for the bot and for the test."""
    server.start()
    world.database = await server.connect()


@pytest.fixture
async def away(world: Any, server: Server) -> AsyncIterator[Any]:
    """The bot at work, with people who know it; then the database goes."""
    yield world
    await world.database.close()


async def test_it_waits_for_a_database_that_is_not_there_yet(
    bot: Any, clinic: Any, telegram: Any, server: Server
) -> None:
    anna = await telegram.create_user("Anna")
    server.stop()
    starting = asyncio.create_task(bot.start())
    await wait_for_log(bot, "waiting for the database on", times=2)
    assert not starting.done()
    server.start()
    await starting
    await telegram.start(anna)
    await telegram.wait_message(anna, "Welcome", within=PATIENCE)


async def test_what_watches_it_learns_that_it_lives_and_is_not_ready_while_it_waits(
    bot: Any, clinic: Any, telegram: Any, server: Server
) -> None:
    port = free_port()
    bot.environment["PORT"] = str(port)
    server.stop()
    starting = asyncio.create_task(bot.start())
    await wait_for_log(bot, "waiting for the database on")
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
        assert (await http.get("/healthz")).status_code == 200
        assert (await http.get("/readyz")).status_code == 503
        assert (await http.post("/", json={"update_id": 1})).status_code == 503  # Telegram delivers it later
        server.start()
        await starting
        assert (await http.get("/healthz")).status_code == 200
        assert (await http.get("/readyz")).json()["ready"] is True


async def test_it_waits_for_telegram(bot: Any, clinic: Any, telegram: Any) -> None:
    anna = await telegram.create_user("Anna")
    await telegram.set_network(False)
    starting = asyncio.create_task(bot.start())
    await wait_for_log(bot, "waiting for Telegram", times=2)
    assert not starting.done()
    await telegram.set_network(True)
    await starting
    await telegram.start(anna)
    await telegram.wait_message(anna, "Welcome", within=PATIENCE)


@pytest.mark.parametrize("what", ["the database", "Telegram"])
async def test_a_stop_while_it_waits_is_heard(bot: Any, clinic: Any, telegram: Any, server: Server, what: str) -> None:
    if what == "Telegram":
        await telegram.set_network(False)
    else:
        server.stop()
    process = await bot.begin()
    await wait_for_log(bot, f"waiting for {what}")
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 12) == 0


@pytest.mark.parametrize(
    ("user", "database", "said"),
    [
        ("stranger", "vetbot", 'role "stranger" does not exist'),
        ("postgres", "nowhere", 'database "nowhere" does not exist'),
    ],
)
async def test_a_database_that_refuses_it_is_not_waited_for(
    bot: Any, server: Server, user: str, database: str, said: str
) -> None:
    bot.environment["DATABASE_URL"] = server.running.url(database).replace("postgres@", f"{user}@")
    process = await bot.begin("bot", "run")
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 2
    lines = [line for line in bot.logged().splitlines() if "[info" not in line]
    assert len(lines) == 1, lines
    assert lines[0].startswith(f"the database lets nobody in ({said})")


async def test_who_writes_meanwhile_is_told_and_answered_afterwards(away: Any, server: Server) -> None:
    world = away
    anna, ben, clinic = await world.owner("Anna"), await world.person("Ben"), world.staff
    await anna.say("/book")
    question = await anna.screen()
    server.stop()

    # A press gets a toast, a message a message, each person one in a while.
    await anna.tap("Check-up", settle=False)
    assert "One moment, please" in await anna.toast()
    await world.client.send_text(ben.user, "/start")
    await ben.wait_for("One moment, please")
    await world.client.send_text(ben.user, "/help")
    await world.client.send_text(clinic.user, "/pending", chat=world.clinic)
    told = await clinic.wait_for("One moment, please")
    assert "phone" not in told.text
    await wait_for_log(world.bot, "waiting for the database", times=4)
    assert len([message for message in await ben.messages() if "One moment" in message.text]) == 1
    assert (await anna.screen()).text == question.text

    await come_back(world, server)
    await world.settle()
    assert "Which day" in (await anna.screen()).text
    assert len(await anna.messages()) == 2
    seen = [message.text for message in await ben.messages()]
    assert len(seen) == 3, seen
    assert "One moment" in seen[0]
    assert "Welcome" in seen[1]
    assert len([message for message in await clinic.messages() if "One moment" in message.text]) == 1
    assert "One moment" not in (await clinic.screen()).text


async def test_it_restarts_in_the_middle_of_everything(away: Any, server: Server) -> None:
    """Each step of each owner counts once, though the database dies under them again and again."""
    world = away
    owners = [await world.owner(f"Owner {number}", start=False) for number in range(8)]

    async def talk(owner: Any) -> None:
        for _ in range(6):
            await world.client.send_text(owner.user, "/pets")
            await asyncio.sleep(0.1)

    talking = asyncio.gather(*map(talk, owners))
    for _ in range(3):
        await asyncio.sleep(0.2)
        server.stop()
        await asyncio.sleep(0.1)
        server.start()
    await talking
    world.database = await server.connect()
    await world.settle()
    for owner in owners:
        assert await world.count("inbox WHERE sender = $1 AND answered_at IS NOT NULL", owner.user.id) == 6
        answers = [message for message in await owner.messages() if "One moment" not in message.text]
        assert len(answers) == 6, [message.text for message in answers]


async def take_all_connections(server: Server, stack: AsyncExitStack, *spared: int) -> None:
    """Nobody else has one, and none is left: a place may come free a moment after its backend has gone."""
    ours = await server.connect()
    stack.push_async_callback(ours.close)
    mine, others = [ours.get_server_pid(), *spared], 1
    while others:
        await ours.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> ALL($1)",
            mine,
        )
        with contextlib.suppress(asyncpg.TooManyConnectionsError):
            while True:
                taken = await server.connect()
                stack.push_async_callback(taken.close)
                mine.append(taken.get_server_pid())
        others = await ours.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> ALL($1)", mine
        )


async def test_there_are_too_many_connections(away: Any, server: Server) -> None:
    world = away
    ben = await world.person("Ben")
    async with AsyncExitStack() as stack:
        await take_all_connections(server, stack, world.database.get_server_pid())
        await world.client.send_text(ben.user, "/start")
        await ben.wait_for("One moment, please")
        await wait_for_log(world.bot, "too many clients already", times=2)
        assert await world.count("inbox WHERE sender = $1", ben.user.id) == 0
    await world.settle()
    assert "Welcome" in (await ben.screen()).text
    assert len(await ben.messages()) == 2
