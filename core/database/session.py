"""Sessions and transactions on one engine."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import asyncpg
from asyncpg.transaction import Transaction
from sqlalchemy import ExceptionContext, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from core.database.statement import Row, Statement

Driver: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
Watcher = Callable[[str, Any], None]
ErrorWatcher = Callable[[BaseException], None]
_NOTHING: Mapping[str, Any] = {}


class Session(AsyncSession):
    """SQLAlchemy's session, and asyncpg's own way beside it: on the same connection, in the same transaction.

    What asyncpg is sent does not see what waits to be flushed. Its errors come as they are; `core.database.errors`
    knows both kinds.
    """

    def __init__(
        self, connection: AsyncConnection, watchers: Sequence[Watcher], error_watchers: Sequence[ErrorWatcher]
    ) -> None:
        super().__init__(connection, expire_on_commit=False, autoflush=False)
        self.driver = _driver(connection)
        self._dialect = connection.dialect
        self._watchers = watchers
        self._error_watchers = error_watchers

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What fails in the block is undone as far as that, whichever way it was sent; the transaction goes on."""
        async with self.begin_nested():
            await self.connection()  # SQLAlchemy sets it when it first sends something itself
            yield

    async def rows(self, statement: Statement, values: Mapping[str, Any] = _NOTHING) -> list[Row]:
        """Sends it with these values; what it returned."""
        prepared = statement.prepared(values, self._dialect)
        arguments = prepared.arguments(values)
        for watcher in self._watchers:
            watcher(prepared.text, arguments)
        try:
            return prepared.read(await self.driver.fetch(prepared.text, *arguments))
        except asyncpg.PostgresError as error:
            for told in self._error_watchers:
                told(error)
            raise

    async def row(self, statement: Statement, values: Mapping[str, Any] = _NOTHING) -> Row | None:
        """As `rows`, for what returns one at most."""
        rows = await self.rows(statement, values)
        return rows[0] if rows else None

    async def value(self, statement: Statement, values: Mapping[str, Any] = _NOTHING) -> Any:
        """As `row`: its first column; None without a row."""
        row = await self.row(statement, values)
        return row[0] if row else None


class Database:
    """Opens units of work: a session and its one transaction, committed at the end or rolled back."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        # Begin and commit are asyncpg's, so that both ways of a session are in one transaction.
        self._driven = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._watchers: list[Watcher] = []
        self._error_watchers: list[ErrorWatcher] = []

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        """A session in a transaction: commits when the block ends, rolls back when it raises."""
        async with self.one_statement() as session:
            transaction = session.driver.transaction()
            await transaction.start()
            try:
                yield session
                if session.in_transaction():
                    await session.flush()
            except BaseException:
                await _roll_back(session.driver, transaction)
                raise
            await transaction.commit()

    @asynccontextmanager
    async def one_statement(self) -> AsyncIterator[Session]:
        """A session for a single statement, which commits itself: a third of a transaction's round trips."""
        async with self._driven.connect() as connection:
            session = Session(connection, self._watchers, self._error_watchers)
            cut_off = True
            try:
                yield session
                cut_off = False
            except Exception:
                cut_off = False
                raise
            finally:
                # The pool gets back nothing that is in the middle of something: the next one's commit would be none.
                if cut_off or _is_in_transaction(session.driver):
                    session.driver.terminate()
                if session.in_transaction():
                    await session.close()

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Calls it with the text and the parameters of each statement, whichever way it is sent; what ends that."""

        def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
            watcher(statement, parameters)

        def unwatch() -> None:
            self._watchers.remove(watcher)
            event.remove(self.engine.sync_engine, "before_cursor_execute", note)

        self._watchers.append(watcher)
        event.listen(self.engine.sync_engine, "before_cursor_execute", note)
        return unwatch

    def watch_errors(self, watcher: ErrorWatcher) -> None:
        """Calls it with each error that a statement ends in from now on, also one that nobody hears of otherwise."""

        def note(context: ExceptionContext) -> None:
            watcher(context.original_exception)

        self._error_watchers.append(watcher)
        event.listen(self.engine.sync_engine, "handle_error", note)

    async def close(self) -> None:
        await self.engine.dispose()


async def _roll_back(driver: Driver, transaction: Transaction) -> None:
    """What went wrong before is what counts: where this fails, too, the server does it by itself."""
    if not driver.is_closed():
        try:
            await transaction.rollback()
        except Exception:
            driver.terminate()


def _is_in_transaction(driver: Driver) -> bool:
    return not driver.is_closed() and driver.is_in_transaction()


def _driver(connection: AsyncConnection) -> Driver:
    assert connection.sync_connection is not None
    driver: Driver = connection.sync_connection.connection.driver_connection
    return driver
