"""The open connections, so that one can be closed without an answer."""

import asyncio
from typing import Any

from starlette.types import Scope
from uvicorn.protocols.http.h11_impl import H11Protocol


class Connections:
    def __init__(self) -> None:
        self._open: dict[tuple[str, int], asyncio.Transport] = {}

    def protocol(self) -> type[asyncio.Protocol]:
        """uvicorn's HTTP protocol, which also notes its transports here."""
        known = self._open

        class NotedProtocol(H11Protocol):
            _peer: tuple[str, int] | None = None

            def connection_made(self, transport: Any) -> None:
                super().connection_made(transport)
                if self.client is not None:
                    self._peer = self.client
                    known[self.client] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                super().connection_lost(exc)
                if self._peer is not None:
                    known.pop(self._peer, None)

        return NotedProtocol

    def drop(self, scope: Scope) -> None:
        """Close the connection this request came by."""
        client = scope.get("client")
        if client is not None and (transport := self._open.get((client[0], client[1]))):
            transport.abort()
