"""Seeing what users see, and waiting for it without sleeping."""

import json
import time
from collections.abc import AsyncIterator, Callable

from bot.sandbox.client.connection import (
    ChatLike,
    Connection,
    MessageLike,
    UserLike,
    id_of,
    message_id_of,
    result_of,
)
from bot.sandbox.model import Json
from bot.sandbox.shapes import CallView, ChatView, CommandView, IdleView, MessageView, QueryView


class Seeing(Connection):
    """Views of chats, menus and calls; waiting goes by the world's version, never by time."""

    async def state(self) -> Json:
        """The version, the bot, switches and counters."""
        state: Json = await self.get("/state")
        return state

    async def view(self, user: UserLike, chat: ChatLike | None = None, *, last: int = 200) -> ChatView:
        """The chat as the user sees it now: the last messages, keyboards, answers to presses."""
        number = id_of(user if chat is None else chat)
        return ChatView.from_json(await self.get(f"/chats/{number}/view", user_id=id_of(user), last=last))

    async def query(self, query: QueryView | str) -> QueryView:
        number = query if isinstance(query, str) else query.id
        return QueryView(**await self.get(f"/queries/{number}"))

    async def menu(
        self, user: UserLike, chat: ChatLike | None = None, *, language: str | None = None
    ) -> list[CommandView]:
        """The commands the user is offered there, in their language unless another is given."""
        number = id_of(user if chat is None else chat)
        body = await self.get("/menu", user_id=id_of(user), chat_id=number, language=language)
        return [CommandView(**command) for command in body]

    async def calls(self, method: str | None = None, *, since: int = 0, last: int = 100) -> list[CallView]:
        """The latest Bot API calls, oldest first; empty polls are not among them."""
        body = await self.get("/calls", method=method, since=since, last=last)
        return [CallView.from_json(call) for call in body]

    async def download(self, link: str) -> bytes:
        """A file by the link in its FileView."""
        response = await self.http.get(f"{self.base_url}{link}")
        if response.is_error:
            result_of(response)
        return response.content

    async def version(self) -> int:
        return int((await self.state())["version"])

    async def wait(self, version: int, *, within: float = 10) -> int:
        """The world's version as soon as it is greater than `version`; TimeoutError otherwise."""
        body = await self.get("/wait", version=version, timeout=within)
        if not body["changed"]:
            raise TimeoutError(f"nothing happened within {within} s")
        return int(body["version"])

    async def wait_until(
        self,
        user: UserLike,
        condition: Callable[[ChatView], object],
        *,
        chat: ChatLike | None = None,
        within: float = 10,
    ) -> ChatView:
        """The chat as soon as `condition` holds for it (a LookupError in it counts as "not yet")."""
        deadline = time.monotonic() + within
        while True:
            view = await self.view(user, chat)
            if _holds(condition, view):
                return view
            left = deadline - time.monotonic()
            try:
                if left <= 0:
                    raise TimeoutError
                await self.wait(view.version, within=left)
            except TimeoutError:
                seen = [f"{'bot' if m.from_bot else m.from_name}: {m.text}" for m in view.messages[-5:]]
                raise TimeoutError(f"not seen within {within} s; the chat ends with {seen}") from None

    async def wait_message(
        self,
        user: UserLike,
        contains: str = "",
        *,
        chat: ChatLike | None = None,
        after: MessageLike | None = None,
        within: float = 10,
    ) -> MessageView:
        """The bot's first message after `after` (or its latest one at all) that contains the text."""
        floor = 0 if after is None else message_id_of(after)

        def found(view: ChatView) -> list[MessageView]:
            return [m for m in view.from_bot if m.message_id > floor and contains in m.text]

        view = await self.wait_until(user, found, chat=chat, within=within)
        return found(view)[0 if after is not None else -1]

    async def wait_answer(self, query: QueryView | str, *, within: float = 10) -> QueryView:
        """The callback query, once the bot has answered it."""
        deadline = time.monotonic() + within
        while True:
            version = await self.version()
            current = await self.query(query)
            if current.answered:
                return current
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"the press was not answered within {within} s")
            try:
                await self.wait(version, within=left)
            except TimeoutError:
                continue

    async def wait_polled(self, *, within: float = 10) -> None:
        """Wait until a bot waits in getUpdates."""
        deadline = time.monotonic() + within
        while not (state := await self.state())["polled"]:
            await self.wait(state["version"], within=max(deadline - time.monotonic(), 0))

    async def wait_idle(self, *, within: float = 10, quiet: float = 0.05) -> IdleView:
        """Wait until all updates are confirmed, all presses answered and nothing happened for `quiet` s."""
        view = IdleView(**await self.get("/idle", timeout=within, quiet_ms=quiet * 1000))
        if not view.idle:
            raise TimeoutError(f"the bot is not idle after {within} s: {view}")
        return view

    async def events(self, version: int | None = None) -> AsyncIterator[Json]:
        """What happens, as it happens: {"version", "kind", "data"}; from `version` on, if given."""
        query = {} if version is None else {"version": version}
        async with self.http.stream("GET", "/events", params=query, timeout=None) as response:
            event: Json = {}
            async for line in response.aiter_lines():
                name, _, value = line.partition(": ")
                if name == "id":
                    event = {"version": int(value)}
                elif name == "event":
                    event["kind"] = value
                elif name == "data":
                    yield {**event, "data": json.loads(value)}


def _holds(condition: Callable[[ChatView], object], view: ChatView) -> bool:
    try:
        return bool(condition(view))
    except LookupError:
        return False
