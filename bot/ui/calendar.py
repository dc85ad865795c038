"""A month as inline buttons, on which only some days can be pressed."""

import calendar
from collections.abc import Callable, Collection
from datetime import date, timedelta

from telegram import InlineKeyboardButton

from bot.ui import formatting
from bot.ui.screen import Rows

NOTHING = "-"
"""The data of a button that only shows something; pressing it is answered silently."""


def month_rows(
    shown: date,
    choosable: Collection[date],
    language: str,
    *,
    first: date,
    last: date,
    pick: Callable[[date], str],
    turn: Callable[[date], str],
) -> Rows:
    """The rows of the month around `shown`: heading with arrows, weekdays, weeks.

    `pick` and `turn` make the callback data of a day and of another month (its first day). The arrows stop at
    the months of `first` and `last`, and no other month is shown.
    """
    begin = min(max(shown, first), last).replace(day=1)
    following = (begin + timedelta(days=32)).replace(day=1)
    previous = (begin - timedelta(days=1)).replace(day=1)
    blank = InlineKeyboardButton("·", callback_data=NOTHING)
    heading = InlineKeyboardButton(formatting.month(begin, language), callback_data=NOTHING)
    rows: Rows = [
        [
            InlineKeyboardButton("‹", callback_data=turn(previous)) if begin > first else blank,
            heading,
            InlineKeyboardButton("›", callback_data=turn(following)) if following <= last else blank,
        ],
        [InlineKeyboardButton(letters, callback_data=NOTHING) for letters in formatting.weekday_letters(language)],
    ]
    for week in calendar.Calendar().monthdatescalendar(begin.year, begin.month):
        if not any(day.month == begin.month and day in choosable for day in week):
            continue
        rows.append(
            [
                InlineKeyboardButton(str(day.day), callback_data=pick(day))
                if day.month == begin.month and day in choosable
                else blank
                for day in week
            ]
        )
    return rows
