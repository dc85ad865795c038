"""Staff type why a request is declined, which leads to the times to propose, or why a visit is called off."""

from uuid import UUID

from bot.appointments.cards import require_decidable
from bot.appointments.proposing import named, over, propose_draft
from bot.clinic.questions import Question, mention
from bot.clinic.wording import service_name
from bot.conversations.steps import Conversation, Draft, Instead, Notice, Outcome
from bot.errors import explain
from bot.scene import Scene
from bot.ui.texts import Html
from core.appointments.decisions import REASON_LIMIT
from core.appointments.errors import AppointmentNotFound, InvalidReason
from core.errors import DomainError
from core.text import many_lines


class ReasonDraft(Draft):
    visit: UUID
    cancel: bool = False
    """Whether the visit is called off; else its request is declined."""


class ReasonStep(Question[ReasonDraft]):
    name = "reason"
    placeholder = "reason-placeholder"

    async def ask(self, scene: Scene, draft: ReasonDraft) -> Html:
        try:
            visit = await scene.services.appointments.get(scene.actor, draft.visit)
        except AppointmentNotFound:
            return scene.t("error-appointment-not-found")
        key = "reason-ask-cancel" if draft.cancel else "reason-ask-decline"
        return scene.t(key, who=mention(scene), service=service_name(scene, visit.service), **named(scene, visit))

    async def read(self, scene: Scene, draft: ReasonDraft, text: str) -> Outcome:
        reason = many_lines(text)
        if not reason:
            raise InvalidReason(REASON_LIMIT)
        appointments = scene.services.appointments
        if draft.cancel:
            visit = await appointments.cancel(scene.actor, draft.visit, reason)
            return over(Notice(key="reason-cancelled", args=named(scene, visit), problem=False))
        if len(reason) > REASON_LIMIT:
            raise InvalidReason(REASON_LIMIT)
        require_decidable(scene, await appointments.get(scene.actor, draft.visit))
        return Instead("propose", await propose_draft(scene, draft.visit, reason))

    async def refused(self, scene: Scene, draft: ReasonDraft, error: DomainError) -> Outcome | None:
        """A wrong reason is asked for again; anything else means that there is nothing left to give a reason for."""
        return None if isinstance(error, InvalidReason) else over(explain(error, scene))


class ReasonConversation(Conversation[ReasonDraft]):
    name = "decline"

    def __init__(self) -> None:
        super().__init__(ReasonDraft, [ReasonStep()])
