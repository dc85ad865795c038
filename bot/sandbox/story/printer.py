"""The terminal: the owner's phone on the left, the clinic's on the right."""

import asyncio
import html
import re
from collections.abc import Sequence
from typing import Literal

from rich.align import Align
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from bot.sandbox.shapes import ButtonView, MessageView

Side = Literal["left", "right"]

WIDTH = 100
BUBBLE = 58
ROWS = 6
"""As many rows of buttons are shown; a day's times can be many more."""
COLOURS: dict[Side, str] = {"left": "cyan", "right": "green"}
_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "code": "bold",
    "s": "strike",
    "u": "underline",
}
_TAG = re.compile(r"(</?[a-z-]+[^>]*>)")


def styled(markup: str) -> Text:
    """A message's HTML as text for the terminal."""
    text, open_tags = Text(), list[str]()
    for piece in _TAG.split(markup):
        if not _TAG.fullmatch(piece):
            text.append(html.unescape(piece), " ".join(filter(None, map(_STYLES.get, open_tags))))
        elif piece.startswith("</"):
            open_tags = open_tags[:-1]
        else:
            open_tags.append(piece.strip("<>").split()[0])
    return text


def keyboard(rows: Sequence[Sequence[ButtonView]]) -> Text:
    """Buttons as they stand, row by row."""
    lines = ["".join(f"[ {button.text} ] " for button in row).rstrip() for row in rows]
    if len(lines) > ROWS + 1:
        lines[ROWS - 1 : -1] = [f"… {len(lines) - ROWS} more rows"]
    return Text("\n".join(lines), "bold")


class Printer:
    def __init__(self, console: Console, *, pause: float) -> None:
        self._console = console
        self._console.width = min(max(console.width, BUBBLE), WIDTH) if console.is_terminal else WIDTH
        self._pause = pause

    def opening(self, clinic: str) -> None:
        self._console.print(Rule(Text(clinic, "bold"), characters="═"))
        self.note("left: the owner's phone · right: the clinic's group · the real bot, over HTTP, on a real PostgreSQL")

    def chapter(self, title: str) -> None:
        self._console.print()
        self._console.print(Rule(Text(title, "bold"), style="dim"))

    def note(self, text: str) -> None:
        self._console.print(Text(text, "dim", justify="center"))

    async def act(self, side: Side, who: str, deed: str) -> None:
        """What a person does."""
        line = Text.assemble((who, f"bold {COLOURS[side]}"), (f" {deed}", COLOURS[side]))
        self._console.print(Align(line, side))
        await self._rest()

    async def message(
        self, side: Side, message: MessageView, keys: Sequence[Sequence[ButtonView]], *, edited: bool
    ) -> None:
        """What the bot shows, with its buttons."""
        parts: list[RenderableType] = [styled(message.html or message.text)]
        if message.file is not None:
            parts.insert(0, Text(f"📎 {message.file.name}", "dim"))
        if message.buttons or keys:
            parts += ["", keyboard(message.buttons or keys)]
        title = f"{message.from_name} {'(the same message, changed)' if edited else ''}".strip()
        panel = Panel(
            Group(*parts), title=Text(title, "dim"), title_align="left", border_style=COLOURS[side], width=BUBBLE
        )
        self._console.print(Align(panel, side))
        await self._rest()

    def toast(self, side: Side, text: str) -> None:
        """What pops up over a tapped button."""
        self._console.print(Align(Text(f"▸ {text}", f"italic {COLOURS[side]}"), side))

    def failure(self, step: str, why: str, log: str) -> None:
        self._console.print(Text(f"\n✗ This step did not happen: {step}\n  {why}", "bold red"))
        if log:
            self._console.print(Text(f"The bot's log ends with:\n{log}", "dim"))

    def ending(self, chapters: int, seconds: float) -> None:
        self._console.print()
        self._console.print(Rule(Text(f"✓ all {chapters} chapters happened, in {seconds:.0f} s", "bold green")))

    async def _rest(self) -> None:
        """Time to read; the local Telegram in the same loop goes on meanwhile."""
        if self._pause:
            await asyncio.sleep(self._pause)
