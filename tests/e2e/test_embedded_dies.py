"""The bot on its own embedded database, whose server is killed: nobody has to look after it."""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.client import SandboxClient
from tests.e2e.conftest import BotProcess


@pytest.fixture
def home() -> Iterator[Path]:
    """A DATA_DIR that PostgreSQL's own user can enter, where root runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="vetbot-e2e-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def environment(environment: dict[str, str], home: Path) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name != "DATABASE_URL"} | {"DATA_DIR": str(home)}


def server_processes(home: Path) -> list[int]:
    data, found = str(home / "postgres"), []
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if process.name.isdigit() and os.readlink(process / "cwd") == data:
                found.append(int(process.name))
    return found


async def test_it_is_started_again_and_who_wrote_meanwhile_is_answered(
    telegram: SandboxClient, bot: BotProcess, home: Path
) -> None:
    await bot.start()
    anna = await telegram.create_user("Anna")
    await telegram.send_text(anna, "/start")
    await telegram.wait_message(anna, "Welcome", within=30)
    for pid in server_processes(home):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    await telegram.send_text(anna, "/help")
    await telegram.wait_message(anna, "/book", within=60)
    await bot.stop()
    assert "it was started again" in bot.logged()
    assert server_processes(home) == []
