"""What the control routes share: reading requests, writing answers, keeping strangers out."""

import dataclasses
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Scope

from bot.sandbox.errors import ApiError, Refused
from bot.sandbox.groups import Groups
from bot.sandbox.model import Chat, Message, User
from bot.sandbox.people import People
from bot.sandbox.presses import Presses
from bot.sandbox.world import World

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Stage:
    """The world and everybody who acts in it."""

    world: World
    people: People
    presses: Presses
    groups: Groups


class Args:
    """The JSON body of a request, or its query string; says which value is wrong."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if not isinstance(value, str):
            raise Refused(f"{name} must be a string", 400)
        return value

    def optional_text(self, name: str) -> str | None:
        return None if self.values.get(name) is None else self.text(name)

    def integer(self, name: str) -> int:
        value = self.optional_integer(name)
        if value is None:
            raise Refused(f"{name} must be a number", 400)
        return value

    def optional_integer(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None:
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise Refused(f"{name} must be a whole number", 400) from None

    def number(self, name: str, default: float) -> float:
        value = self.values.get(name)
        if value is None:
            return default
        try:
            return float(value)
        except (TypeError, ValueError):
            raise Refused(f"{name} must be a number", 400) from None

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.values.get(name, default)
        return value in {True, "true", "1"} if isinstance(value, bool | str) else bool(value)


class Cast:
    """Finds the people, chats and messages a request names."""

    def __init__(self, world: World, args: Args) -> None:
        self._world = world
        self.args = args

    @property
    def user(self) -> User:
        return self._world.user(self.args.integer("user_id"))

    @property
    def chat(self) -> Chat:
        """The named chat; the user's private chat with the bot, if none is named."""
        chat_id = self.args.optional_integer("chat_id")
        return self._world.chat(self.args.integer("user_id") if chat_id is None else chat_id)

    @property
    def message(self) -> Message:
        number = self.args.integer("message_id")
        message = self.chat.messages.get(number)
        if message is None:
            raise Refused(f"no message {number} in this chat", 404)
        return message


Endpoint = Callable[[Cast], Any]
"""Takes what the request names, gives a dataclass, a list of them, or plain JSON."""


def post(stage: Stage, path: str, act: Endpoint) -> Route:
    async def endpoint(request: Request) -> Response:
        return answer(act(Cast(stage.world, Args(await body(request)))))

    return Route(f"/control{path}", endpoint, methods=["POST"])


def get(stage: Stage, path: str, look: Endpoint) -> Route:
    async def endpoint(request: Request) -> Response:
        return answer(look(Cast(stage.world, Args({**request.query_params, **request.path_params}))))

    return Route(f"/control{path}", endpoint, methods=["GET"])


def route(path: str, endpoint: Callable[[Request], Awaitable[Response]], method: str = "GET") -> Route:
    return Route(f"/control{path}", endpoint, methods=[method])


async def body(request: Request) -> dict[str, Any]:
    raw = await request.body()
    try:
        values = json.loads(raw) if raw else {}
    except ValueError:
        raise Refused("the body is not JSON", 400) from None
    if not isinstance(values, dict):
        raise Refused("the body must be a JSON object", 400)
    return values


def answer(value: Any, status: int = 200) -> Response:
    return Response(dumps(value), status, media_type="application/json")


def dumps(value: Any) -> str:
    return json.dumps(value, default=_plain)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value)} has no JSON form")


def guard(scope: Scope) -> None:
    """Keep web pages of others out: only loopback names, only loopback origins, only JSON bodies."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    if not _is_loopback(f"//{headers.get(b'host', '')}"):
        raise Refused("the control API answers on this machine only", 403)
    origin = headers.get(b"origin")
    if origin is not None and not _is_loopback(origin):
        raise Refused("the control API answers to pages of this machine only", 403)
    has_body = scope["method"] not in {"GET", "HEAD"} and headers.get(b"content-length", "0") != "0"
    if has_body and not headers.get(b"content-type", "").startswith("application/json"):
        raise Refused("the control API takes application/json", 415)


def _is_loopback(url: str) -> bool:
    try:
        return urlsplit(url).hostname in _LOOPBACK
    except ValueError:
        return False


async def on_refused(_: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refused)
    return answer({"error": refusal.why}, refusal.status)


async def on_gone(_: Request, __: Exception) -> Response:
    return Response(status_code=499)


async def on_http_error(_: Request, trouble: Exception) -> Response:
    assert isinstance(trouble, HTTPException)
    return answer({"error": trouble.detail}, trouble.status_code)


def as_refusal(trouble: ApiError) -> Refused:
    return Refused(trouble.description, 400)
