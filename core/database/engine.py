"""The engine: a pasted PostgreSQL URL in, a pool that survives Neon's habits out."""

import ssl
import time
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, PoolProxiedConnection

_POOL_RECYCLE_SECONDS = 240
"""Neon suspends an idle compute after five minutes and drops its connections."""
RESTED_SECONDS = 1.0
"""How long a connection lies unused before it is asked whether it lives."""
_RESTS_SINCE = "rests_since"

_NOT_FOR_ASYNCPG = ("sslmode", "channel_binding", "sslrootcert", "options", "connect_timeout", "application_name")


APPLICATION_NAME = "vetbot"
"""What the server's list of connections calls ours, unless the URL has another name."""


@dataclass(frozen=True)
class Target:
    """A database as the engine needs it: the URL without what asyncpg does not know, and how to connect."""

    url: URL
    connect_args: dict[str, Any]
    pooled: bool
    """Behind PgBouncer in transaction mode: no prepared statements, no session locks."""
    unpooled: str | None = None
    """Where the server behind the pooler is, when the URL says so."""

    @property
    def place(self) -> str:
        """Where it is, as people name it: the host, or the folder of its socket."""
        return str(self.url.host or self.url.query.get("host") or "localhost")

    @property
    def application_name(self) -> str:
        return str(self.connect_args["server_settings"]["application_name"])

    def named(self, application_name: str) -> "Target":
        """The same database, for connections that the server lists under another name."""
        settings = {"server_settings": {"application_name": application_name}}
        return replace(self, connect_args=self.connect_args | settings)

    def direct(self) -> "Target":
        """The same database without its pooler: where migrations and copies go. Itself when nobody knows where."""
        host, port = self.url.host or "", self.url.port
        if self.unpooled is not None:
            host, port = _host_and_port(self.unpooled)
        elif self.pooled and "-pooler." in host:
            host = host.replace("-pooler.", ".", 1)
        else:
            return self
        direct = parse_target(self.url._replace(host=host, port=port), ssl_context=self.connect_args)
        return direct.named(self.application_name)


def parse_target(url: str | URL, *, ssl_context: dict[str, Any] | None = None) -> Target:
    """What a connection string means; it may come straight from Neon's console.

    `sslmode` and `channel_binding` are libpq's: asyncpg knows neither. A `pooled=true` parameter marks a
    PgBouncer in transaction mode whose host name does not say `-pooler`; `direct=host:port` says where the server
    behind it is (the folder of a socket will do).
    """
    parsed = make_url(url).set(drivername="postgresql+asyncpg")
    query = dict(parsed.query)
    sslmode = query.get("sslmode")
    marked = str(query.pop("pooled", "")).lower() in ("1", "true", "yes")
    unpooled = query.pop("direct", None)
    options = {name: query.pop(name) for name in _NOT_FOR_ASYNCPG if name in query}
    pooled = marked or "-pooler." in (parsed.host or "")

    connect_args: dict[str, Any] = {"timeout": 15, "command_timeout": 60}
    if ssl_context is not None and "ssl" in ssl_context:
        connect_args["ssl"] = ssl_context["ssl"]
    elif sslmode is not None and sslmode not in ("disable", "allow", "prefer"):
        connect_args["ssl"] = _ssl(str(sslmode), options.get("sslrootcert"))
    if pooled:
        connect_args["statement_cache_size"] = 0
        connect_args["prepared_statement_name_func"] = lambda: ""
    connect_args["server_settings"] = {"application_name": str(options.get("application_name", APPLICATION_NAME))}
    return Target(parsed.set(query=query), connect_args, pooled, str(unpooled) if unpooled and pooled else None)


def _host_and_port(place: str) -> tuple[str, int | None]:
    host, _, port = place.rpartition(":")
    return (host, int(port)) if host and port.isdigit() else (place, None)


def create_engine(target: Target, *, pool_size: int = 10, pooling: bool = True) -> AsyncEngine:
    """An engine for the target; `pooling=False` connects anew each time (migrations, checks)."""
    url = target.url
    if target.pooled:
        url = url.update_query_dict({"prepared_statement_cache_size": "0"})
    if not pooling:  # a migration or a copy takes as long as it takes
        patient = target.connect_args | {"command_timeout": None}
        return create_async_engine(url, connect_args=patient, poolclass=NullPool, hide_parameters=True)
    engine = create_async_engine(
        url,
        connect_args=target.connect_args,
        hide_parameters=True,  # an error's text goes to the log, and a parameter may be what somebody typed
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=30,
        pool_recycle=_POOL_RECYCLE_SECONDS,
    )
    _tried_before_use(engine)
    return engine


def _tried_before_use(engine: AsyncEngine) -> None:
    """Replaces connections that died: one that the server closed at once, one that lay unused is asked first.

    `pool_pre_ping` asks at every use, with three statements each time: a third of what a tap sends.
    """
    dialect = engine.sync_engine.dialect

    @event.listens_for(engine.sync_engine, "checkin")
    def rests(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        record.info[_RESTS_SINCE] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def taken(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
        since = record.info.get(_RESTS_SINCE)
        if since is None:  # it is new
            return
        driver: Any = record.driver_connection
        if driver.is_closed():
            raise InvalidatePoolError  # the pool connects anew, and trusts none of the older ones
        if time.monotonic() - since < RESTED_SECONDS:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            if dialect.is_disconnect(error, connection, None):
                raise InvalidatePoolError from error
            raise


def _ssl(mode: str, root: Any) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=None if root in (None, "system") else str(root))
    if mode == "require":  # libpq's meaning: encrypted, the certificate is not checked
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif mode == "verify-ca":
        context.check_hostname = False
    return context
