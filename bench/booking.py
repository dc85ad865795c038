"""One booking with all its rules, event, outbox row and commit; and five hundred owners on one slot."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from bench import rivals
from bench.house import NOW, House, house, server, workdays
from bench.measure import Figure, Report, ms
from bot.loop import run
from core.appointments.errors import SlotTaken
from core.appointments.schemas import BookingRequest
from core.database.embedded import EmbeddedPostgres

BOOKINGS, WARM = 60, 10
CROWD, POOL = 500, 16

WHY_ONE = (
    "The session and its transaction are SQLAlchemy's and asyncpg's; the rules themselves are hardly to be seen. "
    "Tried, from 3.7 times with 18 statements: both locks in one, the rules in one, where the owner stands in "
    "one, no savepoint, statements made once, columns instead of entities, and asyncpg without SQLAlchemy (2.2 "
    "before)."
)
WHY_CROWD = (
    "One process spends its CPU, some 2.4 ms for each owner who comes too late, on six statements and a "
    "transaction: locks, pet, rules, where the owner stands, what is busy that day, and what is free nearby, "
    "which the refusal offers as buttons; plain ON CONFLICT sends one and offers nothing. Tried, from 19 times: "
    "half the statements, no entities, asyncpg without SQLAlchemy (8.3 before). Left: what is busy that day and "
    "nearby at once would save one of the six for those who come too late, and cost every other booking the "
    "reading of two weeks."
)

Statement = tuple[str, Sequence[Any]]


def starts(count: int) -> list[datetime]:
    """So many starts that a clinic of the first day has free."""
    days = workdays(NOW + timedelta(days=1), 41)
    return [days[n % 40] + timedelta(minutes=60 * (n // 40)) for n in range(count)]


def recorded(place: House) -> list[Statement]:
    """A list that fills with what is sent from now on."""
    sent: list[Statement] = []
    place.database.watch(lambda statement, parameters: sent.append((statement, parameters)))
    return sent


async def one_booking(running: EmbeddedPostgres) -> tuple[float, float, int]:
    """Seconds of the service and of plain asyncpg with the same statements, and how many those are."""
    async with house(running) as place:
        people = await place.owners(BOOKINGS)
        service = await place.service()
        await place.database.close()
        twin = f"twin_{uuid4().hex[:8]}"
        admin = await asyncpg.connect(host=place.socket, user="postgres", database="postgres")
        await admin.execute(f'CREATE DATABASE "{twin}" TEMPLATE "{place.name}"')
        raw = await asyncpg.connect(host=place.socket, user="postgres", database=twin)
        sent = recorded(place)
        ours, theirs = [], []
        for (owner, pet), at in zip(people, starts(BOOKINGS), strict=True):
            sent.clear()
            request = BookingRequest(pet_id=pet, service_id=service, starts_at=at)
            began = time.perf_counter()
            async with place.desk.unit() as services:
                await services.appointments.book(owner, request)
            ours.append(time.perf_counter() - began)
            began = time.perf_counter()
            async with raw.transaction():
                for statement, parameters in sent:
                    await raw.fetch(statement, *parameters)
            theirs.append(time.perf_counter() - began)
        await raw.close()
        await admin.execute(f'DROP DATABASE "{twin}" WITH (FORCE)')
        await admin.close()
        return middle(ours), middle(theirs), len(sent)


def middle(seconds: list[float]) -> float:
    counted = sorted(seconds[WARM:])
    return counted[len(counted) // 2]


async def crowd(running: EmbeddedPostgres) -> tuple[float, int, list[str]]:
    """Seconds until 500 owners who tap one slot all have their answer, the winners, and the database's errors."""
    async with house(running, pool_size=POOL) as place:
        people = await place.owners(CROWD)
        service, (at,) = await place.service(), starts(1)
        await connected(place)  # as the plain pool is
        errors: list[str] = []
        place.database.watch_errors(lambda error: errors.append(type(error).__name__))

        async def tap(owner: Any, pet: UUID) -> bool:
            try:
                async with place.desk.unit() as services:
                    await services.appointments.book(
                        owner, BookingRequest(pet_id=pet, service_id=service, starts_at=at)
                    )
            except SlotTaken:
                return False
            return True

        began = time.perf_counter()
        won = await asyncio.gather(*(tap(owner, pet) for owner, pet in people))
        taken = time.perf_counter() - began
        return taken, sum(won), errors


async def connected(place: House) -> None:
    """Every connection of the pool is there."""
    async with AsyncExitStack() as stack:
        for _ in range(POOL):
            await stack.enter_async_context(place.database.transaction())


async def raw_crowd(running: EmbeddedPostgres) -> float:
    """The same with nothing but an INSERT … ON CONFLICT on a pool of plain connections."""
    async with house(running) as place:
        people = await place.owners(CROWD)
        service, vet, (at,) = await place.service(), await place.vet(), starts(1)
        insert = """
            INSERT INTO appointments (id, chain_id, is_current, owner_id, pet_id, vet_id, service_id, status,
                starts_at, ends_at, busy_until, requested_at, answer_by, version)
            VALUES ($1, $1, true, $2, $3, $4, $5, 'pending', $6, $7, $7, $8, $6, 1)
            ON CONFLICT ON CONSTRAINT ex_appointments_no_double_booking DO NOTHING RETURNING id
        """
        pool = await asyncpg.create_pool(
            host=place.socket, user="postgres", database=place.name, min_size=POOL, max_size=POOL
        )

        async def tap(owner: Any, pet: UUID) -> bool:
            async with pool.acquire() as connection, connection.transaction():
                return (
                    await connection.fetchval(
                        insert, uuid4(), owner.user_id, pet, vet, service, at, at + timedelta(minutes=30), NOW
                    )
                    is not None
                )

        began = time.perf_counter()
        won = await asyncio.gather(*(tap(owner, pet) for owner, pet in people))
        taken = time.perf_counter() - began
        await pool.close()
        assert sum(won) == 1
        return taken


def bench_one(running: EmbeddedPostgres, rival: rivals.Rival) -> Report:
    """One booking."""
    ours, raw, statements = run(one_booking(running))
    return Report(
        "booking",
        "One booking through the service: all rules, event, outbox row, commit",
        [
            Figure(
                "over plain asyncpg with the same statements", ours / raw, 2.5,
                detail=f"{ms(ours)} over {ms(raw)}, {statements} statements", why=WHY_ONE,
            ),
            Figure(
                "django-appointment's two forms over ours", rival.booking / ours, 3, at_least=True,
                detail=f"{ms(rival.booking)} over {ms(ours)}",
            ),
        ],
        series={"django-appointment": rival.booking * 1000, "vetbot": ours * 1000, "asyncpg": raw * 1000},
    )  # fmt: skip


def bench_crowd(running: EmbeddedPostgres, rival: rivals.Rival) -> Report:
    """Everybody wants the same slot."""
    crowds = [run(crowd(running)) for _ in range(3)]
    raws = [run(raw_crowd(running)) for _ in range(3)]
    ours, raw = sorted(taken for taken, *_ in crowds)[1], sorted(raws)[1]
    errors = [error for _, _, found in crowds for error in found]
    return Report(
        "crowd",
        f"{CROWD} owners tap one slot (pool of {POOL})",
        [
            Figure("winners", max(won for _, won, _ in crowds), 1, unit=""),
            Figure("errors of the database, deadlocks among them", len(errors), 0, unit=""),
            Figure("over plain ON CONFLICT", ours / raw, 3, detail=f"{ms(ours)} over {ms(raw)}", why=WHY_CROWD),
        ],
        notes=[f"django-appointment took {rival.doubled} of 50 bookings of one slot"],
        series={"vetbot": ours * 1000, "ON CONFLICT": raw * 1000},
    )


if __name__ == "__main__":
    with server() as postgres:
        other = rivals.measure(postgres)
        bench_one(postgres, other).show()
        bench_crowd(postgres, other).show()
