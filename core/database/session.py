"""Sessions and transactions on one engine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession


class Database:
    """Opens units of work: a session and its one transaction, committed at the end or rolled back."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session in a transaction: commits when the block ends, rolls back when it raises."""
        async with AsyncSession(self.engine, expire_on_commit=False, autoflush=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def single(self) -> AsyncIterator[AsyncSession]:
        """A session for one statement, which is a transaction by itself: nothing is sent before it and after it.

        Behind a pooler, too: asyncpg parses and executes it before it says that it is done with the connection.
        """
        engine = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        async with AsyncSession(engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    async def close(self) -> None:
        await self.engine.dispose()
