"""What reaches a conversation: presses, typed text, contacts, and what no step can read."""

from typing import Any

from telegram import Message, Update
from telegram.constants import ChatType

from bot.context import Context, message_of, pressed
from bot.conversations.steps import ContactShared, Input, Notice, Press, StepPress, Text, Unreadable
from bot.ui.callbacks import BadCallback
from core.conversations.schemas import ConversationState
from core.inbox.schemas import TurnKind

_KINDS = ("sticker", "voice", "video_note", "video", "photo", "audio", "animation", "document", "location", "poll")


async def prepare_input(update: Update, context: Context) -> Any:
    """The slow work that the present step wants done before the transaction (hashing a password)."""
    house = context.house
    given = _input_of(update)
    user, chat = update.effective_user, update.effective_chat
    if given is None or user is None or chat is None:
        return None
    query = update.callback_query
    if query is not None and not house.engine.prepares(StepPress.unpack(query.data or "")):
        return None
    async with house.desk.unit() as services:
        turn = await services.inbox.begin(update.update_id, user.id)
        state = await services.conversations.find(chat.id, user.id)
    if turn.kind is not TurnKind.MINE or state is None or not house.engine.knows(state):
        return None
    return await house.engine.prepare(house, state, given)


async def press_step(update: Update, context: Context) -> None:
    """A button of a conversation's screen."""
    data, message_id = pressed(update)
    try:
        press = StepPress.unpack(data)
    except BadCallback:
        context.toast("button-unknown", alert=True)
        return
    await context.house.engine.press(context.scene, context.reply, press, message_id, context.prepared)


async def receive_message(update: Update, context: Context) -> None:
    """Text, a contact, or anything else that somebody sends: an input for the conversation, if there is one."""
    engine, scene, message = context.house.engine, context.scene, message_of(update)
    state = await engine.find(scene)
    given = _input_of(update)
    if state is not None and not _is_answer(message, state):
        return
    if state is None or given is None:
        if not scene.in_admin_chat:
            context.show("home", hint=True)
        return
    if engine.is_secret(state) and message.text is not None:
        context.reply.delete.append(message.message_id)
    await engine.receive(scene, context.reply, state, given, None, context.prepared)


async def receive_edit(update: Update, context: Context) -> None:
    """An edited message: what was read stays read; in a conversation, say so."""
    if not context.scene.in_admin_chat:
        await context.house.engine.remind(context.scene, context.reply, Notice(key="edits-not-read"))


async def cancel(update: Update, context: Context) -> None:
    """/cancel: leaves whatever conversation there is."""
    if not await context.house.engine.leave(context.scene, context.reply):
        context.show("notice", notice=Notice(key="nothing-to-cancel", problem=False).model_dump(mode="json"))


def _is_answer(message: Message, state: ConversationState) -> bool:
    """In a group only a reply to the question is an answer: people also talk to each other there."""
    if message.chat.type == ChatType.PRIVATE or state.message_id is None:
        return True
    return message.reply_to_message is not None and message.reply_to_message.message_id == state.message_id


def _input_of(update: Update) -> Input | None:
    if update.callback_query is not None:
        try:
            return Press(StepPress.unpack(update.callback_query.data or "").value)
        except BadCallback:
            return None
    message = update.message
    if message is None:
        return None
    if message.text is not None:
        return Text(message.text)
    if message.contact is not None:
        own = message.from_user is not None and message.contact.user_id == message.from_user.id
        return ContactShared(message.contact.phone_number, own)
    return Unreadable(_kind(message))


def _kind(message: Message) -> str:
    return next((kind.replace("_", "-") for kind in _KINDS if getattr(message, kind)), "other")
