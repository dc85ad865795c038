"""Reminders by the thousand, all due now: each for a visit of its own, of an owner of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy import make_url

_OWNERS = """
WITH people AS (
    SELECT person, n, md5('owner' || person)::uuid AS id
    FROM unnest($1::bigint[]) WITH ORDINALITY AS listed (person, n)
), made AS (
    INSERT INTO users (id, role, full_name, hashed_password, is_active)
    SELECT id, 'pet_owner', 'Owner ' || n, '!', true FROM people
), heard AS (
    INSERT INTO telegram_accounts (telegram_user_id, user_id, chat_id, display_name, language_code)
    SELECT person, id, person, 'Owner ' || n, 'en' FROM people
)
INSERT INTO pets (id, owner_id, name, species) SELECT id, id, 'Rex', 'dog' FROM people
"""
_VISITS = """
INSERT INTO appointments (id, chain_id, is_current, owner_id, pet_id, vet_id, service_id, status,
    starts_at, ends_at, busy_until, requested_at, answer_by, decided_by, decided_at, version)
SELECT id, id, true, id, id, (SELECT id FROM vets LIMIT 1), (SELECT id FROM services LIMIT 1), 'confirmed',
    at, at + interval '15 min', at + interval '15 min', now(), at, 'Bench', now(), 1
FROM (SELECT md5('owner' || person)::uuid,
        date_trunc('day', now()) + interval '2 days' + ($2 + n) * interval '15 min'
      FROM unnest($1::bigint[]) WITH ORDINALITY AS listed (person, n)) AS visits (id, at)
"""
_DUE = """
INSERT INTO notifications (id, kind, audience, user_id, appointment_id, due_at, useful_until, status, attempts,
    dedupe_key, payload)
SELECT gen_random_uuid(), 'reminder', 'user', id, id, now() - number * interval '1 millisecond', starts_at,
    'pending', 0, 'reminder:bench:' || id, '{"version": 1}'
FROM appointments WHERE id = ANY (SELECT md5('owner' || person)::uuid FROM unnest($1::bigint[]) AS listed (person))
"""


async def plan(url: str, people: list[int], *, first: int = 0) -> None:
    """New owners with these Telegram ids, each with a pet, a confirmed visit, and a reminder that is due.

    `first` is how many visits were planned before.
    """
    async with connected(url) as connection, connection.transaction():
        await connection.execute(_OWNERS, people)
        await connection.execute(_VISITS, people, first)
        await connection.execute(_DUE, people)
        await connection.execute("ANALYZE notifications")  # as autovacuum does within a minute


async def withdraw(url: str) -> None:
    """Nothing of it is to be sent any more."""
    async with connected(url) as connection:
        await connection.execute(
            "UPDATE notifications SET status = 'withdrawn', settled_at = now() WHERE status = 'pending'"
        )


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    address = make_url(url)
    found = await asyncpg.connect(host=str(address.query["host"]), user=address.username, database=address.database)
    try:
        yield found
    finally:
        await found.close()
