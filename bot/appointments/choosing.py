"""Choosing a time: a calendar of the days with room, then the times of one day. Booking and moving share both."""

from abc import ABC, abstractmethod
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from bot.conversations.steps import Draft, GoTo, Input, Next, Notice, Outcome, Press, Stay, Step
from bot.errors import explain
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.calendar import month_rows
from bot.ui.callbacks import BadCallback
from bot.ui.screen import Rows, Screen, button, in_rows
from bot.ui.texts import Html
from bot.users.conversation import not_understood
from core.appointments import errors as refusals
from core.appointments.schemas import Slot
from core.errors import DomainError

OTHER_DAY = "d"
OFFERED = 3
STAFF_AHEAD = timedelta(days=183)
"""How far staff can turn the calendar: further than owners, and near enough to be computed at a press."""


class SlotDraft(Draft):
    """What was chosen of a time so far."""

    vet_id: UUID | None = None
    """None is any vet."""
    month: date | None = None
    """The month that the calendar shows."""
    day: date | None = None
    starts_at: datetime | None = None
    offered: tuple[datetime, ...] = ()
    """Free slots nearest to one that somebody else was faster with."""


S = TypeVar("S", bound=SlotDraft)


class Offers(ABC, Generic[S]):
    """What a conversation offers to choose from."""

    @abstractmethod
    async def days(self, scene: Scene, draft: S, first: date, last: date) -> dict[date, int]:
        """The days with room."""

    @abstractmethod
    async def slots(self, scene: Scene, draft: S, day: date) -> list[Slot]:
        """The free slots of the day."""

    @abstractmethod
    async def nearest(self, scene: Scene, draft: S, around: datetime) -> list[Slot]:
        """A few free slots near the moment."""

    @abstractmethod
    async def question(self, scene: Scene, draft: S) -> Html:
        """The words above the calendar."""

    def last_day(self, scene: Scene) -> date:
        """How far the calendar reaches."""
        return scene.today + (STAFF_AHEAD if scene.actor.is_staff else scene.settings.booking.horizon)


class DayStep(Step[S]):
    """A calendar on which only days with room can be pressed."""

    name = "day"

    def __init__(self, offers: Offers[S]) -> None:
        self.offers = offers

    async def render(self, scene: Scene, draft: S) -> Screen:
        first, last = scene.today, self.offers.last_day(scene)
        free = await self.offers.days(scene, draft, first, last)
        more = [*await self.more_rows(scene, draft), *self.way_out(scene)]
        if not free:
            days, phone = str((last - first).days), scene.settings.clinic_phone or "none"
            if scene.actor.is_staff:
                return Screen(scene.t("book-no-days-staff", days=days), more)
            return Screen(scene.t("book-no-days", phone=phone, days=days), more)
        shown = draft.month or min(free)
        rows = month_rows(shown, free, scene.language, first=first, last=max(free), pick=self._pick, turn=self._turn)
        return Screen(await self.offers.question(scene, draft), rows + more)

    async def more_rows(self, scene: Scene, draft: S) -> Rows:
        """Further buttons below the calendar."""
        return []

    async def accept(self, scene: Scene, draft: S, given: Input, prepared: Any) -> Outcome:
        if not isinstance(given, Press):
            return not_understood(given, "press")
        kind, day = given.value[:1], day_of(given.value[1:])
        if kind == "m":
            return Stay(draft=draft.model_copy(update={"month": day}))
        return Next(draft.model_copy(update={"day": day, "month": day.replace(day=1), "offered": ()}))

    def _pick(self, day: date) -> str:
        return self.press(f"d{day:%Y%m%d}")

    def _turn(self, month: date) -> str:
        return self.press(f"m{month:%Y%m%d}")


class TimeStep(Step[S]):
    """The free times of the day; after a refusal, the free slots nearest to the lost one."""

    name = "time"

    def __init__(self, offers: Offers[S]) -> None:
        self.offers = offers

    async def render(self, scene: Scene, draft: S) -> Screen:
        other_day = [[button(scene.t.plain("book-other-day"), self.press(OTHER_DAY))]]
        if draft.offered:
            rows = [[button(scene.moment(start), self.press(stamp(start)))] for start in draft.offered]
            return Screen(scene.t("book-offered"), rows + other_day + self.way_out(scene))
        slots = await self.offers.slots(scene, draft, chosen(draft.day))
        day = formatting.day(chosen(draft.day), scene.language)
        if not slots:
            return Screen(scene.t("book-day-full", day=day), other_day + self.way_out(scene))
        times = [button(scene.time(slot.starts_at), self.press(stamp(slot.starts_at))) for slot in slots]
        return Screen(scene.t("book-ask-time", day=day), in_rows(times, 4) + self.way_out(scene))

    async def accept(self, scene: Scene, draft: S, given: Input, prepared: Any) -> Outcome:
        if not isinstance(given, Press):
            return not_understood(given, "press")
        if given.value == OTHER_DAY:
            return GoTo("day", draft.model_copy(update={"offered": ()}))
        start = moment_of(given.value)
        day = start.astimezone(scene.zone).date()
        wanted = draft.model_copy(update={"day": day, "starts_at": start})
        if not any(slot.starts_at == start for slot in await self.offers.slots(scene, wanted, day)):
            return taken(draft, await self.offers.nearest(scene, draft, start), Notice(key="error-slot-taken"))
        return Next(wanted.model_copy(update={"offered": ()}))


async def choose_again(scene: Scene, draft: S, error: DomainError, offers: Offers[S]) -> Outcome | None:
    """Where a refusal of the chosen time leads; None for a refusal of anything else."""
    notice = explain(error, scene)
    match error:
        case (
            refusals.SlotTaken(nearest=nearest)
            | refusals.OutsideOpeningHours(nearest=nearest)
            | refusals.DuringClosure(nearest=nearest)
            | refusals.NotASlot(nearest=nearest)
        ):
            return taken(draft, nearest, notice)
        case refusals.StartInPast() | refusals.TooShortNotice() | refusals.PetHasVisitThen() | refusals.SameTime():
            return taken(draft, await offers.nearest(scene, draft, chosen(draft.starts_at)), notice)
        case refusals.BeyondHorizon():
            return GoTo("day", draft.model_copy(update={"month": None}), notice)
        case _:
            return None


def taken(draft: SlotDraft, nearest: list[Slot], notice: Notice) -> Outcome:
    """Back to the times: the nearest free slots as buttons, or the calendar when there are none."""
    offered = tuple(slot.starts_at for slot in sorted(nearest, key=lambda slot: slot.starts_at))
    kept = draft.model_copy(update={"offered": offered, "starts_at": None})
    return GoTo("time" if offered else "day", kept, notice)


def minute_of(moment: datetime) -> int:
    """A moment in a typed payload: minutes since 1970."""
    return int(moment.timestamp()) // 60


def stamp(moment: datetime) -> str:
    """A moment in a button of a step."""
    return str(minute_of(moment))


def moment_of(value: str | int) -> datetime:
    """The moment of a button; BadCallback when it is none."""
    try:
        return datetime.fromtimestamp(int(value) * 60, UTC)
    except (ValueError, OverflowError, OSError):
        raise BadCallback(str(value)) from None


def day_of(value: str) -> date:
    """The day of a button; BadCallback when it is none."""
    try:
        return datetime.strptime(value, "%Y%m%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise BadCallback(value) from None


def chosen(value: Any) -> Any:
    """What an earlier step has put into the draft; LookupError when the steps were out of order."""
    if value is None:
        raise LookupError("the draft lacks what this step needs")
    return value
