"""The commands: `vetbot run`, `demo`, `migrate`, `backup`, `restore`, `move`, `doctor`.

What a command needs is imported in it. Importing the whole bot takes most of a start's time: `--help` has no use for
it, and `run` has the database start meanwhile.
"""

import asyncio
import contextlib
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.loading import without_collector, without_extras
from core.version import this_version

if TYPE_CHECKING:
    from bot.application import RunningBot
    from core.clock import Clock
    from core.config import Settings
    from core.database.copying import Manifest

REFUSED = 2
"""The exit status of a command that could not begin: the one line on stderr says why, and the fix."""

DEMO_PORT = 8025


class CannotBegin(Exception):
    """A command cannot begin; the text is one line that says why and how to go on."""


app = typer.Typer(
    name="vetbot", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


def main() -> None:
    """Runs the command named on the command line. Even an unforeseen traceback shows no token."""
    try:
        app()
    except Exception:  # the last one who can scrub it
        from bot.logs import scrub

        sys.stderr.write(scrub(traceback.format_exc()))
        sys.exit(1)


@contextmanager
def one_line_refusals() -> Iterator[None]:
    """What keeps a command from beginning is said in one line, without a traceback."""
    try:
        yield
    except Exception as error:
        from bot.logs import scrub

        line = _refusal(error)
        if line is None:
            raise
        typer.echo(scrub(line), err=True)
        sys.exit(REFUSED)


def _refusal(error: Exception) -> str | None:
    from telegram.error import InvalidToken, NetworkError

    from bot.intake import TokenRefused
    from core.config import SettingsError
    from core.database.copying import CopyError
    from core.database.embedded import EmbeddedError
    from core.database.errors import is_refusal, is_transient, reason, refusal
    from core.database.migrations import MigrationError

    match error:
        case CannotBegin() | SettingsError() | EmbeddedError() | MigrationError() | CopyError():
            return str(error)
        case TokenRefused() | InvalidToken():
            return "BOT_TOKEN is refused by Telegram: copy the whole line from @BotFather again"
        case NetworkError():
            return f"Telegram can't be reached ({error.message}): check the network, and TELEGRAM_API_URL if it is set"
        case _ if is_refusal(error):
            return refusal(error)
        case _ if is_transient(error):
            return f"the database can't be reached ({reason(error)}): check DATABASE_URL, or try `vetbot doctor`"
    return None


def ready_settings() -> "Settings":
    """The settings, with the logs set up as they say."""
    from bot.alarms import send_alarms
    from bot.logs import configure_logging
    from core.config import load_settings

    settings = load_settings()
    configure_logging(settings.log_level, settings.log_format)
    send_alarms(settings)
    return settings


async def serve(
    settings: "Settings", *, clock: "Clock | None" = None, on_start: "Callable[[RunningBot], None] | None" = None
) -> None:
    """Runs the bot until SIGINT or SIGTERM, then stops it in order."""
    from bot.database import database_ahead
    from bot.settings import required

    required(settings)  # before anything is begun
    stop, begun = asyncio.Event(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)

    def started(bot: "RunningBot") -> None:
        begun.set()
        if on_start is not None:
            on_start(bot)

    async with database_ahead(settings) as database:
        with without_collector():
            from bot import application

        running = application.run(settings, clock=clock, database=database, stop=stop, on_start=started)
        work = asyncio.create_task(running, name="bot")
        stopping = asyncio.create_task(stop.wait(), name="signal")
        try:
            await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not begun.is_set() and work.cancel():  # it may be waiting for a database, or for Telegram
                with contextlib.suppress(asyncio.CancelledError):
                    await work
            else:
                await work
        finally:
            stopping.cancel()


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(this_version())
        raise typer.Exit


@app.callback()
def vetbot(
    show: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show it.")] = False,
) -> None:
    """The front desk of a veterinary clinic, inside Telegram."""


@app.command()
def run() -> None:
    """Run the bot until Ctrl-C or SIGTERM. The settings come from the environment and the file .env."""
    with one_line_refusals():
        without_extras()
        with without_collector():
            from bot import loop

            settings = ready_settings()
        loop.run(serve(settings))


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="On 127.0.0.1; 0 takes a free one.")] = DEMO_PORT,
    no_open: Annotated[bool, typer.Option("--no-open", help="Print the link, open no browser.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget earlier runs first.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Forget earlier runs, and end.")] = False,
) -> None:
    """See it all in a browser, without Telegram: an owner's phone and the clinic's chat. Until Ctrl-C."""
    with one_line_refusals():
        try:
            from bot.sandbox.demo import runner
        except ModuleNotFoundError as error:
            raise CannotBegin(f"the demo needs {error.name}: pip install 'vetbot[embedded,sandbox]'") from None
        if reset:
            runner.reset()
        else:
            runner.demo(runner.Options(port=port, open_page=not no_open, fresh=fresh))


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date (`run` does it by itself)."""
    with one_line_refusals():
        settings = ready_settings()
        before, after = asyncio.run(_migrate(settings))
        typer.echo(f"already at {after}" if before == after else f"{before or 'empty'} → {after}")


async def _migrate(settings: "Settings") -> tuple[str | None, str]:
    from bot.database import database_url
    from core.database.migrations import migrate_from

    async with database_url(settings) as url:
        return await migrate_from(url)


@app.command()
def backup(
    file: Annotated[Path | None, typer.Argument(help="Where to; by default vetbot-<date>-<time>.zip, here.")] = None,
) -> None:
    """Write everything in the database into a file, while the bot runs or not."""
    with one_line_refusals():
        settings = ready_settings()
        file = file or Path(f"vetbot-{datetime.now(settings.zone):%Y%m%d-%H%M%S}.zip")
        manifest = asyncio.run(_backup(settings, file))
        typer.echo(f"{file}: {_summary(manifest)}. It holds everything about your clients: keep it safe.")


async def _backup(settings: "Settings", file: Path) -> "Manifest":
    from bot.database import database_url
    from core.database import copying

    async with database_url(settings) as url:
        return await copying.back_up(url, file)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `vetbot backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Give up what is in the database now.")] = False,
) -> None:
    """Fill the database from a backup. Stop the bot first; a database that is in use is refused."""
    with one_line_refusals():
        manifest = asyncio.run(_restore(ready_settings(), file, replace))
        typer.echo(f"{file}, of {manifest.taken_at:%Y-%m-%d %H:%M} UTC: {_summary(manifest)}, all there.")


async def _restore(settings: "Settings", file: Path, replace: bool) -> "Manifest":
    from bot.database import database_url
    from core.database import copying

    async with database_url(settings) as url:
        return await copying.restore(url, file, replace=replace)


@app.command()
def move(
    to: Annotated[
        str, typer.Option("--to", prompt="The new DATABASE_URL", hide_input=True, help="The new DATABASE_URL.")
    ],
) -> None:
    """Copy everything into another, empty database, such as Neon's; the one it comes from stays as it is.

    Without --to it asks for the connection string, so that no shell remembers the password.
    """
    with one_line_refusals():
        from core.config import SettingsError, load_settings

        settings = ready_settings()
        try:
            goal = load_settings(database_url=to).database_url
        except SettingsError as error:
            raise CannotBegin(str(error).replace("DATABASE_URL", "--to", 1)) from None
        if goal is None:
            raise CannotBegin("--to is empty: paste the connection string of the new database")
        for table in (manifest := asyncio.run(_move(settings, goal.get_secret_value()))).tables:
            typer.echo(f"{table.name:24} {table.rows:8,} rows, there as many")
        typer.echo(f"{_summary(manifest)}, all there. Now put it into .env as DATABASE_URL, and start the bot.")


async def _move(settings: "Settings", goal: str) -> "Manifest":
    from bot.database import database_url
    from core.database import copying

    async with database_url(settings) as url:
        if copying.is_same(url, goal):
            raise CannotBegin("--to is the database that is used already")
        if await copying.is_in_use(url):
            raise CannotBegin("the bot runs: stop it first, else what it writes meanwhile would stay behind")
        with tempfile.TemporaryDirectory(prefix="vetbot-move-") as folder:
            file = Path(folder) / "everything.zip"
            await copying.back_up(url, file)
            return await copying.restore(goal, file)


def _summary(manifest: "Manifest") -> str:
    return f"{manifest.rows:,} rows of {len(manifest.tables)} tables, schema {manifest.schema_version}"


@app.command(name="doctor")
def doctor_() -> None:
    """Check the settings, the database, the token and the clinic's chat, and say what to mend."""
    if not asyncio.run(_examine()):
        raise typer.Exit(1)


async def _examine() -> bool:
    from bot import doctor
    from bot.logs import scrub

    well = True
    async for finding in doctor.examine():
        typer.echo(scrub(str(finding)))
        well = well and finding.well
    return well
