"""One run: people act while trouble comes; then calm, everybody tries once more, and the rules look at all of it."""

import asyncio
import math
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from core.users.schemas import Actor
from tests.chaos.facts import Facts, Tried
from tests.chaos.people import Chance, Owner, Someone, Staff, language
from tests.chaos.place import CLINIC_CHAT, Place, opened
from tests.chaos.reading import read, unfinished
from tests.chaos.rules import RULES, Verdict
from tests.chaos.troubles import PROCESS, TELEGRAM, Planned, Troubles, lane
from tests.known import enter_owner

COLLEAGUES = 2
PATIENCE = 90.0
"""Seconds until a bot that does not come to rest counts as stuck."""
LEASE = 61.0
"""Seconds after which what a dead process was about to send is sent by the next one."""
LISTENS = 6.0
"""Seconds after which somebody taps again, answer or not."""
SECONDS_EACH = 10.0
"""How long somebody may wait for an answer when all is calm, on a machine that has much else to do."""


@dataclass(frozen=True)
class Plan:
    seed: int
    seconds: float
    owners: int
    lanes: tuple[list[Planned], ...] = ()
    """What trouble comes, side by side; drawn from the seed where none is named."""
    calm_hours: int = 100
    """How much longer the clock goes on without trouble, so that reminders fall due."""
    pace: float = 0.6
    """Seconds between two acts of one person."""


@dataclass
class Outcome:
    actions: Counter[str]
    troubles: Counter[str]
    verdicts: dict[str, Verdict]
    facts: Facts
    hours: float = 0.0
    notes: list[str] = field(default_factory=list)

    @property
    def broken(self) -> bool:
        return any(verdict.broken for verdict in self.verdicts.values())


def _silent(_: str) -> None:
    pass


async def run(plan: Plan, progress: Callable[[str], None] = _silent) -> Outcome:
    """`progress` is told what is going on."""
    async with opened(COLLEAGUES) as place:
        done: Counter[str] = Counter()
        people = await _people(place, plan, done)
        troubles = Troubles(place)
        notes: list[str] = []
        try:
            progress("people act, and trouble comes")
            await _storm(place, plan, people, troubles)
            progress("the bot comes to rest")
            await _calm_down(place, troubles)
            for hour in range(plan.calm_hours):
                progress(f"{hour + 1} of {plan.calm_hours} calm hours")
                await place.advance(3600)
                await _settle(place)
            progress("everybody tries once more")
            tried = await _try_once_more(place, people)
            await _settle(place)
        except TimeoutError as error:
            notes.append(str(error))
            tried = []
        facts = await read(place, troubles, tried)
        begun, ended = place.witness.ticks[0].moment, facts.now
        return Outcome(
            actions=done,
            troubles=troubles.counts,
            verdicts={rule.__name__: rule(facts) for rule in RULES},
            facts=facts,
            hours=(ended - begun).total_seconds() / 3600,
            notes=notes,
        )


async def _people(place: Place, plan: Plan, done: Counter[str]) -> list[Someone]:
    source = random.Random(plan.seed)
    async with place.desk.unit() as services:
        await services.clinic.add_vet(Actor.staff("Vera Vet"), "Dr. Two")
    everybody: list[Someone] = []
    for number in range(plan.owners):
        name, spoken = f"Owner{number}", language(source)
        user = await place.telegram.create_user(name, language_code=spoken)
        if number % 3:  # the others register by themselves
            await enter_owner(place.desk, user.id, name, language=spoken)
        chance = Chance(random.Random(f"{plan.seed} owner {number}"), plan.pace)
        everybody.append(Owner(place.telegram, user, user.id, chance, done))
    for number, user in enumerate(place.staff):
        chance = Chance(random.Random(f"{plan.seed} staff {number}"), plan.pace / 3, oddness=0.03)
        everybody.append(Staff(place.telegram, user, CLINIC_CHAT, chance, done))
    return everybody


async def _storm(place: Place, plan: Plan, people: list[Someone], troubles: Troubles) -> None:
    source = random.Random(f"{plan.seed} trouble")
    lanes = plan.lanes or (
        lane(source, PROCESS, plan.seconds, (5, 14)),
        lane(source, TELEGRAM, plan.seconds, (3, 9)),
    )
    until = time.monotonic() + plan.seconds
    over = asyncio.Event()
    acting = [asyncio.create_task(_live(place, someone, over)) for someone in people]
    passing = asyncio.create_task(_let_time_pass(place, random.Random(f"{plan.seed} time"), over))
    async with asyncio.TaskGroup() as group:
        for one in lanes:  # what is named comes however slow the machine is
            group.create_task(troubles.follow(one, math.inf if plan.lanes else until))
    await asyncio.sleep(until - time.monotonic())
    over.set()
    await asyncio.gather(*acting, passing)


async def _live(place: Place, someone: Someone, over: asyncio.Event) -> None:
    while True:
        await asyncio.sleep(someone.pause())
        if over.is_set():
            return
        before = len(place.witness.said)
        await someone.act()
        if someone.is_patient():
            await _heard(place, someone.chat_id, before, LISTENS)


async def _let_time_pass(place: Place, source: random.Random, over: asyncio.Event) -> None:
    while not over.is_set():
        await asyncio.sleep(source.uniform(0.5, 1.5))
        await place.advance(source.uniform(3, 25) * 60)


async def _calm_down(place: Place, troubles: Troubles) -> None:
    await place.telegram.clear_faults()
    await place.telegram.set_limits(enabled=False)
    await place.telegram.set_copies(1)
    if place.bot.returncode is not None:
        troubles.deaths.append(f"exit status {place.bot.returncode}: {place.bot.last_words()}")
        await place.bot.start()
    await _settle(place)


async def _settle(place: Place) -> None:
    """Until nothing is left to do. Leases run out by the bot's clock, so that moves on meanwhile."""
    deadline = time.monotonic() + PATIENCE
    world = place.server.world
    moved = time.monotonic()
    async with place.database.connection() as database:
        while True:
            left = await unfinished(database, world.clock.now())
            if not left and not world.updates.pending and not world.journal.calls_in_flight:
                return
            if time.monotonic() > deadline:
                raise TimeoutError(f"after {PATIENCE} s the bot still has to do: {left or 'updates'}")
            if time.monotonic() - moved > 2:
                await place.advance(LEASE)
                moved = time.monotonic()
            await asyncio.sleep(0.05)


async def _try_once_more(place: Place, people: list[Someone]) -> list[Tried]:
    """Everybody goes on, leaves and starts anew: side by side, but one after the other in the clinic's chat."""
    tried: list[Tried] = []

    async def each(someone: Someone) -> None:
        for text in ("hello?", "/cancel", "/start"):
            if text == "hello?" and someone.chat_id < 0:
                continue  # in a group the bot does not see what is not meant for it
            before = len(place.witness.said)
            await someone.say(text)
            tried.append(Tried(someone.user.first_name, text, await _heard(place, someone.chat_id, before)))
            if text == "/cancel":
                await _leave_all(someone)

    async def _leave_all(someone: Someone) -> None:
        for _ in range(3):  # conversations that were interrupted
            before = len(place.witness.said)
            await someone.say("/cancel")
            await _heard(place, someone.chat_id, before)

    await asyncio.gather(*(each(someone) for someone in people if someone.chat_id > 0))
    for someone in people:
        if someone.chat_id < 0:
            await each(someone)
    return tried


async def _heard(place: Place, chat_id: int, before: int, seconds: float = SECONDS_EACH) -> bool:
    deadline = time.monotonic() + seconds
    while not place.witness.heard_in(chat_id, before):
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.02)
    return True
