"""django-appointment, measured in the same run: the environment it needs, and what it printed."""

import asyncio
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import asyncpg

from core.database.embedded import EmbeddedPostgres

FOLDER = Path(__file__).resolve().parents[1] / ".bench"
PACKAGES = ("django-appointment==3.12.0", "psycopg[binary]==3.3.9")


@dataclass(frozen=True)
class Rival:
    """Seconds of its medians."""

    version: str
    slots: float
    """60 days of one staff member with 200 appointments."""
    queries: int
    booking: float
    """Its two forms, sent by its own test client: no network in between."""
    doubled: int
    """Of 50 bookings of one slot, one after the other, how many it took."""


@cache
def measured(running: EmbeddedPostgres) -> Rival:
    """As `measure`, once in a run: several benches are held against it."""
    return measure(running)


def measure(running: EmbeddedPostgres) -> Rival:
    """Runs `bench/rival.py` against a database on the same server."""
    asyncio.run(_fresh(running, "rival"))
    script = Path(__file__).with_name("rival.py")
    done = subprocess.run(
        [_python(), script, str(running.socket_dir), "rival"], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"django-appointment could not be measured: {done.stderr[-2000:]}")
    about = json.loads(done.stdout.splitlines()[-1])
    return Rival(about["version"], about["slots"], about["queries"], about["booking"], about["doubled"])


@cache
def _python() -> Path:
    home = FOLDER / "rival"
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        (home / "ready").touch()
    return python


async def _fresh(running: EmbeddedPostgres, name: str) -> None:
    admin = await asyncpg.connect(host=str(running.socket_dir), user="postgres", database="postgres")
    await admin.execute(f'DROP DATABASE IF EXISTS "{name}"')
    await admin.execute(f'CREATE DATABASE "{name}"')
    await admin.close()
