"""What the migration to roles does to a clinic that has worked without them."""

import asyncio

from alembic import command
from sqlalchemy import text

from core.database.engine import create_engine, parse_target
from core.database.migrations import alembic_config, upgrade

ACCOUNTS = """
INSERT INTO telegram_accounts (telegram_user_id, chat_id, display_name, vouched_at) VALUES
    (11, 11, 'Vera', '2026-03-01 10:00+00'), (12, 12, 'Ben', '2026-02-01 10:00+00'), (13, 13, 'Anna', NULL)
"""


async def test_whoever_acted_goes_on_as_before_and_telegram_is_asked_first(database_url: str) -> None:
    engine = create_engine(parse_target(database_url), pooling=False)
    await asyncio.to_thread(command.downgrade, alembic_config(database_url), "0008")
    async with engine.begin() as connection:
        await connection.execute(text(ACCOUNTS))
    await upgrade(database_url)
    async with engine.connect() as connection:
        rows = await connection.execute(
            text("SELECT display_name, role, is_creator, left_at, named_by, asked_at FROM staff ORDER BY joined_at")
        )
        assert [tuple(row) for row in rows] == [
            ("Ben", "manager", False, None, None, None),
            ("Vera", "manager", False, None, None, None),
        ]
    await engine.dispose()
