"""Paints the picture of a vet's week: a thread's work."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.appointments.week.colours import Theme
from bot.appointments.week.layout import Area, Hatch, Picture, Stroke, Week, arrange
from bot.ui.drawing import WIDTH, Box, Label, png

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

_DASH, _HATCH = 14, 16
_OUTLINE = 3


def draw(week: Week, theme: Theme) -> bytes:
    """The week as a PNG."""
    return paint(arrange(week, theme))


def paint(picture: Picture) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, picture.height), picture.theme.paper)
    pen = ImageDraw.Draw(image)
    for shape in picture.shapes:
        match shape:
            case Area():
                _area(pen, shape)
            case Hatch():
                _hatch(image, shape)
            case Stroke():
                pen.line(shape.points, fill=shape.colour, width=shape.width, joint="curve")
            case Label():
                pen.text(shape.box[:2], shape.text, fill=shape.colour, font=shape.font)
    return png(image)


def _area(pen: "ImageDraw.ImageDraw", area: Area) -> None:
    left, top, right, bottom = area.box
    box = (left, top, max(left, right - 1), max(top, bottom - 1))
    outline = None if area.dashed else area.outline
    pen.rounded_rectangle(box, area.radius, fill=area.fill, outline=outline, width=_OUTLINE)
    if area.dashed and area.outline is not None:
        for dash in _dashes(box):
            pen.line(dash, fill=area.outline, width=_OUTLINE)


def _dashes(box: Box) -> Iterator[Box]:
    left, top, right, bottom = (round(edge) for edge in box)
    for begin in range(left + 4, right - 3, 2 * _DASH):
        end = min(begin + _DASH, right - 3)
        yield begin, top + 1, end, top + 1
        yield begin, bottom - 1, end, bottom - 1
    for begin in range(top + 4, bottom - 3, 2 * _DASH):
        end = min(begin + _DASH, bottom - 3)
        yield left + 1, begin, left + 1, end
        yield right - 1, begin, right - 1, end


def _hatch(image: "Image.Image", hatch: Hatch) -> None:
    """Diagonals, on a sheet of their own that is as large as the box: so none reaches beyond it."""
    from PIL import Image, ImageDraw

    left, top, right, bottom = (round(edge) for edge in hatch.box)
    width, height = right - left, bottom - top
    if width <= 0 or height <= 0:
        return
    mask = Image.new("L", (width * 2, height * 2), 0)
    pen = ImageDraw.Draw(mask)
    for begin in range(-2 * height, 2 * width, 2 * _HATCH):
        pen.line((begin, 2 * height, begin + 2 * height, 0), fill=255, width=5)
    image.paste(hatch.colour, (left, top, right, bottom), mask.resize((width, height), Image.Resampling.BOX))
