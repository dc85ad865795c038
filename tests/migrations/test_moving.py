"""What the migration to chains does to visits that are there."""

import asyncio

from alembic import command
from sqlalchemy import text

from core.database.engine import create_engine, parse_target
from core.database.migrations import alembic_config, upgrade

PEOPLE = """
INSERT INTO users (id, role, full_name, hashed_password, is_active)
    VALUES (gen_random_uuid(), 'pet_owner', 'Ann', '!', true);
INSERT INTO pets (id, owner_id, name, species, medical_history)
    SELECT gen_random_uuid(), id, 'Rex', 'dog', '[]' FROM users;
INSERT INTO appointments
    (id, owner_id, pet_id, vet_id, service_id, starts_at, ends_at, busy_until,
     status, requested_at, decided_at, version)
    SELECT gen_random_uuid(), pets.owner_id, pets.id, vets.id, services.id, start, start + interval '30 min',
        start + interval '30 min', 'confirmed', now(), now(), 2
    FROM pets, vets, (SELECT id FROM services LIMIT 1) AS services,
        (VALUES (timestamptz '2026-03-03 10:00Z'), ('2026-03-03 11:00Z')) AS times (start);
"""
WISH = """
INSERT INTO appointments
    (id, number, chain_id, replaces_id, is_current, owner_id, pet_id, vet_id, service_id,
     starts_at, ends_at, busy_until, status, requested_at, answer_by, version)
    SELECT gen_random_uuid(), number, chain_id, id, false, owner_id, pet_id, vet_id, service_id,
        starts_at + interval '15 min', ends_at + interval '15 min', busy_until + interval '15 min', 'pending', now(),
        starts_at, 1
    FROM appointments WHERE number = 1001
"""


async def test_visits_begin_chains_and_keep_their_numbers_on_the_way_back(database_url: str) -> None:
    engine = create_engine(parse_target(database_url), pooling=False)
    await asyncio.to_thread(command.downgrade, alembic_config(database_url), "0001")
    async with engine.begin() as connection:
        for statement in PEOPLE.strip().removesuffix(";").split(";"):
            await connection.execute(text(statement))
    await upgrade(database_url)
    async with engine.begin() as connection:
        rows = (await connection.execute(text("SELECT number, chain_id = id, is_current FROM appointments"))).all()
        assert sorted(rows) == [(1001, True, True), (1002, True, True)]
        await connection.execute(text(WISH))  # overlaps what it replaces, under the same number
    await asyncio.to_thread(command.downgrade, alembic_config(database_url), "0001")
    async with engine.connect() as connection:
        numbers = await connection.scalars(text("SELECT number FROM appointments ORDER BY number"))
        assert list(numbers) == [1001, 1002]
    await upgrade(database_url)
    await engine.dispose()
