"""What the way back from proposals leaves: visits, one of them taken, and nothing that was only proposed."""

import asyncio

from alembic import command
from sqlalchemy import text

from core.database.engine import create_engine, parse_target
from core.database.migrations import alembic_config, upgrade
from tests.migrations.test_moving import PEOPLE

PROPOSED = """
INSERT INTO appointments
    (id, number, chain_id, proposed_for_id, is_current, owner_id, pet_id, vet_id, service_id,
     starts_at, ends_at, busy_until, status, requested_at, answer_by, decided_at, version)
    SELECT gen_random_uuid(), number, chain_id, id, status = 'confirmed', owner_id, pet_id, vet_id, service_id,
        starts_at + days * interval '1 day', ends_at + days * interval '1 day', busy_until + days * interval '1 day',
        status, now(), starts_at, now(), 1
    FROM (SELECT id, number, chain_id, owner_id, pet_id, vet_id, service_id, starts_at, ends_at, busy_until
          FROM appointments WHERE number = :number) AS request,
        (VALUES (1, :first), (2, :second)) AS proposals (days, status)
"""
EVENTS = """
INSERT INTO appointment_events (id, appointment_id, kind, from_status, to_status, actor_kind, happened_at)
    SELECT gen_random_uuid(), appointments.id, kind, from_status, to_status, 'staff', now()
    FROM appointments,
        (VALUES ('proposed', NULL, 'proposed'), ('confirmed', 'proposed', 'confirmed'))
            AS happened (kind, from_status, to_status)
    WHERE proposed_for_id IS NOT NULL
"""
NOTICES = """
INSERT INTO notifications (id, kind, audience, user_id, appointment_id, payload, due_at, status, attempts, dedupe_key)
    SELECT gen_random_uuid(), 'proposals_over', 'user', owner_id, id, '{}', now(), 'pending', 0, id::text
    FROM appointments
"""


async def test_what_was_taken_stays_a_visit(database_url: str) -> None:
    engine = create_engine(parse_target(database_url), pooling=False)
    await asyncio.to_thread(command.downgrade, alembic_config(database_url), "0001")
    async with engine.begin() as connection:
        for statement in PEOPLE.strip().removesuffix(";").split(";"):
            await connection.execute(text(statement))
    await upgrade(database_url)
    async with engine.begin() as connection:
        taken = text("UPDATE appointments SET status = 'declined', is_current = number <> 1001")
        await connection.execute(taken)
        for number, first, second in ((1001, "confirmed", "declined"), (1002, "proposed", "expired")):
            await connection.execute(text(PROPOSED), {"number": number, "first": first, "second": second})
        await connection.execute(text(EVENTS))
        await connection.execute(text(NOTICES))
    await asyncio.to_thread(command.downgrade, alembic_config(database_url), "0009")
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT number, status, is_current FROM appointments"))
        assert sorted(tuple(row) for row in rows) == [
            (1001, "confirmed", True),
            (1001, "declined", False),
            (1002, "declined", True),
        ]
        events = await connection.execute(text("SELECT kind, from_status, to_status FROM appointment_events"))
        assert [tuple(row) for row in events] == [("confirmed", "pending", "confirmed")]
        assert (await connection.execute(text("SELECT count(*) FROM notifications"))).scalar_one() == 0
    await upgrade(database_url)
    await engine.dispose()
