"""The engine: a pasted PostgreSQL URL in, a pool that survives Neon's habits out."""

import ssl
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

_POOL_RECYCLE_SECONDS = 240
"""Neon suspends an idle compute after five minutes and drops its connections."""

_NOT_FOR_ASYNCPG = ("sslmode", "channel_binding", "sslrootcert", "options", "connect_timeout", "application_name")


@dataclass(frozen=True)
class Target:
    """A database as the engine needs it: the URL without what asyncpg does not know, and how to connect."""

    url: URL
    connect_args: dict[str, Any]
    pooled: bool
    """Behind PgBouncer in transaction mode: no prepared statements, no session locks."""

    @property
    def place(self) -> str:
        """Where it is, as people name it: the host, or the folder of its socket."""
        return str(self.url.host or self.url.query.get("host") or "localhost")

    def direct(self) -> "Target":
        """The same database without Neon's pooler: where migrations go."""
        host = self.url.host or ""
        if not self.pooled or "-pooler." not in host:
            return self
        return parse_target(self.url.set(host=host.replace("-pooler.", ".", 1)), ssl_context=self.connect_args)


def parse_target(url: str | URL, *, ssl_context: dict[str, Any] | None = None) -> Target:
    """What a connection string means; it may come straight from Neon's console.

    `sslmode` and `channel_binding` are libpq's: asyncpg knows neither. A `pooled=true` parameter marks a
    PgBouncer in transaction mode whose host name does not say `-pooler`.
    """
    parsed = make_url(url).set(drivername="postgresql+asyncpg")
    query = dict(parsed.query)
    sslmode = query.get("sslmode")
    marked = str(query.pop("pooled", "")).lower() in ("1", "true", "yes")
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
    if "application_name" in options:
        connect_args["server_settings"] = {"application_name": str(options["application_name"])}
    return Target(parsed.set(query=query), connect_args, pooled)


def create_engine(target: Target, *, pool_size: int = 10, pooling: bool = True) -> AsyncEngine:
    """An engine for the target; `pooling=False` connects anew each time (migrations, checks)."""
    url = target.url
    if target.pooled:
        url = url.update_query_dict({"prepared_statement_cache_size": "0"})
    if not pooling:
        return create_async_engine(url, connect_args=target.connect_args, poolclass=NullPool, hide_parameters=True)
    return create_async_engine(
        url,
        connect_args=target.connect_args,
        hide_parameters=True,  # an error's text goes to the log, and a parameter may be what somebody typed
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=30,
        pool_pre_ping=True,
        pool_recycle=_POOL_RECYCLE_SECONDS,
    )


def _ssl(mode: str, root: Any) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=None if root in (None, "system") else str(root))
    if mode == "require":  # libpq's meaning: encrypted, the certificate is not checked
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif mode == "verify-ca":
        context.check_hostname = False
    return context
