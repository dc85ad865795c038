"""`vetbot demo` as somebody runs it: a process, a link, a clinic that looks used, Ctrl-C."""

import asyncio
import contextlib
import os
import re
import select
import shutil
import signal
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from bot.sandbox.client import SandboxClient
from bot.sandbox.demo.cast import ANNA, BEN, CLINIC_CHAT, OWNERS, VERA
from bot.sandbox.shapes import ChatView, MessageView

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "123456789:AAH-abcdefghijklmnopqrstuvwxyz_12345"
SECRET = "hunter22"
PATIENCE = 60.0
LINK = re.compile(r"here:  (http://127\.0\.0\.1:\d+)")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A DATA_DIR that PostgreSQL's own user can enter, where root runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="vetbot-demo-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Demo:
    """A demo that was started; `printed` is what stood in its terminal so far."""

    process: Process
    folder: Path
    printed: str = ""
    url: str = ""
    _reading: list["asyncio.Task[None]"] = field(default_factory=list)

    async def line(self, wanted: Callable[[str], object]) -> None:
        """Returns once what was printed is as wanted."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while not wanted(self.printed):
                read = await self.process.stdout.readline()
                assert read, f"it ended with {await self.process.wait()}:\n{self.printed}\n{self.log()}"
                self.printed += read.decode()

    async def ready(self) -> None:
        await self.line(LINK.search)
        found = LINK.search(self.printed)
        assert found is not None
        self.url = found[1]

    async def ended(self) -> int:
        """Its exit status."""
        rest, _ = await asyncio.wait_for(self.process.communicate(), PATIENCE)
        self.printed += (rest or b"").decode()
        return await self.process.wait()

    def log(self) -> str:
        log = self.folder / "demo" / "bot.log"
        return log.read_text() if log.exists() else ""

    def bots(self) -> list[int]:
        """The process ids of its bot: whoever works in its folder as the launcher."""
        return [pid for pid, command in running(self.folder) if "bot.sandbox.launch" in command]


def running(folder: Path) -> list[tuple[int, str]]:
    """What runs in a folder, by its working directory."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and Path(os.readlink(entry / "cwd")).is_relative_to(folder):
                found.append((int(entry.name), (entry / "cmdline").read_text().replace("\0", " ")))
    return found


async def gone(pid: int) -> None:
    """Returns once the process, of whoever it is, has ended."""
    with contextlib.suppress(ProcessLookupError):
        handle = os.pidfd_open(pid)
        try:
            ended, _, _ = await asyncio.to_thread(select.select, [handle], [], [], PATIENCE)
            assert ended, f"{pid} goes on"
        finally:
            os.close(handle)


async def begin(folder: Path, *arguments: str) -> Demo:
    """Starts it with the settings of a real bot around, in the environment and in an .env."""
    cwd = folder / "clone"
    cwd.mkdir(exist_ok=True)
    (cwd / ".env").write_text(
        f"BOT_TOKEN={TOKEN}\nADMIN_CHAT_ID=-77\nDATABASE_URL=postgresql://a:{SECRET}@127.0.0.1:1/b\n"
    )
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "DATA_DIR": str(folder),
        "CI": "true",
        "BOT_TOKEN": TOKEN,
        "admin_chat_id": "-77",
        "DATABASE_URL": f"postgresql://a:{SECRET}@127.0.0.1:1/b",
        "TELEGRAM_API_URL": "http://127.0.0.1:1",
        "WEBHOOK_URL": "https://example.org",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", *arguments),
        env=environment, cwd=cwd, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    return Demo(process, folder)


@asynccontextmanager
async def demo(folder: Path, *arguments: str) -> AsyncIterator[tuple[Demo, SandboxClient]]:
    """A demo at work; ended by Ctrl-C, of which nothing but its data may be left."""
    started = await begin(folder, "--no-open", *(arguments or ("--port", "0")))
    try:
        await started.ready()
        async with SandboxClient(started.url) as client:
            yield started, client
        if started.process.returncode is None:
            started.process.send_signal(signal.SIGINT)
            assert await started.ended() == 0, started.printed
            assert "everything is kept" in started.printed
        assert running(folder / "demo") == []
        assert TOKEN not in started.printed + started.log()
        assert SECRET not in started.printed + started.log()
        assert "Traceback" not in started.printed + started.log(), started.printed + started.log()
    finally:
        with contextlib.suppress(ProcessLookupError):
            started.process.kill()
        await started.process.wait()
        for pid, _ in running(folder / "demo"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


async def tap(client: SandboxClient, user: int, text: str, label: str, *, chat: int | None = None) -> None:
    """Taps the first button that the pattern fits, on the latest message with the text, once there is one."""

    def buttons(view: ChatView) -> list[tuple[MessageView, str]]:
        last = [message for message in view.from_bot if text in message.text][-1]
        return [
            (last, button.data)
            for row in last.buttons
            for button in row
            if button.data and re.search(label, button.text)
        ]

    message, data = buttons(await client.wait_until(user, buttons, chat=chat, within=PATIENCE))[0]
    query = await client.press(user, message, data=data, chat=chat)
    await client.wait_answer(query, within=PATIENCE)


async def sees(client: SandboxClient, user: int, text: str, *, chat: int | None = None) -> MessageView:
    """The bot's latest message with that in it, once there is one."""
    return await client.wait_message(user, text, chat=chat, within=PATIENCE)


async def book_and_confirm(client: SandboxClient) -> None:
    """Anna asks for a visit of her cat, and the clinic agrees."""
    anna = ANNA.id
    await client.send_text(anna, "/book")
    await tap(client, anna, "Book an appointment", "Mia")
    await tap(client, anna, "Mia", "Vaccination")
    await tap(client, anna, "particular vet", "Sommer")
    await tap(client, anna, "Vaccination", r"^\d+$")
    await tap(client, anna, "What time?", r"^\d\d:\d\d")
    await tap(client, anna, "anything the vet should know", "Skip")
    await tap(client, anna, "Is this right?", "Send")
    await sees(client, anna, "is with the clinic")
    await tap(client, VERA.id, "Mia", "Confirm", chat=CLINIC_CHAT)
    await sees(client, VERA.id, "confirmed", chat=CLINIC_CHAT)


async def starts(client: SandboxClient) -> int:
    """How often the bot was started: each one begins with this."""
    return len(await client.calls("deleteWebhook"))


async def test_from_the_link_to_ctrl_c_and_again(folder: Path) -> None:
    async with demo(folder) as (first, client):
        status = await client.get("/demo")
        assert status["supervised"]
        assert (status["bot"], status["zone"], status["clinic"]["chat_id"]) == ("running", "Europe/Berlin", CLINIC_CHAT)
        assert status["owner_ids"] == [person.id for person in OWNERS]

        # Nobody looks at an empty screen.
        await sees(client, ANNA.id, "Hello Anna Berg")
        await sees(client, ANNA.id, "Confirmed!")
        await sees(client, BEN.id, "Welcome!")
        await sees(client, VERA.id, "Luna", chat=CLINIC_CHAT)

        await book_and_confirm(client)

        # kill -9 and a new start; what was asked meanwhile is answered.
        [before] = first.bots()
        restart = asyncio.create_task(client.post("/demo/restart"))
        await client.send_text(BEN.id, "/help")
        assert (await restart)["bot"] == "running"
        assert await starts(client) == 2
        [after] = first.bots()
        assert after != before
        await sees(client, BEN.id, "ask for an appointment")

        # The clock goes to the next reminder, and it arrives.
        moved = await client.post("/demo/next-reminder")
        assert moved["moved"]
        await sees(client, ANNA.id, "A reminder, Anna Berg")

        guest = await client.create_user("Ivy", last_name="Green")
        await client.start(guest)
        await sees(client, guest.id, "Welcome!")

    async with demo(folder) as (second, client):
        await sees(client, ANNA.id, "Hello Anna Berg")
        await sees(client, VERA.id, "waiting for an answer", chat=CLINIC_CHAT)
        await client.send_text(ANNA.id, "/appointments")
        assert "Mia" in str((await sees(client, ANNA.id, "appointments")).button_texts)
        assert guest.id in [user.id for user in await client.users()]

        # Where the bot dies by itself, it comes back, and a line says so.
        [pid] = second.bots()
        os.kill(pid, signal.SIGSEGV)
        await second.line(lambda printed: "was ended by signal 11; it is started again in 1 s" in printed)
        await client.send_text(BEN.id, "/help")
        await sees(client, BEN.id, "ask for an appointment")


async def test_only_this_machine_is_answered(folder: Path) -> None:
    async with demo(folder) as (first, _), httpx.AsyncClient(base_url=first.url, trust_env=False, verify=False) as http:
        for path in ("/", "/control/demo", "/control/state"):
            assert (await http.get(path)).status_code == 200, path
            assert (await http.get(path, headers={"Host": "evil.example"})).status_code in (403, 421), path
        for path in ("/control/demo/restart", "/control/demo/next-reminder"):
            assert (await http.post(path, headers={"Host": "evil.example"})).status_code in (403, 421), path
            assert (await http.post(path, headers={"Origin": "http://evil.example"})).status_code == 403, path

        # Started twice, or where another program listens: one line each, and how to go on.
        second = await begin(folder, "--no-open", "--port", "0")
        assert await second.ended() == 2
        assert second.printed.count("\n") == 1
        assert f"the demo runs already ({first.url})" in second.printed
        port = first.url.rpartition(":")[2]
        elsewhere = await begin(folder / "clone", "--no-open", "--port", port)
        assert await elsewhere.ended() == 2
        assert elsewhere.printed.count("\n") == 1
        assert f"port {port} is taken" in elsewhere.printed
        assert "--port" in elsewhere.printed
        assert TOKEN not in second.printed + elsewhere.printed


async def test_after_the_demo_itself_was_killed_a_new_one_goes_on_where_it_was(folder: Path) -> None:
    async with demo(folder) as (killed, client):
        await book_and_confirm(client)
        port = killed.url.rpartition(":")[2]
        killed.process.kill()
        await killed.process.wait()
        [left_over] = killed.bots()
        # The bot that it left comes back to the same port, and is refused: its token was of that run alone.
        async with demo(folder, "--port", port) as (again, second):
            await sees(second, ANNA.id, "Hello Anna Berg")
            await second.send_text(ANNA.id, "/appointments")
            assert "Mia" in str((await sees(second, ANNA.id, "appointments")).button_texts)
            await gone(left_over)
            assert len(again.bots()) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_interrupted_while_it_starts_it_leaves_nothing(folder: Path, number: signal.Signals) -> None:
    started = await begin(folder, "--no-open", "--port", "0")
    await started.line(lambda printed: "starting" in printed)
    started.process.send_signal(number)
    assert await started.ended() == 0, started.printed
    assert "Traceback" not in started.printed
    assert running(folder / "demo") == []
    assert not (folder / "demo" / "postgres" / "postmaster.pid").exists()


@pytest.mark.parametrize(
    ("data_dir", "said"),
    [('a"b', "DATA_DIR"), ("file", "set DATA_DIR to a folder of yours")],
)
async def test_where_its_database_cannot_live_it_says_so_in_a_line(folder: Path, data_dir: str, said: str) -> None:
    (folder / "file").write_text("")
    (folder / "clone").mkdir()
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--no-open", "--port", "0"),
        env={**os.environ, "PYTHONPATH": str(ROOT), "DATA_DIR": str(folder / data_dir)}, cwd=folder,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, errors = await asyncio.wait_for(started.communicate(), PATIENCE)
    assert started.returncode == 2
    assert errors.decode().count("\n") == 1
    assert said in errors.decode()


async def test_a_database_that_is_broken_is_told_and_cured_by_a_fresh_one(folder: Path) -> None:
    (folder / "demo" / "postgres").mkdir(parents=True)
    (folder / "demo" / "postgres" / "PG_VERSION").write_text("3\n")
    broken = await begin(folder, "--no-open", "--port", "0")
    assert await broken.ended() == 2
    last = broken.printed.splitlines()[-1]
    assert "the demo's database does not start" in last
    assert "make demo-reset" in last
    assert "DATABASE_URL" not in broken.printed
    async with demo(folder, "--fresh", "--port", "0") as (killed, client):
        await sees(client, ANNA.id, "Confirmed!")
        # Killed, it leaves a database that runs; a reset ends that too.
        killed.process.kill()
        await killed.process.wait()
        reset = await begin(folder, "--reset")
        assert await reset.ended() == 0
        assert [path.name for path in (folder / "demo").iterdir()] == ["running"]
        for pid, _ in running(folder / "demo"):
            os.kill(pid, signal.SIGKILL)
            await gone(pid)
