"""The real bot as a process of its own, against the local Telegram over HTTP and a database of the test's own.

`world` has people who write, tap and look. After each act the bot has taken in, applied and answered everything and
sent what is due, as its tables say. `world.bot` can be killed and started again at any time.
"""

import asyncio
import contextlib
import os
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import make_url

from bot.sandbox.client import SandboxClient
from bot.sandbox.server import SandboxServer
from bot.sandbox.shapes import ChatInfo, MessageView, QueryView, UserView
from core.appointments.schemas import AppointmentDetails, BookingRequest
from core.config import Settings
from core.database.engine import create_engine, parse_target
from core.database.session import Database
from core.front_desk import FrontDesk
from core.security import PasswordHasher
from tests.known import enter_owner

ROOT = Path(__file__).resolve().parents[2]
CLINIC_CHAT = -100_500
MONDAY_MORNING = datetime.fromisoformat("2026-03-02T08:00:00+00:00")
PATIENCE = 60.0
"""Seconds until something counts as not happening at all: machines under load are slow, and waiting ends early."""
GRACE = 12.0
"""Seconds a bot may take to stop."""
STRAY = ("Traceback (most recent call last)", "never awaited", "never retrieved", "Unclosed", "ResourceWarning")


class BotProcess:
    """The bot, started by the local Telegram's launcher with an environment that holds nothing else."""

    def __init__(self, client: SandboxClient, environment: dict[str, str], folder: Path) -> None:
        self.environment = environment
        self.log = folder / "bot.log"
        self.folder = folder
        self._client = client
        self._process: Process | None = None

    async def begin(self, *arguments: str) -> Process:
        """Starts it (or `python -m <arguments>`) without waiting for anything."""
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *(arguments or ("bot.sandbox.launch",))),
                env=self.environment, cwd=self.folder, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    async def start(self) -> None:
        """Starts it; returns once it waits for updates."""
        assert self._process is None, "it runs already"
        self._process = await self.begin()
        polled = asyncio.ensure_future(self._polled(True))
        ended = asyncio.ensure_future(self._process.wait())
        await asyncio.wait({polled, ended}, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if not polled.done():
            polled.cancel()
            raise AssertionError(f"the bot ended with {self._process.returncode}:\n{self.logged()}")
        await polled

    async def kill(self) -> None:
        """kill -9, at once and without a last word."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """SIGTERM: it must end in time and with exit status 0."""
        status = await self._end(signal.SIGTERM)
        assert status == 0, f"the bot ended with {status}:\n{self.logged()}"

    async def restart(self, *, kill: bool = True) -> None:
        """Ends it (kill -9 unless told otherwise) and starts it again."""
        await (self.kill() if kill else self.stop())
        await self.start()

    @property
    def running(self) -> bool:
        return self._process is not None

    def logged(self) -> str:
        """What all its lives wrote to stdout and stderr."""
        return self.log.read_text() if self.log.exists() else ""

    def check_log(self) -> None:
        """No token, no traceback, nothing left open."""
        log = self.logged()
        assert self.environment["BOT_TOKEN"] not in log
        assert not [sign for sign in STRAY if sign in log], log

    async def _end(self, number: signal.Signals) -> int:
        process, self._process = self._process, None
        assert process is not None, "it does not run"
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(number)
        try:
            status = await asyncio.wait_for(process.wait(), GRACE)
        except TimeoutError:
            process.kill()
            await process.wait()
            raise AssertionError(f"the bot did not end within {GRACE} s:\n{self.logged()}") from None
        await self._polled(False)
        return status

    async def _polled(self, wanted: bool) -> None:
        deadline = time.monotonic() + PATIENCE
        while (state := await self._client.state())["polled"] is not wanted:
            await self._client.wait(state["version"], within=max(deadline - time.monotonic(), 0))


@dataclass
class World:
    """Everything a test has at hand."""

    server: SandboxServer
    client: SandboxClient
    bot: BotProcess
    clinic: ChatInfo
    database: asyncpg.Connection
    desk: FrontDesk
    """The clinic's services on the same database and in the same time, as another replica has them."""
    staff: "Person" = field(init=False)

    async def settle(self, within: float = PATIENCE) -> None:
        """Returns once nothing is left to take in, apply, answer or send."""
        deadline = time.monotonic() + within
        while True:
            idle = await self.client.wait_idle(within=within, quiet=0)
            left = await self._left()
            if not any(left.values()):
                return
            if time.monotonic() > deadline:
                raise TimeoutError(f"the bot still has to do: {left}\n{self.bot.logged()}")
            # A change may be under way in the database alone, which nobody tells us of.
            with contextlib.suppress(TimeoutError):
                await self.client.wait(idle.version, within=0.03)

    async def _left(self) -> dict[str, bool]:
        # What brings about something else comes first: it may happen between the one look and the other.
        updates = await self.count("inbox WHERE answered_at IS NULL")
        ends = await self.database.fetchval("SELECT min(answer_by) FROM appointments WHERE status = 'pending'")
        push = await self.database.fetchval("SELECT min(due_at) FROM notifications WHERE status = 'pending'")
        # The time comes last: a row that was written while we looked, due at once, must count as due.
        now = (await self.client.clock()).now
        return {
            "updates": bool(updates),
            "expired requests": ends is not None and ends <= now,
            "pushes": push is not None and push <= now,
        }

    async def count(self, source: str, *values: object) -> int:
        """How many rows there are `FROM source`."""
        return int(await self.database.fetchval(f"SELECT count(*) FROM {source}", *values))

    async def person(self, first_name: str = "Anna", **about: Any) -> "Person":
        """Somebody new, in their private chat with the bot."""
        user = await self.client.create_user(first_name, **about)
        return Person(self, user, user.id)

    async def staff_member(self, first_name: str) -> "Person":
        """Somebody of the clinic, in the clinic's group."""
        user = await self.client.create_user(first_name)
        await self.client.join(user, self.clinic)
        return Person(self, user, self.clinic.id)

    async def owner(self, first_name: str = "Anna", *, pet: str = "Rex", start: bool = True, **about: Any) -> "Person":
        """Somebody whom the clinic knows already, with a pet; they said /start to the bot, no more."""
        person = await self.person(first_name)
        person.actor = await enter_owner(self.desk, person.user.id, first_name, pet=pet, **about)
        if start:
            await self.client.start(person.user)
        return person

    async def request(self, owner: "Person", at: datetime, service: str = "routine") -> AppointmentDetails:
        """A request of the owner's for their first pet, as if another replica had taken it."""
        async with self.desk.unit() as services:
            pet = (await services.pets.of_owner(owner.actor))[0]
            offered = {each.code: each.id for each in await services.clinic.services()}
            wanted = BookingRequest(pet_id=pet.id, service_id=offered[service], starts_at=at)
            visit = await services.appointments.book(owner.actor, wanted)
        await self.client.advance(1)  # the bot looks at the outbox when the clock jumps
        return visit

    async def advance(self, **by: float) -> None:
        """Moves the bot's clock and lets happen what is due."""
        await self.client.advance(timedelta(**by))
        await self.settle()

    async def set_clock(self, moment: datetime) -> None:
        await self.client.set_clock(moment)
        await self.settle()


@dataclass
class Person:
    """Somebody in a chat with the bot: in private, or in the clinic's group."""

    world: World
    user: UserView
    chat_id: int
    actor: Any = None
    """Who they are to the services, when they were registered by these."""
    last_query: QueryView | None = None

    async def say(self, text: str, *, settle: bool = True) -> MessageView:
        """Types a text and sees what the bot then shows last."""
        await self.world.client.send_text(self.user, text, chat=self.chat_id)
        return await self._seen(settle)

    async def tap(self, label: str, *, on: MessageView | None = None, settle: bool = True) -> MessageView:
        """Taps the inline button that is labelled so, or contains `label`, on the last screen or on `on`."""
        message = on or await self.screen()
        exact = (button for row in message.buttons for button in row if button.text == label)
        data = (next(exact, None) or message.button(label)).data
        self.last_query = await self.world.client.press(self.user, message, data=data, chat=self.chat_id)
        return await self._seen(settle)

    async def key(self, label: str, *, settle: bool = True) -> MessageView:
        """Presses a button of the reply keyboard."""
        await self.world.client.press_keyboard(self.user, label)
        return await self._seen(settle)

    async def share_contact(self, *, settle: bool = True) -> MessageView:
        """Shares one's own contact with the button that asks for it."""
        view = await self.world.client.view(self.user)
        assert view.reply_keyboard is not None
        buttons = [button for row in view.reply_keyboard.rows for button in row if button.request_contact]
        return await self.key(buttons[0].text, settle=settle)

    async def toast(self) -> str:
        """What the last press was answered with."""
        assert self.last_query is not None
        return (await self.world.client.wait_answer(self.last_query, within=PATIENCE)).text or ""

    async def _seen(self, settle: bool) -> MessageView:
        if settle:
            await self.world.settle()
        return await self.screen()

    async def screen(self) -> MessageView:
        """The bot's last message."""
        return (await self.world.client.view(self.user, self.chat_id)).last

    async def messages(self) -> list[MessageView]:
        """The bot's messages in the chat as it now looks, oldest first."""
        return (await self.world.client.view(self.user, self.chat_id)).from_bot

    async def find(self, text: str) -> MessageView:
        """The bot's latest message with that in it, as it now looks."""
        seen = await self.messages()
        found = [message for message in seen if text in message.text]
        assert found, f"no message with {text!r} among {[message.text for message in seen]}"
        return found[-1]

    async def wait_for(self, text: str) -> MessageView:
        """The bot's latest message with that in it, as soon as there is one."""
        return await self.world.client.wait_message(self.user, text, chat=self.chat_id, within=PATIENCE)

    async def register(self, email: str | None = None) -> MessageView:
        """Goes through the registration with the least effort."""
        await self.say("/start")
        await self.tap("Register")
        await self.tap(self.user.first_name)
        await self.say(email or f"{self.user.first_name.lower()}{self.user.id}@example.org")
        await self.key("Skip")
        return await self.tap("Skip")


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxServer]:
    async with SandboxServer() as server:
        yield server


@pytest.fixture
async def telegram(sandbox: SandboxServer) -> AsyncIterator[SandboxClient]:
    async with sandbox.client() as client:
        yield client


@pytest.fixture
def environment(sandbox: SandboxServer, database_url: str) -> dict[str, str]:
    """The bot's whole environment; a test module overrides this fixture to change it."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "BOT_TOKEN": sandbox.token,
        "ADMIN_CHAT_ID": str(CLINIC_CHAT),
        "DATABASE_URL": database_url,
        "TELEGRAM_API_URL": sandbox.base_url,
        "CLINIC_NAME": "Paws & Co",
        "CLINIC_PHONE": "+49 30 901820",
        "CLINIC_TIMEZONE": "UTC",
    }


@pytest.fixture
async def bot(telegram: SandboxClient, environment: dict[str, str], tmp_path: Path) -> AsyncIterator[BotProcess]:
    """The bot's process, not started yet; ended at the end in order, its log checked."""
    process = BotProcess(telegram, environment, tmp_path)
    try:
        yield process
        if process.running:
            await process.stop()
        process.check_log()
    finally:
        if process.running:
            await process.kill()
        # pytest shows what is printed here when the test fails
        print(process.logged())


@pytest.fixture
async def clinic(telegram: SandboxClient) -> tuple[UserView, ChatInfo]:
    """The clinic's boss and its group; the local Telegram's clock stands on a Monday morning, and goes on."""
    await telegram.set_clock(MONDAY_MORNING)
    boss = await telegram.create_user("Vera", last_name="Vet")
    return boss, await telegram.create_group("Clinic", [boss], chat_id=CLINIC_CHAT)


@pytest.fixture
async def database_connection(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    url = make_url(database_url)
    connection = await asyncpg.connect(host=str(url.query["host"]), user=url.username, database=url.database)
    yield connection
    await connection.close()


@pytest.fixture
async def desk(database_url: str, environment: dict[str, str], sandbox: SandboxServer) -> AsyncIterator[FrontDesk]:
    known: dict[str, Any] = {name.lower(): value for name, value in environment.items()}
    settings = Settings(_env_file=None, **{name: known[name] for name in Settings.model_fields if name in known})
    database = Database(create_engine(parse_target(database_url)))
    hasher = PasswordHasher()
    yield FrontDesk(database, settings, sandbox.world.clock, hasher)
    hasher.close()
    await database.close()


@pytest.fixture
async def world(
    sandbox: SandboxServer,
    telegram: SandboxClient,
    clinic: tuple[UserView, ChatInfo],
    bot: BotProcess,
    database_connection: asyncpg.Connection,
    desk: FrontDesk,
) -> World:
    """The bot at work, and people to talk to it."""
    boss, group = clinic
    world = World(sandbox, telegram, bot, group, database_connection, desk)
    world.staff = Person(world, boss, group.id)
    await bot.start()
    await world.settle()
    return world
