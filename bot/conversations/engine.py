"""Walks a person through conversations. All it knows stands in the `conversations` table."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.conversations.steps import (
    BACK,
    LEAVE,
    Ask,
    Conversation,
    Done,
    Draft,
    GoTo,
    Input,
    Instead,
    Next,
    Notice,
    Outcome,
    Press,
    Stay,
    Step,
    StepPress,
    Text,
)
from bot.errors import explain
from bot.house import House
from bot.reply import CONVERSATION, Draw, Place, Reply
from bot.scene import Scene
from bot.ui.screen import Screen
from bot.ui.texts import Html
from core.conversations.schemas import ConversationState, Frame
from core.errors import DomainError
from core.staff.errors import ManagersOnly

MAX_SUSPENDED = 3
ENDED = ""
"""The name of a conversation that is over: its row tells a second tap on its last button from an old message."""


class Engine:
    """The conversations there are, and how they go on."""

    def __init__(self, conversations: Sequence[Conversation[Any]], home: str = "home") -> None:
        self._conversations = {conversation.name: conversation for conversation in conversations}
        self._home = home

    # Reading

    def knows(self, state: ConversationState) -> bool:
        """Whether there still is such a conversation and step."""
        return self._known(state.frame)

    async def find(self, scene: Scene) -> ConversationState | None:
        """The person's conversation in this chat, unless it is of a kind that no longer exists."""
        state = await scene.services.conversations.find(scene.chat_id, scene.account.telegram_user_id)
        if state is None or not self._known(state.frame):
            return None
        return state

    async def render(self, scene: Scene, state: ConversationState) -> Screen:
        """The conversation's screen as it now stands, its notice on top."""
        step, draft = self._step(state.frame)
        screen = await step.render(scene, draft)
        if state.notice is None:
            return screen
        notice = Notice.model_validate(state.notice)
        line = scene.t(notice.key, **notice.args)
        return replace(screen, text=Html(f"{'⚠️ ' if notice.problem else ''}{line}\n\n{screen.text}"))

    async def prepare(self, house: House, state: ConversationState, given: Input) -> Any:
        """The slow work of the present step, before the transaction."""
        step, draft = self._step(state.frame)
        return await step.prepare(house, state.telegram_user_id, draft, given)

    def prepares(self, press: StepPress) -> bool:
        """Whether the step whose button was pressed has slow work to do before the transaction."""
        conversation = self._conversations.get(press.conversation)
        step = conversation.steps.get(press.step) if conversation else None
        return step is not None and type(step).prepare is not Step.prepare

    def is_secret(self, state: ConversationState) -> bool:
        """Whether what is typed now must leave the chat."""
        return self._step(state.frame)[0].secret

    # Going on

    async def start(
        self,
        scene: Scene,
        reply: Reply,
        name: str,
        draft: Draft | None = None,
        *,
        at: int | None = None,
        notice: Notice | None = None,
    ) -> None:
        """Begins a conversation: drawn on the message `at` if given, else below.

        Another one that is under way is suspended, and goes on when this one is over; the same one without a
        new draft simply goes on.
        """
        before = await self.find(scene)
        if before is not None and before.frame.name == name and draft is None:
            await self._draw(reply, before, at)  # it is under way: go on, nothing entered is lost
            return
        suspended = list(before.suspended) if before else []
        if before is not None:
            suspended.append(before.frame)
            if before.message_id is not None and before.message_id != at:
                reply.delete.append(before.message_id)
            reply.drop_keyboard = before.reply_keyboard
        await self._begin(scene, reply, name, draft, suspended, at, notice)

    async def _begin(
        self,
        scene: Scene,
        reply: Reply,
        name: str,
        draft: Draft | None,
        suspended: list[Frame],
        at: int | None,
        notice: Notice | None,
    ) -> None:
        conversation = self._conversations[name]
        over = {name, *conversation.replaces}
        suspended = [frame for frame in suspended if frame.name not in over][-MAX_SUSPENDED:]
        fresh = draft or conversation.draft_type()
        if (before := await conversation.asks_first(scene, fresh)) is not None:
            steps = list(conversation.steps)
            suspended.append(Frame(name=name, step=steps[0], draft=fresh.model_dump(mode="json")))
            await self._begin(scene, reply, before.conversation, before.draft, suspended, at, notice)
            return
        step = await conversation.step_from(scene, fresh)
        if step is None:
            raise LookupError(f"conversation {name} has nothing to ask")
        state = ConversationState(
            chat_id=scene.chat_id,
            telegram_user_id=scene.account.telegram_user_id,
            frame=Frame(name=name, step=step, draft=fresh.model_dump(mode="json")),
            notice=notice.model_dump(mode="json") if notice else None,
            suspended=tuple(suspended),
            message_id=at,
        )
        await self._go(scene, reply, state, at)

    async def press(self, scene: Scene, reply: Reply, press: StepPress, message_id: int, prepared: Any) -> None:
        """A button of a step: taken if the conversation is there, explained if it is not."""
        state = await self.find(scene)
        if await self._is_anothers(scene, message_id):
            reply.toast, reply.alert = scene.t.plain("conversation-anothers"), True
            return
        if state is None:
            ended = await scene.services.conversations.find(scene.chat_id, scene.account.telegram_user_id)
            if ended is None or ended.frame.name != ENDED or ended.message_id != message_id:
                reply.toast, reply.alert = scene.t.plain("conversation-over"), True
                reply.draws.append(Draw(view=self._home, place=Place.HERE, message_id=message_id))
            return
        if (press.conversation, press.step) != (state.frame.name, state.frame.step):
            if message_id != state.message_id:
                reply.toast = scene.t.plain("conversation-elsewhere")
            await self._draw(reply, state, message_id)
            return
        await self.receive(scene, reply, state, Press(press.value), message_id, prepared)

    async def _is_anothers(self, scene: Scene, message_id: int) -> bool:
        """In a group the message may be what somebody else is asked."""
        if scene.chat_id == scene.account.telegram_user_id:
            return False
        whose = await scene.services.conversations.whose(scene.chat_id, message_id)
        return whose not in (None, scene.account.telegram_user_id)

    async def receive(
        self, scene: Scene, reply: Reply, state: ConversationState, given: Input, at: int | None, prepared: Any
    ) -> None:
        """An input for the present step; `at` is the message whose button was pressed, None for what was typed."""
        step, draft = self._step(state.frame)
        typed = step.typed_buttons(scene)
        if isinstance(given, Text) and given.text in typed:
            given = Press(typed[given.text])
        if given == Press(LEAVE):
            await self.leave(scene, reply, at)
        elif given == Press(BACK):
            await self._back(scene, reply, state, at)
        else:
            await self._follow(scene, reply, state, await step.accept(scene, draft, given, prepared), at)

    async def refused(self, scene: Scene, reply: Reply, error: DomainError, at: int | None) -> bool:
        """Explains a refusal on the conversation's screen; False when there is no conversation."""
        state = await self.find(scene)
        if state is None:
            return False
        step, draft = self._step(state.frame)
        outcome = await step.refused(scene, draft, error)
        if outcome is None and isinstance(error, ManagersOnly):
            outcome = self._given_up(state, explain(error, scene))
        await self._follow(scene, reply, state, outcome or Stay(explain(error, scene)), at)
        return True

    def _given_up(self, state: ConversationState, notice: Notice) -> Outcome | None:
        """Nothing that is entered would help any more: the conversation ends where leaving it leads."""
        conversation = self._conversations[state.frame.name]
        left = conversation.left(conversation.draft(state.frame.draft))
        if left is None:
            return None
        said = {**left.args, "notice": notice.model_dump(mode="json")}
        return Done(left.model_copy(update={"args": said}), notice=notice)

    async def leave(self, scene: Scene, reply: Reply, at: int | None = None) -> bool:
        """Leaves the present conversation, back to the one it interrupted or home; False when there is none."""
        state = await self.find(scene)
        if state is None:
            return False
        if at is None and await self._goes_back(scene, state):
            await self._back(scene, reply, state, at)
            return True
        if state.suspended:
            notice = Notice(key="conversation-left-resumed", problem=False)
            await self._resume(scene, reply, state, {}, notice, at)
            return True
        conversation = self._conversations[state.frame.name]
        left = conversation.left(conversation.draft(state.frame.draft))
        await self._end(scene, reply, state, left or Draw(view=self._home, args={"left": True}), at)
        return True

    async def abandon(self, scene: Scene, reply: Reply, at: int | None = None) -> None:
        """Ends the conversation and whatever it interrupted: none of them may be drawable any more."""
        state = await self.find(scene)
        if state is not None:
            await self._end(scene, reply, state.model_copy(update={"suspended": ()}), Draw(view=self._home), at)

    async def remind(self, scene: Scene, reply: Reply, notice: Notice) -> None:
        """Draws the present screen again, below, with a word on top."""
        state = await self.find(scene)
        if state is not None:
            await self._follow(scene, reply, state, Stay(notice), None)

    # Inside

    async def _follow(
        self, scene: Scene, reply: Reply, state: ConversationState, outcome: Outcome, at: int | None
    ) -> None:
        conversation = self._conversations[state.frame.name]
        match outcome:
            case Stay():
                draft = outcome.draft.model_dump(mode="json") if outcome.draft else state.frame.draft
                await self._to(scene, reply, state, state.frame.step, draft, outcome.notice, at)
            case Next():
                step = await conversation.step_from(scene, outcome.draft, after=state.frame.step)
                if step is None:
                    raise LookupError(f"{state.frame.name}: nothing after {state.frame.step}")
                data = outcome.draft.model_dump(mode="json")
                await self._to(scene, reply, state, step, data, outcome.notice, at)
            case GoTo():
                data = outcome.draft.model_dump(mode="json")
                await self._to(scene, reply, state, outcome.step, data, outcome.notice, at)
            case Ask():
                await self.start(scene, reply, outcome.conversation, outcome.draft, at=at)
            case Instead():
                reply.drop_keyboard = reply.drop_keyboard or state.reply_keyboard
                if state.message_id is not None and state.message_id != at:
                    reply.delete.append(state.message_id)
                rest = list(state.suspended)
                await self._begin(scene, reply, outcome.conversation, outcome.draft, rest, at, outcome.notice)
            case Done():
                reply.toast = outcome.toast or reply.toast
                if state.suspended:
                    await self._resume(scene, reply, state, outcome.result, outcome.notice, at)
                else:
                    await self._end(scene, reply, state, outcome.view, at)

    async def _goes_back(self, scene: Scene, state: ConversationState) -> bool:
        """Whether /cancel leads to an earlier step, and there is one."""
        step, draft = self._step(state.frame)
        if not step.cancel_leads_back:
            return False
        conversation = self._conversations[state.frame.name]
        return await conversation.step_before(scene, draft, state.frame.step) is not None

    async def _back(self, scene: Scene, reply: Reply, state: ConversationState, at: int | None) -> None:
        conversation = self._conversations[state.frame.name]
        draft = conversation.draft(state.frame.draft)
        step = await conversation.step_before(scene, draft, state.frame.step)
        if step is None:
            await self.leave(scene, reply, at)
        else:
            await self._to(scene, reply, state, step, state.frame.draft, None, at)

    async def _to(
        self,
        scene: Scene,
        reply: Reply,
        state: ConversationState,
        step: str,
        draft: dict[str, Any],
        notice: Notice | None,
        at: int | None,
    ) -> None:
        frame = Frame(name=state.frame.name, step=step, draft=draft)
        said = notice.model_dump(mode="json") if notice else None
        await self._go(scene, reply, state.model_copy(update={"frame": frame, "notice": said}), at)

    async def _resume(
        self,
        scene: Scene,
        reply: Reply,
        state: ConversationState,
        result: dict[str, Any],
        notice: Notice | None,
        at: int | None,
    ) -> None:
        *rest, frame = state.suspended
        if not self._known(frame):
            await self._end(scene, reply, state, Draw(view=self._home), at)
            return
        conversation = self._conversations[frame.name]
        step, draft = conversation.resumed(frame.step, conversation.draft(frame.draft), result)
        resumed = state.model_copy(
            update={
                "frame": Frame(name=frame.name, step=step, draft=draft.model_dump(mode="json")),
                "suspended": tuple(rest),
                "notice": notice.model_dump(mode="json") if notice else None,
            }
        )
        await self._go(scene, reply, resumed, at)

    async def _end(self, scene: Scene, reply: Reply, state: ConversationState, view: Draw, at: int | None) -> None:
        over = {"frame": Frame(name=ENDED, step=ENDED), "suspended": (), "notice": None, "message_id": at}
        await scene.services.conversations.save(state.model_copy(update={**over, "reply_keyboard": False}))
        reply.drop_keyboard = reply.drop_keyboard or state.reply_keyboard
        if at is not None and not state.reply_keyboard:
            view = view.model_copy(update={"place": Place.HERE, "message_id": at})
        if state.message_id is not None and state.message_id != view.message_id:
            reply.delete.append(state.message_id)
        reply.draws.append(view)

    async def _go(self, scene: Scene, reply: Reply, state: ConversationState, at: int | None) -> None:
        await scene.services.conversations.save(state)
        await self._draw(reply, state, at)

    async def _draw(self, reply: Reply, state: ConversationState, at: int | None) -> None:
        """Draws the conversation on the pressed message, or below what was typed; there is one such message."""
        if state.message_id is not None and state.message_id != at and state.message_id not in reply.delete:
            reply.delete.append(state.message_id)
        place = Place.BELOW if at is None else Place.HERE
        reply.draws.append(Draw(view=CONVERSATION, place=place, message_id=at))
        reply.drop_keyboard = reply.drop_keyboard or state.reply_keyboard

    def _blank(self, scene: Scene, frame: Frame) -> ConversationState:
        return ConversationState(chat_id=scene.chat_id, telegram_user_id=scene.account.telegram_user_id, frame=frame)

    def _known(self, frame: Frame) -> bool:
        conversation = self._conversations.get(frame.name)
        return conversation is not None and frame.step in conversation.steps

    def _step(self, frame: Frame) -> tuple[Step[Any], Any]:
        conversation = self._conversations[frame.name]
        return conversation.steps[frame.step], conversation.draft(frame.draft)
