"""Runs the migrations: online only, on the direct host, under an advisory lock, never waiting long for a table."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text

from core.database.engine import create_engine, parse_target
from core.database.schema import metadata

LOCK_KEY = 0x7665_7462_6F74
"""`vetbot` in ASCII: two bots that start together migrate one after the other."""


def migrate(connection: Connection) -> None:
    # Only a transaction-level lock holds behind PgBouncer; it ends with the migration's transaction.
    context.configure(connection=connection, target_metadata=metadata, compare_type=True, compare_server_default=True)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        context.run_migrations()


async def main() -> None:
    url = context.config.attributes.get("url") or context.config.get_main_option("sqlalchemy.url")
    if url is None:
        raise SystemExit("no database: run `vetbot migrate`, or pass -x url=postgresql://…")
    engine = create_engine(parse_target(url).direct(), pooling=False)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(migrate)
            await connection.commit()
    finally:
        await engine.dispose()


given = context.config.attributes.get("connection")
arguments = context.get_x_argument(as_dictionary=True)
if "url" in arguments:
    context.config.attributes["url"] = arguments["url"]
if given is not None:
    migrate(given)
else:
    asyncio.run(main())
