"""The picture holds what it should, and everything in it has its place."""

import io
from itertools import pairwise

import pytest
from PIL import Image

from bot.statistics.picture import Chart, Row, arrange, draw
from bot.ui.drawing import WIDTH, Box

LONG = "Zahnreinigung und Krallenpflege für größere Hunde, außer Haus"
NAMES = ("Impfung", LONG, "Café", "x", LONG, "W" * 60, "💉", "Andere Leistungen")


def chart(weeks: int, most: int = 9) -> Chart:
    rows = [
        Row(f"{1 + week}. März", tuple((week * 7 + each) % (most + 1) for each in range(8))) for week in range(weeks)
    ]
    return Chart("Besuche je Woche", "Mo., 12. Jan. – So., 8. März " * 3, NAMES, (Row("28. Feb.", (0,) * 8), *rows))


@pytest.mark.parametrize(("weeks", "most"), [(0, 0), (3, 1), (7, 9), (25, 12_345)])
def test_every_label_fits(weeks: int, most: int) -> None:
    picture = arrange(chart(weeks, most))
    boxes = [label.box for label in picture.labels]
    for left, top, right, bottom in [*boxes, *(area.box for area in picture.areas)]:
        assert 0 <= left <= right <= WIDTH
        assert 0 <= top < bottom <= picture.height
    assert not [(one, two) for number, one in enumerate(boxes) for two in boxes[:number] if overlap(one, two)]
    texts = [label.text for label in picture.labels]
    assert LONG not in texts or picture.labels[texts.index(LONG)].box[2] <= WIDTH
    assert all(label.font.size >= 34 for label in picture.labels)  # of 1080: what a phone shows legibly


def overlap(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def test_bars_are_as_long_as_their_numbers() -> None:
    picture = arrange(Chart("t", "s", ("a", "b"), (Row("1", (1, 3)), Row("2", (2, 0)), Row("3", (0, 0)))))
    first, second, third = picture.areas[2:]  # behind the legend's patches
    widths = [area.box[2] - area.box[0] for area in (first, second, third)]
    assert widths[1] == pytest.approx(3 * widths[0])
    assert widths[2] == pytest.approx(2 * widths[0])
    assert first.box[2] == pytest.approx(second.box[0])
    assert (first.colour, second.colour) != (second.colour, first.colour)
    assert [label.text for label in picture.labels[-6:]] == ["1", "4", "2", "2", "3", "0"]


@pytest.mark.parametrize("weeks", [3, 25])
def test_a_picture_that_telegram_takes(weeks: int) -> None:
    content = draw(chart(weeks))
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        assert image.format == "PNG"
        assert image.size == (WIDTH, arrange(chart(weeks)).height)
        assert image.width + image.height <= 10_000
        assert max(image.size) / min(image.size) <= 20
        assert image.convert("RGB").getpixel((1, 1)) == (255, 255, 255)
    assert len(content) < 1_000_000


def test_more_weeks_are_higher() -> None:
    heights = [arrange(chart(weeks)).height for weeks in (3, 7, 25)]
    assert all(one < two for one, two in pairwise(heights))
