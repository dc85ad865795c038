"""Staff type the name of a vet: of a new one, or another one of somebody who is there."""

from uuid import UUID

from bot.clinic.questions import LEFT, Question, mention, said
from bot.conversations.steps import Conversation, Done, Draft, Notice, Outcome
from bot.errors import explain
from bot.reply import Draw
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.texts import Html
from core.clinic.errors import VetNotFound
from core.errors import DomainError


class VetDraft(Draft):
    vet: UUID | None = None
    """Who is renamed; None for a new one."""
    called: str = ""
    """The name so far."""


class VetNameStep(Question[VetDraft]):
    name = "name"
    placeholder = "vets-placeholder"

    async def ask(self, scene: Scene, draft: VetDraft) -> Html:
        if draft.vet is None:
            return scene.t("vets-ask-new", who=mention(scene))
        return scene.t("vets-ask-name", who=mention(scene), name=formatting.name(draft.called))

    async def read(self, scene: Scene, draft: VetDraft, text: str) -> Outcome:
        clinic = scene.services.clinic
        if draft.vet is None:
            vet = await clinic.add_vet(scene.actor, text)
            notice = Notice(key="vets-added", args={"name": formatting.name(vet.name)}, problem=False)
        else:
            vet = await clinic.rename_vet(scene.actor, draft.vet, text)
            before = formatting.name(draft.called)
            notice = Notice(
                key="vets-renamed", args={"before": before, "name": formatting.name(vet.name)}, problem=False
            )
        return Done(said("vet", notice, id=str(vet.id)), notice=notice)

    async def refused(self, scene: Scene, draft: VetDraft, error: DomainError) -> Outcome | None:
        if isinstance(error, VetNotFound):
            notice = explain(error, scene)
            return Done(said("vets", notice), notice=notice)
        return None


class VetConversation(Conversation[VetDraft]):
    name = "vet"

    def __init__(self) -> None:
        super().__init__(VetDraft, [VetNameStep()])

    def left(self, draft: VetDraft) -> Draw:
        return said("vets", LEFT) if draft.vet is None else said("vet", LEFT, id=str(draft.vet))
