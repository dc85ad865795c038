"""What somebody could try who has read the code. docs/security.md names these and others."""

import re
from pathlib import Path
from typing import Any

import bot

ROOT = Path(bot.__file__).parents[1]


async def test_nobody_is_asked_for_a_password_in_a_group(world: Any) -> None:
    for command in ("/login", "/profile", "/register"):
        before = len(await world.staff.messages())
        screen = await world.staff.say(command)
        assert "password" not in screen.text.lower()
        assert len(await world.staff.messages()) == before + 1
    async with world.desk.unit() as services:
        assert await services.conversations.find(world.clinic.id, world.staff.user.id) is None


def test_every_test_that_the_page_names_exists() -> None:
    page = (ROOT / "docs" / "security.md").read_text()
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page)
    assert len(named) > 30
    for path, name in named:
        assert re.search(rf"^(async )?def {name}\(", (ROOT / path).read_text(), re.MULTILINE), f"{path}::{name}"


def test_every_row_of_the_page_names_a_test() -> None:
    rows = [line for line in (ROOT / "docs" / "security.md").read_text().splitlines() if line.startswith("| ")]
    threats = [row for row in rows if not row.startswith(("| threat", "| who |"))]
    assert threats
    assert [row for row in threats if "`tests/" not in row] == []
