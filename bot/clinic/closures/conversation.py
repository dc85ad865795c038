"""A new closure: for whom, from when until when, why; then whom it hits, and what becomes of them."""

import html
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.appointments.cards import line
from bot.clinic.closures.entry import NoEnd, parse_span
from bot.clinic.closures.wording import span, whose
from bot.clinic.questions import LEFT, Question, mention, said
from bot.clinic.wall_times import UnreadableMoment
from bot.conversations.steps import (
    Conversation,
    Done,
    Draft,
    GoTo,
    Input,
    Next,
    Notice,
    Outcome,
    Press,
    Stay,
    Step,
    Text,
)
from bot.errors import explain
from bot.reply import Draw
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.callbacks import BadCallback, short, unshort
from bot.ui.screen import Screen, button, in_rows
from bot.ui.texts import Html, join
from bot.users.conversation import SKIP, not_understood
from core.appointments.errors import MoreVisitsHit
from core.appointments.schemas import AppointmentDetails
from core.clinic.errors import InvalidClosure, InvalidText, VetNotFound
from core.clinic.timetable import Span
from core.clinic.validation import clean_reason
from core.errors import DomainError

EVERYBODY, TYPE = "all", "type"
CANCEL_THEM, KEEP_THEM = "cancel", "keep"
LISTED = 12
"""How many of the visits have a line; the rest is counted."""


class ClosureDraft(Draft):
    vet: UUID | None = None
    """Who is away; None is the whole clinic."""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    with_command: bool = False
    """Whether the span came with the command, so that it is not asked for."""
    reason: str | None = None
    seen: tuple[UUID, ...] = ()
    """The visits that the summary last showed."""

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        if self.starts_at is None or self.ends_at is None:
            raise LookupError("asked for before it was typed")
        return self.starts_at, self.ends_at


def read_span(scene: Scene, text: str) -> Span | Notice:
    """From when until when, or what is wrong with it."""
    try:
        typed = parse_span(text, scene.now, scene.zone)
        scene.services.clinic.check_closure(typed.starts_at, typed.ends_at)
    except UnreadableMoment as error:
        return Notice(key="closures-unreadable", args={"typed": str(error.args[0])[:60]})
    except NoEnd:
        return Notice(key="closures-no-end")
    except InvalidClosure as error:
        return explain(error, scene)
    return typed


class WhoStep(Step[ClosureDraft]):
    name = "who"

    async def applies(self, scene: Scene, draft: ClosureDraft) -> bool:
        return len(await scene.services.clinic.vets()) > 1

    async def render(self, scene: Scene, draft: ClosureDraft) -> Screen:
        vets = await scene.services.clinic.vets()
        buttons = [button(formatting.name(vet.name), self.press(short(vet.id))) for vet in vets]
        everybody = [button(scene.t.plain("closures-clinic"), self.press(EVERYBODY))]
        return Screen(scene.t("closures-ask-who"), [everybody, *in_rows(buttons, 2), *self.way_out(scene, back=False)])

    async def accept(self, scene: Scene, draft: ClosureDraft, given: Input, prepared: Any) -> Outcome:
        if not isinstance(given, Press):
            return not_understood(given, "press")
        if given.value == EVERYBODY:
            return Next(draft.model_copy(update={"vet": None}))
        try:
            vet = await scene.services.clinic.vet(unshort(given.value))
        except BadCallback:
            return not_understood(given, "press")
        return Next(draft.model_copy(update={"vet": vet.id}))


class SpanStep(Question[ClosureDraft]):
    name = "span"
    placeholder = "closures-placeholder"

    async def applies(self, scene: Scene, draft: ClosureDraft) -> bool:
        return not draft.with_command

    async def ask(self, scene: Scene, draft: ClosureDraft) -> Html:
        return scene.t("closures-ask-span", who=mention(scene), name=await whose(scene, draft.vet))

    async def read(self, scene: Scene, draft: ClosureDraft, text: str) -> Outcome:
        typed = read_span(scene, text)
        if isinstance(typed, Notice):
            return Stay(typed)
        return Next(draft.model_copy(update={"starts_at": typed.starts_at, "ends_at": typed.ends_at}))


class WhyStep(Step[ClosureDraft]):
    """With buttons, so that skipping is a tap; a reply to it counts as the reason all the same."""

    name = "why"

    async def render(self, scene: Scene, draft: ClosureDraft) -> Screen:
        t = scene.t
        row = [
            button(t.plain("closures-type-reason"), self.press(TYPE)),
            button(t.plain("button-skip"), self.press(SKIP)),
        ]
        text = t("closures-ask-why", span=span(scene, *draft.bounds))
        return Screen(text, [row, *self.way_out(scene)])

    async def accept(self, scene: Scene, draft: ClosureDraft, given: Input, prepared: Any) -> Outcome:
        match given:
            case Press("type"):
                return GoTo(ReasonStep.name, draft)
            case Press("skip"):
                return await _summary(scene, draft.model_copy(update={"reason": None}))
            case Text(text):
                return await _summary(scene, draft.model_copy(update={"reason": clean_reason(text)}))
            case _:
                return not_understood(given, "press")


class ReasonStep(Question[ClosureDraft]):
    """Only where somebody chose to type it."""

    name = "reason"
    placeholder = "reason-placeholder"

    async def applies(self, scene: Scene, draft: ClosureDraft) -> bool:
        return False

    async def ask(self, scene: Scene, draft: ClosureDraft) -> Html:
        return scene.t("closures-ask-reason", who=mention(scene), span=span(scene, *draft.bounds))

    async def read(self, scene: Scene, draft: ClosureDraft, text: str) -> Outcome:
        return await _summary(scene, draft.model_copy(update={"reason": clean_reason(text)}))


class SummaryStep(Step[ClosureDraft]):
    """Nothing is stored before the choice here. It counts for the visits that were shown, and for no others."""

    name = "sum"

    async def render(self, scene: Scene, draft: ClosureDraft) -> Screen:
        t, hit = scene.t, await _hit(scene, draft)
        text = t(
            "closure",
            span=span(scene, *draft.bounds),
            name=await whose(scene, draft.vet),
            reason=draft.reason or "none",
        )
        lines = [text, t("closures-hit", count=len(hit))]
        if hit:
            lines[-1] = join([lines[-1], *_lines(scene, hit)])
            rows = [
                [button(t.plain("closures-cancel-them", count=len(hit)), self.press(CANCEL_THEM))],
                [button(t.plain("closures-keep-them"), self.press(KEEP_THEM))],
            ]
        else:
            rows = [[button(t.plain("closures-close"), self.press(KEEP_THEM))]]
        return Screen(join(lines, "\n\n"), [*rows, *self.way_out(scene)])

    async def accept(self, scene: Scene, draft: ClosureDraft, given: Input, prepared: Any) -> Outcome:
        if given not in (Press(CANCEL_THEM), Press(KEEP_THEM)):
            return not_understood(given, "press")
        cancel = given == Press(CANCEL_THEM)
        starts_at, ends_at = draft.bounds
        closure, hit = await scene.services.appointments.close(
            scene.actor, starts_at, ends_at, reason=draft.reason, vet_id=draft.vet, cancel=cancel, seen=draft.seen
        )
        notice = Notice(
            key="closures-cancelled" if cancel else "closures-closed", args={"count": len(hit)}, problem=False
        )
        return Done(said("closure", notice, id=str(closure.id)), notice=notice)

    async def refused(self, scene: Scene, draft: ClosureDraft, error: DomainError) -> Outcome | None:
        match error:
            case MoreVisitsHit():
                return await _summary(scene, draft, explain(error, scene))
            case InvalidClosure():  # it is over by now
                return GoTo(SpanStep.name, draft.model_copy(update={"with_command": False}), explain(error, scene))
            case VetNotFound() | InvalidText():
                return Done(said("closures", explain(error, scene)), notice=explain(error, scene))
            case _:
                return None


class ClosureConversation(Conversation[ClosureDraft]):
    name = "closure"

    def __init__(self) -> None:
        super().__init__(ClosureDraft, [WhoStep(), SpanStep(), WhyStep(), ReasonStep(), SummaryStep()])

    def left(self, draft: ClosureDraft) -> Draw:
        return said("closures", LEFT)


async def _hit(scene: Scene, draft: ClosureDraft) -> list[AppointmentDetails]:
    return await scene.services.appointments.hit_by(scene.actor, *draft.bounds, draft.vet)


async def _summary(scene: Scene, draft: ClosureDraft, notice: Notice | None = None) -> Outcome:
    """On to the summary, which counts for the visits that there are now."""
    seen = tuple(visit.id for visit in await _hit(scene, draft))
    return GoTo(SummaryStep.name, draft.model_copy(update={"seen": seen}), notice)


def _lines(scene: Scene, hit: Sequence[AppointmentDetails]) -> list[Html]:
    lines = [
        Html(html.escape(f"{line(scene, visit)} · {formatting.name(visit.owner.full_name)}", quote=False))
        for visit in hit[:LISTED]
    ]
    if len(hit) > LISTED:
        lines.append(scene.t("closures-hit-more", count=len(hit) - LISTED))
    return lines
