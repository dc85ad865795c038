"""What a conversation is made of.

A conversation is a list of steps over a draft. A step answers three questions: what does its screen look like
(`render`), what does an input mean here (`accept`), and whether it is asked at all (`applies`); where Back leads
follows from the order. `render` writes nothing and can be repeated at any time.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel

from bot.house import House
from bot.reply import Draw
from bot.scene import Scene
from bot.ui.callbacks import Callback
from bot.ui.screen import Rows, Screen, button
from core.errors import DomainError


class Draft(BaseModel):
    """What was entered so far; JSON in the database."""


D = TypeVar("D", bound=Draft)


@dataclass(frozen=True)
class StepPress(Callback, prefix="s"):
    """A button of a step. It works while the conversation is at that step and explains itself otherwise."""

    conversation: str
    step: str
    value: str


BACK = "<"
LEAVE = "x"


# Inputs


@dataclass(frozen=True)
class Press:
    """A button of the step's own screen."""

    value: str


@dataclass(frozen=True)
class Text:
    """Something typed."""

    text: str


@dataclass(frozen=True)
class ContactShared:
    """A contact: `own` only when Telegram vouches that it is the sender's."""

    phone: str
    own: bool


@dataclass(frozen=True)
class Unreadable:
    """A sticker, a voice message, a photo: nothing that any step can read. `kind` names it in the chat's words."""

    kind: str


Input = Press | Text | ContactShared | Unreadable


# Outcomes


class Notice(BaseModel):
    """A sentence on top of the next screen: a problem, or good news."""

    key: str
    args: dict[str, Any] = {}
    problem: bool = True


@dataclass(frozen=True)
class Next:
    """On to the next step that applies; `draft` replaces what was entered so far."""

    draft: Draft
    notice: Notice | None = None


@dataclass(frozen=True)
class GoTo:
    """On to a particular step."""

    step: str
    draft: Draft
    notice: Notice | None = None


@dataclass(frozen=True)
class Stay:
    """The same step again, with a word about why."""

    notice: Notice | None = None
    draft: Draft | None = None


@dataclass(frozen=True)
class Ask:
    """Another conversation first; this one goes on when that is done (see `Conversation.resumed`)."""

    conversation: str
    draft: Draft | None = None


@dataclass(frozen=True)
class Done:
    """The conversation is over. `view` is what its message shows from now on."""

    view: Draw
    toast: str | None = None
    result: dict[str, Any] = field(default_factory=dict)
    """For the conversation that this one interrupted."""
    notice: Notice | None = None
    """On top of the interrupted conversation when that goes on."""


@dataclass(frozen=True)
class Instead:
    """The conversation is over, and another one begins in its place."""

    conversation: str
    draft: Draft | None = None
    notice: Notice | None = None


Outcome = Next | GoTo | Stay | Ask | Done | Instead


def problem(key: str, **args: Any) -> Stay:
    """Stay, and say what is wrong."""
    return Stay(Notice(key=key, args=args))


class Step(Generic[D]):
    """One question of a conversation."""

    name: ClassVar[str]
    conversation: ClassVar[str] = ""
    """Its conversation's name, set when the conversation is put together."""
    secret: ClassVar[bool] = False
    """Whether what is typed here is taken out of the chat at once (passwords)."""

    cancel_leads_back: ClassVar[bool] = False
    """Whether /cancel is Back here: for typed questions in the middle, which have no room for that button."""

    async def applies(self, scene: Scene, draft: D) -> bool:
        """Whether the question is asked at all, as things stand."""
        return True

    def typed_buttons(self, scene: Scene) -> dict[str, str]:
        """What the buttons of a reply keyboard type, and the value each stands for (BACK and LEAVE among them)."""
        return {}

    async def prepare(self, house: House, telegram_user_id: int, draft: D, given: Input) -> Any:
        """Slow work before the transaction (hashing a password); what it returns comes to `accept`.

        It may raise DomainError, which is shown like one from `accept`.
        """
        return None

    async def render(self, scene: Scene, draft: D) -> Screen:
        """What the screen looks like. Reads only."""
        raise LookupError(f"{self.name} has no screen")

    async def accept(self, scene: Scene, draft: D, given: Input, prepared: Any) -> Outcome:
        """What the input means. A DomainError stays at the step and is explained on its screen."""
        raise LookupError(f"{self.name} accepts nothing")

    async def refused(self, scene: Scene, draft: D, error: DomainError) -> Outcome | None:
        """Where a refusal leads; None explains it on the same screen."""
        return None

    # For the screens

    def press(self, value: str) -> str:
        """The callback data of a button of this step."""
        return StepPress(self.conversation, self.name, value).pack()

    def way_out(self, scene: Scene, *, back: bool = True) -> Rows:
        """The last row of every screen: Back and Cancel."""
        row = [button(scene.t.plain("button-back"), self.press(BACK))] if back else []
        return [[*row, button(scene.t.plain("button-cancel"), self.press(LEAVE))]]


class Conversation(Generic[D]):
    """Steps in their order over one kind of draft. `name` is short: it stands in every button."""

    name: ClassVar[str]
    replaces: ClassVar[frozenset[str]] = frozenset()
    """Conversations that make no sense any more once this one has begun: they are ended, not interrupted."""

    def __init__(self, draft_type: type[D], steps: list[Step[D]]) -> None:
        self.draft_type = draft_type
        self.steps = {step.name: step for step in steps}
        for step in steps:
            step.conversation = self.name  # type: ignore[misc]  # a class variable for reading, set here once

    def draft(self, data: dict[str, Any]) -> D:
        return self.draft_type.model_validate(data)

    async def asks_first(self, scene: Scene, draft: D) -> Ask | None:
        """Another conversation that must come before this one can begin."""
        return None

    def left(self, draft: D) -> Draw | None:
        """What is shown when it is left half-way; None is the menu."""
        return None

    def resumed(self, step: str, draft: D, result: dict[str, Any]) -> tuple[str, D]:
        """Where it goes on after a conversation that it asked for (or that interrupted it) is done."""
        return step, draft

    async def step_from(self, scene: Scene, draft: D, after: str | None = None) -> str | None:
        """The first step that applies, of all or of those after `after`; None when there is none left."""
        names = list(self.steps)
        for name in names[names.index(after) + 1 if after else 0 :]:
            if await self.steps[name].applies(scene, draft):
                return name
        return None

    async def step_before(self, scene: Scene, draft: D, step: str) -> str | None:
        names = list(self.steps)
        for name in reversed(names[: names.index(step)]):
            if await self.steps[name].applies(scene, draft):
                return name
        return None
