"""Two of our bots on one database, by webhook and behind one proxy, against one in the same mode, under the same load.

The contestants take turns. The bots, the database, the local Telegram with its proxy and the people share the machine's
cores, so two bots can only do more than one where there are cores left for the second.
"""

import asyncio
import contextlib
import itertools
import os
import socket
import statistics
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx

from bench.house import alone
from bench.measure import Figure, Report
from bench.taps import LATENCY_MS, PEOPLE, ROUNDS, SECONDS, Contestant, books
from bench.town import Town, database, folder, front_desk, owners, settings_for, town
from bot.sandbox.launch import environment
from bot.sandbox.process import START_SECONDS, BotProcess, NotStarted
from bot.sandbox.world import World
from core.database.embedded import EmbeddedPostgres

CORES = 4
"""With fewer there is no core left for the second bot: the figure is shown, and not held against the goal."""


class WebhookBot(BotProcess):
    """Has started when it says that it is ready."""

    def __init__(self, world: World, settings: dict[str, str], home: Path) -> None:
        self.port = _free_port()
        super().__init__(world, environment({**settings, "PORT": str(self.port)}), home)

    async def _ready(self, process: Process, _condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + START_SECONDS
        async with httpx.AsyncClient(trust_env=False) as http:
            while process.returncode is None and time.monotonic() < deadline:
                with contextlib.suppress(httpx.TransportError):
                    if (await http.get(f"http://127.0.0.1:{self.port}/readyz")).status_code == httpx.codes.OK:
                        return
                await asyncio.sleep(0.05)
        raise NotStarted(self.last_words())


@asynccontextmanager
async def proxy() -> AsyncIterator[tuple[str, list[int]]]:
    """Its address, and the ports behind it, to be filled: each connection goes to the next of them, as it is."""
    ports: list[int] = []
    turn = itertools.count()

    async def pipe(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await source.read(65536):
                sink.write(data)
                await sink.drain()
        sink.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, onward = await asyncio.open_connection("127.0.0.1", ports[next(turn) % len(ports)])
        await asyncio.gather(pipe(reader, onward), pipe(there, writer))

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/telegram", ports
    finally:
        listening.close()


@asynccontextmanager
async def bots(here: Town, url: str, count: int) -> AsyncIterator[list[WebhookBot]]:
    """So many at work behind a proxy."""
    async with AsyncExitStack() as stack:
        address, ports = await stack.enter_async_context(proxy())
        settings = settings_for(here, url, WEBHOOK_URL=address, REPLICAS=str(count), MESSAGES_PER_SECOND="10000")
        found = [WebhookBot(here.world, settings, stack.enter_context(folder())) for _ in range(count)]
        ports += [bot.port for bot in found]
        for bot in found:
            stack.push_async_callback(bot.stop)
            await bot.start()
        yield found


@asynccontextmanager
async def contestant(
    running: EmbeddedPostgres, count: int, people: int, turns: int, latency: float
) -> AsyncIterator[Contestant]:
    async with database(running) as url, town() as here:
        async with front_desk(here, url) as desk:
            crowds = [await owners(here, desk, people) for _ in range(turns)]
        here.latency(latency)
        async with bots(here, url, count) as found:
            yield Contestant(iter(crowds), books, [bot.pid for bot in found if bot.pid is not None])


async def measured(
    running: EmbeddedPostgres, people: int, rounds: int, seconds: float, latency: float
) -> Sequence[Contestant]:
    """One and two."""
    async with AsyncExitStack() as stack:
        found = [
            await stack.enter_async_context(contestant(running, count, people, rounds + 1, latency)) for count in (1, 2)
        ]
        for each in found:
            await each.warm_up(seconds, running)
        for _ in range(rounds):
            for each in found:
                await each.turn(seconds, running)
        return found


def bench(
    running: EmbeddedPostgres,
    *,
    people: int = PEOPLE,
    rounds: int = ROUNDS,
    seconds: float = SECONDS,
    latency: float = LATENCY_MS,
) -> Report:
    """Two processes."""
    one, two = asyncio.run(measured(running, people, rounds, seconds, latency))
    cores = os.cpu_count() or 1
    return Report(
        "replicas",
        f"Two processes on one database: {people} owners book at once, by webhook, "
        f"each call of the Bot API takes {latency:.0f} ms",
        [
            Figure(
                "taps in a second over those of one process in the same mode", two.rate / one.rate, 1.6,
                at_least=True, detail=f"{two.rate:.0f}/s over {one.rate:.0f}/s", judged=cores >= CORES,
            ),
        ],
        notes=[f"of {cores} cores, {_shares('one process', one)}", f"and of the same, {_shares('two', two)}"],
        series={"vetbot, one": one.rate, "vetbot, two": two.rate},
        unit="/s",
    )  # fmt: skip


def _shares(name: str, measured: Contestant) -> str:
    each = [f"{statistics.median(shares):.0%}" for shares in zip(*measured.processes, strict=True)]
    return (
        f"{name} had {' and '.join(each)} of one, PostgreSQL {statistics.median(measured.database):.0%}, the local "
        f"Telegram, its proxy and the people {statistics.median(measured.shares):.0%}"
    )


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


if __name__ == "__main__":
    alone(bench, __doc__)
