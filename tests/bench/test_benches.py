"""The benches' arithmetic and their page. How fast anything is, no test says: `make bench` does."""

import importlib
import pkgutil
from datetime import timedelta
from pathlib import Path

import pytest

import bench
from bench import report as page
from bench.__main__ import BENCHES
from bench.house import NOW, workdays
from bench.measure import Figure, Report, alternating, ms, number

SCRIPTS = {"__main__", "rival"}
"""`rival` runs in an environment of its own, where Django is."""


@pytest.mark.parametrize("name", sorted({module.name for module in pkgutil.iter_modules(bench.__path__)} - SCRIPTS))
def test_every_bench_can_be_imported(name: str) -> None:
    assert importlib.import_module(f"bench.{name}").__doc__


@pytest.mark.parametrize(
    ("value", "at_least", "met"), [(2.0, False, True), (2.1, False, False), (2.0, True, True), (1.9, True, False)]
)
def test_a_goal_is_the_most_or_the_least(value: float, at_least: bool, met: bool) -> None:
    figure = Figure("taps", value, 2, at_least=at_least, detail="4 over 2")
    assert figure.met is met
    assert str(figure).startswith("✓" if met else "✗")
    assert ("goal ≥ 2×" in str(figure)) is at_least
    assert str(figure).endswith("4 over 2")


def test_what_a_machine_cannot_show_is_neither_met_nor_missed() -> None:
    figure = Figure("two over one", 1.1, 1.6, at_least=True, judged=False)
    assert str(figure) == "– two over one: 1.1× (goal ≥ 1.6×)"


@pytest.mark.parametrize(
    ("value", "text"), [(0.954, "0.95"), (1.0, "1"), (3.10, "3.1"), (19.996, "20"), (148.4, "148"), (0.0, "0")]
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


def test_times_have_their_unit() -> None:
    assert (ms(0.0123), ms(2.5)) == ("12.3 ms", "2.50 s")
    assert (page.shown(1500, "ms"), page.shown(89.2, "/s"), page.shown(3, "MiB")) == ("1.50 s", "89/s", "3 MiB")


async def test_medians_leave_the_warm_runs_out() -> None:
    runs: list[str] = []

    async def work(name: str) -> None:
        runs.append(name)

    found = await alternating({"a": lambda: work("a"), "b": lambda: work("b")}, 2, warm=1)
    assert set(found) == {"a", "b"}
    assert runs == ["a", "b"] * 3, "they take turns"


def test_workdays_are_from_monday_to_friday() -> None:
    days = workdays(NOW, 11)
    assert len(set(days)) == 11
    assert all(day.weekday() < 5 for day in days)
    assert days[-1] - days[0] == timedelta(days=14)


def test_the_page_says_what_was_met_and_what_was_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "DOCS", tmp_path)
    (tmp_path / "images").mkdir()
    figures = [
        Figure("taps", 2.5, 3, at_least=True, detail="250/s over 100/s", why="Most goes into the database."),
        Figure("memory", 149.6, 150, unit=" MiB", why="Not told where it is met."),
    ]
    plotted = Report(
        "taps", "Taps in a second", figures, ["the database takes most"], {"vetbot": 250, "bare": 100}, "/s"
    )
    page.write([plotted, Report("plain", "Nothing to plot", [Figure("errors", 0, 0, unit="")])])
    text = (tmp_path / "benchmarks.md").read_text()
    assert "| taps | 2.5× (250/s over 100/s) | at least 3× | missed |" in text
    assert "| memory | 150 MiB | at most 150 MiB | met |" in text
    assert "- **Missed by 20%**: taps. Most goes into the database." in text
    assert "Not told" not in text
    assert "- the database takes most" in text
    assert "![vetbot, bare](images/bench-taps.png)" in text
    assert [path.name for path in (tmp_path / "images").iterdir()] == ["bench-taps.png"]


def test_every_module_with_a_bench_is_run_by_make_bench() -> None:
    modules = [importlib.import_module(f"bench.{module.name}") for module in pkgutil.iter_modules(bench.__path__)
               if module.name not in SCRIPTS]  # fmt: skip
    with_a_bench = {module.__name__.removeprefix("bench.") for module in modules if hasattr(module, "bench")}
    assert with_a_bench <= set(BENCHES)
