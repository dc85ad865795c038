"""Medians, and what they are held against."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """One measured thing and the goal it is held against."""

    what: str
    value: float
    goal: float
    at_least: bool = False
    """Whether the goal is the least that will do, else the most."""
    unit: str = "×"
    detail: str = ""
    """The absolute numbers of this run, which mean little on another machine."""
    why: str = ""
    """Where the time goes and what was tried; told where the goal is missed."""
    judged: bool = True
    """Whether this machine can show it; if not, it is neither met nor missed."""

    @property
    def met(self) -> bool:
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    @property
    def missed(self) -> bool:
        return self.judged and not self.met

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        mark = "–" if not self.judged else "✗" if self.missed else "✓"
        held = f"{number(self.value)}{self.unit} (goal {sign} {number(self.goal)}{self.unit})"
        return f"{mark} {self.what}: {held} {self.detail}".rstrip()


@dataclass
class Report:
    """What one bench found."""

    slug: str
    """What its plot is called."""
    title: str
    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    series: dict[str, float] = field(default_factory=dict)
    """What the plot shows, by name."""
    unit: str = "ms"
    """Of the plot's numbers."""

    def show(self) -> None:
        print(f"\n{self.title}")
        for figure in self.figures:
            print(f"  {figure}")
            if figure.missed and figure.why:
                print(f"      {figure.why}")
        for note in self.notes:
            print(f"  {note}")


def number(value: float) -> str:
    return f"{value:.0f}" if value >= 20 else f"{value:.2f}".rstrip("0").rstrip(".")


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


async def alternating(
    works: dict[str, Callable[[], Awaitable[object]]], times: int, *, warm: int = 2
) -> dict[str, float]:
    """The medians of several works that take turns, so that a busy moment of the machine hits all of them."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(warm + times):
        for name, work in works.items():
            began = time.perf_counter()
            await work()
            if turn >= warm:
                taken[name].append(time.perf_counter() - began)
        await asyncio.sleep(0)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}
