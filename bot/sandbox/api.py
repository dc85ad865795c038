"""The Bot API over HTTP, as a bare ASGI application: the hot path of every benchmark."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

from starlette.types import Receive, Scope, Send

from bot.sandbox.errors import ApiError, Dropped, too_many_requests
from bot.sandbox.faults import Fault
from bot.sandbox.journal import Call
from bot.sandbox.limits import LIMITED_METHODS
from bot.sandbox.methods import METHODS
from bot.sandbox.params import Params, read_params
from bot.sandbox.waiting import ClientGone, disconnected, unless_gone
from bot.sandbox.webhook import Webhook
from bot.sandbox.world import World

_JSON = (b"content-type", b"application/json")
_POLL_LIMIT = 50.0
_SERVER_ERRORS = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


class BotApi:
    """Serves `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, world: World, token: str, webhook: Webhook, hang_up: Callable[[Scope], None]) -> None:
        self.world = world
        self.webhook = webhook
        self._hang_up = hang_up
        self._prefix = f"/bot{token}/"
        self._file_prefix = f"/file/bot{token}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        try:
            if path.startswith(self._prefix):
                await self._call(path[len(self._prefix) :], scope, receive, send)
            elif path.startswith("/file/"):
                await self._file(path, send)
            else:
                known_shape = path.count("/") == 2 and ":" in path
                await _answer(send, ApiError(401, "Unauthorized") if known_shape else ApiError(404, "Not Found"))
        except Dropped:
            self._hang_up(scope)
            await disconnected(receive)

    async def _call(self, name: str, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        journal = self.world.journal
        lowered = name.lower()
        is_poll = lowered == "getupdates"
        body = await _body(receive)
        params = Params({})
        result: Any = None
        error: ApiError | None = None
        if not is_poll:
            journal.calls_in_flight += 1
        try:
            try:
                params = await read_params(scope["headers"], scope["query_string"], body)
                struck = await self._trouble_before(lowered, params)
                result = await self._perform(lowered, params, receive)
                if any(fault.kind == "drop_after" for fault in struck):
                    raise Dropped
            except ApiError as trouble:
                error = trouble
            except Dropped:
                error = ApiError(0, "connection dropped by the sandbox")
                raise
        finally:
            if not is_poll:
                journal.calls_in_flight -= 1
            if not is_poll or result or error:
                self._log(name, params, result, error, started)
        await _answer(send, error, result)

    async def _trouble_before(self, method: str, params: Params) -> list[Fault]:
        """The faults of this call, after those that keep it from being performed have done so."""
        faults = self.world.faults
        if faults.network_down:
            raise Dropped
        struck = faults.strike(method, params.text("chat_id"))
        for fault in struck:
            if fault.kind == "latency":
                await asyncio.sleep(fault.milliseconds / 1000)
            elif fault.kind == "drop_before":
                raise Dropped
            elif fault.kind == "too_many_requests":
                raise too_many_requests(fault.wait_for())
            elif fault.kind == "server_error":
                raise ApiError(fault.status, _SERVER_ERRORS.get(fault.status, "Internal Server Error"))
        limits = self.world.limits
        if limits.enabled and method in LIMITED_METHODS:
            raw = params.text("chat_id")
            limits.check(self.world.chats.get(int(raw)) if raw.lstrip("-").isdigit() else None)
        return struck

    async def _perform(self, method: str, params: Params, receive: Receive) -> Any:
        handler = METHODS.get(method)
        if handler is not None:
            return handler(self.world, params)
        match method:
            case "getupdates":
                return await self._poll(params, receive)
            case "setwebhook":
                return self.webhook.set(params)
            case "deletewebhook":
                return self.webhook.delete(params)
            case "getwebhookinfo":
                return self.webhook.info()
        raise ApiError(404, "Not Found")

    async def _poll(self, params: Params, receive: Receive) -> Any:
        updates = self.world.updates
        if self.webhook.is_set:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        updates.allow(params.json("allowed_updates"))
        limit = min(max(params.integer("limit", 100), 1), 100)
        timeout = min(max(params.integer("timeout"), 0), _POLL_LIMIT)
        offset = params.integer("offset")
        if updates.has_after(offset):
            return await updates.poll(offset, limit, 0)
        try:
            return await unless_gone(receive, updates.poll(offset, limit, timeout))
        except ClientGone:
            raise Dropped from None

    def _log(self, name: str, params: Params, result: Any, error: ApiError | None, started: float) -> None:
        journal = self.world.journal
        journal.call_count += 1
        milliseconds = (time.perf_counter() - started) * 1000
        if isinstance(result, list):
            shown: Any = f"{len(result)} items"
        elif isinstance(result, dict) and "message_id" in result:
            shown = {"message_id": result["message_id"]}
        else:
            shown = result
        journal.calls.append(
            Call(
                journal.call_count,
                self.world.clock.time(),
                name,
                params.shown(),
                error is None,
                error.code if error else None,
                error.description if error else None,
                shown,
                round(milliseconds, 2),
            )
        )
        journal.emit("call", number=journal.call_count, method=name, ok=error is None)

    async def _file(self, path: str, send: Send) -> None:
        if not path.startswith(self._file_prefix):
            await _answer(send, ApiError(401, "Unauthorized"))
            return
        stored = self.world.files.at(path[len(self._file_prefix) :])
        if self.world.faults.network_down:
            raise Dropped
        if stored is None:
            await _answer(send, ApiError(404, "Not Found"))
            return
        await _respond(send, 200, stored.data, (b"content-type", stored.mime_type.encode()))


async def _body(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body
    parts = [body]
    while message.get("more_body"):
        message = await receive()
        parts.append(message.get("body", b""))
    return b"".join(parts)


async def _answer(send: Send, error: ApiError | None, result: Any = None) -> None:
    if error is not None:
        await _respond(send, error.code, _encode(error.to_json()).encode(), _JSON)
    else:
        await _respond(send, 200, b'{"ok":true,"result":' + _encode(result).encode() + b"}", _JSON)


async def _respond(send: Send, status: int, body: bytes, content_type: tuple[bytes, bytes]) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [content_type, length]})
    await send({"type": "http.response.body", "body": body})
