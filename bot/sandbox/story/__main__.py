"""Plays the story once; exit status 0 when every step of it happened."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import time

from rich.console import Console

from bot.sandbox.client import ControlError, SandboxClient
from bot.sandbox.process import BotProcess, NotStarted
from bot.sandbox.server import SandboxServer
from bot.sandbox.story import script
from bot.sandbox.story.phones import NotSeen, Phone
from bot.sandbox.story.printer import Printer
from bot.sandbox.story.stage import bot_at_work

MISSED = 1
INTERRUPTED = 130
PAUSE_SECONDS = 0.4
"""After each thing said, where somebody reads along."""


async def _play(printer: Printer) -> int:
    began = time.monotonic()
    async with SandboxServer(bot_name=script.CLINIC_NAME) as server, server.client() as client:
        await client.set_clock(script.BEGINS)
        anna = await client.create_user("Anna", last_name="Berg", phone="+49 151 23456789")
        vera = await client.create_user("Vera", last_name="Lind")
        group = await client.create_group("Front desk", [vera])
        owner = Phone(printer, client, anna, anna.id, "left")
        clinic = Phone(printer, client, vera, group.id, "right")
        printer.opening(script.CLINIC_NAME)
        try:
            async with bot_at_work(server, group.id, script.CLINIC_SETTINGS) as bot:
                printer.note(f"the bot is at work after {time.monotonic() - began:.0f} s")
                if not await _tell(printer, client, bot, owner, clinic):
                    return MISSED
        except NotStarted as error:
            printer.failure("the bot starts", str(error), "")
            return MISSED
    if bot.returncode != 0:
        printer.failure("the bot stops in order", f"it ended with {bot.returncode}", "")
        return MISSED
    printer.ending(len(script.CHAPTERS), time.monotonic() - began)
    return 0


async def _tell(printer: Printer, client: SandboxClient, bot: BotProcess, owner: Phone, clinic: Phone) -> bool:
    """Plays chapter after chapter; False at the first step that does not happen."""
    story = script.Story(owner, clinic, client)
    for title, chapter in script.CHAPTERS:
        printer.chapter(title)
        try:
            await chapter(story)
        except (NotSeen, ControlError, TimeoutError) as error:
            printer.failure(title, str(error), bot.last_words())
            return False
    return True


async def _until_terminated(printer: Printer) -> int:
    """SIGTERM ends the story as Ctrl-C does: everything that was started is stopped."""
    story = asyncio.ensure_future(_play(printer))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, story.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        return await story
    return INTERRUPTED


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    logging.getLogger().addHandler(logging.NullHandler())  # what a step lacks is told by the step
    console = Console(highlight=False, emoji=False, markup=False)
    watched = console.is_terminal and not os.environ.get("CI")
    printer = Printer(console, pause=PAUSE_SECONDS if watched else 0)
    try:
        status = asyncio.run(_until_terminated(printer))
    except KeyboardInterrupt:
        status = INTERRUPTED
    if status == INTERRUPTED:
        printer.note("interrupted; everything is stopped and removed")
    sys.exit(status)


if __name__ == "__main__":
    main()
