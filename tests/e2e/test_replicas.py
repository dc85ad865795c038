"""Two processes serve one clinic behind a reverse proxy; one is killed, and nobody notices."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import SandboxServer
from bot.sandbox.shapes import ChatInfo, UserView
from core.front_desk import FrontDesk
from core.notifications.schemas import Kind
from tests.bot.test_webhook import free_port
from tests.e2e.conftest import PATIENCE, BotProcess, Person, World

OWNERS = 20
NOTICED_WITHIN = 15.0
"""Seconds until what a killed process held is done by the other: 5 until it counts as gone, and some for a machine
under load. A lease of the outbox is 60."""


class Replica(BotProcess):
    """A bot that takes a webhook; it has started when it says that it is ready."""

    port: int

    async def _polled(self, wanted: bool) -> None:
        deadline = time.monotonic() + PATIENCE
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", trust_env=False) as http:
            while wanted:
                with contextlib.suppress(httpx.TransportError):
                    if (await http.get("/readyz")).status_code == 200:
                        return
                assert time.monotonic() < deadline, self.logged()
                await asyncio.sleep(0.05)


class Proxy:
    """The smallest reverse proxy: one backend after the other, and the next one when one can't be connected to.

    As others do, it does not repeat a request that a backend may have begun with: that is Telegram's to do.
    """

    def __init__(self) -> None:
        self.backends: list[str] = []
        self.served: list[str] = []
        self._turn = 0
        self._http = httpx.AsyncClient(trust_env=False, timeout=30)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                first, *lines = head.decode().splitlines()
                headers = dict(line.split(": ", 1) for line in lines if line)
                lengths = [value for name, value in headers.items() if name.lower() == "content-length"]
                body = await reader.readexactly(int(lengths[0]))
                status = await self._pass_on(first.split()[1], headers, body)
                writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _pass_on(self, path: str, headers: dict[str, str], body: bytes) -> int:
        passed = {name: value for name, value in headers.items() if name.lower() not in ("host", "connection")}
        for _ in self.backends:
            self._turn += 1
            backend = self.backends[self._turn % len(self.backends)]
            try:
                response = await self._http.post(backend + path, content=body, headers=passed)
            except httpx.ConnectError:
                continue
            except httpx.TransportError:
                return 502
            self.served.append(backend)
            return response.status_code
        return 502

    async def close(self) -> None:
        await self._http.aclose()


@pytest.fixture
async def proxy() -> AsyncIterator[tuple[Proxy, str]]:
    proxy = Proxy()
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    async with server:
        yield proxy, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/telegram"
    await proxy.close()


@pytest.fixture
async def replicas(
    telegram: SandboxClient,
    environment: dict[str, str],
    clinic: tuple[UserView, ChatInfo],
    proxy: tuple[Proxy, str],
    tmp_path: Path,
) -> AsyncIterator[list[Replica]]:
    found = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        port = free_port()
        extra = {"WEBHOOK_URL": proxy[1], "PORT": str(port), "METRICS_PORT": str(port), "REPLICAS": "2"}
        replica = Replica(telegram, {**environment, **extra}, folder)
        replica.port = port
        proxy[0].backends.append(f"http://127.0.0.1:{port}")
        found.append(replica)
    try:
        await asyncio.gather(*(replica.start() for replica in found))
        yield found
        for replica in found:
            if replica.running:
                await replica.stop()
            replica.check_log()
    finally:
        for replica in found:
            if replica.running:
                await replica.kill()
            print(replica.logged())


@pytest.fixture
async def world(
    sandbox: SandboxServer,
    telegram: SandboxClient,
    clinic: tuple[UserView, ChatInfo],
    replicas: list[Replica],
    database_connection: asyncpg.Connection,
    desk: FrontDesk,
) -> World:
    boss, group = clinic
    world = World(sandbox, telegram, replicas[0], group, database_connection, desk)
    world.staff = Person(world, boss, group.id)
    return world


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not await condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def all_answered(world: World, within: float = PATIENCE) -> None:
    """Until everything that people sent was taken, applied and answered."""
    deadline = time.monotonic() + within
    while True:
        await world.client.wait_idle(within=within, quiet=0)
        if not await world.count("inbox WHERE answered_at IS NULL"):
            return
        assert time.monotonic() < deadline, world.bot.logged()
        await asyncio.sleep(0.05)


async def books(owner: Any, day: str, hour: str) -> None:
    """A booking, in the pace in which the bot answers."""
    await owner.world.client.send_text(owner.user, "/book")
    for question, label in (("need", "Check-up"), ("Which day", day), ("What time", hour)):
        await owner.wait_for(question)
        await owner.tap(label, settle=False)
    await owner.wait_for("vet should know")
    await owner.say("He limps", settle=False)
    await owner.wait_for("He limps")
    await owner.tap("Send", settle=False)
    await owner.wait_for("is with the clinic")


async def test_one_of_two_is_killed_while_twenty_owners_book(
    world: World, replicas: list[Replica], proxy: tuple[Proxy, str]
) -> None:
    owners = [await world.owner(f"Owner {number}", start=False) for number in range(OWNERS)]
    times = [(day, f"{hour}:00") for day in ("3", "4", "5", "6") for hour in ("09", "10", "11", "14", "15")]

    async def in_the_middle() -> bool:
        return await world.count("conversations WHERE step = 'notes'") >= OWNERS // 4

    async with asyncio.TaskGroup() as booking:
        for owner, (day, hour) in zip(owners, times, strict=True):
            booking.create_task(books(owner, day, hour))
        await until(in_the_middle)
        await replicas[0].kill()
    await all_answered(world)

    assert len(set(proxy[0].served)) == 2, "both had their part"
    assert await world.count("appointments WHERE status = 'pending' AND notes = 'He limps'") == OWNERS
    assert await world.count("appointment_events WHERE kind = 'requested'") == OWNERS
    assert await world.count("notifications WHERE kind = 'request_card'") == OWNERS
    assert await world.database.fetchval("SELECT count(DISTINCT owner_id) FROM appointments") == OWNERS
    for owner in owners:
        texts = [message.text for message in await owner.messages()]
        assert "is with the clinic" in texts[-1]
        assert len(texts) <= 2, "the booking, and once more only if the kill fell between showing and noting it"


async def test_what_a_killed_process_held_is_taken_up_at_once(world: World, replicas: list[Replica]) -> None:
    """Both have updates that Telegram does not answer for, and pushes on their way, when one of them dies."""
    people = [await world.person(f"Owner {number}") for number in range(6)]
    await world.client.add_fault("latency", methods=["sendMessage"], milliseconds=3000, seconds=4)
    for person in people:
        await world.client.send_text(person.user, "/start")
    async with world.desk.unit() as services:
        for number in range(6):
            await services.notifications.enqueue(
                Kind.TROUBLE, dedupe_key=f"{number}", payload={"error": f"No {number}"}
            )

    async def both_are_at_it() -> bool:
        applied = "SELECT count(DISTINCT held_by) FROM inbox WHERE applied_at IS NOT NULL AND answered_at IS NULL"
        pushing = await world.count("notifications WHERE held_by IS NOT NULL")
        return bool(pushing == 6 and await world.database.fetchval(applied) == 2)

    await until(both_are_at_it)
    await replicas[0].kill()
    killed = time.monotonic()
    await world.settle()
    assert time.monotonic() - killed < NOTICED_WITHIN
    for person in people:
        assert "Paws & Co" in (await person.screen()).text
    said = [message.text for message in await world.staff.messages()]
    assert all(any(f"No {number}" in text for text in said) for number in range(6))


async def test_each_persons_updates_are_answered_in_their_order(world: World) -> None:
    """Sent without waiting, taken by both processes in turn: never one before the other, never one twice."""
    people = [await world.owner(f"Owner {number}", start=False) for number in range(8)]
    for person in people:
        for text in ("/pets", "/help", "/profile", "/appointments", "/pets", "/help"):
            await world.client.send_text(person.user, text)
    await all_answered(world)
    orders = [[message.text.splitlines()[0] for message in await person.messages()] for person in people]
    assert len(orders[0]) == 6
    assert orders[0][:2] == orders[0][4:]
    assert len(set(orders[0])) == 4
    assert orders == [[line.replace("Owner 0", f"Owner {number}") for line in orders[0]] for number in range(8)]


async def test_a_process_that_stops_in_order_leaves_nothing_behind(world: World, replicas: list[Replica]) -> None:
    people = [await world.person(f"Owner {number}") for number in range(12)]
    for person in people:
        await world.client.send_text(person.user, "/start")
    await replicas[1].stop()
    await all_answered(world)
    for person in people:
        assert ["Paws & Co" in message.text for message in await person.messages()] == [True]
    assert await world.count("replicas") == 1


async def test_a_reminder_that_only_a_dead_process_waited_for(world: World, replicas: list[Replica]) -> None:
    anna = await world.owner("Anna", start=False)
    await world.client.send_text(anna.user, "/start")
    await all_answered(world)
    await world.request(anna, datetime(2026, 3, 5, 10, 0, tzinfo=UTC))
    await world.settle()
    await replicas[0].kill()
    await world.staff.tap("Confirm", on=await world.staff.find("#1001"))
    await world.set_clock(datetime(2026, 3, 4, 10, 1, tzinfo=UTC))
    assert "I'm coming" in str((await anna.screen()).button_texts)
