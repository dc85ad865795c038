"""Which failures of the database pass by themselves."""

import asyncpg
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

DBAPIDriverError = AsyncAdapt_asyncpg_dbapi.Error

_PASSING_STATES = ("08", "40", "53", "57")
"""SQLSTATE classes: connection lost, rolled back by a deadlock, out of connections, shut down or restarting."""


def quotes_values(error: BaseException) -> bool:
    """Whether the error's message may hold values of the statement, such as what somebody typed."""
    return isinstance(error, DBAPIError | asyncpg.PostgresError | asyncpg.InterfaceError | DBAPIDriverError)


def is_transient(error: BaseException) -> bool:
    """Whether the same work may succeed a moment later: the database was away, busy or restarting."""
    if isinstance(error, DBAPIError):
        if error.connection_invalidated or isinstance(error, InterfaceError | OperationalError):
            return True
        return str(getattr(error.orig, "sqlstate", "") or "").startswith(_PASSING_STATES)
    if isinstance(error, asyncpg.PostgresConnectionError | asyncpg.CannotConnectNowError | PoolTimeout):
        return True
    return isinstance(error, OSError)
