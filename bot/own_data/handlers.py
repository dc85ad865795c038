"""What owners do with everything that the clinic has about them."""

from telegram import Update

from bot.context import Context, pressed
from bot.own_data.callbacks import ASK, ASK_AGAIN, DELETE, DeleteData
from bot.ui.callbacks import BadCallback

_QUESTIONS = {ASK: "delete", ASK_AGAIN: "delete_again"}


async def export(update: Update, context: Context) -> None:
    """/export, and the button; the file comes below."""
    context.scene.require_user()
    context.show("export")


async def delete(update: Update, context: Context) -> None:
    """/delete"""
    context.scene.require_user()
    context.show("delete")


async def press_delete(update: Update, context: Context) -> None:
    """The two questions, and the deletion."""
    data, at = pressed(update)
    press = DeleteData.unpack(data)
    scene = context.scene
    if scene.account.user is None or scene.user.id != press.user:
        if not await scene.services.own_data.is_deleted(press.user):
            scene.require_user()
            raise BadCallback(data)
        context.toast("delete-done-already", alert=True)
        context.show("home", at=at)
    elif press.step in _QUESTIONS:
        context.show(_QUESTIONS[press.step], at=at)
    elif press.step == DELETE:
        await _delete(context, at)
    else:
        raise BadCallback(data)


async def _delete(context: Context, at: int) -> None:
    scene, reply = context.scene, context.reply
    conversation = await context.house.engine.find(scene)
    deletion = await scene.services.own_data.delete(scene.actor)
    if conversation is not None:
        reply.drop_keyboard = conversation.reply_keyboard
        if conversation.message_id not in (None, at):
            reply.delete.append(conversation.message_id)
    scene.become(await scene.services.users.account(scene.account.telegram_user_id))
    reply.display_language = scene.language
    context.show("deleted", at=at, visits=deletion.cancelled_visits)
