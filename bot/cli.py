"""The commands: `vetbot run`, `vetbot demo`, `vetbot migrate`, `vetbot doctor`."""

import asyncio
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from telegram.error import InvalidToken, NetworkError

from bot import application, doctor
from bot.alarms import send_alarms
from bot.application import RunningBot, database_url
from bot.intake import TokenRefused
from bot.logs import configure_logging, scrub
from core.clock import Clock
from core.config import Settings, SettingsError, load_settings
from core.database.embedded import EmbeddedError
from core.database.errors import is_transient
from core.database.migrations import MigrationError, migrate_from
from core.version import this_version

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
        sys.stderr.write(scrub(traceback.format_exc()))
        sys.exit(1)


@contextmanager
def one_line_refusals() -> Iterator[None]:
    """What keeps a command from beginning is said in one line, without a traceback."""
    try:
        yield
    except Exception as error:
        line = _refusal(error)
        if line is None:
            raise
        typer.echo(scrub(line), err=True)
        sys.exit(REFUSED)


def _refusal(error: Exception) -> str | None:
    match error:
        case CannotBegin() | SettingsError() | EmbeddedError() | MigrationError():
            return str(error)
        case TokenRefused() | InvalidToken():
            return "BOT_TOKEN is refused by Telegram: copy the whole line from @BotFather again"
        case NetworkError():
            return f"Telegram can't be reached ({error.message}): check the network, and TELEGRAM_API_URL if it is set"
        case _ if is_transient(error):
            return f"the database can't be reached ({doctor.reason(error)}): check DATABASE_URL, or try `vetbot doctor`"
    return None


def ready_settings() -> Settings:
    """The settings, with the logs set up as they say."""
    settings = load_settings()
    configure_logging(settings.log_level, settings.log_format)
    send_alarms(settings)
    return settings


async def serve(
    settings: Settings, *, clock: Clock | None = None, on_start: Callable[[RunningBot], None] | None = None
) -> None:
    """Runs the bot until SIGINT or SIGTERM, then stops it in order."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await application.run(settings, clock=clock, stop=stop, on_start=on_start)


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
        asyncio.run(serve(ready_settings()))


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


async def _migrate(settings: Settings) -> tuple[str | None, str]:
    async with database_url(settings) as url:
        return await migrate_from(url)


@app.command(name="doctor")
def doctor_() -> None:
    """Check the settings, the database, the token and the clinic's chat, and say what to mend."""
    if not asyncio.run(_examine()):
        raise typer.Exit(1)


async def _examine() -> bool:
    well = True
    async for finding in doctor.examine():
        typer.echo(scrub(str(finding)))
        well = well and finding.well
    return well
