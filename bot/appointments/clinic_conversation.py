"""Staff type why a request is declined, or why a visit is called off."""

import html
from typing import Any
from uuid import UUID

from telegram import ForceReply

from bot.clinic.wording import service_name
from bot.conversations.steps import Conversation, Done, Draft, Input, Notice, Outcome, Step, Text
from bot.errors import explain
from bot.reply import Draw
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Screen
from bot.ui.texts import Html
from bot.users.conversation import not_understood
from core.appointments.decisions import REASON_LIMIT
from core.appointments.errors import AppointmentNotFound, InvalidReason
from core.appointments.schemas import AppointmentDetails
from core.errors import DomainError
from core.text import many_lines


class ReasonDraft(Draft):
    visit: UUID
    cancel: bool = False
    """Whether the visit is called off; else its request is declined."""


class ReasonStep(Step[ReasonDraft]):
    """Asked by ForceReply: in a group the bot may see nothing but commands and replies to itself."""

    name = "reason"

    async def render(self, scene: Scene, draft: ReasonDraft) -> Screen:
        try:
            visit = await scene.services.appointments.get(scene.actor, draft.visit)
        except AppointmentNotFound:
            return Screen(scene.t("error-appointment-not-found"))
        key = "reason-ask-cancel" if draft.cancel else "reason-ask-decline"
        text = scene.t(key, who=_mention(scene), service=service_name(scene, visit.service), **_named(scene, visit))
        asking = ForceReply(selective=True, input_field_placeholder=scene.t.plain("reason-placeholder"))
        return Screen(text, force_reply=asking)

    async def accept(self, scene: Scene, draft: ReasonDraft, given: Input, prepared: Any) -> Outcome:
        if not isinstance(given, Text):
            return not_understood(given, "text")
        reason = many_lines(given.text)
        if not reason:
            raise InvalidReason(REASON_LIMIT)
        appointments = scene.services.appointments
        if draft.cancel:
            visit = await appointments.cancel(scene.actor, draft.visit, reason)
            return _done(Notice(key="reason-cancelled", args=_named(scene, visit), problem=False))
        visit = await appointments.decline(scene.actor, draft.visit, reason)
        return _done(Notice(key="reason-declined", args=_named(scene, visit), problem=False))

    async def refused(self, scene: Scene, draft: ReasonDraft, error: DomainError) -> Outcome | None:
        """A wrong reason is asked for again; anything else means that there is nothing left to give a reason for."""
        return None if isinstance(error, InvalidReason) else _done(explain(error, scene))


class ReasonConversation(Conversation[ReasonDraft]):
    name = "decline"

    def __init__(self) -> None:
        super().__init__(ReasonDraft, [ReasonStep()])


def _done(notice: Notice) -> Done:
    return Done(Draw(view="notice", args={"notice": notice.model_dump(mode="json")}), notice=notice)


def _named(scene: Scene, visit: AppointmentDetails) -> dict[str, Any]:
    return {
        "number": str(visit.number),
        "pet": formatting.name(visit.pet.name),
        "at": scene.moment(visit.starts_at),
    }


def _mention(scene: Scene) -> Html:
    """Names the one who is asked: a selective ForceReply opens for them alone."""
    account = scene.account
    name = html.escape(formatting.name(account.display_name), quote=False)
    return Html(f'<a href="tg://user?id={account.telegram_user_id}">{name}</a>')
