"""A chart of horizontal bars, drawn for a phone: one bar a week, stacked by service. Pure, and slow: a thread's work.

What stands where is worked out first (`arrange`), then painted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ui.drawing import PALETTE, WIDTH, Box, Fonts, Label, line_height, png

_MARGIN, _GAP = 48, 24
_PAPER, _INK, _FAINT = "#FFFFFF", "#1F2933", "#52606D"
_TALL, _LOW = 76, 54
"""The height of a row: of few, and of many."""
_FEW = 12
_SIZE = 34


@dataclass(frozen=True)
class Row:
    label: str
    counts: tuple[int, ...]
    """One for each of the series."""


@dataclass(frozen=True)
class Chart:
    title: str
    subtitle: str
    series: tuple[str, ...]
    """At most as many as there are colours."""
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Area:
    """A filled rectangle: part of a bar, or a patch of the legend."""

    box: Box
    colour: str


@dataclass(frozen=True)
class Picture:
    height: int
    labels: tuple[Label, ...]
    areas: tuple[Area, ...]


def draw(chart: Chart) -> bytes:
    """The chart as a PNG."""
    return _paint(arrange(chart))


def arrange(chart: Chart) -> Picture:
    """Where everything stands. Labels that are too long are cut."""
    fonts = Fonts()
    labels: list[Label] = []
    areas: list[Area] = []
    top = float(_MARGIN)
    for text, font, colour in ((chart.title, fonts.get(50, 700), _INK), (chart.subtitle, fonts.get(_SIZE), _FAINT)):
        label = fonts.label(text, font, _MARGIN, top, WIDTH - 2 * _MARGIN, colour)
        labels.append(label)
        top = label.box[3] + _GAP / 2
    top = _legend(chart.series, fonts, top + _GAP, labels, areas)
    bottom = _bars(chart.rows, fonts, top + _GAP, labels, areas)
    return Picture(int(bottom) + _MARGIN, tuple(labels), tuple(areas))


def _legend(series: Sequence[str], fonts: Fonts, top: float, labels: list[Label], areas: list[Area]) -> float:
    """Patches and names, as many on a line as fit; where it ends."""
    font = fonts.get(_SIZE)
    patch, right = 32, WIDTH - _MARGIN
    left, line = float(_MARGIN), line_height(font) + _GAP / 2
    for name, colour in zip(series, PALETTE, strict=False):
        label = fonts.label(name, font, left + patch + 12, top, right - _MARGIN - patch - 12, _INK)
        if label.box[2] > right and left > _MARGIN:
            left, top = float(_MARGIN), top + line
            label = fonts.label(name, font, left + patch + 12, top, right - left - patch - 12, _INK)
        middle = (label.box[1] + label.box[3]) / 2
        areas.append(Area((left, middle - patch / 2, left + patch, middle + patch / 2), colour))
        labels.append(label)
        left = label.box[2] + _GAP * 1.5
    return top + line


def _bars(rows: Sequence[Row], fonts: Fonts, top: float, labels: list[Label], areas: list[Area]) -> float:
    normal, bold = fonts.get(_SIZE), fonts.get(_SIZE, 600)
    height = _TALL if len(rows) <= _FEW else _LOW
    totals = [sum(row.counts) for row in rows]
    start = _MARGIN + max(normal.getlength(row.label) for row in rows) + _GAP
    end = WIDTH - _MARGIN - max(bold.getlength(str(total)) for total in totals) - 16
    scale = (end - start) / max(1, *totals)
    inset = height * 0.14
    for row, total in zip(rows, totals, strict=True):
        text_top = top + (height - line_height(normal)) / 2
        width = normal.getlength(row.label)
        labels.append(fonts.label(row.label, normal, start - _GAP - width, text_top, width + 1, _FAINT))
        left = start
        for count, colour in zip(row.counts, PALETTE, strict=False):
            if count:
                areas.append(Area((left, top + inset, left + count * scale, top + height - inset), colour))
                left += count * scale
        labels.append(fonts.label(str(total), bold, left + 16, text_top, WIDTH, _INK if total else _FAINT))
        top += height
    return top


def _paint(picture: Picture) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, picture.height), _PAPER)
    pen = ImageDraw.Draw(image)
    for area in picture.areas:
        left, top, right, bottom = area.box
        pen.rectangle((left, top, max(left, right - 1), bottom), fill=area.colour)
    for label in picture.labels:
        pen.text(label.box[:2], label.text, fill=label.colour, font=label.font)
    return png(image)
