"""What this process serves over HTTP: the webhook, health checks, metrics.

Behind a reverse proxy that ends TLS. Signals stay with the bot: it stops its parts in order, this one among them.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from ipaddress import ip_address

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn import Config, Server

from bot.health import Health
from bot.metrics import Scrape
from bot.webhook import Webhook
from core.config import Settings, SettingsError

GRACE_SECONDS = 3
"""How long a stop waits for requests that have begun."""
_KEEP_ALIVE_SECONDS = 75
"""Longer than a proxy keeps an idle connection, so that it is never us who close one that it is about to use."""


class _Server(Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """They are not taken: the bot listens to them, and ends this server when it is its turn."""
        yield


async def healthz(_: Request) -> Response:
    """This process lives, whatever it waits for."""
    return JSONResponse({"alive": True})


def beginning_routes() -> list[Route]:
    """Until there is a bot: this process lives, and Telegram is to deliver its updates later."""

    async def not_yet(_: Request) -> Response:
        return JSONResponse({"ready": False, "start": "waiting for the database or for Telegram"}, 503)

    return [Route("/healthz", healthz), Route("/{path:path}", not_yet, methods=["GET", "POST"])]


def routes(health: Health, webhook: Webhook | None) -> list[Route]:
    """What the outside may see: the webhook, and whether this process is well."""

    async def readyz(_: Request) -> Response:
        parts = await health.parts()
        ready = all(said == "ok" for said in parts.values())
        return JSONResponse({"ready": ready, **parts}, 200 if ready else 503)

    found = [Route("/healthz", healthz), Route("/readyz", readyz)]
    if webhook is not None:  # whatever path the proxy leaves of it
        found.append(Route("/{path:path}", webhook.take, methods=["POST"]))
    return found


def metrics_route(scrape: Scrape) -> Route:
    async def metrics(_: Request) -> Response:
        return Response(await scrape.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return Route("/metrics", metrics)


@asynccontextmanager
async def serving(settings: Settings, health: Health, webhook: Webhook | None, scrape: Scrape) -> AsyncIterator[None]:
    """Serves around the block what the settings ask for; SettingsError when a port can't be opened."""
    served: dict[str, tuple[int, list[Route]]] = {}
    if settings.web_port is not None:
        served["PORT"] = (settings.web_port, routes(health, webhook))
    if settings.metrics_port is not None:
        if settings.metrics_port == settings.web_port:
            served["PORT"][1].insert(0, metrics_route(scrape))
        else:
            served["METRICS_PORT"] = (settings.metrics_port, [metrics_route(scrape)])
    async with AsyncExitStack() as stack:
        for name, (port, found) in served.items():
            await stack.enter_async_context(_serving(name, settings.listen_host, port, Starlette(routes=found)))
        yield


@asynccontextmanager
async def beginning(settings: Settings) -> AsyncIterator[None]:
    """Serves around the block, the start of the bot, so that nobody takes one that waits for a dead one."""
    if settings.web_port is None:
        yield
        return
    async with _serving("PORT", settings.listen_host, settings.web_port, Starlette(routes=beginning_routes())):
        yield


@asynccontextmanager
async def _serving(name: str, host: str, port: int, app: Starlette) -> AsyncIterator[None]:
    config = Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = _Server(config)
    with _listener(name, host, port) as listener:
        task = asyncio.create_task(server.serve(sockets=[listener]), name=f"web {port}")
        try:
            yield
        finally:
            server.should_exit = True
            await task


def _listener(name: str, host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ip_address(host).version == 6 else socket.AF_INET
    # named as TCP: only then does asyncio switch off Nagle's algorithm, which costs 40 ms an answer
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise SettingsError(f"{name}: {host}:{port} can't be opened ({error.strerror}); set another one") from None
    return listener
