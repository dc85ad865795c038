"""Which failures of the database pass by themselves, and which somebody has to mend."""

import re
import ssl

import asyncpg
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

DBAPIDriverError = AsyncAdapt_asyncpg_dbapi.Error

_PASSING_STATES = ("08", "40", "53", "57", "58")
"""SQLSTATE classes: connection lost, rolled back by a deadlock, out of connections, shut down or restarting, disk
trouble."""

_REFUSED_STATES = ("28", "3D000")
"""The user, the password or the address is not let in; there is no such database."""

_REFUSED_BY_A_POOLER = re.compile(r"authentication failed|no such (user|database)")
"""What PgBouncer says with the code of a broken protocol."""


def quotes_values(error: BaseException) -> bool:
    """Whether the error's message may hold values of the statement, such as what somebody typed."""
    return isinstance(error, DBAPIError | asyncpg.PostgresError | asyncpg.InterfaceError | DBAPIDriverError)


def is_away(error: BaseException) -> bool:
    """Whether there is no database to work with at the moment: the same work is to be tried again later."""
    return is_transient(error) or is_refusal(error)


def is_transient(error: BaseException) -> bool:
    """Whether the same work may succeed a moment later: the database was away, busy or restarting."""
    if is_refusal(error):
        return False
    if isinstance(error, DBAPIError) and (
        error.connection_invalidated
        or isinstance(error, InterfaceError | OperationalError)
        or isinstance(error.orig, AsyncAdapt_asyncpg_dbapi.InternalClientError)  # a server that went in mid-statement
    ):
        return True
    if isinstance(error, asyncpg.InterfaceError | asyncpg.InternalClientError):  # of one sent by asyncpg itself
        return not isinstance(error, ValueError)  # a value that the database can't have
    return _state(error).startswith(_PASSING_STATES) or isinstance(error, OSError | PoolTimeout)


def is_refusal(error: BaseException) -> bool:
    """Whether the database lets nobody in with this DATABASE_URL: waiting is no help, unless somebody mends it."""
    if _state(error) == "08P01":
        return _REFUSED_BY_A_POOLER.search(reason(error)) is not None
    return _state(error).startswith(_REFUSED_STATES) or isinstance(error, ssl.SSLCertVerificationError)


def reason(error: BaseException) -> str:
    """The first line of what an error says, without the library's wrapping."""
    said = str(getattr(error, "orig", None) or error).strip().splitlines()
    return said[0].rpartition("'>: ")[2] if said else type(error).__name__


def refusal(error: BaseException) -> str:
    """One line for whoever has to mend it: what the database says, and the fix."""
    if _state(error) == "3D000":
        fix = "create it, or name another one in DATABASE_URL"
    elif isinstance(error, ssl.SSLCertVerificationError):
        fix = "see which host DATABASE_URL names, and its sslrootcert"
    else:
        fix = "copy DATABASE_URL from the database's console again"
    return f"the database lets nobody in ({reason(error)}): {fix}"


def _state(error: BaseException) -> str:
    """The SQLSTATE that the server gave; empty when the failure is not its own."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    return str(getattr(origin, "sqlstate", None) or "")
