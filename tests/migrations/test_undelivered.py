"""What becomes of messages that the clinic was told of before there was a list of them, and on the way back."""

import asyncio

from alembic import command
from sqlalchemy import text

from core.database.engine import create_engine, parse_target
from core.database.migrations import alembic_config, upgrade
from tests.migrations.test_moving import PEOPLE

FAILED = """
INSERT INTO notifications
    (id, kind, audience, user_id, payload, due_at, status, attempts, dedupe_key, settled_at)
    SELECT gen_random_uuid(), 'reminder', 'user', id, '{"version": 2}', now(), 'failed', 1, 'reminder:x', now()
    FROM users LIMIT 1
"""
TOLD = """
INSERT INTO notifications (id, kind, audience, payload, due_at, status, attempts, dedupe_key)
    SELECT gen_random_uuid(), 'unreachable', 'admin', jsonb_build_object('user_id', user_id, 'kind', kind), now(),
        'pending', 0, 'unreachable:' || dedupe_key
    FROM notifications WHERE status = 'failed'
"""


async def test_what_the_clinic_was_told_of_can_be_done(database_url: str) -> None:
    engine = create_engine(parse_target(database_url), pooling=False)
    await asyncio.to_thread(command.downgrade, alembic_config(database_url), "0001")
    async with engine.begin() as connection:
        for statement in PEOPLE.strip().removesuffix(";").split(";"):
            await connection.execute(text(statement))
    await asyncio.to_thread(command.upgrade, alembic_config(database_url), "0007")
    async with engine.begin() as connection:
        await connection.execute(text(FAILED))
        await connection.execute(text(TOLD))
    await upgrade(database_url)
    async with engine.connect() as connection:
        [missed] = await connection.execute(text("SELECT id, kind, payload, obstacle FROM undelivered_messages"))
        [told] = await connection.execute(
            text("SELECT dedupe_key, payload FROM notifications WHERE kind = 'unreachable'")
        )
    assert (missed.kind, missed.payload, missed.obstacle) == ("reminder", {"version": 2}, None)
    assert (told.dedupe_key, told.payload) == (f"unreachable:{missed.id}", {"undelivered_id": str(missed.id)})
    await asyncio.to_thread(command.downgrade, alembic_config(database_url), "0007")
    async with engine.connect() as connection:
        [told] = await connection.execute(
            text("SELECT dedupe_key, payload->>'kind' AS kind FROM notifications WHERE kind = 'unreachable'")
        )
    assert (told.dedupe_key, told.kind) == ("unreachable:reminder:x", "reminder")
    await engine.dispose()
