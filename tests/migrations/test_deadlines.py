"""What the migration to deadlines does to requests that wait already."""

import asyncio

from alembic import command
from sqlalchemy import text

from core.database.engine import create_engine, parse_target
from core.database.migrations import alembic_config, upgrade
from tests.migrations.test_moving import PEOPLE

WISH = """
INSERT INTO appointments
    (id, number, chain_id, replaces_id, is_current, owner_id, pet_id, vet_id, service_id,
     starts_at, ends_at, busy_until, status, requested_at, version)
    SELECT gen_random_uuid(), number, chain_id, id, false, owner_id, pet_id, vet_id, service_id,
        starts_at + interval '1 day', ends_at + interval '1 day', busy_until + interval '1 day', 'pending', now(), 1
    FROM appointments WHERE number = 1001
"""


async def test_requests_keep_the_deadline_that_they_had(database_url: str) -> None:
    engine = create_engine(parse_target(database_url), pooling=False)
    await asyncio.to_thread(command.downgrade, alembic_config(database_url), "0001")
    async with engine.begin() as connection:
        for statement in PEOPLE.strip().removesuffix(";").split(";"):
            await connection.execute(text(statement))
    await asyncio.to_thread(command.upgrade, alembic_config(database_url), "0006")
    async with engine.begin() as connection:
        await connection.execute(text(WISH))
        await connection.execute(
            text("UPDATE appointments SET status = 'pending', decided_at = NULL WHERE number = 1002")
        )
    await upgrade(database_url)
    async with engine.connect() as connection:
        rows = await connection.execute(
            text("SELECT number, status, to_char(answer_by AT TIME ZONE 'UTC', 'DD HH24:MI') FROM appointments")
        )
        assert sorted(tuple(row) for row in rows) == [
            (1001, "confirmed", "03 10:00"),
            (1001, "pending", "03 10:00"),  # a wish to move it: until its own start
            (1002, "pending", "03 11:00"),
        ]
    await engine.dispose()
