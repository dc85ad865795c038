"""The control API in Python: act as any user, see what they see, wait without sleeping."""

import base64
import time
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any

import httpx

from bot.sandbox.faults import FaultKind
from bot.sandbox.model import Json
from bot.sandbox.shapes import (
    CallView,
    ChatInfo,
    ChatView,
    ClockView,
    CommandView,
    IdleView,
    MessageView,
    QueryView,
    UserView,
)

UserLike = UserView | int
ChatLike = ChatInfo | UserView | int
MessageLike = MessageView | int


class ControlError(Exception):
    """The sandbox refused: a user could not have done that, or a value is wrong."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


def _id(thing: ChatLike) -> int:
    return thing if isinstance(thing, int) else thing.id


def _message_id(message: MessageLike) -> int:
    return message if isinstance(message, int) else message.message_id


class SandboxClient:
    """Every method takes the acting user; `chat` is their private chat with the bot unless given."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._http = httpx.AsyncClient(base_url=f"{base_url}/control", timeout=70, trust_env=False, verify=False)

    async def __aenter__(self) -> "SandboxClient":
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self._http.aclose()

    async def _get(self, path: str, **query: Any) -> Any:
        given = {name: value for name, value in query.items() if value is not None}
        return _result(await self._http.get(path, params=given))

    async def _post(self, path: str, **body: Any) -> Any:
        given = {name: value for name, value in body.items() if value is not None}
        return _result(await self._http.post(path, json=given))

    async def _act(self, path: str, user: UserLike, chat: ChatLike | None, **body: Any) -> Any:
        return await self._post(path, user_id=_id(user), chat_id=None if chat is None else _id(chat), **body)

    async def _say(self, path: str, user: UserLike, chat: ChatLike | None, **body: Any) -> MessageView:
        return MessageView.from_json(await self._act(path, user, chat, **body))

    # -- people and groups ------------------------------------------------------------------------

    async def create_user(
        self,
        first_name: str = "Anna",
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "en",
        phone: str | None = None,
        user_id: int | None = None,
    ) -> UserView:
        body = await self._post(
            "/users",
            first_name=first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
            phone=phone,
            user_id=user_id,
        )
        return UserView(**body)

    async def users(self) -> list[UserView]:
        return [UserView(**user) for user in await self._get("/users")]

    async def block(self, user: UserLike) -> UserView:
        return UserView(**await self._post("/users/block", user_id=_id(user), blocked=True))

    async def unblock(self, user: UserLike) -> UserView:
        return UserView(**await self._post("/users/block", user_id=_id(user), blocked=False))

    async def deactivate(self, user: UserLike) -> UserView:
        return UserView(**await self._post("/users/deactivate", user_id=_id(user)))

    async def create_group(
        self,
        title: str,
        members: Sequence[UserLike],
        *,
        kind: str = "group",
        bot_status: str = "member",
        chat_id: int | None = None,
    ) -> ChatInfo:
        """A group or supergroup with the bot in it; the first member is its creator."""
        body = await self._post(
            "/groups",
            title=title,
            members=[_id(member) for member in members],
            type=kind,
            bot_status=bot_status,
            chat_id=chat_id,
        )
        return ChatInfo.from_json(body)

    async def chats(self) -> list[ChatInfo]:
        return [ChatInfo.from_json(chat) for chat in await self._get("/chats")]

    async def set_member(
        self, chat: ChatLike, user: UserLike | None, status: str, *, by: UserLike | None = None
    ) -> ChatInfo:
        """Make somebody (None: the bot) a member, an administrator, gone or banned."""
        body = await self._post(
            "/groups/member",
            chat_id=_id(chat),
            user_id=None if user is None else _id(user),
            status=status,
            by=None if by is None else _id(by),
        )
        return ChatInfo.from_json(body)

    async def join(self, user: UserLike, chat: ChatLike) -> ChatInfo:
        return await self.set_member(chat, user, "member")

    async def leave(self, user: UserLike, chat: ChatLike) -> ChatInfo:
        return await self.set_member(chat, user, "left")

    async def upgrade_group(self, chat: ChatLike) -> ChatInfo:
        """Make the group a supergroup; what comes back is the new chat."""
        return ChatInfo.from_json(await self._post("/groups/upgrade", chat_id=_id(chat)))

    # -- writing ----------------------------------------------------------------------------------

    async def send_text(
        self,
        user: UserLike,
        text: str,
        *,
        chat: ChatLike | None = None,
        reply_to: MessageLike | None = None,
        plain: bool = False,
    ) -> MessageView:
        """Write a text. A ForceReply in sight makes it the reply, as in the apps, unless `plain`."""
        number = None if reply_to is None else _message_id(reply_to)
        return await self._say("/send/text", user, chat, text=text, reply_to=number, plain=plain)

    async def start(self, user: UserLike, payload: str = "") -> MessageView:
        """Press Start, or open the link t.me/<bot>?start=<payload>."""
        return await self.send_text(user, f"/start {payload}".rstrip(), plain=True)

    async def command(self, user: UserLike, command: str, *, chat: ChatLike | None = None) -> MessageView:
        """Choose a command from the menu; in groups the apps append the bot's name."""
        text = command if command.startswith("/") else f"/{command}"
        if chat is not None and _id(chat) < 0 and "@" not in text:
            bot = (await self.state())["bot"]
            text = f"{text}@{bot['username']}"
        return await self.send_text(user, text, chat=chat, plain=True)

    async def share_own_contact(self, user: UserLike, *, phone_number: str | None = None) -> MessageView:
        """The sender's own contact, with their user_id."""
        return await self._say("/send/contact", user, None, own=True, phone_number=phone_number)

    async def share_contact(
        self,
        user: UserLike,
        *,
        phone_number: str,
        first_name: str = "Somebody",
        last_name: str | None = None,
        contact_user: UserLike | None = None,
        chat: ChatLike | None = None,
    ) -> MessageView:
        """Somebody else's contact, with their user_id or (by default) without any."""
        return await self._say(
            "/send/contact",
            user,
            chat,
            phone_number=phone_number,
            first_name=first_name,
            last_name=last_name,
            contact_user_id=None if contact_user is None else _id(contact_user),
        )

    async def send_photo(
        self,
        user: UserLike,
        data: bytes | None = None,
        *,
        caption: str | None = None,
        chat: ChatLike | None = None,
    ) -> MessageView:
        return await self._say("/send/photo", user, chat, data=_encoded(data), caption=caption)

    async def send_document(
        self,
        user: UserLike,
        data: bytes | None = None,
        name: str = "document.txt",
        *,
        caption: str | None = None,
        chat: ChatLike | None = None,
    ) -> MessageView:
        return await self._say("/send/document", user, chat, data=_encoded(data), name=name, caption=caption)

    async def send_album(
        self,
        user: UserLike,
        photos: int = 2,
        *,
        caption: str | None = None,
        chat: ChatLike | None = None,
    ) -> list[MessageView]:
        body = await self._act("/send/album", user, chat, photos=photos, caption=caption)
        return [MessageView.from_json(message) for message in body]

    async def send_sticker(self, user: UserLike, emoji: str = "👍", *, chat: ChatLike | None = None) -> MessageView:
        return await self._say("/send/sticker", user, chat, emoji=emoji)

    async def send_voice(self, user: UserLike, duration: int = 3, *, chat: ChatLike | None = None) -> MessageView:
        return await self._say("/send/voice", user, chat, duration=duration)

    async def send_location(
        self, user: UserLike, latitude: float, longitude: float, *, chat: ChatLike | None = None
    ) -> MessageView:
        return await self._say("/send/location", user, chat, latitude=latitude, longitude=longitude)

    async def edit_text(
        self, user: UserLike, message: MessageLike, text: str, *, chat: ChatLike | None = None
    ) -> MessageView:
        return await self._say("/edit", user, chat, message_id=_message_id(message), text=text)

    async def delete_message(self, user: UserLike, message: MessageLike, *, chat: ChatLike | None = None) -> None:
        await self._act("/delete", user, chat, message_id=_message_id(message))

    async def forward(
        self,
        user: UserLike,
        message: MessageLike,
        to_chat: ChatLike,
        *,
        chat: ChatLike | None = None,
        keep_keyboard: bool = False,
    ) -> MessageView:
        """Forward a message; `keep_keyboard` keeps the buttons, which Telegram itself never does."""
        return await self._say(
            "/forward",
            user,
            chat,
            message_id=_message_id(message),
            to_chat_id=_id(to_chat),
            keep_keyboard=keep_keyboard,
        )

    # -- pressing ---------------------------------------------------------------------------------

    async def press(
        self,
        user: UserLike,
        message: MessageLike,
        text: str | None = None,
        *,
        data: str | None = None,
        row: int | None = None,
        column: int | None = None,
        chat: ChatLike | None = None,
    ) -> QueryView:
        """Press an inline button, named by its whole text, its data or its place. Doesn't wait."""
        if chat is None and isinstance(message, MessageView):
            chat = message.chat_id
        number = _message_id(message)
        body = await self._act("/press", user, chat, message_id=number, text=text, data=data, row=row, column=column)
        return QueryView(**body)

    async def forge(
        self,
        user: UserLike,
        message: MessageLike,
        data: str,
        *,
        chat: ChatLike | None = None,
        inaccessible: bool = False,
    ) -> QueryView:
        """A press of a button that isn't there: any data, any message, deleted ones too."""
        number = _message_id(message)
        body = await self._act("/forge", user, chat, message_id=number, data=data, inaccessible=inaccessible)
        return QueryView(**body)

    async def press_keyboard(self, user: UserLike, text: str, *, chat: ChatLike | None = None) -> MessageView:
        """Press a button of the reply keyboard; one that asks for the contact shares the user's own."""
        return await self._say("/keyboard", user, chat, text=text)

    # -- seeing -----------------------------------------------------------------------------------

    async def state(self) -> Json:
        """The version, the bot, switches and counters."""
        state: Json = await self._get("/state")
        return state

    async def view(self, user: UserLike, chat: ChatLike | None = None, *, last: int = 200) -> ChatView:
        """The chat as the user sees it now: the last messages, keyboards, answers to presses."""
        number = _id(user if chat is None else chat)
        return ChatView.from_json(await self._get(f"/chats/{number}/view", user_id=_id(user), last=last))

    async def query(self, query: QueryView | str) -> QueryView:
        number = query if isinstance(query, str) else query.id
        return QueryView(**await self._get(f"/queries/{number}"))

    async def menu(
        self, user: UserLike, chat: ChatLike | None = None, *, language: str | None = None
    ) -> list[CommandView]:
        """The commands the user is offered there, in their language unless another is given."""
        number = _id(user if chat is None else chat)
        body = await self._get("/menu", user_id=_id(user), chat_id=number, language=language)
        return [CommandView(**command) for command in body]

    async def calls(self, method: str | None = None, *, since: int = 0, last: int = 100) -> list[CallView]:
        """The latest Bot API calls, oldest first; empty polls are not among them."""
        body = await self._get("/calls", method=method, since=since, last=last)
        return [CallView.from_json(call) for call in body]

    async def download(self, link: str) -> bytes:
        """A file by the link in its FileView."""
        response = await self._http.get(f"{self.base_url}{link}")
        if response.is_error:
            _result(response)
        return response.content

    # -- waiting ----------------------------------------------------------------------------------

    async def version(self) -> int:
        return int((await self.state())["version"])

    async def wait(self, version: int, *, within: float = 10) -> int:
        """The world's version as soon as it is greater than `version`; TimeoutError otherwise."""
        body = await self._get("/wait", version=version, timeout=within)
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
        floor = 0 if after is None else _message_id(after)

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
        view = IdleView(**await self._get("/idle", timeout=within, quiet_ms=quiet * 1000))
        if not view.idle:
            raise TimeoutError(f"the bot is not idle after {within} s: {view}")
        return view

    async def events(self, version: int | None = None) -> AsyncIterator[Json]:
        """What happens, as it happens: {"version", "kind", "data"}; from `version` on, if given."""
        import json

        query = {} if version is None else {"version": version}
        async with self._http.stream("GET", "/events", params=query, timeout=None) as response:
            event: Json = {}
            async for line in response.aiter_lines():
                name, _, value = line.partition(": ")
                if name == "id":
                    event = {"version": int(value)}
                elif name == "event":
                    event["kind"] = value
                elif name == "data":
                    yield {**event, "data": json.loads(value)}

    # -- running ----------------------------------------------------------------------------------

    async def clock(self) -> ClockView:
        return ClockView.from_json(await self._get("/clock"))

    async def advance(self, by: timedelta | float) -> ClockView:
        """Move the clock; comes back once the bot (if it watches the clock) lives in the new time."""
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        return ClockView.from_json(await self._post("/clock", advance_seconds=seconds))

    async def set_clock(self, moment: datetime) -> ClockView:
        return ClockView.from_json(await self._post("/clock", set=moment.isoformat()))

    async def watch_clock(self, version: int, *, watcher: str = "", within: float = 30) -> ClockView:
        """For a process that follows the clock: the state once it is newer than `version`.

        Coming back with the version received says that the process lives in that time.
        """
        body = await self._get("/clock/watch", version=version, watcher=watcher, timeout=within)
        return ClockView.from_json(body)

    async def add_fault(
        self,
        kind: FaultKind,
        *,
        methods: Sequence[str] | None = None,
        chat: ChatLike | None = None,
        calls: int | None = None,
        seconds: float | None = None,
        retry_after: int | None = None,
        status: int | None = None,
        milliseconds: float | None = None,
    ) -> int:
        """Trouble for the next `calls`, for `seconds`, or until cleared; getUpdates only when named."""
        body = await self._post(
            "/faults",
            kind=kind,
            methods=None if methods is None else list(methods),
            chat_id=None if chat is None else _id(chat),
            calls=calls,
            seconds=seconds,
            retry_after=retry_after,
            status=status,
            milliseconds=milliseconds,
        )
        return int(body["id"])

    async def clear_faults(self) -> None:
        """No more faults, and the network is up."""
        await self._post("/faults/clear")

    async def set_network(self, up: bool) -> None:
        await self._post("/network", up=up)

    async def set_limits(self, enabled: bool = True, **limits: float) -> None:
        """overall_per_second, chat_per_second, chat_burst, group_per_minute."""
        await self._post("/limits", enabled=enabled, **limits)

    async def set_privacy(self, enabled: bool) -> None:
        await self._post("/privacy", enabled=enabled)

    async def redeliver(self, update_id: int | None = None, *, times: int = 1) -> list[int]:
        """Deliver an update again that the bot confirmed already; the last one unless named."""
        body = await self._post("/updates/redeliver", update_id=update_id, times=times)
        return list(body["update_ids"])

    async def set_copies(self, copies: int) -> None:
        """How often each update from now on is delivered."""
        await self._post("/updates/copies", copies=copies)


def _encoded(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()


def _holds(condition: Callable[[ChatView], object], view: ChatView) -> bool:
    try:
        return bool(condition(view))
    except LookupError:
        return False


def _result(response: httpx.Response) -> Any:
    body = response.json()
    if response.is_error:
        raise ControlError(response.status_code, body["error"])
    return body
