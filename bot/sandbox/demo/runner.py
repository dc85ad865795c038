"""The demo from its start to Ctrl-C."""

import asyncio
import contextlib
import errno
import os
import secrets
import signal
import sys
import webbrowser
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.application import front_desk
from bot.cli import CannotBegin
from bot.logs import configure_logging, scrub
from bot.sandbox.demo import cast
from bot.sandbox.demo.data import furnish
from bot.sandbox.demo.keeper import Keeper
from bot.sandbox.demo.place import Place
from bot.sandbox.launch import environment
from bot.sandbox.model import Chat
from bot.sandbox.process import BotProcess, NotStarted
from bot.sandbox.server import DEFAULT_BOT_ID, SandboxServer
from bot.sandbox.supervisor import Clinic
from core.config import Settings
from core.database.embedded import EmbeddedError, EmbeddedPostgres, start_embedded
from core.front_desk import FrontDesk

DEFAULT_ZONE = "Europe/Berlin"


class DemoSettings(Settings):
    """The demo's settings come from the demo alone: not from the environment, and from no .env."""

    @classmethod
    def settings_customise_sources(cls, settings_cls: Any, init_settings: Any, *_: Any, **__: Any) -> tuple[Any, ...]:
        return (init_settings,)


@dataclass(frozen=True)
class Options:
    port: int
    """On 127.0.0.1; 0 takes a free one."""
    open_page: bool
    fresh: bool


def demo(options: Options) -> None:
    """Runs the demo until Ctrl-C, SIGTERM or the end of its terminal. CannotBegin, EmbeddedError."""
    configure_logging("WARNING", "console")
    place = Place.default()
    with place.taken():
        if options.fresh:
            place.clear()
        asyncio.run(_until_stopped(options, place))


def reset() -> None:
    """Clears what the demo kept. CannotBegin while it runs."""
    place = Place.default()
    with place.taken():
        place.clear()
    _say(f"cleared: nothing of the demo is left in {place.folder}")


async def _until_stopped(options: Options, place: Place) -> None:
    running = asyncio.ensure_future(_run(options, place))
    stopped = False

    def stop() -> None:
        nonlocal stopped
        if not stopped:  # a second Ctrl-C does not interrupt the stopping
            stopped = True
            running.cancel()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    with contextlib.suppress(asyncio.CancelledError):
        await running
    _say("\nstopped, and everything is kept: `make demo` goes on with it, `make demo-reset` clears it")


async def _run(options: Options, place: Place) -> None:
    settings = _settings()
    token = f"{DEFAULT_BOT_ID}:{secrets.token_urlsafe(32)}"  # of this run alone: a bot left by a killed one is refused
    server = SandboxServer(port=options.port, token=token, bot_name=cast.CLINIC_NAME)
    try:
        await server.start()
    except OSError as error:
        raise _port_refused(options.port, error) from None
    try:
        place.write_on_the_door(server.base_url)
        _say(f"starting {cast.CLINIC_NAME}: a database, a local Telegram and the bot …")
        async with (
            _database(place.folder) as url,
            front_desk(DemoSettings(**_fields(settings)), server.world.clock, url) as desk,
        ):
            await _serve(server, place, desk, {**settings, "DATABASE_URL": url}, options)
    finally:
        await server.stop()


async def _serve(
    server: SandboxServer, place: Place, desk: FrontDesk, settings: Mapping[str, str], options: Options
) -> None:
    fresh = await furnish(desk)
    async with desk.unit() as services:
        clinic_chat = await services.clinic.admin_chat(cast.CLINIC_CHAT)
    group = cast.assemble(server.world, clinic_chat, place.people)
    remembering = asyncio.create_task(cast.remember(server.world, place.people), name="people")
    place.log.write_bytes(b"")
    where = {
        "BOT_TOKEN": server.token,
        "ADMIN_CHAT_ID": str(cast.CLINIC_CHAT),
        "TELEGRAM_API_URL": server.base_url,
    }
    bot = BotProcess(server.world, environment({**settings, **where}), place.folder)
    clinic = Clinic(group.id, group.title or cast.CLINIC_NAME)
    owners = tuple(person.id for person in cast.OWNERS)
    server.supervisor = keeper = Keeper(bot, server.world, desk, clinic, owners, _say)
    try:
        try:
            await keeper.start()
        except NotStarted as error:
            last = str(error).strip().splitlines()[-1:] or ["it said nothing"]
            raise CannotBegin(f"the bot does not start: {scrub(last[0])} (its log: {place.log})") from None
        _greet(server, group, fresh=fresh)
        _say(f"\n  The demo is here:  {server.base_url}\n")
        _say("Ctrl-C stops it. What you do in it is kept; `make demo-reset` clears it.")
        if options.open_page and desktop_found(os.environ, sys.platform):
            await asyncio.to_thread(webbrowser.open, server.base_url)
        await asyncio.Event().wait()
    finally:
        await keeper.stop()
        await server.stop()
        await remembering


def _greet(server: SandboxServer, group: Chat, *, fresh: bool) -> None:
    """Nobody looks at an empty screen: owners meet the bot, and the clinic sees what waits."""
    world = server.world
    for person in (cast.ANNA, cast.BEN):
        chat = world.chat(person.id)
        if not chat.blocked:
            server.people.send_text(world.user(person.id), chat, "/start")
    if not fresh:  # a fresh clinic's first requests arrive by themselves
        command = f"/pending@{world.bot.username}"
        server.people.send_text(world.user(cast.VERA.id), group, command)


def _settings() -> dict[str, str]:
    """The clinic's, as the bot reads them. The time zone is the one thing that the environment decides."""
    zone = os.environ.get("CLINIC_TIMEZONE", "").strip() or DEFAULT_ZONE
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise CannotBegin(
            f"CLINIC_TIMEZONE is wrong: '{zone}' is no time zone; write one like {DEFAULT_ZONE}"
        ) from None
    return {
        "CLINIC_NAME": cast.CLINIC_NAME,
        "CLINIC_TIMEZONE": zone,
        "CLINIC_PHONE": "+49 30 901820",
        "CLINIC_ADDRESS": "12 Linden Street",
        "DEFAULT_LANGUAGE": "en",
        "LOG_LEVEL": "INFO",
        "LOG_FORMAT": "console",
    }


def _fields(settings: Mapping[str, str]) -> dict[str, Any]:
    return {name.lower(): value for name, value in settings.items()}


@asynccontextmanager
async def _database(folder: Path) -> AsyncIterator[str]:
    """The embedded server over the demo's folder, for the block."""
    starting: asyncio.Task[EmbeddedPostgres] = asyncio.ensure_future(asyncio.to_thread(start_embedded, folder))
    try:
        try:
            server = await asyncio.shield(starting)
        except EmbeddedError as error:
            raise _database_refused(folder, error) from None
        yield server.url()
    finally:
        with contextlib.suppress(EmbeddedError):
            # One that was interrupted while it started comes to its start first.
            await asyncio.to_thread((await starting).leave)


def _database_refused(folder: Path, error: EmbeddedError) -> Exception:
    why = error.__context__
    if not isinstance(why, EmbeddedError):
        return error  # it says how to go on
    log = folder / "postgres" / "server.log"
    return CannotBegin(f"the demo's database does not start: {why}; see {log}, or `make demo-reset` and begin anew")


def _port_refused(port: int, error: OSError) -> CannotBegin:
    if error.errno == errno.EADDRINUSE:
        return CannotBegin(f"port {port} is taken by another program: choose one with --port, or --port 0 for any")
    return CannotBegin(f"port {port} can't be used ({error.strerror}): choose another one with --port")


def desktop_found(env: Mapping[str, str], platform: str) -> bool:
    """Whether a browser that is opened would be seen by somebody."""
    if env.get("CI"):
        return False
    return platform == "darwin" or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def _say(line: str) -> None:
    with contextlib.suppress(OSError):  # the terminal may be gone
        print(line, flush=True)
