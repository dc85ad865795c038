"""The commands, as they are typed."""

import asyncio
import logging
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import text
from typer.testing import CliRunner

from bot import cli
from bot.cli import app
from core.config import Settings
from core.database.embedded import start_embedded
from core.database.engine import create_engine, parse_target
from core.database.migrations import alembic_config, newest_version
from core.database.schema import metadata
from core.database.session import Database

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "123456789:AAH-abcdefghijklmnopqrstuvwxyz_12345"


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[CliRunner]:
    """Runs commands where no .env is; the logs are put back as they were."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "without_extras", lambda: None)  # other tests of this process need them
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield CliRunner()
    root.handlers[:] = handlers
    root.setLevel(level)


def test_help_names_every_command(runner: CliRunner) -> None:
    shown = runner.invoke(app, ["--help"]).stdout
    assert re.findall(r"^  (\w+)  ", shown, re.MULTILINE) == [
        "run",
        "demo",
        "migrate",
        "backup",
        "restore",
        "move",
        "doctor",
    ]


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


def test_a_database_that_refuses_us_is_one_line_with_the_fix(runner: CliRunner, database_url: str) -> None:
    result = runner.invoke(app, ["migrate"], env={"DATABASE_URL": database_url.replace("postgres@", "stranger@")})
    assert result.exit_code == 2
    assert result.stderr.startswith('the database lets nobody in (role "stranger" does not exist): copy DATABASE_URL')
    assert result.stderr.count("\n") == 1


@pytest.fixture
def place() -> Iterator[Path]:
    """Where an embedded database may lie, whoever runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="vetbot-cli-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_a_backup_is_restored_once_it_may_replace_what_is_there(runner: CliRunner, database_url: str) -> None:
    environment = {"DATABASE_URL": database_url}
    greet(database_url)
    made = runner.invoke(app, ["backup"], env=environment)
    assert made.exit_code == 0
    [file] = Path.cwd().glob("vetbot-*.zip")
    assert re.match(
        rf"{file.name}: \d+ rows of {len(metadata.tables)} tables, schema {newest_version()}\.", made.stdout
    )

    again = runner.invoke(app, ["backup", file.name], env=environment)
    assert (again.exit_code, again.stderr.count("\n")) == (2, 1)
    assert "name another one" in again.stderr
    refused = runner.invoke(app, ["restore", file.name], env=environment)
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert "--replace" in refused.stderr
    restored = runner.invoke(app, ["restore", file.name, "--replace"], env=environment)
    assert restored.exit_code == 0
    assert restored.stdout.endswith("all there.\n")
    assert runner.invoke(app, ["restore", "nowhere.zip"], env=environment).stderr == "there is no nowhere.zip\n"


def test_moving_from_the_embedded_database_to_another_one(runner: CliRunner, database_url: str, place: Path) -> None:
    embedded = {"DATA_DIR": str(place)}
    assert runner.invoke(app, ["migrate"], env=embedded).exit_code == 0
    server = start_embedded(place)
    greet(server.url())
    server.leave()

    moved = runner.invoke(app, ["move", "--to", database_url], env=embedded)
    assert moved.exit_code == 0, moved.stderr
    assert re.search(r"^telegram_accounts +1 rows, there as many$", moved.stdout, re.MULTILINE)
    assert len(re.findall("there as many", moved.stdout)) == len(metadata.tables)
    assert "put it into .env as DATABASE_URL" in moved.stdout
    assert asyncio.run(greeted(database_url)) == ["Anna"]
    assert not (place / "postgres" / "postmaster.pid").exists()

    # Once only: now there is something in it. What it came from is as it was, and moves elsewhere again.
    again = runner.invoke(app, ["move"], input=f"{database_url}\n", env=embedded)
    assert again.exit_code == 2
    assert "that database is in use" in again.stderr
    assert database_url not in again.output


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        ("mysql://clinic:hunter22@db/clinic", "--to is wrong: it must begin with postgresql://"),
        ("postgresql://clinic:hunter22@127.0.0.1:1/clinic", "the database can't be reached"),
        ("the same", "--to is the database that is used already"),
    ],
)
def test_where_nothing_can_be_moved_to(runner: CliRunner, database_url: str, goal: str, said: str) -> None:
    goal = database_url if goal == "the same" else goal
    result = runner.invoke(app, ["move", "--to", goal], env={"DATABASE_URL": database_url})
    assert result.exit_code == 2
    assert result.stderr.startswith(said)
    assert "hunter22" not in result.output


def test_nothing_is_moved_from_under_a_running_bot(runner: CliRunner, database_url: str) -> None:
    def move() -> Any:
        return runner.invoke(app, ["move", "--to", "postgresql://db/clinic"], env={"DATABASE_URL": database_url})

    async def move_meanwhile() -> Any:
        bot = Database(create_engine(parse_target(database_url)))
        try:
            async with bot.transaction() as session:
                await session.execute(text("SELECT 1"))
            return await asyncio.to_thread(move)
        finally:
            await bot.close()

    result = asyncio.run(move_meanwhile())
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "stop it first" in result.stderr


def greet(url: str) -> None:
    """Somebody has spoken to the bot: the database is in use."""

    async def write() -> None:
        engine = create_engine(parse_target(url), pooling=False)
        async with engine.begin() as connection:
            await connection.execute(
                text("INSERT INTO telegram_accounts (telegram_user_id, chat_id, display_name) VALUES (1, 1, 'Anna')")
            )
        await engine.dispose()

    asyncio.run(write())


async def greeted(url: str) -> list[str]:
    engine = create_engine(parse_target(url), pooling=False)
    async with engine.connect() as connection:
        names = list(await connection.scalars(text("SELECT display_name FROM telegram_accounts")))
    await engine.dispose()
    return names


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
