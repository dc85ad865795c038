"""A chart of horizontal bars, drawn for a phone: one bar a week, stacked by service. Pure, and slow: a thread's work.

What stands where is worked out first (`arrange`), then painted.
"""

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import fontpkg_inter
from PIL import Image, ImageDraw, ImageFont

WIDTH = 1080
_MARGIN, _GAP = 48, 24
_PAPER, _INK, _FAINT = "#FFFFFF", "#1F2933", "#52606D"
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
"""Okabe and Ito's, which colour-blind people tell apart; the greatest share has the calmest."""
_TALL, _LOW = 76, 54
"""The height of a row: of few, and of many."""
_FEW = 12

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in pixels."""


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
class Label:
    """A text, and the room that it takes."""

    text: str
    box: Box
    font: ImageFont.FreeTypeFont
    colour: str = _INK


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
    fonts = _Fonts()
    labels: list[Label] = []
    areas: list[Area] = []
    top = float(_MARGIN)
    for text, font, colour in ((chart.title, fonts.title, _INK), (chart.subtitle, fonts.normal, _FAINT)):
        label = _label(text, font, _MARGIN, top, WIDTH - 2 * _MARGIN, colour)
        labels.append(label)
        top = label.box[3] + _GAP / 2
    top = _legend(chart.series, fonts.normal, top + _GAP, labels, areas)
    bottom = _bars(chart.rows, fonts, top + _GAP, labels, areas)
    return Picture(int(bottom) + _MARGIN, tuple(labels), tuple(areas))


class _Fonts:
    """Made anew for each picture: they are not for several threads at a time."""

    def __init__(self) -> None:
        self.title = self._font(50, 700)
        self.normal = self._font(34, 400)
        self.bold = self._font(34, 600)

    @staticmethod
    def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
        font = ImageFont.truetype(str(fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf"), size)
        font.set_variation_by_axes([min(size, 32), weight])
        return font


def _legend(
    series: Sequence[str], font: ImageFont.FreeTypeFont, top: float, labels: list[Label], areas: list[Area]
) -> float:
    """Patches and names, as many on a line as fit; where it ends."""
    patch, right = 32, WIDTH - _MARGIN
    left, line = float(_MARGIN), _height(font) + _GAP / 2
    for name, colour in zip(series, _COLOURS, strict=False):
        label = _label(name, font, left + patch + 12, top, right - _MARGIN - patch - 12)
        if label.box[2] > right and left > _MARGIN:
            left, top = float(_MARGIN), top + line
            label = _label(name, font, left + patch + 12, top, right - left - patch - 12)
        middle = (label.box[1] + label.box[3]) / 2
        areas.append(Area((left, middle - patch / 2, left + patch, middle + patch / 2), colour))
        labels.append(label)
        left = label.box[2] + _GAP * 1.5
    return top + line


def _bars(rows: Sequence[Row], fonts: _Fonts, top: float, labels: list[Label], areas: list[Area]) -> float:
    height = _TALL if len(rows) <= _FEW else _LOW
    totals = [sum(row.counts) for row in rows]
    start = _MARGIN + max(fonts.normal.getlength(row.label) for row in rows) + _GAP
    end = WIDTH - _MARGIN - max(fonts.bold.getlength(str(total)) for total in totals) - 16
    scale = (end - start) / max(1, *totals)
    inset = height * 0.14
    for row, total in zip(rows, totals, strict=True):
        text_top = top + (height - _height(fonts.normal)) / 2
        width = fonts.normal.getlength(row.label)
        labels.append(_label(row.label, fonts.normal, start - _GAP - width, text_top, width + 1, _FAINT))
        left = start
        for count, colour in zip(row.counts, _COLOURS, strict=False):
            if count:
                areas.append(Area((left, top + inset, left + count * scale, top + height - inset), colour))
                left += count * scale
        labels.append(_label(str(total), fonts.bold, left + 16, text_top, WIDTH, _INK if total else _FAINT))
        top += height
    return top


def _label(text: str, font: ImageFont.FreeTypeFont, left: float, top: float, width: float, colour: str = _INK) -> Label:
    """The text at its place, cut to the width, without what the font can't show."""
    shown = "".join(letter for letter in text if unicodedata.category(letter) not in ("So", "Cf", "Mn")).strip()
    if font.getlength(shown) > width:
        while shown and font.getlength(shown + "…") > width:
            shown = shown[:-1]
        shown = shown.rstrip() + "…"
    return Label(shown, (left, top, left + font.getlength(shown), top + _height(font)), font, colour)


def _height(font: ImageFont.FreeTypeFont) -> float:
    return float(sum(font.getmetrics()))


def _paint(picture: Picture) -> bytes:
    image = Image.new("RGB", (WIDTH, picture.height), _PAPER)
    pen = ImageDraw.Draw(image)
    for area in picture.areas:
        left, top, right, bottom = area.box
        pen.rectangle((left, top, max(left, right - 1), bottom), fill=area.colour)
    for label in picture.labels:
        pen.text(label.box[:2], label.text, fill=label.colour, font=label.font)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()
