"""A sample of the fuzz, and that the fuzz would find something."""

from typing import Any
from unittest.mock import patch

import pytest

from bot.ui.screen import Screen
from bot.ui.texts import Html
from bot.users import views
from tests.fuzz.objects import KINDS, corpus
from tests.fuzz.run import fuzz

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
"""Of lengths of time: reading one as a number warns, and all fields are read here."""


async def test_a_sample_finds_nothing(database_url: str) -> None:
    result = await fuzz(database_url, updates=240, seed=1)
    assert result.total == 240
    assert result.findings.first == {}


async def test_it_would_find_a_screen_that_telegram_refuses(database_url: str) -> None:
    async def broken(scene: Any, args: Any) -> Screen:
        return Screen(Html("<b>not closed"))

    with patch.object(views, "home", broken):
        result = await fuzz(database_url, updates=48, seed=1)
    assert any("can't parse entities" in what for what in result.findings.first)


async def test_it_would_find_a_handler_that_fails(database_url: str) -> None:
    async def broken(scene: Any, args: Any) -> Screen:
        raise ZeroDivisionError

    with patch.object(views, "home", broken):
        result = await fuzz(database_url, updates=48, seed=1)
    found = "\n".join(result.findings.first)
    assert "ZeroDivisionError" in found
    assert "rule: no trouble was pushed" in found


def test_every_kind_of_update_is_sent_and_the_same_ones_for_the_same_seed() -> None:
    first = corpus(len(KINDS), 3)
    assert first == corpus(len(KINDS), 3)
    for kind in KINDS:
        assert corpus(2, 1, [kind])
