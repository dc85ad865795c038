"""The sandbox as a server: the Bot API, the control API and the page on one loopback port."""

import asyncio
import socket
from types import TracebackType
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn import Config
from uvicorn.server import ServerState

from bot.sandbox.api import BotApi
from bot.sandbox.client import SandboxClient
from bot.sandbox.control import Stage, control_app
from bot.sandbox.control.common import answer, guard
from bot.sandbox.errors import Refused
from bot.sandbox.groups import Groups
from bot.sandbox.model import User
from bot.sandbox.page import page_app
from bot.sandbox.people import People
from bot.sandbox.presses import Presses
from bot.sandbox.supervisor import Supervisor
from bot.sandbox.webhook import Webhook
from bot.sandbox.world import World

DEFAULT_BOT_ID = 7_000_000_001
DEFAULT_TOKEN = f"{DEFAULT_BOT_ID}:{'sandbox' * 5}"
"""Opens nothing but a sandbox."""
_PATIENCE = 2.0


class SandboxServer:
    """`async with SandboxServer() as sandbox:` serves in this event loop until the block ends.

    A bot takes `base_url=f"{sandbox.base_url}/bot"`, `base_file_url=f"{sandbox.base_url}/file/bot"` and
    `sandbox.token`. Tests act through `sandbox.client()`, or in this process directly through `people`,
    `presses`, `groups` and `world`.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        token: str = DEFAULT_TOKEN,
        bot_name: str = "Front Desk",
        bot_username: str = "front_desk_bot",
        supervisor: Supervisor | None = None,
    ) -> None:
        self.token = token
        bot = User(int(token.partition(":")[0]), bot_name, username=bot_username, is_bot=True)
        self.world = World(bot)
        self.people = People(self.world)
        self.presses = Presses(self.world, self.people)
        self.groups = Groups(self.world)
        self.port = port
        self.supervisor = supervisor
        self._webhook = Webhook(self.world)
        self._bot_api = BotApi(self.world, token, self._webhook, self._hang_up)
        self._control = control_app(Stage(self.world, self.people, self.presses, self.groups), lambda: self.supervisor)
        self._page = page_app()
        self._state = ServerState()
        self._server: asyncio.Server | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> SandboxClient:
        """A client of the control API; use it as an async context manager."""
        return SandboxClient(self.base_url)

    async def start(self) -> None:
        config = Config(
            self.app,
            interface="asgi3",
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            proxy_headers=False,
            timeout_keep_alive=75,
        )
        config.load()
        protocol: Any = config.http_protocol_class
        # named as TCP: only then does asyncio switch off Nagle's algorithm, which costs 40 ms an answer
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", self.port))
        except OSError:
            listener.close()
            raise
        self.port = listener.getsockname()[1]
        self._server = await asyncio.get_running_loop().create_server(
            lambda: protocol(config=config, server_state=self._state, app_state={}),
            sock=listener,
            backlog=2048,
        )

    async def stop(self) -> None:
        """Ends waiting polls with what there is, finishes calls under way, closes all connections."""
        if self._server is None:
            return
        self._server.close()
        self.world.journal.close()
        self.world.clock.close()
        self.world.updates.end_polling("closed")
        await self._webhook.close()
        for connection in list(self._state.connections):
            connection.shutdown()
        if self._state.tasks:
            _, late = await asyncio.wait(set(self._state.tasks), timeout=_PATIENCE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        for connection in list(self._state.connections):
            connection.transport.abort()
        while self._state.connections:  # noqa: ASYNC110 - they report their end in the next turns
            await asyncio.sleep(0)
        self._server = None

    async def __aenter__(self) -> "SandboxServer":
        await self.start()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()

    def _hang_up(self, scope: Scope) -> None:
        """Close the connection a request came by."""
        connections: set[Any] = self._state.connections
        for connection in connections:
            if connection.client == scope["client"]:
                connection.transport.abort()

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The whole of it as an ASGI application, for a caller in this process."""
        path: str = scope["path"]
        on_page = path == "/" or path.startswith("/page/")
        if not on_page and not path.startswith("/control"):
            await self._bot_api(scope, receive, send)
            return
        try:
            guard(scope)
        except Refused as refusal:
            await answer({"error": refusal.why}, refusal.status)(scope, receive, send)
            return
        await (self._page if on_page else self._control)(scope, receive, send)
