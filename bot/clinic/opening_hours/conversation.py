"""Staff type the hours of a weekday, and see what they mean for what is booked before they are saved."""

from datetime import time
from typing import Any
from uuid import UUID

from bot.clinic.booked import visit_rows
from bot.clinic.opening_hours.callbacks import CLINIC
from bot.clinic.opening_hours.entry import UnreadableHours, parse_hours
from bot.clinic.opening_hours.wording import days, hours_of, of_day, spans, who
from bot.clinic.questions import LEFT, Question, mention, said
from bot.conversations.steps import Conversation, Done, Draft, GoTo, Input, Next, Notice, Outcome, Press, Step, problem
from bot.errors import explain
from bot.reply import Draw
from bot.scene import Scene
from bot.ui.screen import Screen, button
from bot.ui.texts import Html, join
from bot.users.conversation import not_understood
from core.appointments.errors import MoreVisitsOutside
from core.clinic.errors import NoOwnHoursLeft, VetNotFound
from core.errors import DomainError

SAVE, RETYPE, DISCARD = "save", "type", "no"


class HoursDraft(Draft):
    vet: UUID | None = None
    """Whose hours; None is the clinic."""
    weekdays: tuple[int, ...] = ()
    """Which days get them."""
    hours: list[tuple[time, time]] | None = None
    """None before they are typed."""
    page: int = 1
    """Of the visits that would lie outside."""
    seen: tuple[UUID, ...] = ()
    """The visits outside that the preview last counted."""

    @property
    def proposed(self) -> dict[int, list[tuple[time, time]]]:
        return {weekday: self.hours or [] for weekday in self.weekdays}


async def with_outside(scene: Scene, draft: HoursDraft) -> HoursDraft:
    """The draft with the visits that its hours leave out by now. Refuses what can't be saved."""
    outside = await scene.services.appointments.outside_if(scene.actor, draft.vet, draft.proposed)
    return draft.model_copy(update={"seen": tuple(visit.id for visit in outside)})


class TypeStep(Question[HoursDraft]):
    name = "type"
    placeholder = "hours-placeholder"

    async def applies(self, scene: Scene, draft: HoursDraft) -> bool:
        return draft.hours is None

    async def ask(self, scene: Scene, draft: HoursDraft) -> Html:
        week, _ = await hours_of(scene, draft.vet)
        return scene.t(
            "hours-ask",
            who=mention(scene),
            name=await who(scene, draft.vet),
            day=days(scene, draft.weekdays),
            now=spans(of_day(week, draft.weekdays[0])),
        )

    async def read(self, scene: Scene, draft: HoursDraft, text: str) -> Outcome:
        try:
            typed = draft.model_copy(update={"hours": parse_hours(text)})
        except UnreadableHours as error:
            return problem("hours-unreadable", typed=str(error.args[0])[:60])
        return Next(await with_outside(scene, typed))  # refuses here what can't be

    async def refused(self, scene: Scene, draft: HoursDraft, error: DomainError) -> Outcome | None:
        return await _given_up(scene, draft, error)


class PreviewStep(Step[HoursDraft]):
    """What was understood and which visits would lie outside. They stay booked, and saving counts for these alone."""

    name = "save"

    async def render(self, scene: Scene, draft: HoursDraft) -> Screen:
        t = scene.t
        week, own = await hours_of(scene, draft.vet)
        outside = await scene.services.appointments.outside_if(scene.actor, draft.vet, draft.proposed)
        lines = [
            t(
                "hours-preview",
                day=days(scene, draft.weekdays),
                name=await who(scene, draft.vet),
                hours=spans(draft.hours or []),
                now=spans(of_day(week, draft.weekdays[0])) if len(draft.weekdays) == 1 else "unsaid",
            )
        ]
        if draft.vet is not None and not own:
            lines.append(t("hours-become-own", name=await who(scene, draft.vet)))
        lines.append(t("hours-outside", count=len(outside)))
        rows = visit_rows(scene, outside, draft.page, lambda page: self.press(str(page)))
        rows.append([button(t.plain("hours-save"), self.press(SAVE))])
        last = [button(t.plain("button-back"), self.press(DISCARD)), button(t.plain("hours-type"), self.press(RETYPE))]
        return Screen(join(lines, "\n\n"), [*rows, last])

    async def accept(self, scene: Scene, draft: HoursDraft, given: Input, prepared: Any) -> Outcome:
        match given:
            case Press("save"):
                return await self._save(scene, draft)
            case Press("type"):
                return GoTo("type", draft.model_copy(update={"hours": None, "page": 1}))
            case Press("no"):
                return Done(_screen(draft, LEFT), notice=LEFT)
            case Press(page) if page.isdecimal():
                return GoTo(self.name, draft.model_copy(update={"page": int(page[:4])}))
            case _:
                return not_understood(given, "press")

    async def refused(self, scene: Scene, draft: HoursDraft, error: DomainError) -> Outcome | None:
        if isinstance(error, MoreVisitsOutside):
            return GoTo(self.name, await with_outside(scene, draft), explain(error, scene))
        return await _given_up(scene, draft, error)

    async def _save(self, scene: Scene, draft: HoursDraft) -> Outcome:
        outside = await scene.services.appointments.change_hours(
            scene.actor, draft.vet, draft.proposed, seen=draft.seen
        )
        notice = Notice(key="hours-saved", args={"count": len(outside)}, problem=False)
        return Done(_screen(draft, notice), notice=notice)


class HoursConversation(Conversation[HoursDraft]):
    name = "hours"

    def __init__(self) -> None:
        super().__init__(HoursDraft, [TypeStep(), PreviewStep()])

    def left(self, draft: HoursDraft) -> Draw:
        return _screen(draft, LEFT)


def _screen(draft: HoursDraft, notice: Notice) -> Draw:
    """Where this began: the day's screen, or the week's when several days are concerned."""
    whose = str(draft.vet or CLINIC)
    if len(draft.weekdays) > 1:
        return said("hours", notice, id=whose)
    return said("hours_of_day", notice, id=whose, weekday=draft.weekdays[0])


async def _given_up(scene: Scene, draft: HoursDraft, error: DomainError) -> Outcome | None:
    """What can't be typed better: the vet is gone, or would have no hours left."""
    if isinstance(error, VetNotFound | NoOwnHoursLeft):
        notice = explain(error, scene)
        return Done(_screen(draft, notice), notice=notice)
    return None
