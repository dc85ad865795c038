"""The documentation names what there is."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands import CLINIC_COMMANDS, OWNER_COMMANDS
from bot.metrics import Metrics

ROOT = Path(__file__).resolve().parents[1]
FEATURES = ROOT / "docs" / "features.md"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")


def rows(heading: str) -> list[list[str]]:
    """The cells of a table, by lines."""
    section = FEATURES.read_text(encoding="utf-8").split(f"\n## {heading}", 1)[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def every_row() -> Iterator[list[str]]:
    for heading in re.findall(r"^## (.+)$", FEATURES.read_text(encoding="utf-8"), re.MULTILINE):
        found = rows(heading)
        assert found, f"nothing is said under {heading}"
        yield from found


def anchors(page: Path) -> set[str]:
    """What headings are called in links, as GitHub makes it of them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_each_feature_is_held_by_tests_that_exist() -> None:
    for cells in every_row():
        assert len(cells) == 3, cells
        named = re.findall(r"`([^`]+)`", cells[2])
        assert named, f"no test holds: {cells[0]}"
        for each in named:
            path, _, name = each.partition("::")
            file = ROOT / "tests" / path
            assert file.is_file(), each
            if name:
                assert re.search(
                    rf"^(async )?def {re.escape(name)}\(", file.read_text(encoding="utf-8"), re.MULTILINE
                ), each


@pytest.mark.parametrize(
    ("heading", "commands"), [("Owners", OWNER_COMMANDS), ("The clinic", CLINIC_COMMANDS)], ids=["owners", "clinic"]
)
def test_every_command_is_a_feature(heading: str, commands: tuple[str, ...]) -> None:
    named = set(re.findall(r"`/(\w+)`", " ".join(cells[1] for cells in rows(heading))))
    assert set(commands) - named == set()
    assert named - {*commands, "start"} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def test_the_manual_names_every_metric() -> None:
    text = (ROOT / "docs" / "operating.md").read_text()
    metrics = re.findall(r"^# TYPE (\w+) (\w+)", Metrics().text().decode(), re.MULTILINE)
    named = {name for name, kind in metrics if not name.endswith("_created")}
    assert len(named) > 10
    assert [name for name in sorted(named) if f"`{name}`" not in text] == []


def test_every_make_target_does_something() -> None:
    """A phony one without a recipe is 'nothing to be done', and no error."""
    lines = (ROOT / "Makefile").read_text().splitlines()
    (phony,) = (line.removeprefix(".PHONY: ").split() for line in lines if line.startswith(".PHONY: "))
    told = {match[1] for line in lines if (match := re.match(r"\t@echo \"make ([\w-]+) ", line))}
    assert told == set(phony) - {"help"}
    for target in phony:
        (at,) = (n for n, line in enumerate(lines) if line.startswith(f"{target}:"))
        assert lines[at + 1].startswith("\t"), target
