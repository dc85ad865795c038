"""Where everything stands in the picture of a vet's week: a column per day, time downwards. Pure; it paints nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from bot.appointments.week.colours import State, Style, Theme, style
from bot.ui.drawing import PALETTE, WIDTH, Box, Font, Fonts, Label, line_height

Minutes = tuple[int, int]
"""From and to, as the day's wall clock shows it, counted from midnight."""

DAY = 24 * 60
_MARGIN, _AXIS = 20, 54
_TALLEST, _SCALES = 1560, (1.4, 2.6)
"""How high a chart would be, and the least and the most that a minute may take."""
_IF_EMPTY = (8 * 60, 18 * 60)
_NARROW = 0.42
"""How wide a day on which nothing is, beside the others."""
_PAD = 7
_FEWEST_PIXELS = 6


@dataclass(frozen=True)
class Visit:
    span: Minutes
    busy_until: int
    """`span`'s end and the buffer."""
    time: str
    pet: str
    number: str
    service: int
    """Its place among the week's services."""
    state: State


@dataclass(frozen=True)
class Closed:
    span: Minutes
    why: str


@dataclass(frozen=True)
class Day:
    name: str
    number: str
    today: bool = False
    open: tuple[Minutes, ...] = ()
    closed: tuple[Closed, ...] = ()
    visits: tuple[Visit, ...] = ()


@dataclass(frozen=True)
class Week:
    """What is to be drawn, in the reader's words."""

    title: str
    subtitle: str
    days: tuple[Day, ...]
    services: tuple[str, ...]
    """The first have colours of their own, the rest share the last one."""
    others: str
    """What that rest is called."""
    states: dict[State, str]
    closed: str
    now: int | None = None
    """Of today, where it is shown."""


@dataclass(frozen=True)
class Area:
    box: Box
    fill: str
    outline: str | None = None
    dashed: bool = False
    radius: int = 0


@dataclass(frozen=True)
class Hatch:
    box: Box
    colour: str


@dataclass(frozen=True)
class Stroke:
    points: tuple[tuple[float, float], ...]
    colour: str
    width: int


Shape = Area | Hatch | Stroke | Label


@dataclass
class Picture:
    theme: Theme
    height: int = 0
    shapes: list[Shape] = field(default_factory=list)
    """In the order in which they are painted."""
    blocks: list[tuple[Visit, Box]] = field(default_factory=list)
    """Where each visit stands."""


def arrange(week: Week, theme: Theme) -> Picture:
    return _Arranging(week, theme).picture()


def hours_shown(days: Iterable[Day]) -> Minutes:
    """Whole hours that hold all opening hours and visits."""
    spans = [span for day in days for span in (*day.open, *(visit.span for visit in day.visits))]
    if not spans:
        return _IF_EMPTY
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    return first // 60 * 60, min(DAY, -(-last // 60) * 60)


def columns(days: Sequence[Day], left: float, right: float) -> list[tuple[float, float]]:
    """From where to where each day reaches: those with nothing in them leave room to the others."""
    used = [bool(day.open or day.visits) for day in days]
    shares = [1.0 if each or not any(used) else _NARROW for each in used]
    edges = [left]
    for share in shares:
        edges.append(edges[-1] + (right - left) * share / sum(shares))
    return list(pairwise(edges))


def lanes(visits: Sequence[Visit]) -> list[tuple[Visit, int, int]]:
    """Each visit, which of the lanes of its day it takes, and of how many: those that overlap share the width."""
    placed: list[tuple[Visit, int, int]] = []
    group: list[tuple[Visit, int]] = []
    ends: list[int] = []
    for visit in sorted(visits, key=lambda each: each.span):
        if ends and visit.span[0] >= max(ends):
            placed += [(each, lane, len(ends)) for each, lane in group]
            group, ends = [], []
        lane = next((number for number, end in enumerate(ends) if end <= visit.span[0]), len(ends))
        ends[lane : lane + 1] = [visit.span[1]]
        group.append((visit, lane))
    return placed + [(each, lane, len(ends)) for each, lane in group]


class _Arranging:
    def __init__(self, week: Week, theme: Theme) -> None:
        self._week = week
        self._theme = theme
        self._fonts = Fonts()
        self._picture = Picture(theme)
        self._first, self._last = hours_shown(week.days)
        least, most = _SCALES
        self._scale = min(most, max(least, _TALLEST / (self._last - self._first)))
        self._top = 0.0

    def picture(self) -> Picture:
        theme, picture = self._theme, self._picture
        bottom = self._line(self._week.title, self._fonts.get(46, 700), _MARGIN, theme.ink)
        bottom = self._line(self._week.subtitle, self._fonts.get(32), bottom + 2, theme.faint)
        places = columns(self._week.days, _MARGIN + _AXIS, WIDTH - _MARGIN)
        bottom = self._headings(places, bottom + 16)
        self._top = bottom + 10
        self._hours()
        for day, (left, right) in zip(self._week.days, places, strict=True):
            self._day(day, left + 2, right - 2)
        bottom = self._legend(self._y(self._last) + 24)
        picture.height = int(bottom) + _MARGIN
        return picture

    def _line(self, text: str, font: Font, top: float, colour: str) -> float:
        label = self._fonts.label(text, font, _MARGIN, top, WIDTH - 2 * _MARGIN, colour)
        self._add(label)
        return label.box[3]

    def _headings(self, places: Sequence[tuple[float, float]], top: float) -> float:
        small, large = self._fonts.get(28, 500), self._fonts.get(38, 700)
        bottom = top + line_height(small) + line_height(large)
        for day, (left, right) in zip(self._week.days, places, strict=True):
            name = number = self._theme.ink
            if day.today:
                self._add(Area((left + 2, top - 4, right - 2, bottom + 2), self._theme.today, radius=12))
                name = number = self._theme.on_today
            elif not day.open and not day.visits:
                name = number = self._theme.faint
            self._centred(day.name, small, left, right, top, name)
            self._centred(day.number, large, left, right, top + line_height(small), number)
        return bottom

    def _centred(self, text: str, font: Font, left: float, right: float, top: float, colour: str) -> None:
        shown = self._fonts.fit(text, font, right - left - 4)
        begin = left + (right - left - font.getlength(shown)) / 2
        self._add(Label(shown, (begin, top, begin + font.getlength(shown), top + line_height(font)), font, colour))

    def _hours(self) -> None:
        font = self._fonts.get(28, 500)
        for minute in range(self._first, self._last + 1, 60):
            text, height = f"{minute // 60}", line_height(font)
            right = _MARGIN + _AXIS - 12
            top = self._y(minute) - height / 2
            width = font.getlength(text)
            self._add(Label(text, (right - width, top, right, top + height), font, self._theme.faint))

    def _day(self, day: Day, left: float, right: float) -> None:
        theme = self._theme
        self._add(Area((left, self._y(self._first), right, self._y(self._last)), theme.shut))
        for opens, closes in day.open:
            self._add(Area(self._box(left, right, (opens, closes)), theme.open))
        for (_, closes), (opens, _) in pairwise(sorted(day.open)):
            if closes < opens:
                self._add(Hatch(self._box(left, right, (closes, opens)), theme.hatch))
        for minute in range(self._first + 60, self._last, 60):
            y = self._y(minute)
            self._add(Stroke(((left, y), (right, y)), theme.grid, 2))
        for closed in day.closed:
            self._closure(closed, left, right)
        for visit in day.visits:
            if visit.span[1] < visit.busy_until:
                box = self._box(left, right, (visit.span[1], visit.busy_until))
                self._add(Area(box, self._style(visit).buffer))
        if day.today and self._week.now is not None and self._first <= self._week.now <= self._last:
            y = self._y(self._week.now)
            self._add(Stroke(((left, y), (right, y)), theme.now, 5))
            now = Area((left - 10, y - 9, left + 8, y + 9), theme.now, radius=9)
        else:
            now = None
        for visit, lane, among in lanes(day.visits):
            width = (right - left) / among
            box = self._box(left + lane * width, left + (lane + 1) * width, visit.span)
            self._visit(visit, (box[0] + 1, box[1] + 1, box[2] - 1, max(box[3] - 1, box[1] + _FEWEST_PIXELS)))
        if day.today:
            edge = (left - 3, self._y(self._first), right + 3, self._y(self._last))
            self._frame(edge, theme.today)
        if now is not None:
            self._add(now)

    def _frame(self, box: Box, colour: str) -> None:
        left, top, right, bottom = box
        self._add(Stroke(((left, top), (left, bottom), (right, bottom), (right, top)), colour, 4))

    def _closure(self, closed: Closed, left: float, right: float) -> None:
        begin, end = max(closed.span[0], self._first), min(closed.span[1], self._last)
        if begin >= end:
            return
        theme, box = self._theme, self._box(left, right, (begin, end))
        self._add(Area(box, theme.shut))
        self._add(Hatch(box, theme.hatch))
        font, top = self._fonts.get(26, 500), box[1] + _PAD
        for text in self._wrapped(closed.why, font, right - left - 2 * _PAD)[:4]:
            bottom = top + line_height(font)
            if bottom > box[3] - _PAD:
                return
            width = font.getlength(text)
            self._add(Area((left + _PAD - 4, top, left + _PAD + width + 4, bottom), theme.shut, radius=6))
            self._add(Label(text, (left + _PAD, top, left + _PAD + width, bottom), font, theme.faint))
            top = bottom

    def _wrapped(self, text: str, font: Font, width: float) -> list[str]:
        """By words; a word that is wider is cut."""
        lines: list[str] = []
        for word in self._fonts.showable(text).split():
            if lines and font.getlength(f"{lines[-1]} {word}") <= width:
                lines[-1] += f" {word}"
            elif shown := self._fonts.fit(word, font, width):
                lines.append(shown)
        return lines

    def _style(self, visit: Visit) -> Style:
        return style(self._theme, self._colour(visit.service), visit.state)

    def _colour(self, service: int) -> str:
        own = len(PALETTE) if len(self._week.services) <= len(PALETTE) else len(PALETTE) - 1
        return PALETTE[service] if service < own else PALETTE[-1]

    def _visit(self, visit: Visit, box: Box) -> None:
        look = self._style(visit)
        self._picture.blocks.append((visit, box))
        self._block(look, box)
        left, top, right, bottom = box[0] + look.bar + _PAD, box[1] + 2, box[2] - 4, box[3] - 1
        marked = look.mark is not None and bottom - top >= 26 and right - left >= 70
        if marked:
            self._mark(look, right, top + 4)
        lines = self._lines(visit, right - left, bottom - top, 28 if marked else 0)
        for number, (text, font) in enumerate(lines):
            width = font.getlength(text)
            label = Label(text, (left, top, left + width, top + line_height(font)), font, look.text)
            self._add(label)
            if look.struck and number == 0:
                middle = (label.box[1] + label.box[3]) / 2 + 1
                self._add(Stroke(((left, middle), (left + width, middle)), look.text, 3))
            top += _advance(font)

    def _block(self, look: Style, box: Box) -> None:
        self._add(Area(box, look.fill, look.outline, look.dashed, radius=7))
        if look.bar:
            self._add(Area((box[0] + 2, box[1] + 2, box[0] + look.bar, box[3] - 2), look.colour, radius=3))

    def _lines(self, visit: Visit, width: float, height: float, mark: int) -> list[tuple[str, Font]]:
        """What there is room for: the pet first, then when, then the number, which people say on the phone.

        A name in a script that can't be shown leaves its place to the number.
        """
        fonts = self._fonts
        sizes = (fonts.get(29, 700), fonts.get(26, 600), fonts.get(22, 600))
        large, small = next((font for font in sizes if _advance(font) <= height), None), fonts.get(25, 500)
        if large is None:
            return []
        number = f"#{visit.number}"
        name = fonts.fit(visit.pet, large, width - mark)
        lines = [(name or fonts.fit(number, large, width - mark), large)]
        left = int((height - _advance(large)) // _advance(small))
        if left >= 2 or not name:
            lines += [(text, small) for text in (visit.time, number)[: left if name else min(left, 1)]]
        elif left == 1:
            both = next((font for font in (small, fonts.get(22, 500)) if self._fits(visit, font, width)), None)
            lines.append((f"{visit.time} {visit.number}", both) if both else (visit.time, small))
        return [(shown, font) for text, font in lines if (shown := fonts.fit(text, font, width))]

    @staticmethod
    def _fits(visit: Visit, font: Font, width: float) -> bool:
        return font.getlength(f"{visit.time} {visit.number}") <= width

    def _mark(self, look: Style, right: float, top: float) -> None:
        left, bottom = right - 22, top + 22
        match look.mark:
            case "check":
                self._add(Stroke(((left, top + 12), (left + 8, bottom - 2), (right, top + 3)), look.text, 4))
            case "cross":
                self._add(Stroke(((left + 3, top + 3), (right - 3, bottom - 3)), look.text, 4))
                self._add(Stroke(((left + 3, bottom - 3), (right - 3, top + 3)), look.text, 4))
            case "question":
                font = self._fonts.get(29, 700)
                self._add(Label("?", (left + 3, top - 6, right, top - 6 + line_height(font)), font, look.text))

    def _legend(self, top: float) -> float:
        """The services and states that there are, as many on a line as fit; where it ends."""
        visits = [visit for day in self._week.days for visit in day.visits]
        drawn: list[tuple[str, Callable[[Box], None]]] = []
        named = dict.fromkeys(
            (self._colour(service), self._service(service)) for service in sorted({visit.service for visit in visits})
        )
        for colour, name in named:
            drawn.append((name, partial(self._block, style(self._theme, colour, "confirmed"))))
        states = [state for state in self._week.states if any(visit.state == state for visit in visits)]
        services = len(drawn)
        for state in states:
            neutral = style(self._theme, self._theme.faint, state)
            drawn.append((self._week.states[state], partial(self._sample, neutral)))
        if any(day.closed for day in self._week.days):
            drawn.append((self._week.closed, self._hatched))
        return self._flow(drawn, services, top)

    def _service(self, service: int) -> str:
        shared = len(self._week.services) > len(PALETTE) and service >= len(PALETTE) - 1
        return self._week.others if shared else self._week.services[service]

    def _flow(self, drawn: Sequence[tuple[str, Callable[[Box], None]]], services: int, top: float) -> float:
        font, patch = self._fonts.get(30), 44
        line = line_height(font) + 12
        left, bottom = float(_MARGIN), top
        for number, (name, draw) in enumerate(drawn):
            room = WIDTH - 2 * _MARGIN - patch - 10
            label = self._fonts.label(name, font, left + patch + 10, top, room, self._theme.ink)
            if left > _MARGIN and (label.box[2] > WIDTH - _MARGIN or number == services):
                left, top = float(_MARGIN), top + line
                label = self._fonts.label(name, font, left + patch + 10, top, room, self._theme.ink)
            middle = (label.box[1] + label.box[3]) / 2
            draw((left, middle - 16, left + patch, middle + 16))
            self._add(label)
            left, bottom = label.box[2] + 30, top + line
        return bottom

    def _sample(self, look: Style, box: Box) -> None:
        self._block(look, box)
        if look.mark:
            self._mark(look, box[2] - 8, box[1] + 5)

    def _hatched(self, box: Box) -> None:
        self._add(Area(box, self._theme.shut))
        self._add(Hatch(box, self._theme.hatch))

    def _box(self, left: float, right: float, span: Minutes) -> Box:
        return left, self._y(max(span[0], self._first)), right, self._y(min(span[1], self._last))

    def _y(self, minute: int) -> float:
        return self._top + (minute - self._first) * self._scale

    def _add(self, shape: Shape) -> None:
        self._picture.shapes.append(shape)


def _advance(font: Font) -> float:
    """From line to line within a block, where every pixel counts."""
    return round(font.size * 1.15)
