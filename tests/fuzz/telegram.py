"""The local Telegram without a network: what the bot asks for is a function call away."""

import asyncio
from typing import Any

import httpx
from telegram._utils.defaultvalue import DEFAULT_NONE
from telegram._utils.types import ODVInput
from telegram.request import BaseRequest, RequestData

from bot.reading import PollingRequest
from bot.sandbox.server import SandboxServer


class InProcess(BaseRequest):
    """PTB's way to Telegram, ending in the sandbox's own application instead of a socket."""

    def __init__(self, server: SandboxServer) -> None:
        self._server = server

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    @property
    def read_timeout(self) -> float | None:
        return None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = DEFAULT_NONE,
        write_timeout: ODVInput[float] = DEFAULT_NONE,
        connect_timeout: ODVInput[float] = DEFAULT_NONE,
        pool_timeout: ODVInput[float] = DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        request = httpx.Request(
            method,
            url,
            data=request_data.json_parameters if request_data else None,
            files=request_data.multipart_data if request_data and request_data.contains_files else None,
        )
        body = request.read()
        asked = False
        status, parts = 0, []

        async def receive() -> dict[str, Any]:
            nonlocal asked
            if asked:  # the bot never hangs up
                await asyncio.Event().wait()
            asked = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            nonlocal status
            status = message.get("status", status)
            parts.append(message.get("body", b""))

        scope = {
            "type": "http",
            "path": request.url.path,
            "query_string": b"",
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "client": ("127.0.0.1", 1),
        }
        await self._server.app(scope, receive, send)
        return status, b"".join(parts)


class InProcessPolling(InProcess):
    """The same for getUpdates, reading as the real client does."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        return PollingRequest.parse_json_payload(payload)
