"""People who tap, at a local Telegram in this process, and the bots that answer them, in processes of their own.

People act and look directly, not over HTTP: what this process costs is the local Telegram itself, and little more.
"""

import asyncio
import contextlib
import os
import shutil
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import asyncpg

from bot.sandbox.launch import environment
from bot.sandbox.model import CallbackQuery, Chat, Json, Message, User
from bot.sandbox.process import BotProcess
from bot.sandbox.server import SandboxServer
from bot.sandbox.world import World
from bot.ui.texts import texts_for
from core.clock import SystemClock
from core.config import Settings
from core.database.embedded import EmbeddedPostgres
from core.database.engine import create_engine, parse_target
from core.database.migrations import upgrade
from core.database.session import Database
from core.front_desk import FrontDesk
from core.pets.schemas import PetDraft, Species
from core.security import PasswordHasher
from core.users.schemas import Actor, Registration

CLINIC_CHAT = -100_500
PATIENCE = 60.0
"""Seconds after which an answer counts as never coming."""
_MOMENT = 0.4
_TICKS = os.sysconf("SC_CLK_TCK")


class Over(Exception):
    """The turn is over: whoever has an answer does nothing more."""


class Unanswered(Exception):
    """What a person did had no answer in time; the text is where they stood."""


class TooFast(Exception):
    """The bot took somebody for a flood (`bot/flood.py`): the bench lets one person do more than people do."""


@dataclass
class Person:
    """Somebody in their private chat with the bot."""

    town: "Town"
    user: User
    chat: Chat
    waits: list[float] = field(default_factory=list)
    """Seconds of each answer, in order."""

    @property
    def screen(self) -> Message:
        """The bot's latest message with buttons."""
        return next(message for message in reversed(self.chat.messages.values()) if message.inline_keyboard)

    def labels(self, matching: Callable[[str], bool] = lambda label: True) -> list[str]:
        """What stands on the buttons that do something, in their order."""
        rows = self.screen.inline_keyboard or []
        return [
            button["text"] for row in rows for button in row if "callback_data" in button and matching(button["text"])
        ]

    async def tap(self, label: str, *, exact: bool = False) -> Message:
        """Presses the button with that on it; the screen that it led to, when the press is answered as well."""
        message = self.screen
        found = self.labels(lambda each: each == label if exact else label in each)
        if not found:
            raise Unanswered(f"no {label!r} among {self.labels()} below {message.text!r}")
        began = time.perf_counter()
        shown = self.town.shown(self.chat)
        query = self.town.sandbox.presses.press(self.user, message, text=found[0])
        await self.town.within(f"{found[0]!r} below {message.text!r}", shown, self.town.answer(query))
        self.waits.append(time.perf_counter() - began)
        return self.screen

    async def say(self, text: str) -> None:
        """Types a text; returns when the bot has shown something."""
        began = time.perf_counter()
        shown = self.town.shown(self.chat)
        self.town.sandbox.people.send_text(self.user, self.chat, text, plain=text.startswith("/"))
        await self.town.within(repr(text), shown)
        self.waits.append(time.perf_counter() - began)

    def flood(self, text: str, times: int) -> None:
        """Types faster than anybody can, and waits for nothing."""
        for _ in range(times):
            self.town.sandbox.people.send_text(self.user, self.chat, text, plain=True)


class Town:
    """A local Telegram with a clinic's group, and whoever is new in it."""

    def __init__(self, sandbox: SandboxServer) -> None:
        self.sandbox = sandbox
        self.world: World = sandbox.world
        self.over = False
        """Set, it stops people at their next answer."""
        boss = self.world.add_user("Vera")
        sandbox.groups.create("Clinic", [boss], chat_id=CLINIC_CHAT)
        self._too_fast = texts_for("en").plain("too-fast")
        self._shown: dict[int, list[asyncio.Future[None]]] = {}
        self._answers: dict[str, asyncio.Future[None]] = {}

    def person(self, name: str = "Anna") -> Person:
        user = self.world.add_user(name, language_code="en")
        return Person(self, user, self.world.chats[user.id])

    def latency(self, milliseconds: float) -> None:
        """Every call of the Bot API takes so long, those for updates too."""
        self.world.faults.add("latency", milliseconds=milliseconds)
        self.world.faults.add("latency", milliseconds=milliseconds, methods=["getUpdates"])

    def shown(self, chat: Chat) -> asyncio.Future[None]:
        """Done when the bot next writes to the chat, or edits a message of it."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._shown.setdefault(chat.id, []).append(future)
        return future

    def answer(self, query: CallbackQuery) -> asyncio.Future[None]:
        """Done when the press is answered."""
        return self._answers.setdefault(query.id, asyncio.get_running_loop().create_future())

    async def within(self, about: str, *answers: asyncio.Future[None]) -> None:
        """Waits for all of them. Unanswered; TooFast; Over when nobody is to do anything more."""
        waiting = asyncio.gather(*answers)  # it ends with the first that was turned away
        try:
            async with asyncio.timeout(PATIENCE):
                await waiting
        except TimeoutError:
            raise Unanswered(f"no answer to {about}") from None
        except TooFast:
            raise TooFast(f"turned away as a flood: {about}") from None
        if self.over:
            raise Over

    async def quiet(self) -> None:
        """Returns once the bot has taken in everything and has called nothing for a moment."""
        journal, updates = self.world.journal, self.world.updates
        seen = -1
        while seen != journal.call_count or updates.unconfirmed or journal.calls_in_flight:
            seen = journal.call_count
            await asyncio.sleep(_MOMENT)

    async def watch(self) -> None:
        """Tells whoever waits what happened; runs until it is cancelled."""
        journal, seen = self.world.journal, self.world.journal.version
        while True:
            await journal.wait(seen, PATIENCE)
            news, seen = list(journal.since(seen)), journal.version
            for event in news:
                self._tell(event.kind, event.data)

    def _tell(self, kind: str, data: Json) -> None:
        if kind == "callback_answer":
            query = self.world.queries.get(data["query_id"])
            self._done(self._answers.pop(data["query_id"], None), said=query.text if query else None)
        elif kind == "edited" or (kind == "message" and data["from_id"] == self.world.bot.id):
            message = self.world.chats[data["chat_id"]].messages.get(data["message_id"])
            for future in self._shown.pop(data["chat_id"], ()):
                self._done(future, said=message.text if message else None)

    def _done(self, future: "asyncio.Future[None] | None", *, said: str | None) -> None:
        if future is None or future.done():
            return
        if said == self._too_fast:
            future.set_exception(TooFast())
        else:
            future.set_result(None)


@asynccontextmanager
async def town() -> AsyncIterator[Town]:
    async with SandboxServer() as sandbox:
        here = Town(sandbox)
        watching = asyncio.create_task(here.watch(), name="watch")
        try:
            yield here
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)


@asynccontextmanager
async def database(running: EmbeddedPostgres) -> AsyncIterator[str]:
    """The URL of a database of its own with the newest schema."""
    name = f"bench_{uuid4().hex[:8]}"
    admin = await asyncpg.connect(host=str(running.socket_dir), user="postgres", database="postgres")
    await admin.execute(f'CREATE DATABASE "{name}"')
    try:
        await upgrade(running.url(name))
        yield running.url(name)
    finally:
        await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await admin.close()


def settings_for(here: Town, url: str | None, **more: str) -> dict[str, str]:
    """The environment of a bot in that town; without a URL it brings its own database."""
    known = {
        "BOT_TOKEN": here.sandbox.token,
        "ADMIN_CHAT_ID": str(CLINIC_CHAT),
        "TELEGRAM_API_URL": here.sandbox.base_url,
        "BOOKING_MAX_OPEN_REQUESTS": "50",
        "CLINIC_TIMEZONE": "Europe/Berlin",
        **more,
    }
    return known if url is None else {**known, "DATABASE_URL": url}


@asynccontextmanager
async def vetbot(here: Town, url: str, **more: str) -> AsyncIterator[BotProcess]:
    """Our bot at work in that town."""
    with folder() as home:
        bot = BotProcess(here.world, environment(settings_for(here, url, **more)), home)
        await bot.start()
        try:
            yield bot
        finally:
            await bot.stop()


@asynccontextmanager
async def bare_bot(here: Town, transport: str) -> AsyncIterator[Process]:
    """A bare bot on that transport (`bench/bare.py`) at work in that town."""
    known = {"BOT_TOKEN": here.sandbox.token, "TELEGRAM_API_URL": here.sandbox.base_url}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.bare", transport),
        env=environment(known),
        stdin=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,  # it complains when its local Telegram closes
    )  # fmt: skip
    try:
        journal = here.world.journal
        while not here.world.updates.is_polled:
            await journal.wait(journal.version, 0.2)
            if process.returncode is not None:
                raise RuntimeError("the bare bot ended")
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@asynccontextmanager
async def front_desk(here: Town, url: str) -> AsyncIterator[FrontDesk]:
    """The services on the bot's database, to prepare what is not measured."""
    known = {name.lower(): value for name, value in settings_for(here, url).items()}
    storage = Database(create_engine(parse_target(url)))
    hasher = PasswordHasher()
    try:
        yield FrontDesk(storage, Settings(_env_file=None, **known), SystemClock(), hasher)  # type: ignore[arg-type]
    finally:
        hasher.close()
        await storage.close()


async def owners(here: Town, desk: FrontDesk, count: int, *, pets: int = 2) -> list[Person]:
    """So many people whom the clinic knows, each with so many pets."""
    found = []
    for number in range(count):
        person = here.person(f"Owner {number}")
        async with desk.unit() as services:
            account = await services.users.hear(
                telegram_user_id=person.user.id,
                display_name=person.user.first_name,
                language_code="en",
                in_admin_chat=False,
            )
            known = {"full_name": person.user.first_name, "email": f"owner{person.user.id}@example.org"}
            user = await services.users.register(account, Registration.model_validate(known))
            actor = Actor.owner(user.id, user.full_name, person.user.id)
            for name in ("Rex", "Bella")[:pets]:
                await services.pets.create(actor, PetDraft(name=name, species=Species.DOG))
        person.chat.started = True
        found.append(person)
    return found


@contextmanager
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="vetbot-bench-"))
    made.chmod(0o755)  # started by root, PostgreSQL runs as a user of its own, which must get in
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def cpu(pid: int) -> float:
    """Seconds of CPU that the process has had, and those of its children that have ended."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, after_name[11:15])) / _TICKS


def cpu_of_server(running: EmbeddedPostgres) -> float:
    """Seconds of CPU of PostgreSQL: its first process, those that have ended, those at work."""
    first = int((running.data / "postmaster.pid").read_text().split()[0])
    total = cpu(first)
    for child in Path(f"/proc/{first}/task/{first}/children").read_text().split():
        with contextlib.suppress(OSError):
            total += cpu(int(child))
    return total


def memory(pid: int) -> tuple[float, float]:
    """MiB of a process: resident, and its share of it where pages are shared."""
    found = {"Rss": 0, "Pss": 0}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in found:
            found[name] = int(rest.split()[0])
    return found["Rss"] / 1024, found["Pss"] / 1024
