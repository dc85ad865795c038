"""The month as buttons, and the arrows below a longer list."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.appointments.clinic_callbacks import ShowPending
from bot.ui.calendar import NOTHING, month_rows
from bot.ui.paging import pager
from bot.ui.screen import button, contact_keyboard, in_rows
from core.paging import Page

FIRST, LAST = date(2026, 3, 2), date(2026, 5, 1)


def drawn(shown: date, choosable: set[date], first: date = FIRST, last: date = LAST) -> Any:
    return month_rows(
        shown, choosable, "en", first=first, last=last, pick=lambda day: f"d{day}", turn=lambda month: f"m{month}"
    )


def pressable(rows: Any) -> set[str]:
    return {button.callback_data for row in rows for button in row if button.callback_data != NOTHING}


def test_only_days_with_room_can_be_pressed() -> None:
    free = {date(2026, 3, 3), date(2026, 3, 31), date(2026, 4, 1)}
    rows = drawn(date(2026, 3, 15), free)
    assert pressable(rows) == {"d2026-03-03", "d2026-03-31", "m2026-04-01"}
    labels = [[button.text for button in row] for row in rows]
    assert labels == [
        ["·", "March 2026", "›"],
        ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
        ["·", "3", "·", "·", "·", "·", "·"],  # Monday is the second; weeks without room are left out
        ["·", "31", "·", "·", "·", "·", "·"],
    ]


@pytest.mark.parametrize(
    ("shown", "arrows"),
    [
        (date(2026, 3, 2), [NOTHING, "m2026-04-01"]),
        (date(2026, 4, 30), ["m2026-03-01", "m2026-05-01"]),
        (date(2026, 5, 1), ["m2026-04-01", NOTHING]),
        # Forged, or left from an old draft: the nearest month that can be shown.
        (date(2026, 2, 28), [NOTHING, "m2026-04-01"]),
        (date(2027, 1, 1), ["m2026-04-01", NOTHING]),
        (date.min, [NOTHING, "m2026-04-01"]),
        (date.max, ["m2026-04-01", NOTHING]),
    ],
)
def test_arrows_stop_at_the_first_and_the_last_month(shown: date, arrows: list[str]) -> None:
    heading = drawn(shown, set())[0]
    assert [heading[0].callback_data, heading[2].callback_data] == arrows
    assert heading[1].callback_data == NOTHING


def test_one_month_has_no_arrows() -> None:
    assert pressable(drawn(FIRST, set(), last=date(2026, 3, 31))) == set()


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.sets(st.integers(0, 70)))
def test_every_day_stands_below_its_weekday(first: date, offsets: set[int]) -> None:
    free = {first + timedelta(days=offset) for offset in offsets}
    last = max(free, default=first)
    rows = drawn(first, free, first, last)
    assert {len(row) for row in rows[1:]} == {7}
    assert len(rows) <= 8
    for week in rows[2:]:
        for column, day in enumerate(week):
            if day.callback_data != NOTHING:
                assert day.callback_data == f"d{first.replace(day=int(day.text))}"
                assert first.replace(day=int(day.text)).weekday() == column
    shown = {f"d{day}" for day in free if (day.year, day.month) == (first.year, first.month)}
    assert {data for data in pressable(rows) if data.startswith("d")} == shown


def page(number: int, pages: int) -> Page[int]:
    return Page(items=(1,), page=number, pages=pages, total=pages)


@pytest.mark.parametrize(
    ("number", "data"),
    [
        (1, [NOTHING, NOTHING, ShowPending(2).pack()]),
        (2, [ShowPending(1).pack(), NOTHING, ShowPending(3).pack()]),
        (3, [ShowPending(2).pack(), NOTHING, NOTHING]),
    ],
)
def test_pages_turn_until_their_ends(number: int, data: list[str]) -> None:
    [row] = pager(page(number, 3), ShowPending)
    assert [button.callback_data for button in row] == data
    assert row[1].text == f"{number} / 3"


def test_one_page_is_not_turned() -> None:
    assert pager(page(1, 1), ShowPending) == []


def test_labels_are_cut_to_a_phones_width() -> None:
    assert button("x" * 60, "d").text == "x" * 60
    assert button("x" * 61, "d").text == "x" * 59 + "…"
    assert button("x", ShowPending(2)).callback_data == "cl:2"


def test_buttons_stand_in_rows() -> None:
    buttons = [button(str(number), "d") for number in range(5)]
    assert [[each.text for each in row] for row in in_rows(buttons, 2)] == [["0", "1"], ["2", "3"], ["4"]]


def test_the_contact_keyboard_asks_for_the_contact_alone() -> None:
    keyboard = contact_keyboard("Share", "Skip", "Cancel", placeholder="+49 …")
    assert [[(key.text, bool(key.request_contact)) for key in row] for row in keyboard.keyboard] == [
        [("Share", True)],
        [("Skip", False), ("Cancel", False)],
    ]
