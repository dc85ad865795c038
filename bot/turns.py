"""One update, one turn: applied in one transaction, then shown.

What the update does, where the conversation stands, what is to be shown and the note that it was applied are
committed together; only then is anything sent. Killed before the commit, the update is applied again; killed
after it, it is only shown again.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any

import structlog
from telegram import Update
from telegram.error import BadRequest, TelegramError

from bot.answerer import Answered, is_gone
from bot.context import Context, name_of
from bot.conversations.steps import Notice
from bot.errors import explain, toast_for
from bot.house import House, Shown
from bot.kinds import kind_of
from bot.reading import read
from bot.reply import CONVERSATION, Reply
from bot.scene import Scene
from bot.staff.membership import sent_as_a_channel
from bot.ui.callbacks import BadCallback
from bot.ui.screen import Screen
from bot.ui.texts import texts_for
from core.database.errors import is_away, reason
from core.errors import DomainError
from core.front_desk import Services
from core.inbox.schemas import Turn, TurnKind
from core.notifications.schemas import Kind
from core.staff.errors import NotAmongStaff

log = logging.getLogger(__name__)

Handler = Callable[[Update, Context], Awaitable[None]]
Prepare = Callable[[Update, Context], Awaitable[Any]]

_RETRY_DELAYS = (0.05, 0.5, 2.0, 5.0, None)
"""Seconds between tries when the database is away; after the last one the update waits in the inbox."""
_TOLD_FROM = 2.0
"""Before a wait of so many seconds, the sender is told that it takes a moment."""

_PATIENCE = 5.0
"""Seconds for which an update waits until another replica has shown what the person did before."""
_LOOK_AGAIN = 0.05


def in_turn(
    handle: Handler, *, prepare: Prepare | None = None, conversational: bool = False, news: bool = False
) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    """Makes a PTB callback of a handler: gives it its unit of work and shows what it replied.

    `prepare` does slow work before the transaction; its result is `context.prepared`. What a `conversational`
    handler refuses is explained on the conversation's screen. `news` is not something that the sender wants, but that
    Telegram tells: it counts whoever caused it.
    """

    async def callback(update: Update, context: Context) -> None:
        await _TurnTaker(update, context, handle, prepare, conversational, news).take()

    return callback


def sender_of(update: Update) -> int:
    """Whose order an update takes part in: the person, or the chat where there is none."""
    if update.effective_user is not None:
        return update.effective_user.id
    return update.effective_chat.id if update.effective_chat is not None else 0


class _TurnTaker:
    def __init__(
        self,
        update: Update,
        context: Context,
        handle: Handler,
        prepare: Prepare | None,
        conversational: bool,
        news: bool,
    ) -> None:
        self.update = update
        self.context = context
        self.house: House = context.house
        self.handle = handle
        self.prepare = prepare
        self.conversational = conversational
        self.outcome = "repeated"
        """What became of the update, as it is counted."""
        self.news = news

    async def take(self) -> None:
        """Takes the turn, tries again what passes, and counts what came of it.

        Every line that is logged meanwhile names the update and its handler.
        """
        begun = time.monotonic()
        with structlog.contextvars.bound_contextvars(update=self.update.update_id, handler=self.handle.__name__):
            await self._take()
        metrics = self.house.metrics
        metrics.turns.labels(kind_of(self.update), self.outcome).inc()
        metrics.turn_seconds.labels(self.handle.__name__).observe(time.monotonic() - begun)

    async def _take(self) -> None:
        update_id = self.update.update_id
        for attempt, delay in enumerate(_RETRY_DELAYS):
            try:
                await self._take_once()
                if attempt:  # it may have been applied, unknown to us, just when the database went
                    self.house.come_back()
                return None
            except Exception as error:
                if not is_away(error):
                    log.exception("update %s can't be handled, nor apologised for", update_id)
                    return await self._count_failure()
                log.warning("update %s waits for the database (%s)", update_id, reason(error))
                if (delay is None or delay >= _TOLD_FROM) and update_id not in self.house.shown:
                    await self.house.tell_to_wait(self.update)
                if delay is not None:
                    await asyncio.sleep(delay)
        self.outcome = "database_away"
        return self.house.come_back()

    async def _count_failure(self) -> None:
        """After a few tries an update is given up: it must not hold up what its sender sends after it."""
        async with self.house.desk.unit() as services:
            given_up = await services.inbox.failed(self.update.update_id)
        self.outcome = "given_up" if given_up else "failed"
        if not given_up:
            self.house.come_back()

    async def _take_once(self) -> None:
        turn, screens = await self._apply_or_explain()
        while turn.kind is TurnKind.EARLIER and turn.earlier is not None and turn.earlier.payload is not None:
            earlier = read(turn.earlier.payload, self.context.bot)
            await self.context.application.process_update(earlier)
            turn, screens = await self._apply_or_explain()
        if turn.kind is TurnKind.MINE:
            await show(self.house, self.update.update_id, self.context.reply, screens)
        elif self.update.update_id in self.house.shown:
            await show(self.house, self.update.update_id, self.context.reply, None)

    async def _apply_or_explain(self) -> tuple[Turn, list[Screen]]:
        self.context.shown_if_refused = []
        try:
            if not self.news:
                await self.house.membership.greet(self.house, self.update)
            if self.prepare is not None:
                self.context.prepared = await self.prepare(self.update, self.context)
            return await self._apply(self._admit, "applied")
        except DomainError as error:
            log.info("update %s refused: %s", self.update.update_id, error.code)
            refusal = error
        except BadCallback:
            return await self._apply(lambda update, context: self._explain_button(), "unknown_button")
        except Exception as error:
            if is_away(error):
                raise
            return await self._apologise_for(error)
        try:
            return await self._apply(lambda update, context: self._refuse(refusal), "refused")
        except DomainError as error:
            # The conversation can't be drawn any more where it stands: what it is about is gone.
            log.info("update %s refused where its conversation stands, too: %s", self.update.update_id, error.code)
            gone = error
        return await self._apply(lambda update, context: self._refuse(gone, leaving=True), "refused")

    async def _apologise_for(self, error: Exception) -> tuple[Turn, list[Screen]]:
        log.error("update %s failed in %s", self.update.update_id, self.handle.__name__, exc_info=error)
        kind = type(error).__name__
        self.house.metrics.errors.labels(kind).inc()
        return await self._apply(lambda update, context: self._apologise(kind), "apologised")

    async def _admit(self, update: Update, context: Context) -> None:
        """Handles the update, unless somebody acts in the clinic's chat who is not in it (any more).

        Such a person is told so when they want something; what they merely write there is nothing to the bot.
        """
        if self.news or not context.scene.is_shut_out:
            await self.handle(update, context)
        elif update.callback_query is not None or ((update.message and update.message.text) or "").startswith("/"):
            raise NotAmongStaff

    async def _apply(self, handle: Handler, outcome: str) -> tuple[Turn, list[Screen]]:
        patience = time.monotonic() + _PATIENCE
        turn, screens = await self._apply_once(handle)
        while turn.kind is TurnKind.BEHIND:
            await asyncio.sleep(_LOOK_AGAIN)
            turn, screens = await self._apply_once(handle, patient=time.monotonic() < patience)
        if turn.kind is TurnKind.MINE:
            self.outcome = outcome
        return turn, screens

    async def _apply_once(self, handle: Handler, *, patient: bool = True) -> tuple[Turn, list[Screen]]:
        screens: list[Screen] = []
        async with self.house.desk.unit() as services:
            turn = await services.inbox.begin(self.update.update_id, sender_of(self.update), patient=patient)
            if turn.kind is TurnKind.MINE:
                self.context.scene = await self._scene(services)
                self.context.reply = self._blank_reply()
                await handle(self.update, self.context)
                screens = await render(self.house, self.context.scene, self.context.reply)
                await services.inbox.applied(self.update.update_id, self.context.reply.model_dump(mode="json"))
        return turn, screens

    async def _scene(self, services: Services) -> Scene:
        user, chat = self.update.effective_user, self.update.effective_chat
        in_admin_chat = chat is not None and chat.id == self.house.admin_chat_id
        member = await services.staff.member(sender_of(self.update)) if in_admin_chat else None
        if self.news or sent_as_a_channel(self.update):
            member = None
        account = await services.users.hear(
            telegram_user_id=sender_of(self.update),
            display_name=name_of(user) if user else "Telegram",
            language_code=user.language_code if user else None,
            in_admin_chat=member is not None and member.may_change_rules,
        )
        chat_id = chat.id if chat is not None else account.chat_id
        now = self.house.desk.clock.now()
        return Scene(services, self.house.settings, account, chat_id, in_admin_chat, now, member)

    def _blank_reply(self) -> Reply:
        scene, query = self.context.scene, self.update.callback_query
        return Reply(
            chat_id=scene.chat_id,
            telegram_user_id=scene.account.telegram_user_id,
            display_language=scene.language,
            callback_query_id=query.id if query else None,
        )

    async def _refuse(self, error: DomainError, *, leaving: bool = False) -> None:
        """A refusal: on the conversation's screen if it was about that, else as a box or a message.

        `leaving` ends the conversation, for one whose screen can't be drawn.
        """
        context, query = self.context, self.update.callback_query
        await self._take_secret_away()
        at = query.message.message_id if query and query.message else None
        if leaving:
            await self.house.engine.abandon(context.scene, context.reply, at)
        elif self.conversational and await self.house.engine.refused(context.scene, context.reply, error, at):
            return
        if query is not None:
            context.reply.toast, context.reply.alert = toast_for(error, context.scene), True
        else:
            context.show("notice", notice=explain(error, context.scene).model_dump(mode="json"))
        context.reply.draws += context.shown_if_refused

    async def _explain_button(self) -> None:
        """A button that no screen of this version has, or data that no button ever had."""
        self.context.toast("button-unknown", alert=True)

    async def _apologise(self, kind: str) -> None:
        """Something unexpected: apologise, tell the clinic once an hour, leave the conversation where it was."""
        context = self.context
        await self._take_secret_away()
        if self.update.callback_query is not None:
            context.toast("apology", alert=True)
        else:
            context.show("notice", notice=Notice(key="apology").model_dump(mode="json"))
        await tell_of_trouble(context.scene.services, kind, context.scene.now)

    async def _take_secret_away(self) -> None:
        if self.conversational and self.update.message is not None:
            state = await self.house.engine.find(self.context.scene)
            if state is not None and self.house.engine.is_secret(state):
                self.context.reply.delete.append(self.update.message.message_id)


async def tell_of_trouble(services: Services, kind: str, now: datetime) -> None:
    """Tells the clinic that something unexpected happened, once an hour for each kind of error."""
    await services.notifications.enqueue(
        Kind.TROUBLE, dedupe_key=f"trouble:{kind}:{now:%Y%m%d%H}", payload={"error": kind}
    )


async def render(house: House, scene: Scene, reply: Reply) -> list[Screen]:
    """The screens of a reply's draws, in their order."""
    screens = []
    for draw in reply.draws:
        state = await house.engine.find(scene) if draw.view == CONVERSATION else None
        if state is not None:
            screens.append(await house.engine.render(scene, state))
            reply.drawn_on = None if state.reply_keyboard else state.message_id
        else:
            name = "home" if draw.view == CONVERSATION else draw.view
            screens.append(await house.views.draw(scene, name, draw.args))
    return screens


async def show(house: House, update_id: int, reply: Reply, screens: list[Screen] | None) -> None:
    """Shows a reply and records that it was shown; `screens` None renders it anew, after a crash.

    When Telegram can't be reached the update stays unanswered, and is shown a little later. When the database can't,
    what was shown is remembered, and only the record is made up for.
    """
    shown = house.shown.get(update_id)
    if shown is None:
        if screens is None:
            reply, screens = await _render_again(house, update_id, reply)
        answered = Answered(conversation=None)
        try:
            answered = await house.answerer.answer(reply, screens, texts_for(reply.display_language))
        except TelegramError as error:
            if not isinstance(error, BadRequest) and not is_gone(error):
                log.warning("update %s is applied and can't be answered yet: %s", update_id, error)
                house.come_back()
                return
            log.warning("update %s is applied and was not taken as an answer: %s", update_id, error)
        shown = Shown(answered, any(screen.reply_keyboard is not None for screen in screens))
        house.shown[update_id] = shown
    conversation, failures = shown.answered.conversation, shown.answered.failures
    moved = conversation != reply.drawn_on or shown.reply_keyboard
    async with house.desk.unit(one_statement=not moved and not failures) as services:
        if conversation is not None and moved:
            await services.conversations.drawn(
                reply.chat_id, reply.telegram_user_id, conversation, reply_keyboard=shown.reply_keyboard
            )
        for kind in failures:
            await tell_of_trouble(services, kind, house.desk.clock.now())
        await services.inbox.answered(update_id)
    house.shown.pop(update_id, None)


async def _render_again(house: House, update_id: int, reply: Reply) -> tuple[Reply, list[Screen]]:
    """What is left to show of it, as things stand now."""
    in_admin_chat = reply.chat_id == house.admin_chat_id
    async with house.desk.unit() as services:
        account = await services.users.account(reply.telegram_user_id)
        member = await services.staff.member(reply.telegram_user_id) if in_admin_chat else None
        scene = Scene(services, house.settings, account, reply.chat_id, in_admin_chat, house.desk.clock.now(), member)
        if await services.inbox.overtaken(update_id) and await house.engine.find(scene) is None:
            # The conversation has ended since, and its end was shown: the menu must not come below that.
            reply = reply.model_copy(update={"draws": [draw for draw in reply.draws if draw.view != CONVERSATION]})
        return reply, await render(house, scene, reply)
