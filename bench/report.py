"""docs/benchmarks.md: what a run found, with plots."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, ImageDraw

from bench.measure import Figure, Report, ms, number
from bot.ui.drawing import Fonts

DOCS = Path(__file__).resolve().parents[1] / "docs"
WIDTH, ROW, LEFT, RIGHT = 1200, 56, 330, 200
INK, BAR, OURS, PAPER = "#1f2430", "#b8c0cc", "#2a6fdb", "#ffffff"


def write(reports: Sequence[Report]) -> None:
    """Writes the page and a plot for each report that has times to compare."""
    parts = [
        "# Benchmarks",
        f"Made by `make bench` on {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, PostgreSQL embedded with its usual durability, everything on one machine. "
        "Medians, and ratios within that run: the milliseconds are that machine's, the ratios travel better.",
    ]
    for report in reports:
        parts += [f"## {report.title}", _table(report)]
        parts += [f"- {by_how_much(figure)}. {figure.why}".rstrip() for figure in report.figures if figure.missed]
        parts += [f"- {note}" for note in report.notes]
        if report.series:
            name = f"bench-{report.slug}.png"
            _plot(report).save(DOCS / "images" / name, optimize=True)
            parts.append(f"![{', '.join(report.series)}](images/{name})")
    (DOCS / "benchmarks.md").write_text("\n\n".join(parts) + "\n")


def by_how_much(figure: Figure) -> str:
    """How far a figure is from its goal."""
    more, less = (figure.goal, figure.value) if figure.at_least else (figure.value, figure.goal)
    away = f" by {more / less - 1:.0%}" if less else ""
    return f"**Missed{away}**: {figure.what}"


def _table(report: Report) -> str:
    rows = ["| | measured | goal | |", "|---|---|---|---|"]
    for figure in report.figures:
        goal = f"{'at least' if figure.at_least else 'at most'} {number(figure.goal)}{figure.unit}"
        verdict = "not to be judged here" if not figure.judged else "missed" if figure.missed else "met"
        detail = f" ({figure.detail})" if figure.detail else ""
        rows.append(f"| {figure.what} | {number(figure.value)}{figure.unit}{detail} | {goal} | {verdict} |")
    return "\n".join(rows)


def _plot(report: Report) -> Image.Image:
    """Bars on one linear scale, the longest fills the width."""
    picture = Image.new("RGB", (WIDTH, ROW * len(report.series) + 24), PAPER)
    draw, text = ImageDraw.Draw(picture), Fonts().get(26)
    most = max(report.series.values())
    for row, (name, value) in enumerate(report.series.items()):
        top = 12 + row * ROW
        length = max(3, round((WIDTH - LEFT - RIGHT) * value / most))
        draw.text((LEFT - 20, top + ROW / 2), name, font=text, fill=INK, anchor="rm")
        draw.rectangle((LEFT, top + 8, LEFT + length, top + ROW - 8), fill=OURS if name.startswith("vetbot") else BAR)
        draw.text((LEFT + length + 14, top + ROW / 2), shown(value, report.unit), font=text, fill=INK, anchor="lm")
    return picture


def shown(value: float, unit: str) -> str:
    """A number of the plot with its unit."""
    return ms(value / 1000) if unit == "ms" else f"{number(value)}{unit if unit.startswith('/') else f' {unit}'}"
