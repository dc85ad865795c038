"""An owner takes their account over with a code of the clinic: the code, whose it is, yes."""

from typing import Any

from bot.appointments.choosing import chosen
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
from bot.ui.screen import Screen, button
from bot.users.conversation import not_understood
from core.claims.errors import CodeNotUsable
from core.errors import DomainError
from core.users.errors import AlreadyRegistered

YES = "ok"


class ClaimDraft(Draft):
    key: str | None = None
    """Names the code; the code itself is kept nowhere."""
    first_name: str = ""


class CodeStep(Step[ClaimDraft]):
    name = "code"

    async def render(self, scene: Scene, draft: ClaimDraft) -> Screen:
        return Screen(scene.t("claim-ask-code"), self.way_out(scene, back=False))

    async def accept(self, scene: Scene, draft: ClaimDraft, given: Input, prepared: Any) -> Outcome:
        if not isinstance(given, Text):
            return not_understood(given, "text")
        claim = await scene.services.claims.look(scene.account, given.text)
        if claim is None:
            return Stay(not_usable(scene))
        return Next(ClaimDraft(key=claim.key, first_name=claim.first_name))

    async def refused(self, scene: Scene, draft: ClaimDraft, error: DomainError) -> Outcome | None:
        return _linked_meanwhile(scene, error)


class ConfirmStep(Step[ClaimDraft]):
    """Only the first name is shown: whoever found the code learns no more."""

    name = "yes"

    async def render(self, scene: Scene, draft: ClaimDraft) -> Screen:
        t, name = scene.t, formatting.name(draft.first_name)
        yes = [[button(t.plain("claim-yes", name=name), self.press(YES))]]
        return Screen(t("claim-confirm", name=name, clinic=scene.settings.clinic_name), yes + self.way_out(scene))

    async def accept(self, scene: Scene, draft: ClaimDraft, given: Input, prepared: Any) -> Outcome:
        if given != Press(YES):
            return not_understood(given, "press")
        user = await scene.services.claims.redeem(scene.account, chosen(draft.key))
        scene.become(scene.account.model_copy(update={"user": user}))
        said = Notice(key="claim-done", args={"name": formatting.name(user.full_name)}, problem=False)
        return Done(Draw(view="home", args={"notice": said.model_dump(mode="json")}), notice=said)

    async def refused(self, scene: Scene, draft: ClaimDraft, error: DomainError) -> Outcome | None:
        if isinstance(error, CodeNotUsable):
            return GoTo(CodeStep.name, ClaimDraft(), not_usable(scene))
        return _linked_meanwhile(scene, error)


class TakeOver(Conversation[ClaimDraft]):
    name = "claim"
    replaces = frozenset({"register", "login"})

    def __init__(self) -> None:
        super().__init__(ClaimDraft, [CodeStep(), ConfirmStep()])

    async def step_from(self, scene: Scene, draft: ClaimDraft, after: str | None = None) -> str | None:
        """With a link the code is there already."""
        if after is None and draft.key is not None:
            return ConfirmStep.name
        return await super().step_from(scene, draft, after)


def not_usable(scene: Scene) -> Notice:
    """The same for a code that never was, was used, has expired or was replaced."""
    return explain(CodeNotUsable(), scene)


def _linked_meanwhile(scene: Scene, error: DomainError) -> Outcome | None:
    if not isinstance(error, AlreadyRegistered):
        return None
    notice = explain(error, scene)
    return Done(Draw(view="claim_linked"), notice=notice)
