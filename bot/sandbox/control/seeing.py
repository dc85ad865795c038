"""Routes that show the world, wait for it to change, and follow it."""

import asyncio
import time
from collections.abc import AsyncIterator
from itertools import islice
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox.control.common import Args, Cast, Stage, answer, dumps, get, route
from bot.sandbox.errors import Refused
from bot.sandbox.shapes import CallView, ChatInfo, ChatView, CommandView, IdleView, QueryView, UserView
from bot.sandbox.views import view_call, view_chat, view_chat_info, view_idle, view_query, view_user
from bot.sandbox.waiting import unless_gone

LONGEST_WAIT = 60.0
_HEARTBEAT = 15.0


def seeing_routes(stage: Stage) -> list[Route]:
    seeing = _Seeing(stage)
    return [
        get(stage, "/state", seeing.state),
        get(stage, "/users", seeing.users),
        get(stage, "/chats", seeing.chats),
        get(stage, "/chats/{chat_id}/view", seeing.chat),
        get(stage, "/queries/{query_id}", seeing.query),
        get(stage, "/menu", seeing.menu),
        get(stage, "/calls", seeing.calls),
        route("/files/{file_id}", seeing.file),
        route("/wait", seeing.wait),
        route("/idle", seeing.idle),
        route("/events", seeing.events),
    ]


class _Seeing:
    def __init__(self, stage: Stage) -> None:
        self._world = stage.world

    def state(self, _: Cast) -> dict[str, Any]:
        world = self._world
        return {
            "version": world.journal.version,
            "bot": view_user(world, world.bot),
            "privacy_mode": world.privacy_mode,
            "network_up": not world.faults.network_down,
            "faults": [fault for fault in world.faults.active if not fault.is_over],
            "polled": world.updates.is_polled,
            "calls": world.journal.call_count,
            "unconfirmed_updates": world.updates.unconfirmed,
        }

    def users(self, _: Cast) -> list[UserView]:
        return [view_user(self._world, user) for user in self._world.users.values() if not user.is_bot]

    def chats(self, _: Cast) -> list[ChatInfo]:
        return [view_chat_info(chat) for chat in self._world.chats.values()]

    def chat(self, who: Cast) -> ChatView:
        return view_chat(self._world, who.chat, who.user, who.args.optional_integer("last") or 200)

    def query(self, who: Cast) -> QueryView:
        query = self._world.queries.get(who.args.text("query_id"))
        if query is None:
            raise Refused("no such callback query", 404)
        return view_query(self._world, query)

    def menu(self, who: Cast) -> list[CommandView]:
        language = who.args.optional_text("language")
        if language is None:
            language = who.user.language_code or ""
        commands = self._world.profile.menu(who.chat, who.user.id, language)
        return [CommandView(**command) for command in commands]

    def calls(self, who: Cast) -> list[CallView]:
        method = (who.args.optional_text("method") or "").lower()
        since = who.args.optional_integer("since") or 0
        last = who.args.optional_integer("last") or 100
        found = (
            call
            for call in reversed(self._world.journal.calls)
            if call.number > since and (not method or call.method.lower() == method)
        )
        return [view_call(call) for call in islice(found, last)][::-1]

    async def file(self, request: Request) -> Response:
        stored = self._world.files.find(request.path_params["file_id"])
        if stored is None:
            raise Refused("no such file", 404)
        name = quote(stored.name)
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(stored.data, media_type=stored.mime_type, headers=headers)

    async def wait(self, request: Request) -> Response:
        args = Args(dict(request.query_params))
        seconds = min(args.number("timeout", 30), LONGEST_WAIT)
        journal = self._world.journal
        known = args.integer("version")
        version = await unless_gone(request.receive, journal.wait(known, seconds))
        return answer({"version": version, "changed": version > known})

    async def idle(self, request: Request) -> Response:
        args = Args(dict(request.query_params))
        seconds = min(args.number("timeout", 10), LONGEST_WAIT)
        quiet = args.number("quiet_ms", 50) / 1000
        return answer(await unless_gone(request.receive, self._until_idle(seconds, quiet)))

    async def _until_idle(self, seconds: float, quiet: float) -> IdleView:
        """Idle, and nothing has happened for `quiet` seconds; or the time is up."""
        journal = self._world.journal
        deadline = time.monotonic() + seconds
        while True:
            view = view_idle(self._world)
            now = time.monotonic()
            calm_for = now - journal.changed_at
            if (view.idle and calm_for >= quiet) or now >= deadline or journal.closed:
                return view
            pause = quiet - calm_for if view.idle else deadline - now
            await journal.wait(view.version, min(pause, deadline - now) + 0.001)

    async def events(self, request: Request) -> Response:
        since = request.headers.get("last-event-id") or request.query_params.get("version")
        version = Args({"version": since}).optional_integer("version")
        start = self._world.journal.version if version is None else version
        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(self._stream(start), media_type="text/event-stream", headers=headers)

    async def _stream(self, version: int) -> AsyncIterator[str]:
        journal = self._world.journal
        yield f": version {version}\n\n"
        while not journal.closed:
            reached = await journal.wait(version, _HEARTBEAT)
            if reached == version:
                yield ": still here\n\n"
                continue
            for event in journal.since(version):
                yield f"id: {event.version}\nevent: {event.kind}\ndata: {dumps(event.data)}\n\n"
                version = event.version
            await asyncio.sleep(0)
