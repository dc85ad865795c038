"""From the command to the first answer, the embedded database included; and the memory that conversations take."""

import asyncio
import contextlib
import signal
import statistics
import sys
import time
from asyncio.subprocess import Process
from pathlib import Path

from bench.house import alone
from bench.measure import Figure, Report, ms
from bench.town import Person, Town, database, folder, memory, settings_for, town, vetbot
from bot.sandbox.launch import environment
from core.database.embedded import EmbeddedPostgres

STARTS, FEW, MANY, SIDE_BY_SIDE = 5, 100, 10_000, 64
FOR_AT_MOST = 300.0
"""Seconds for the conversations: what does not fit is left out, and the report says how many there were."""


async def start_up(here: Town, home: Path, owner: Person) -> float:
    """Seconds from the command `run` until a message that waited is answered."""
    shown = here.shown(owner.chat)
    here.sandbox.people.send_text(owner.user, owner.chat, "/start", plain=True)
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        # The first start leaves compiled modules behind, as anybody's does, even where this shell would not have it.
        env={**environment(settings_for(here, None, DATA_DIR=str(home / "data"))), "PYTHONDONTWRITEBYTECODE": ""},
        cwd=home,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await here.within("the first message", shown)
        return time.perf_counter() - began
    finally:
        await end(process)


async def end(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    await process.wait()


async def started(starts: int) -> tuple[float, list[float]]:
    """The first start, which makes the database, and those after it."""
    with folder() as home:
        async with town() as here:
            owner = here.person()
            seconds = [await start_up(here, home, owner) for _ in range(starts + 1)]
        return seconds[0], seconds[1:]


async def converse(person: Person) -> None:
    """A new person begins to register, and stops at the email address."""
    await person.say("/start")
    await person.tap("Register")
    await person.tap(person.user.first_name)


async def conversations(here: Town, count: int, until: float) -> int:
    """So many people, some side by side; how many there was time for."""
    waiting = iter(range(count))
    done = 0

    async def some() -> None:
        nonlocal done
        for number in waiting:
            if time.monotonic() >= until:
                return
            await converse(here.person(f"Owner {number}"))
            done += 1

    await asyncio.gather(*(some() for _ in range(SIDE_BY_SIDE)))
    await here.quiet()
    return done


async def grown(
    running: EmbeddedPostgres, many: int, seconds: float
) -> tuple[int, tuple[float, float], tuple[float, float]]:
    """How many conversations there were, and the memory after a hundred and after all of them."""
    async with database(running) as url, town() as here, vetbot(here, url, MESSAGES_PER_SECOND="10000") as bot:
        assert bot.pid is not None
        until = time.monotonic() + seconds
        done = await conversations(here, FEW, until)
        few = memory(bot.pid)
        done += await conversations(here, many - FEW, until)
        return done, few, memory(bot.pid)


def bench(running: EmbeddedPostgres, *, starts: int = STARTS, many: int = MANY, seconds: float = FOR_AT_MOST) -> Report:
    """Start and memory."""
    cold, warm = asyncio.run(started(starts))
    done, few, all_of_them = asyncio.run(grown(running, many, seconds))
    notes = [f"the first start of all, which makes the database, took {ms(cold)}"]
    if done < many:
        notes.append(f"there was time for {done:,} conversations of {many:,}; with `--seconds` there is more")
    return Report(
        "start",
        "Start with the embedded database, and memory",
        [
            Figure("from the command to the first answer", statistics.median(warm), 2.5, unit=" s",
                   detail=f"{ms(min(warm))} to {ms(max(warm))}"),
            Figure(f"memory after {done:,} conversations over that after {FEW}", all_of_them[0] / few[0], 1.3,
                   detail=f"{all_of_them[0]:.0f} MiB over {few[0]:.0f} MiB"),
            Figure("of it resident in the end", all_of_them[0], 150, unit=" MiB",
                   detail=f"its share where pages are shared: {all_of_them[1]:.0f} MiB"),
        ],
        notes=notes,
    )  # fmt: skip


if __name__ == "__main__":
    alone(bench, __doc__)
