"""The documentation's pictures."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from PIL import Image

from bot.sandbox.demo.pictures import make, week

ROOT = Path(__file__).resolve().parents[4]


def test_the_command_makes_them(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "bot.sandbox.demo.pictures", str(tmp_path / "images")],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    files = sorted((tmp_path / "images").iterdir())
    assert sorted(made.stdout.split()) == [str(file) for file in files]
    assert [file.name for file in files] == ["stats.png", "week-dark.png", "week.png"]
    for file in files:
        assert file.stat().st_size < 150_000
        with Image.open(file) as image:
            assert image.width == 1080


def test_those_of_the_documentation_are_up_to_date(tmp_path: Path) -> None:
    """By their sizes: the last bits are another machine's business."""
    for file in make(tmp_path):
        with Image.open(file) as made, Image.open(ROOT / "docs" / "images" / file.name) as kept:
            assert made.size == kept.size


def test_the_made_up_week_could_be_one() -> None:
    for day in week().days:
        for one, two in pairwise(day.visits):
            assert one.busy_until <= two.span[0]
        for visit in day.visits:
            assert any(opens <= visit.span[0] and visit.span[1] <= closes for opens, closes in day.open), visit
            assert not any(closed.span[0] < visit.span[1] and visit.span[0] < closed.span[1] for closed in day.closed)
