"""`make pictures`: the pictures of the documentation, as the bot draws them, of a clinic that is made up."""

import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bot.appointments.week import picture as week_picture
from bot.appointments.week.colours import DARK, LIGHT, State
from bot.appointments.week.layout import Closed, Day, Visit, Week
from bot.sandbox.demo.data import HOURS, JONAS
from bot.statistics import picture as stats_picture
from bot.ui import formatting
from bot.ui.texts import texts_for

LANGUAGE = "en"
MONDAY = date(2026, 3, 2)
TODAY, NOW = 2, 10 * 60 + 20
"""Wednesday, and the minutes since its midnight."""
CODES = ("vaccination", "routine", "surgery", "emergency")
_LENGTHS = {"vaccination": (30, 0), "routine": (45, 0), "surgery": (120, 30), "emergency": (15, 15)}
_WAITING, _MISSED = "?", "-"

VISITS = (
    "8:30 routine Luna, 9:15 vaccination Bruno, 10:00 routine Minka, 11:00 routine Hoppel, 13:30 surgery Arko,"
    " 16:15 vaccination Emma, 17:00 routine Momo",
    "8:30 vaccination Simba, 9:00 routine Pepe -, 10:00 vaccination Coco, 10:30 routine Waldi, 11:30 emergency Felix,"
    " 13:45 routine Bella, 14:30 routine Nala, 15:30 vaccination Sam, 16:30 routine Balu",
    "8:30 routine Tiger, 9:15 vaccination Ruby, 10:15 routine Bella, 11:15 vaccination Freya, 11:45 routine Gina",
    "8:30 surgery Loki, 11:15 routine Zorro, 13:45 routine Flocke ?, 17:15 routine Emma, 18:15 vaccination Arko",
    "8:30 routine Rex, 9:30 vaccination Mia, 10:15 routine Pamuk ?, 11:30 vaccination Sky, 13:30 routine Filou,"
    " 14:30 vaccination Tofu ?, 15:15 surgery Prinzessin",
    "9:00 vaccination Boncuk, 9:45 routine Pipoca, 11:00 routine Krümel ?, 12:00 vaccination Simba",
    "",
)
"""By day: when, what for, who; `?` waits for an answer, `-` did not come. What is over was kept."""
CLOSED = {3: Closed((14 * 60 + 30, 17 * 60), "Staff training")}
BY_WEEK = (
    (14, 9, 2, 3), (16, 11, 1, 2), (12, 12, 3, 1), (18, 10, 2, 4), (15, 13, 2, 2), (19, 12, 3, 3), (21, 11, 2, 1),
    (17, 14, 3, 2),
)  # fmt: skip
"""Check-ups, vaccinations, surgeries and emergencies."""


def make(folder: Path) -> list[Path]:
    """Writes the pictures; which."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        "week.png": week_picture.draw(week(), LIGHT),
        "week-dark.png": week_picture.draw(week(), DARK),
        "stats.png": stats_picture.draw(chart()),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def week() -> Week:
    t = texts_for(LANGUAGE)
    sunday = MONDAY + timedelta(days=6)
    number = 1041
    days = []
    for weekday, typed in enumerate(VISITS):
        visits = [_visit(weekday, each, number + at) for at, each in enumerate(filter(None, typed.split(", ")))]
        number += len(visits)
        days.append(
            Day(
                name=formatting.short_weekday(weekday, LANGUAGE),
                number=str((MONDAY + timedelta(days=weekday)).day),
                today=weekday == TODAY,
                open=tuple(
                    (_minutes(f"{opens:%H:%M}"), _minutes(f"{closes:%H:%M}")) for opens, closes in HOURS[weekday]
                ),
                closed=(CLOSED[weekday],) if weekday in CLOSED else (),
                visits=tuple(visits),
            )
        )
    return Week(
        title=JONAS,
        subtitle=f"{formatting.short_day(MONDAY, LANGUAGE)} – {formatting.short_day(sunday, LANGUAGE)} {sunday.year}",
        days=tuple(days),
        services=tuple(t.plain(f"service-{code}") for code in CODES),
        others=t.plain("week-picture-others"),
        states={
            "confirmed": t.plain("week-picture-confirmed"),
            "pending": t.plain("week-picture-waiting"),
            "completed": t.plain("week-picture-came"),
            "no_show": t.plain("week-picture-missed"),
        },
        closed=t.plain("week-picture-closed"),
        now=NOW,
    )


def chart() -> stats_picture.Chart:
    t = texts_for(LANGUAGE)
    mondays = [MONDAY - timedelta(days=7 * offset) for offset in range(len(BY_WEEK) - 1, -1, -1)]
    first, last = mondays[0], mondays[-1] + timedelta(days=6)
    return stats_picture.Chart(
        title=t.plain("stats-picture-title"),
        subtitle=f"{formatting.short_day(first, LANGUAGE)} – {formatting.short_day(last, LANGUAGE)}",
        series=tuple(t.plain(f"service-{code}") for code in ("routine", "vaccination", "surgery", "emergency")),
        rows=tuple(
            stats_picture.Row(formatting.short_date(monday, LANGUAGE), counts)
            for monday, counts in zip(mondays, BY_WEEK, strict=True)
        ),
    )


def _visit(weekday: int, typed: str, number: int) -> Visit:
    """Reads `8:30 routine Luna ?`."""
    at, code, pet, *marks = typed.split()
    begin, (length, pause) = _minutes(at), _LENGTHS[code]
    found = Visit(
        span=(begin, begin + length),
        busy_until=begin + length + pause,
        time=f"{begin // 60:02}:{begin % 60:02}",
        pet=pet,
        number=str(number),
        service=CODES.index(code),
        state="confirmed",
    )
    return replace(found, state=_state(weekday, found, "".join(marks)))


def _state(weekday: int, visit: Visit, mark: str) -> State:
    if mark == _MISSED:
        return "no_show"
    if mark == _WAITING:
        return "pending"
    return "completed" if (weekday, visit.span[1]) <= (TODAY, NOW) else "confirmed"


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def main() -> None:
    """Into the folder that is named, else into docs/images."""
    for file in make(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")):
        print(file)


if __name__ == "__main__":
    main()
