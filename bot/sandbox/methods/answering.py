"""answerCallbackQuery and getFile."""

from bot.sandbox.errors import bad_request
from bot.sandbox.files import DOWNLOAD_LIMIT, file_json
from bot.sandbox.methods.registry import method
from bot.sandbox.model import Json
from bot.sandbox.params import Params
from bot.sandbox.world import World

QUERY_LIFETIME = 600.0
"""Seconds of the sandbox's clock after which a callback query can't be answered any more."""


@method("answerCallbackQuery")
def answer_callback_query(world: World, params: Params) -> bool:
    query = world.queries.get(params.text("callback_query_id"))
    if query is None or world.clock.time() - query.asked_at > QUERY_LIFETIME:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = params.text("text")
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    if query.answered:
        return True
    query.answered = True
    query.text = text or None
    query.show_alert = params.flag("show_alert")
    query.url = params.optional("url")
    world.journal.emit("callback_answer", query_id=query.id, chat_id=query.chat.id, user_id=query.user.id)
    return True


@method("getFile")
def get_file(world: World, params: Params) -> Json:
    stored = world.files.find(params.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.data) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**file_json(stored), "file_path": stored.path}
