"""Buttons: inline ones, those of the reply keyboard, and presses nobody could have made."""

import secrets

from bot.sandbox.errors import Refused
from bot.sandbox.model import CallbackQuery, Chat, Json, Message, User
from bot.sandbox.people import People
from bot.sandbox.serialize import inaccessible_json, user_json
from bot.sandbox.world import World


class Presses:
    def __init__(self, world: World, people: People) -> None:
        self._world = world
        self._people = people

    def press(
        self,
        user: User,
        message: Message,
        *,
        text: str | None = None,
        data: str | None = None,
        row: int | None = None,
        column: int | None = None,
    ) -> CallbackQuery:
        """Press a callback button of a message; refused when it isn't there."""
        self._people.may_write(user, message.chat)
        button = _find_button(message, text, data, row, column)
        if "callback_data" not in button:
            raise Refused(f"the button {button['text']!r} has no callback data")
        return self._ask(user, message.chat, message.message_id, str(button["callback_data"]))

    def forge(self, user: User, chat: Chat, message_id: int, data: str, *, inaccessible: bool = False) -> CallbackQuery:
        """What a modified app can send: any data for any message, whether or not it has such a button."""
        return self._ask(user, chat, message_id, data, inaccessible=inaccessible)

    def _ask(self, user: User, chat: Chat, message_id: int, data: str, *, inaccessible: bool = False) -> CallbackQuery:
        world = self._world
        query = CallbackQuery(str(secrets.randbits(62)), user, chat, message_id, data, world.clock.time())
        message = chat.messages.get(message_id)
        body: Json = {"id": query.id, "from": user_json(user), "chat_instance": chat.chat_instance, "data": data}
        if message is None or inaccessible:
            body["message"] = inaccessible_json(chat, message_id)
        else:
            body["message"] = world.message_json(message)
        world.remember_query(query)
        world.updates.put("callback_query", body)
        return query

    def press_keyboard(self, user: User, chat: Chat, text: str) -> Message:
        """Press a button of the reply keyboard: its text is sent, or the contact or location it asks for."""
        self._people.may_write(user, chat)
        shown = chat.keyboards.get(user.id)
        if shown is None or shown.is_force_reply:
            raise Refused("no reply keyboard is shown")
        buttons = [button for row in shown.markup["keyboard"] for button in row]
        button = next((b for b in buttons if b["text"] == text), None)
        if button is None:
            raise Refused(f"no button {text!r} here, only {[b['text'] for b in buttons]}")
        if shown.markup.get("one_time_keyboard"):
            shown.collapsed = True
        if button.get("request_contact"):
            if not chat.is_private:
                raise Refused("contacts are shared by button in private chats only")
            return self._people.share_contact(user, chat, own=True, reply_to=shown.message_id)
        if button.get("request_location"):
            return self._people.send_location(user, chat, 52.52, 13.405)
        # in groups the app sends the text as a reply to the keyboard, so that the bot sees it
        reply_to = None if chat.is_private else shown.message_id
        return self._people.send_text(user, chat, text, reply_to=reply_to)


def _find_button(message: Message, text: str | None, data: str | None, row: int | None, column: int | None) -> Json:
    rows = message.inline_keyboard or []
    if row is not None:
        try:
            return rows[row][column or 0]
        except IndexError:
            raise Refused(f"no button at row {row}, column {column or 0}") from None
    for button in (button for line in rows for button in line):
        if data is not None and button.get("callback_data") == data:
            return button
        if data is None and text is not None and button["text"] == text:
            return button
    texts = [button["text"] for line in rows for button in line]
    raise Refused(f"no button {data if data is not None else text!r} here, only {texts}")
