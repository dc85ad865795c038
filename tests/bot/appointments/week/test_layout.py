"""Everything in the picture of a week has its place, whatever the week."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.appointments.week.colours import DARK, LIGHT, SHAPE_CONTRAST, State, Theme, style
from bot.appointments.week.layout import (
    DAY,
    Area,
    Closed,
    Day,
    Hatch,
    Minutes,
    Picture,
    Visit,
    Week,
    arrange,
    columns,
    hours_shown,
    lanes,
)
from bot.appointments.week.picture import draw
from bot.appointments.week.views import wall_minutes
from bot.ui.drawing import PALETTE, WIDTH, Box, Fonts, Label, contrast

STATES: dict[State, str] = {
    "confirmed": "Confirmed", "pending": "Waiting", "completed": "Came", "no_show": "No-show",
}  # fmt: skip
MORNING, AFTERNOON = (8 * 60 + 30, 12 * 60 + 30), (13 * 60 + 30, 18 * 60)
NAMES = (
    "Rex", "Prinzessin Mathilde von Sonnenblum", "小白", "רקס", "🐶", "Zoe\u0308", "<b>&", "W" * 60, "\u202eevil", " ",
)  # fmt: skip
BERLIN = ZoneInfo("Europe/Berlin")


def visit(start: int, minutes: int = 45, pet: str = "Rex", state: State = "confirmed", service: int = 0) -> Visit:
    end = start + minutes
    return Visit((start, end), end + 10, f"{start // 60:02}:{start % 60:02}", pet, "1001", service, state)


def week(*days: Day, services: int = 4, now: int | None = None, title: str = "Dr. Jonas Weber") -> Week:
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    padded = [*days, *[Day("", "")] * (7 - len(days))]
    return Week(
        title=title,
        subtitle="Mon 2 Mar – Sun 8 Mar 2026",
        days=tuple(replace(day, name=names[at], number=str(at + 2)) for at, day in enumerate(padded)),
        services=tuple(f"Service {number}" for number in range(services)),
        others="Others",
        states=STATES,
        closed="Closed",
        now=now,
    )


def open_day(*visits: Visit, today: bool = False, closed: tuple[Closed, ...] = ()) -> Day:
    return Day("", "", today, (MORNING, AFTERNOON), closed, visits)


def texts(picture: Picture) -> list[str]:
    return [shape.text for shape in picture.shapes if isinstance(shape, Label)]


def overlap(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


FULL = week(
    *(
        open_day(
            *(
                visit(540 + 50 * n, 30 + 15 * (n % 2), NAMES[(at * 3 + n) % len(NAMES)], list(STATES)[n % 4], n)
                for n in range(4)
            ),
            today=at == 2,
            closed=(Closed((840, 960), "Staff training in a faraway place 研修"),) if at == 3 else (),
        )
        for at in range(6)
    ),
    services=5,
    now=600,
)  # fmt: skip
WEEKS = {
    "full": FULL,
    "empty": week(),
    "hours and nobody": week(*[open_day()] * 5),
    "open day and night": week(*[Day("", "", open=((0, DAY),), visits=(visit(0, 5), visit(30), visit(1395)))] * 7),
    "Sunday alone": week(*[Day("", "")] * 6, Day("", "", open=((600, 720),), visits=(visit(600),))),
    "outside the hours": week(open_day(visit(5 * 60), visit(22 * 60, 90)), Day("", "", visits=(visit(700),))),
    "on top of each other": week(open_day(*[visit(600)] * 3, visit(615), visit(645))),
    "closed all week": week(*[Day("", "", closed=(Closed((0, DAY), "Holidays"),))] * 7),
    "twelve services": week(*[open_day(*(visit(510 + 20 * n, 20, service=n) for n in range(12)))] * 7, services=12),
    "a name like no other": week(open_day(today=True), title="Dr. " + "Maximiliane " * 12, now=3 * 60),
}  # fmt: skip


@pytest.mark.parametrize("name", WEEKS)
def test_everything_is_within_the_picture_and_no_label_on_another(name: str) -> None:
    picture = arrange(WEEKS[name], LIGHT)
    labels = [shape for shape in picture.shapes if isinstance(shape, Label)]
    for shape in picture.shapes:
        if isinstance(shape, Area | Hatch | Label):
            left, top, right, bottom = shape.box
            assert 0 <= left <= right <= WIDTH
            assert 0 <= top <= bottom <= picture.height
    words = [label for label in labels if label.text not in ("", "?")]
    # Lines within a block are set tight: their boxes touch, their letters do not.
    tight = [(label.box[0], label.box[1] + 4, label.box[2], label.box[3] - 4) for label in words]
    assert not [pair for pair in combinations(tight, 2) if overlap(*pair)]
    assert all(label.font.size >= 22 for label in labels)


@pytest.mark.parametrize("name", WEEKS)
def test_no_visit_lies_on_another(name: str) -> None:
    picture = arrange(WEEKS[name], LIGHT)
    assert len(picture.blocks) == sum(len(day.visits) for day in WEEKS[name].days)
    assert not [pair for pair in combinations([box for _, box in picture.blocks], 2) if overlap(*pair)]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", WEEKS)
def test_it_is_a_picture_that_telegram_takes(name: str, theme: Theme) -> None:
    content = draw(WEEKS[name], theme)
    with Image.open(io.BytesIO(content)) as image:
        assert image.format == "PNG"
        assert image.size == (WIDTH, arrange(WEEKS[name], theme).height)
        assert image.height <= 2560  # more would be scaled down
        corner = "#{:02X}{:02X}{:02X}".format(*image.convert("RGB").getpixel((1, 1)))  # type: ignore[misc]
        assert corner == theme.paper
    assert len(content) < 150_000


def test_times_decide_where_a_visit_stands() -> None:
    picture = arrange(week(open_day(visit(540, 60), visit(600, 30)), open_day(visit(540, 60))), LIGHT)
    (_, first), (_, second), (_, other) = picture.blocks
    assert first[1] == other[1]
    assert first[3] - first[1] == pytest.approx(2 * (second[3] - second[1]), abs=3)
    assert second[1] - first[3] == pytest.approx(2)
    assert other[0] > first[2]


def test_a_block_says_pet_time_and_number() -> None:
    assert {"Rex", "09:00", "#1001"} <= set(texts(arrange(week(open_day(visit(540))), LIGHT)))
    half = texts(arrange(week(open_day(visit(540, 30))), LIGHT))
    assert {"Rex", "09:00 1001"} <= set(half)
    quarter = texts(arrange(week(open_day(visit(540, 15))), LIGHT))
    assert "Rex" in quarter
    assert "09:00" not in quarter
    # Nothing of the name can be shown: the number is what one can say.
    for pet in ("小白", "🐶", "רקס"):
        shown = texts(arrange(week(open_day(visit(540, 45, pet))), LIGHT))
        assert {"#1001", "09:00"} <= set(shown)
        assert shown.count("#1001") == 1
    cut = texts(arrange(week(open_day(visit(540, 45, "Prinzessin Mathilde"))), LIGHT))
    assert any(text.startswith("Prinz") and text.endswith("…") for text in cut)


@pytest.mark.parametrize("state", STATES)
def test_each_state_can_be_told_without_colour(state: State) -> None:
    looks = [style(LIGHT, PALETTE[0], each) for each in STATES]
    shapes = [(look.dashed, look.bar, look.mark, look.struck) for look in looks]
    assert len(set(shapes)) == len(STATES)
    assert STATES[state] in texts(arrange(week(open_day(visit(540, state=state))), LIGHT))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("colour", PALETTE)
@pytest.mark.parametrize("state", STATES)
def test_everything_can_be_read(theme: Theme, colour: str, state: State) -> None:
    look = style(theme, colour, state)
    assert contrast(look.text, look.fill) >= 4.5
    if not look.bar or state == "no_show":
        assert contrast(look.outline, theme.open) >= SHAPE_CONTRAST
    for ink, ground in ((theme.ink, theme.paper), (theme.faint, theme.paper), (theme.faint, theme.shut)):
        assert contrast(ink, ground) >= 4.5
    assert contrast(theme.on_today, theme.today) >= 4.5


def test_the_legend_names_what_there_is() -> None:
    shown = texts(arrange(week(open_day(visit(540), visit(600, service=2, state="pending"))), LIGHT))
    assert [text for text in shown if text in (*STATES.values(), "Closed") or text.startswith("Service")] == [
        "Service 0", "Service 2", "Confirmed", "Waiting",
    ]  # fmt: skip
    many = texts(arrange(WEEKS["twelve services"], LIGHT))
    assert [text for text in many if text.startswith("Service")] == [f"Service {number}" for number in range(7)]
    assert many.count("Others") == 1


def test_days_on_which_nothing_is_leave_room_to_the_others() -> None:
    widths = [right - left for left, right in columns([open_day(), Day("", ""), open_day()], 0, 300)]
    assert widths[0] == pytest.approx(widths[2])
    assert widths[0] > 2 * widths[1]
    assert sum(widths) == pytest.approx(300)
    equal = [right - left for left, right in columns([Day("", "")] * 3, 0, 300)]
    assert equal == [pytest.approx(100)] * 3


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        ([], (480, 1080)),
        ([open_day()], (480, 1080)),
        ([Day("", "", open=((600, 720),))], (600, 720)),
        ([open_day(visit(425))], (420, 1080)),
        ([open_day(visit(DAY - 20, 20))], (480, DAY)),
        ([Day("", "", closed=(Closed((0, DAY), ""),))], (480, 1080)),
    ],
)
def test_the_hours_that_are_shown(days: list[Day], shown: Minutes) -> None:
    assert hours_shown(days) == shown


@given(st.lists(st.tuples(st.integers(0, DAY - 60), st.integers(5, 60)), max_size=12))
def test_lanes_never_overlap(spans: list[tuple[int, int]]) -> None:
    placed = lanes([visit(start, minutes) for start, minutes in spans])
    assert len(placed) == len(spans)
    for (one, lane, among), (two, other, those) in combinations(placed, 2):
        assert lane < among
        if one.span[0] < two.span[1] and two.span[0] < one.span[1]:
            assert lane != other
            assert among == those


def berlin(wall: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=BERLIN, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "start", "end", "shown"),
    [
        (date(2026, 3, 3), berlin("2026-03-03 09:00"), berlin("2026-03-03 09:45"), [(540, 585)]),
        (date(2026, 3, 4), berlin("2026-03-03 09:00"), berlin("2026-03-03 09:45"), []),
        (date(2026, 3, 3), berlin("2026-03-02 20:00"), berlin("2026-03-05 09:00"), [(0, DAY)]),
        (date(2026, 3, 3), berlin("2026-03-03 23:30"), berlin("2026-03-04 00:15"), [(1410, DAY)]),
        (date(2026, 3, 4), berlin("2026-03-03 23:30"), berlin("2026-03-04 00:15"), [(0, 15)]),
        (date(2026, 3, 4), berlin("2026-03-03 23:30"), berlin("2026-03-04 00:00"), []),
        # An hour that does not exist lies in it: an hour of real time, two on the wall.
        (date(2026, 3, 29), berlin("2026-03-29 01:30"), berlin("2026-03-29 03:30"), [(90, 210)]),
        # The hour that comes twice: it ends at the time at which it began, by the wall.
        (date(2026, 10, 25), berlin("2026-10-25 02:30"), berlin("2026-10-25 02:30", fold=1), [(150, 210)]),
        (date(2026, 10, 25), berlin("2026-10-25 02:30"), berlin("2026-10-25 02:15", fold=1), [(150, 195)]),
        (date(2026, 10, 25), berlin("2026-10-25 00:00"), berlin("2026-10-26 00:00"), [(0, DAY)]),
    ],
)
def test_the_part_of_a_span_that_falls_on_a_day(
    day: date, start: datetime, end: datetime, shown: list[Minutes]
) -> None:
    assert list(wall_minutes(day, start, end, BERLIN)) == shown
    assert list(wall_minutes(day, start, start, BERLIN)) == []
    assert list(wall_minutes(day - timedelta(days=9), start, end, BERLIN)) == []


def test_only_what_the_font_can_show() -> None:
    fonts = Fonts()
    assert fonts.showable("Zoe\u0308 🐶 Ōta 小白 \u202eЖук\n x") == "Zoë  Ōta  Жук x"
    font = fonts.get(30)
    assert fonts.fit("Rex", font, 0) == ""
    assert fonts.fit("Rex", font, 1000) == "Rex"
    assert fonts.fit("WWWW WWWW", font, 150).endswith("…")
    assert font.getlength(fonts.fit("WWWW WWWW", font, 150)) <= 150
