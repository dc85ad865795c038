"""Arrows below a page of a longer list."""

from collections.abc import Callable
from typing import Any

from bot.ui.calendar import NOTHING
from bot.ui.callbacks import Callback
from bot.ui.screen import Rows, button
from core.paging import Page


def pager(page: Page[Any], turn: Callable[[int], Callback | str]) -> Rows:
    """`‹ 2 / 5 ›`, or nothing where all is on one page. `turn` makes the payload of a page, counted from 1."""
    if page.pages == 1:
        return []
    back = button("‹", turn(page.page - 1) if page.page > 1 else NOTHING)
    here = button(f"{page.page} / {page.pages}", NOTHING)
    on = button("›", turn(page.page + 1) if page.page < page.pages else NOTHING)
    return [[back, here, on]]
