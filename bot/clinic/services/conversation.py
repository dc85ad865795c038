"""Staff type a service's values: name and duration of a new one, or one value of one that is there."""

from abc import abstractmethod
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from bot.clinic.questions import LEFT, Question, mention, said
from bot.clinic.services.entry import Unreadable, parse_length, parse_price
from bot.clinic.services.wording import FIELDS, may_be_renamed, values
from bot.conversations.steps import Conversation, Done, Draft, Next, Notice, Outcome, problem
from bot.errors import explain
from bot.reply import Draw
from bot.scene import Scene
from bot.ui.texts import Html
from core.clinic.errors import ServiceNotFound
from core.clinic.schemas import ServiceChanges, ServiceDraft
from core.clinic.validation import clean_name
from core.errors import DomainError
from core.text import one_line


class ServiceAnswers(Draft):
    service: UUID | None = None
    """The one that is changed; None for a new one."""
    field: str | None = None
    """The one value that a change is about."""
    called: str = ""
    """The name of the new one, or of the one that is changed."""
    now: str = "none"
    """The present value, in words."""


class _Value(Question[ServiceAnswers]):
    """One value; the step has the field's name. A new service is asked for its name and its duration alone."""

    placeholder = "services-placeholder"
    of_new: ClassVar[bool] = False

    async def applies(self, scene: Scene, draft: ServiceAnswers) -> bool:
        return self.of_new if draft.service is None else draft.field == self.name

    async def ask(self, scene: Scene, draft: ServiceAnswers) -> Html:
        key = f"service-ask-{self.name.replace('_', '-')}"
        if draft.service is None:
            key = f"services-new-{self.name}"
        return scene.t(key, who=mention(scene), name=draft.called, now=draft.now)

    async def read(self, scene: Scene, draft: ServiceAnswers, text: str) -> Outcome:
        try:
            value = self.parse(text)
        except Unreadable:
            key = "services-unreadable-price" if self.name == "price" else "services-unreadable-length"
            return problem(key, typed=one_line(text)[:60])
        if draft.service is None:
            return await self.go_on(scene, draft, value)
        changed = ServiceChanges.model_validate({self.name: value})
        service = await scene.services.clinic.edit_service(scene.actor, draft.service, changed)
        notice = Notice(key="services-saved", args={"name": values(scene, service)["name"]}, problem=False)
        return Done(said("service", notice, id=str(service.id)), notice=notice)

    @abstractmethod
    def parse(self, text: str) -> Any:
        """The value; Unreadable."""

    async def go_on(self, scene: Scene, draft: ServiceAnswers, value: Any) -> Outcome:
        """Where the answer leads while a service is added."""
        raise LookupError(f"{self.name} is not asked of a new service")

    async def refused(self, scene: Scene, draft: ServiceAnswers, error: DomainError) -> Outcome | None:
        if isinstance(error, ServiceNotFound):
            notice = explain(error, scene)
            return Done(said("services", notice), notice=notice)
        return None


class NameStep(_Value):
    name = "name"
    of_new = True

    def parse(self, text: str) -> str:
        return clean_name(text)

    async def go_on(self, scene: Scene, draft: ServiceAnswers, value: Any) -> Outcome:
        return Next(draft.model_copy(update={"called": value}))


class DurationStep(_Value):
    name = "duration"
    of_new = True

    def parse(self, text: str) -> timedelta:
        return parse_length(text)

    async def go_on(self, scene: Scene, draft: ServiceAnswers, value: Any) -> Outcome:
        draft_ = ServiceDraft(name=draft.called, duration=value)
        service = await scene.services.clinic.add_service(scene.actor, draft_)
        notice = Notice(key="services-added", args={"name": values(scene, service)["name"]}, problem=False)
        return Done(said("service", notice, id=str(service.id)), notice=notice)


class BufferStep(_Value):
    name = "buffer"

    def parse(self, text: str) -> timedelta:
        return parse_length(text)


class NoticeStep(_Value):
    """A number alone counts hours: nobody asks for minutes of notice."""

    name = "minimum_notice"

    def parse(self, text: str) -> timedelta:
        return parse_length(text, timedelta(hours=1))


class PriceStep(_Value):
    name = "price"

    def parse(self, text: str) -> Any:
        return parse_price(text)


class ServiceConversation(Conversation[ServiceAnswers]):
    name = "service"

    def __init__(self) -> None:
        super().__init__(ServiceAnswers, [NameStep(), DurationStep(), BufferStep(), NoticeStep(), PriceStep()])

    def left(self, draft: ServiceAnswers) -> Draw:
        return said("services", LEFT) if draft.service is None else said("service", LEFT, id=str(draft.service))


async def answers_for(scene: Scene, service_id: UUID, field: str) -> ServiceAnswers | None:
    """What is known before one value is asked for; None for what can't be changed. ServiceNotFound."""
    service = await scene.services.clinic.service(service_id)
    if field not in FIELDS and not (field == "name" and may_be_renamed(scene, service)):
        return None
    known = values(scene, service)
    now = known["notice" if field == "minimum_notice" else field]
    return ServiceAnswers(service=service.id, field=field, called=known["name"], now=now)
