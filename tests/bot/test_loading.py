"""A start imports what it needs, and nothing else: imports are most of it."""

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from bot.loading import without_collector

ROOT = Path(__file__).resolve().parents[2]


def imported_by(code: str) -> set[str]:
    """The packages that a new Python has after it."""
    shown = f"import sys\n{code}\nprint(*{{name.partition('.')[0] for name in sys.modules if sys.modules[name]}})"
    done = subprocess.run([sys.executable, "-c", shown], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_command_line_alone_is_light() -> None:
    found = imported_by("import bot.cli")
    assert "typer" in found
    assert not found & {"telegram", "sqlalchemy", "asyncpg", "pydantic", "alembic", "structlog", "core.database"}


@pytest.mark.parametrize(
    "name", ["PIL", "fontpkg_inter", "segno", "icalendar", "alembic", "mako", "starlette", "uvicorn", "email_validator",
             "phonenumbers", "sentry_sdk", "rich", "pygments"]
)  # fmt: skip
def test_a_bot_that_polls_begins_without(name: str, loaded: set[str]) -> None:
    assert name not in loaded


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    found = imported_by(
        "from bot.loading import without_extras\nwithout_extras()\n"
        "import bot.application, bot.cli, bot.logs, bot.alarms, bot.database, bot.loop"
    )
    assert {"telegram", "sqlalchemy"} < found
    return found


def test_the_collector_works_again_after_imports() -> None:
    seen = []

    def load() -> None:
        with without_collector():
            seen.append(gc.isenabled())
            raise ImportError

    with pytest.raises(ImportError):
        load()
    assert [*seen, gc.isenabled()] == [False, True]
    assert gc.get_freeze_count() > 0
    gc.unfreeze()
