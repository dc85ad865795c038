"""The HTTP side of the client, and the ways to name users, chats and messages."""

from types import TracebackType
from typing import Any, Self

import httpx

from bot.sandbox.shapes import ChatInfo, MessageView, UserView

UserLike = UserView | int
ChatLike = ChatInfo | UserView | int
MessageLike = MessageView | int


class ControlError(Exception):
    """The sandbox refused: a user could not have done that, or a value is wrong."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


def id_of(thing: ChatLike) -> int:
    return thing if isinstance(thing, int) else thing.id


def message_id_of(message: MessageLike) -> int:
    return message if isinstance(message, int) else message.message_id


def chat_of(message: MessageLike, chat: ChatLike | None) -> ChatLike | None:
    """The chat as given, else the one a message that was seen stands in."""
    return message.chat_id if chat is None and isinstance(message, MessageView) else chat


class Connection:
    """Requests to the control API; what the other parts of the client build on."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.http = httpx.AsyncClient(base_url=f"{base_url}/control", timeout=70, trust_env=False, verify=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self.http.aclose()

    async def get(self, path: str, **query: Any) -> Any:
        given = {name: value for name, value in query.items() if value is not None}
        return result_of(await self.http.get(path, params=given))

    async def post(self, path: str, **body: Any) -> Any:
        given = {name: value for name, value in body.items() if value is not None}
        return result_of(await self.http.post(path, json=given))

    async def act(self, path: str, user: UserLike, chat: ChatLike | None, **body: Any) -> Any:
        return await self.post(path, user_id=id_of(user), chat_id=None if chat is None else id_of(chat), **body)

    async def say(self, path: str, user: UserLike, chat: ChatLike | None, **body: Any) -> MessageView:
        return MessageView.from_json(await self.act(path, user, chat, **body))


def result_of(response: httpx.Response) -> Any:
    """The JSON of an answer, or the refusal it is."""
    if response.is_success:
        return response.json()
    is_json = response.headers.get("content-type", "").startswith("application/json")
    raise ControlError(response.status_code, response.json()["error"] if is_json else response.text)
