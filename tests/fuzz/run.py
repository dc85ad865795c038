"""The fuzz: random updates and random walks, in rounds, and after each a look at what must hold."""

import contextlib
import json
import logging
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from core.clock import ManualClock
from core.database.engine import create_engine, parse_target
from core.database.session import Database
from tests.conftest import MONDAY_MORNING
from tests.fuzz.checks import Checks, Findings, reached
from tests.fuzz.objects import corpus
from tests.fuzz.stage import Stage, stage
from tests.fuzz.walk import Aim, Walk

ROUND = 24
"""Updates that are under way at once."""
_BATCH = 240
"""Random updates that are made at a time."""
_LOOK = 20
"""Every so many rounds the database is looked at, too."""


@dataclass
class Result:
    sent: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    reached: dict[str, int] = field(default_factory=dict)
    """How far the walks got: rows by what they are."""
    findings: Findings = field(default_factory=Findings)

    @property
    def total(self) -> int:
        return sum(self.sent.values())


async def fuzz(database_url: str, updates: int, seed: int, tell: Callable[[str], None] = lambda line: None) -> Result:
    """Sends `updates` updates, half of them random, half from walks; the same ones for the same seed, races apart."""
    chance = random.Random(seed)
    result = Result()
    clock = ManualClock(MONDAY_MORNING)
    async with _noting(result.findings), stage(database_url, clock) as on, _database(database_url) as database:
        walk = Walk(on, chance)
        aim = Aim(on, walk, chance)
        checks = Checks(on, database, result.findings)
        await on.settle()
        random_ones: list[tuple[str, dict[str, Any]]] = []
        rounds = 0
        told: set[str] = set()
        while result.total < updates:
            if rounds % _LOOK == 0:
                await on.make_room()
            sent: list[str] = []
            for _ in range(min(ROUND, updates - result.total)):
                if chance.random() < 0.5:
                    sent.append(f"walk: {walk.act()}")
                    continue
                if not random_ones:
                    random_ones = corpus(min(_BATCH, updates), chance.getrandbits(32))
                kind, body = random_ones.pop()
                aim.deliver(kind, body)
                sent.append(f"random: {kind}")
            result.sent.update(sent)
            await _settle(on, result.findings, crash=chance.random() < 0.05)
            if chance.random() < 0.1:
                await on.advance(timedelta(minutes=chance.choice([5, 60, 300, 1440])))
            result.calls += checks.calls()
            rounds += 1
            for what in set(result.findings.first) - told:
                told.add(what)
                tell(f"found: {what}\n{result.findings.first[what]}")
            if rounds % _LOOK == 0:
                await checks.data()
                tell(f"{result.total} updates, {result.calls} answers, {sum(result.findings.found.values())} findings")
        await checks.data()
        result.reached = await reached(database)
        await _still_lives(on, result.findings)
    return result


async def _settle(on: Stage, findings: Findings, *, crash: bool) -> None:
    try:
        await (on.settle_after_a_crash() if crash else on.settle())
    except TimeoutError:
        waiting = [json.dumps(update.payload)[:3000] for update in on.server.world.updates.pending]
        findings.add("the bot takes in nothing any more", "\n".join(waiting))
        on.server.world.updates.drop()
        await on.settle()


async def _still_lives(on: Stage, findings: Findings) -> None:
    """Everybody says /start once more, and everybody gets an answer."""
    world = on.server.world
    for user in on.everybody:
        chat = on.private(user)
        if chat.blocked:
            on.server.people.block(user, False)
        before = chat.last_message_id
        on.server.people.send_text(user, chat, "/start", plain=True)
        await on.settle()
        if not any(message.sender is world.bot for number, message in chat.messages.items() if number > before):
            findings.add("no answer to /start", user.first_name)


@contextlib.asynccontextmanager
async def _database(url: str) -> AsyncIterator[Database]:
    database = Database(create_engine(parse_target(url), pool_size=2))
    try:
        yield database
    finally:
        await database.close()


@contextlib.asynccontextmanager
async def _noting(findings: Findings) -> AsyncIterator[None]:
    root = logging.getLogger()
    root.addHandler(findings)
    try:
        yield
    finally:
        root.removeHandler(findings)
