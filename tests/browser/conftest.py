"""The page in Chromium, with the real bot behind it as a process of its own.

Everything is done by clicking and typing, everything is seen on the page; nothing here talks to the control API.
"""

import os
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Locator, Page, Request, async_playwright, expect

from bot.sandbox.demo.keeper import Keeper
from bot.sandbox.model import Chat, User
from bot.sandbox.process import BotProcess
from bot.sandbox.server import SandboxServer
from bot.sandbox.supervisor import Clinic
from core.config import Settings
from core.database.engine import create_engine, parse_target
from core.database.session import Database
from core.front_desk import FrontDesk
from core.pets.schemas import PetDraft, Species
from core.security import PasswordHasher
from core.users.schemas import Actor, Registration

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
CLINIC_CHAT = -100_500
BERLIN = ZoneInfo("Europe/Berlin")
BEGINS = datetime(2026, 3, 2, 9, 12, tzinfo=BERLIN)
PATIENCE = 30_000
"""Milliseconds until something counts as not happening: machines under load are slow, and waiting ends early."""
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HOW_TO_GET_ONE = (
    "the browser tests need Chromium: `apt-get install chromium` (or have google-chrome in PATH, "
    "or run `playwright install chromium`)"
)


@dataclass
class Cast:
    """The local Telegram with an owner and the clinic's group in it, on a Monday morning; no bot yet."""

    server: SandboxServer
    anna: User
    vera: User
    group: Chat

    @property
    def url(self) -> str:
        return self.server.base_url


@dataclass
class Stage(Cast):
    """And the bot at work."""

    keeper: Keeper
    desk: FrontDesk
    """The clinic's services on the same database: for what a test does not play by clicking."""

    async def knows(self, user: User, pet: str) -> None:
        """The clinic knows somebody already, with a dog; the chat with the bot has begun."""
        async with self.desk.unit() as services:
            account = await services.users.hear(
                telegram_user_id=user.id, display_name=user.first_name, language_code="en", in_admin_chat=False
            )
            known = {"full_name": user.first_name, "email": f"owner{user.id}@example.org"}
            registered = await services.users.register(account, Registration.model_validate(known))
            actor = Actor.owner(registered.id, registered.full_name, user.id)
            await services.pets.create(actor, PetDraft(name=pet, species=Species.DOG))
        self.server.people.send_text(user, self.server.world.chat(user.id), "/start", plain=True)


@dataclass
class Phone:
    """One of the two phones on the page."""

    page: Page
    name: str

    @property
    def node(self) -> Locator:
        return self.page.locator(f"#phone-{self.name}")

    @property
    def screen(self) -> Locator:
        return self.node.locator(".screen")

    @property
    def log(self) -> Locator:
        return self.node.get_by_role("log")

    @property
    def field(self) -> Locator:
        return self.node.get_by_role("textbox")

    @property
    def commands(self) -> Locator:
        """What the command menu offers."""
        return self.node.get_by_role("listbox").get_by_role("option")

    @property
    def last(self) -> Locator:
        return self.log.locator(".message.other").last

    def message(self, text: str | re.Pattern[str]) -> Locator:
        """The latest message with that in it."""
        return self.log.locator(".message").filter(has_text=text).last

    def button(self, label: str, *, on: Locator | None = None) -> Locator:
        """The latest inline button labelled so."""
        return (on or self.log).locator(".key").filter(has_text=re.compile(label)).last

    async def start(self) -> None:
        await self.node.get_by_role("button", name="Start", exact=True).click()

    async def say(self, text: str) -> None:
        await self.field.fill(text)
        await self.field.press("Enter")

    async def tap(self, label: str, *, on: Locator | None = None) -> None:
        """An inline button, once the press before is answered."""
        await expect(self.log.locator('.key[aria-busy="true"]')).to_have_count(0)
        await self.button(label, on=on).click()

    async def key(self, label: str) -> None:
        await self.node.locator(".reply-key").filter(has_text=label).click()

    async def sees(self, text: str | re.Pattern[str]) -> Locator:
        found = self.message(text)
        await expect(found).to_be_visible()
        return found

    async def register(self, name: str, email: str) -> None:
        """The whole of it; the number is shared by the button."""
        await self.start()
        await self.tap("Register")
        await self.tap(name)
        await self.say(email)
        await self.key("Share")
        await self.page.get_by_role("dialog").get_by_role("button", name="Share", exact=True).click()
        await self.sees("password")
        await self.tap("Skip")
        await self.sees(f"You are registered, {name}")

    async def adds_a_pet(self, name: str) -> None:
        await self.tap("My pets")
        await self.tap("Add a pet")
        await self.sees("What is your pet called?")
        await self.say(name)
        await self.tap("Dog")
        await self.sees("Which breed?")
        await self.say("Labrador")
        await self.sees("born?")
        await self.say("3 years")
        await self.sees("How heavy")
        await self.say("31,5 kg")
        await self.sees("last vaccination")
        await self.say("8 months ago")
        await self.sees(f"{name} is registered")

    async def chooses(self, day: str, time: str) -> None:
        """From /book to the summary, for somebody with one pet."""
        await self.say("/book")
        await self.tap("Check-up")
        await self.tap(f"^{day}$")
        await self.tap(f"^{time}$")
        await self.tap("Skip")
        await self.sees("Is this right?")

    async def does(self, message: Locator, what: str) -> None:
        """Something from the menu of a message."""
        await message.hover()
        await message.get_by_role("button", name="What to do with this message").click()
        await self.page.get_by_role("dialog").get_by_role("button", name=what).click()


@pytest.fixture(scope="session")
def chromium() -> str | None:
    """Where the browser is; None for Playwright's own."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None and not list(Path("~/.cache/ms-playwright").expanduser().glob("chromium*")):
        if os.environ.get("CI"):
            pytest.fail(HOW_TO_GET_ONE, pytrace=False)
        pytest.skip(HOW_TO_GET_ONE)
    return found


@pytest.fixture
async def browser(chromium: str | None) -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(SWITCHES))
        yield browser
        await browser.close()


@pytest.fixture
async def server() -> AsyncIterator[SandboxServer]:
    async with SandboxServer() as server:
        yield server


@pytest.fixture
async def cast(server: SandboxServer) -> Cast:
    await server.world.clock.move((BEGINS - server.world.clock.now()).total_seconds())
    anna = server.world.add_user("Anna", last_name="Berg", language_code="en", phone="+4915112345678")
    vera = server.world.add_user("Vera", last_name="Lind", language_code="en")
    return Cast(server, anna, vera, server.groups.create("Paws & Co: desk", [vera], chat_id=CLINIC_CHAT))


@pytest.fixture
async def stage(cast: Cast, database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    server = cast.server
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "BOT_TOKEN": server.token,
        "ADMIN_CHAT_ID": str(CLINIC_CHAT),
        "DATABASE_URL": database_url,
        "TELEGRAM_API_URL": server.base_url,
        "CLINIC_NAME": "Paws & Co",
        "CLINIC_PHONE": "+49 30 901820",
        "CLINIC_TIMEZONE": "Europe/Berlin",
        "CLINIC_ADDRESS": "12 Linden Street",
    }
    known: dict[str, Any] = {name.lower(): value for name, value in environment.items()}
    settings = Settings(_env_file=None, **{name: known[name] for name in Settings.model_fields if name in known})
    database, hasher = Database(create_engine(parse_target(database_url))), PasswordHasher()
    desk = FrontDesk(database, settings, server.world.clock, hasher)
    bot = BotProcess(server.world, environment, tmp_path)
    clinic = Clinic(CLINIC_CHAT, cast.group.title or "")
    keeper = server.supervisor = Keeper(bot, server.world, desk, clinic, (cast.anna.id,), print)
    try:
        await keeper.start()
        yield Stage(server, cast.anna, cast.vera, cast.group, keeper, desk)
    finally:
        await keeper.stop()
        hasher.close()
        await database.close()
        print(bot.last_words())


@dataclass
class Look:
    """How the page is opened; a test parametrizes `look` to change it."""

    width: int = 1180
    height: int = 860
    scheme: str = "light"
    path: str = "/"


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Look:
    return Look(**getattr(request, "param", {}))


Opens = Callable[[], Awaitable[Page]]


@pytest.fixture
async def opens(browser: Browser, cast: Cast, look: Look) -> AsyncIterator[Opens]:
    """Opens the page in a browser of its own. At the end: no error in any console, nothing asked of another host."""
    troubles: list[str] = []
    hosts: set[str] = set()
    scheme: Any = look.scheme

    def asked(request: Request) -> None:
        hosts.add(urlsplit(request.url).netloc)

    async def another() -> Page:
        context = await browser.new_context(
            viewport={"width": look.width, "height": look.height},
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="en-GB",
        )
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("request", asked)
        await page.goto(f"{cast.url}{look.path}")
        await page.locator("html[data-ready]").wait_for()
        return page

    yield another
    for context in browser.contexts:
        if shot := os.environ.get("SHOT"):
            await context.pages[0].screenshot(path=shot)
        await context.close()
    assert troubles == []
    assert hosts == {f"127.0.0.1:{cast.server.port}"}


@pytest.fixture
async def page(opens: Opens) -> Page:
    return await opens()


@pytest.fixture
def owner(page: Page) -> Phone:
    return Phone(page, "owner")


@pytest.fixture
def clinic(page: Page) -> Phone:
    return Phone(page, "clinic")


@pytest.fixture
def picture() -> Callable[[Locator, str], Any]:
    """Takes a picture for the documentation, when UPDATE_IMAGES asks for it."""

    async def take(what: Locator, name: str) -> None:
        if not os.environ.get("UPDATE_IMAGES"):
            return
        IMAGES.mkdir(parents=True, exist_ok=True)
        await what.page.mouse.move(0, 0)
        await expect(what.page.locator(".toast")).to_have_count(0)
        await what.screenshot(path=IMAGES / f"{name}.png", animations="disabled")

    return take
