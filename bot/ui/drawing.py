"""What pictures for the chat are drawn with: colours, fonts, texts that fit. Pure, and slow: a thread's work.

Pillow is imported where something is drawn, here and by whoever paints: a bot must not wait for it when it starts.
"""

import io
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from PIL import Image, ImageFont

WIDTH = 1080
"""In pixels: three for each of a phone's 360."""

PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
"""Okabe and Ito's, which colour-blind people tell apart; the first is the calmest."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in pixels."""
Font: TypeAlias = "ImageFont.FreeTypeFont"


@dataclass(frozen=True)
class Label:
    """A text, and the room that it takes."""

    text: str
    box: Box
    font: Font
    colour: str


class Fonts:
    """Inter, by size and weight. Made anew for each picture: fonts are not for several threads at a time."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, int], Font] = {}
        self._shown: dict[str, bool] = {}

    def get(self, size: int, weight: int = 400) -> Font:
        import fontpkg_inter
        from PIL import ImageFont

        if (size, weight) not in self._made:
            # The basic layout is the same on every machine, whatever libraries it has.
            file = str(fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf")
            font = ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
            font.set_variation_by_axes([min(size, 32), weight])
            self._made[size, weight] = font
        return self._made[size, weight]

    def showable(self, text: str) -> str:
        """The text without what the font can't show: emoji, other scripts, marks that stand alone."""
        composed = unicodedata.normalize("NFC", " ".join(text.split()))
        return "".join(letter for letter in composed if self._can_show(letter)).strip()

    def fit(self, text: str, font: Font, width: float) -> str:
        """As much of the text as is shown within the width; what is cut ends in `…`, or is nothing."""
        shown = self.showable(text)
        if font.getlength(shown) <= width:
            return shown
        while shown and font.getlength(shown.rstrip() + "…") > width:
            shown = shown[:-1]
        return shown.rstrip() + "…" if shown else ""

    def label(self, text: str, font: Font, left: float, top: float, width: float, colour: str) -> Label:
        """The text at its place, cut to the width."""
        shown = self.fit(text, font, width)
        return Label(shown, (left, top, left + font.getlength(shown), top + line_height(font)), font, colour)

    def _can_show(self, letter: str) -> bool:
        if letter not in self._shown:
            font = self.get(16)
            known = unicodedata.category(letter) not in ("So", "Sk", "Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me")
            self._shown[letter] = known and bytes(font.getmask(letter)) != bytes(font.getmask("\U0010ffff"))
        return self._shown[letter]


def line_height(font: Font) -> float:
    return float(sum(font.getmetrics()))


def mix(colour: str, other: str, share: float) -> str:
    """A colour between the two; `share` of the first."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one * share + two * (1 - share)):02X}" for one, two in pairs)


def contrast(one: str, other: str) -> float:
    """Between 1 and 21, as the WCAG count it: text wants 4.5, shapes want 3."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def legible(background: str, *candidates: str) -> str:
    """Whichever of the colours stands out most."""
    return max(candidates, key=lambda colour: contrast(colour, background))


def png(image: "Image.Image") -> bytes:
    """As a file that is small: 256 colours are enough for areas and the edges of letters."""
    from PIL import Image

    file = io.BytesIO()
    image.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
