"""The commands, as they are typed."""

import asyncio
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from typer.testing import CliRunner

from bot import cli
from bot.cli import app
from core.config import Settings
from core.database.migrations import alembic_config, newest_version

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "123456789:AAH-abcdefghijklmnopqrstuvwxyz_12345"


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[CliRunner]:
    """Runs commands where no .env is; the logs are put back as they were."""
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield CliRunner()
    root.handlers[:] = handlers
    root.setLevel(level)


def test_help_names_every_command(runner: CliRunner) -> None:
    shown = runner.invoke(app, ["--help"]).stdout
    assert re.findall(r"^  (\w+)  ", shown, re.MULTILINE) == ["run", "demo", "migrate", "doctor"]


def test_version(runner: CliRunner) -> None:
    result = runner.invoke(app, ["--version"])
    assert result.exit_code == 0
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*\n|not installed, run from its source\n", result.stdout)


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "BOT_TOKEN is missing"),
        ({"BOT_TOKEN": TOKEN}, "ADMIN_CHAT_ID is missing"),
        ({"BOT_TOKEN": TOKEN + "!"}, "BOT_TOKEN is wrong"),
        ({"BOT_TOKEN": TOKEN, "ADMIN_CHAT_ID": "1", "CLINIC_TIMEZONE": "Mars/Base"}, "CLINIC_TIMEZONE is wrong"),
        ({"BOT_TOKEN": TOKEN, "ADMIN_CHAT_ID": "1", "DEFAULT_LANGUAGE": "xx"}, "DEFAULT_LANGUAGE is wrong"),
        ({"BOT_TOKEN": TOKEN, "ADMIN_CHAT_ID": "1", "DATA_DIR": 'a"b'}, "DATA_DIR"),
    ],
)
def test_run_refuses_in_one_line(runner: CliRunner, environment: dict[str, str], said: str) -> None:
    result = runner.invoke(app, ["run"], env=environment)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(said)
    assert TOKEN not in result.output


def test_migrate_says_from_where_to_where(runner: CliRunner, database_url: str) -> None:
    environment = {"DATABASE_URL": database_url}
    newest = newest_version()
    command.downgrade(alembic_config(database_url), "base")
    assert runner.invoke(app, ["migrate"], env=environment).stdout == f"empty → {newest}\n"
    assert runner.invoke(app, ["migrate"], env=environment).stdout == f"already at {newest}\n"


def test_migrate_leaves_a_newer_vetbots_database_alone(runner: CliRunner, database_url: str) -> None:
    async def pretend() -> None:
        from sqlalchemy import text

        from core.database.engine import create_engine, parse_target
        from core.database.session import Database

        database = Database(create_engine(parse_target(database_url), pooling=False))
        async with database.transaction() as session:
            await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await database.close()

    asyncio.run(pretend())
    result = runner.invoke(app, ["migrate"], env={"DATABASE_URL": database_url})
    assert result.exit_code == 2
    assert "newer" in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_unreachable_database_is_one_line_without_its_password(runner: CliRunner) -> None:
    environment = {"DATABASE_URL": "postgresql://clinic:hunter22@127.0.0.1:1/clinic"}
    result = runner.invoke(app, ["migrate"], env=environment)
    assert result.exit_code == 2
    assert result.stderr.startswith("the database can't be reached")
    assert "hunter22" not in result.output


def test_the_doctors_exit_status_tells(runner: CliRunner, database_url: str) -> None:
    result = runner.invoke(app, ["doctor"], env={"DATABASE_URL": database_url})
    assert result.exit_code == 1
    assert "✓ schema" in result.stdout
    assert "✗ token: BOT_TOKEN is missing\n  → create a bot" in result.stdout


def test_an_unforeseen_traceback_shows_no_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise RuntimeError(f"https://api.telegram.org/bot{TOKEN}/getMe")

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    shown = capsys.readouterr().err
    assert stopped.value.code == 1
    assert "RuntimeError" in shown
    assert TOKEN not in shown


def test_the_example_names_exactly_the_settings_there_are() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = re.findall(r"^#?([A-Z_]+)=", "\n".join(lines), re.MULTILINE)
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)


def test_the_examples_values_are_the_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    example = re.sub(r"^#([A-Z_]+=)", r"\1", (ROOT / ".env.example").read_text(), flags=re.MULTILINE)
    file = tmp_path / "all.env"
    file.write_text(example)
    monkeypatch.chdir(tmp_path)
    assert Settings(_env_file=file) == Settings(_env_file=None)


def test_the_manual_names_every_setting_with_its_default() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.*?)`)? ?\|", (ROOT / "docs/operating.md").read_text(), re.MULTILINE)
    example = re.findall(r"^#?([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    named = dict(rows)
    assert (
        named.pop("DATA_DIR") == "~/.local/share/vetbot"
    )  # the example leaves it open: it depends on who runs the bot
    assert named == {name: default for name, default in example if name != "DATA_DIR"}
    assert len(rows) == len(example)
