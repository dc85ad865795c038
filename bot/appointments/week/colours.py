"""How visits look in the picture of a week: the colour says the service, the shape says the state."""

from dataclasses import dataclass
from typing import Literal

from bot.ui.drawing import contrast, legible, mix

State = Literal["pending", "confirmed", "completed", "no_show"]
SHAPE_CONTRAST = 3.0


@dataclass(frozen=True)
class Theme:
    paper: str
    shut: str
    """Behind the hours in which nobody works."""
    open: str
    grid: str
    hatch: str
    ink: str
    faint: str
    today: str
    on_today: str
    now: str


LIGHT = Theme(
    paper="#FFFFFF", shut="#E9EDF1", open="#FFFFFF", grid="#DDE3E9", hatch="#BCC6D0", ink="#17212B", faint="#52606D",
    today="#0B5CAD", on_today="#FFFFFF", now="#C62828",
)  # fmt: skip
DARK = Theme(
    paper="#17212B", shut="#101820", open="#22303D", grid="#32424F", hatch="#43566A", ink="#F3F6F9", faint="#A9B7C4",
    today="#6AB3F3", on_today="#0B1620", now="#FF7A70",
)  # fmt: skip


@dataclass(frozen=True)
class Style:
    """The look of a block."""

    colour: str
    """The service's own."""
    fill: str
    text: str
    buffer: str
    outline: str
    dashed: bool = False
    bar: int = 0
    """How wide the service's colour stands at the left, where it does not fill the block."""
    mark: Literal["check", "cross", "question"] | None = None
    struck: bool = False


def style(theme: Theme, colour: str, state: State) -> Style:
    edge = _edge(theme, colour)
    buffer = mix(colour, theme.open, 0.22)
    match state:
        case "confirmed":
            return Style(colour, colour, legible(colour, "#FFFFFF", "#0B1620"), buffer, edge)
        case "pending":
            fill = mix(colour, theme.open, 0.12)
            return Style(colour, fill, theme.ink, buffer, edge, dashed=True, mark="question")
        case "completed":
            fill = mix(colour, theme.open, 0.3)
            return Style(colour, fill, legible(fill, theme.ink, theme.paper), buffer, fill, bar=8, mark="check")
        case "no_show":
            return Style(colour, theme.open, theme.faint, buffer, edge, bar=8, mark="cross", struck=True)


def _edge(theme: Theme, colour: str) -> str:
    """The colour, or as little towards the ink as it takes to be seen on the background."""
    for share in range(10, 0, -1):
        edge = mix(colour, theme.ink, share / 10)
        if contrast(edge, theme.open) >= SHAPE_CONTRAST:
            return edge
    return theme.ink
