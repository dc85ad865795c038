"""Whoever walks through the bot's screens as it shows them: presses, types, shares and sends at random."""

import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

from bot.conversations.steps import StepPress
from bot.routing import all_conversations
from bot.sandbox.errors import Refused
from bot.sandbox.model import PRESENT, CallbackQuery, Chat, Message, User
from bot.sandbox.serialize import chat_json, user_json
from bot.ui.callbacks import LIMIT, Callback, short
from tests.fuzz.stage import Stage
from tests.fuzz.texts import COMMANDS, NASTY, SENSIBLE

_TYPED = 4096
_NAMES = ("Anna Berg", "Rex", "Mimi", "Dr. Кира", "عائشة", "Ear check", "<i>x</i>")
_KEPT = ("chat", "from", "user", "source", "message", "old_chat_member", "new_chat_member", "actor_chat")
_SUITED = {
    "name": _NAMES,
    "phone": ("+49 1511 2345678", "030 901820", "Skip", "Überspringen"),
    "password": ("correct horse battery", "12345678", "sehr geheim 🐶"),
    "breed": ("Labrador", "mixed", "½ Dackel"),
    "date_of_birth": ("3 years", "2023", "1.2.2024", "6 months"),
    "weight_kg": ("31.5", "31,5 kg", "4½"),
    "last_vaccination": ("1.2.2026", "last month", "2025", "never"),
    "notes": ("He limps a little since Sunday.", "=1+1", "<b>"),
    "duration": ("45", "1 h 30", "20 min"),
    "buffer": ("0", "10", "15 min"),
    "minimum_notice": ("0", "2 h", "1 day"),
    "price": ("60,50 €", "0", "45"),
    "type": ("9-12:30, 13:30-18", "8-20", "closed", "0-24"),
    "span": ("tomorrow 14-16", "5.3. - 8.3.", "24.12. - 2.1.", "today"),
    "words": ("Berg", "Rex", "#1001", "1511", "a"),
}
"""What fits a step's question, by the step's name: so that walks get somewhere."""
_STEPS = [(conversation.name, step) for conversation in all_conversations() for step in conversation.steps]


class Walk:
    """Random acts, drawn from one source of chance; `seen` is the data of buttons that stood somewhere once."""

    def __init__(self, stage: Stage, chance: random.Random) -> None:
        self._stage = stage
        self._chance = chance
        self.seen: list[str] = []

    def act(self) -> str:
        """One act of anybody; what it was."""
        chance, stage = self._chance, self._stage
        user = chance.choices(stage.everybody, [4] * len(stage.owners) + [5] * len(stage.staff) + [1] * 2)[0]
        chat = stage.private(user)
        if user in stage.staff and chance.random() < 0.85:
            chat = stage.clinic
        elif user is stage.strangers[0] and chance.random() < 0.5:
            chat = stage.elsewhere
        acts: list[tuple[int, Callable[[User, Chat], str]]] = [
            (66, self._press),
            (16, self._type),
            (6, self._command),
            (3, self._forge),
            (3, self._send),
            (2, self._edit),
            (1, self._come_and_go),
            (1, self._again),
        ]
        [do] = chance.choices([act for _, act in acts], [weight for weight, _ in acts])
        try:
            return do(user, chat)
        except Refused:  # what Telegram's apps would not let them do
            return self._command(user, chat)

    def data(self) -> str:
        """Callback data: such as stood on a button, that with another end, any payload with any values, or rubbish."""
        chance = self._chance
        match chance.randrange(6):
            case 0 | 1 if self.seen:
                return chance.choice(self.seen)
            case 2 if self.seen:
                data = chance.choice(self.seen)
                return data[: chance.randrange(1, len(data) + 1)] + chance.choice(["", ":", "0", "é", "\x00", "A" * 20])
            case 3:
                conversation, step = chance.choice(_STEPS)
                return _fits(StepPress(conversation, step, self._value()).pack)
            case 4:
                payload = chance.choice(sorted(Callback._known))
                parts = (self._value() for _ in range(chance.randrange(6)))
                return ":".join([payload, *parts]).encode("utf-8", "replace")[:LIMIT].decode("utf-8", "ignore")
        return chance.choice(NASTY)[:LIMIT] or "x"

    def _value(self) -> str:
        """A part of a payload: an id that exists, or anything that looks like a value."""
        chance = self._chance
        found = [part for data in chance.sample(self.seen, min(3, len(self.seen))) for part in data.split(":")[1:]]
        made = [
            short(_uuid(chance)), "0", "1", "-1", "7", "2147483647", "2147483648", "20260302", "20260230", "00010101",
            "99991231", "x", "<", "open", "close", "month", "note", "1000000", "",
        ]  # fmt: skip
        return chance.choice(found + made)

    # what they do

    def _press(self, user: User, chat: Chat) -> str:
        presses = self._stage.server.presses
        standing = [message for message in chat.messages.values() if message.inline_keyboard]
        shown = chat.keyboards.get(user.id)
        if shown is not None and shown.markup.get("keyboard") and self._chance.random() < 0.4:
            row = self._chance.choice(shown.markup["keyboard"])
            presses.press_keyboard(user, chat, self._chance.choice(row)["text"])
            return "keyboard button"
        if not standing:
            return self._command(user, chat)
        message = standing[-1] if self._chance.random() < 0.85 else self._chance.choice(standing)
        buttons = [str(button["callback_data"]) for row in message.inline_keyboard or [] for button in row]
        onwards = [data for data in buttons if not data.endswith((":x", ":<", "go:home"))]
        data = self._chance.choice(onwards if onwards and self._chance.random() < 0.8 else buttons)
        self.seen.append(data)
        presses.press(user, message, data=data)
        if self._chance.random() < 0.1:
            presses.press(user, message, data=data)
            return "double tap"
        return "button"

    def _type(self, user: User, chat: Chat) -> str:
        step = _step_shown(chat)
        if self._chance.random() < 0.25:
            text = self._chance.choice(NASTY)
        elif step == "email":
            text = f"{self._chance.choice([user.id, 1])}@example.org"
        else:
            text = self._chance.choice(_SUITED.get(step, SENSIBLE))
        self._stage.server.people.send_text(user, chat, text[:_TYPED] or "?")
        return "text"

    def _command(self, user: User, chat: Chat) -> str:
        about = self._chance.choice(SENSIBLE + NASTY)[:1000] if self._chance.random() < 0.4 else ""
        text = f"/{self._chance.choice(COMMANDS)} {about}".strip()
        people = self._stage.server.people
        if not chat.is_private and chat.members.get(user.id) not in PRESENT:
            self._stage.server.groups.join(chat, user)
        if chat.blocked:
            people.block(user, False)
        people.send_text(user, chat, text)
        return "command"

    def _forge(self, user: User, chat: Chat) -> str:
        """A press that no app would send: other data, a message that is gone, a chat that is not theirs."""
        chance = self._chance
        chat = chance.choice([chat, self._stage.clinic, self._stage.elsewhere])
        known = list(chat.messages) or [1]
        message_id = chance.choice([chance.choice(known), 0, 1, known[-1] + 1000])
        gone = chance.random() < 0.3
        self._stage.server.presses.forge(user, chat, message_id, self.data(), inaccessible=gone)
        return "forged press"

    def _send(self, user: User, chat: Chat) -> str:
        people = self._stage.server.people
        match self._chance.randrange(7):
            case 0:
                people.share_contact(user, chat, own=True)
            case 1:
                people.share_contact(user, chat, phone_number="not a number", contact_user_id=1)
            case 2:
                people.send_photo(user, chat, caption=self._chance.choice(NASTY)[:1000] or None)
            case 3:
                people.send_sticker(user, chat)
            case 4:
                people.send_album(user, chat, 3, "/book")
            case 5:
                people.send_document(user, chat, b"%PDF", "../../etc/passwd")
            case _:
                people.forward(user, self._any_message(chat), chat, keep_keyboard=True)
        return "something sent"

    def _edit(self, user: User, chat: Chat) -> str:
        own = [message for message in chat.messages.values() if message.sender is user and message.text]
        if not own:
            return self._type(user, chat)
        message = self._chance.choice(own)
        if self._chance.random() < 0.5:
            self._stage.server.people.edit(user, message, self._chance.choice(SENSIBLE))
            return "edit"
        self._stage.server.world.delete(self._any_message(chat))
        return "deletion"

    def _come_and_go(self, user: User, chat: Chat) -> str:
        if chat.is_private:
            self._stage.server.people.block(user, not chat.blocked)
            return "block"
        self._stage.server.groups.leave(chat, user)
        return "leaving"

    def _again(self, user: User, chat: Chat) -> str:
        confirmed = self._stage.server.world.updates.confirmed
        if confirmed:
            self._stage.server.world.updates.redeliver(self._chance.choice(confirmed).update_id, 1)
        return "delivered twice"

    def _any_message(self, chat: Chat) -> Message:
        messages = [message for message in chat.messages.values() if not message.is_service]
        if not messages:
            raise Refused("nothing was said here yet")
        return self._chance.choice(messages)


class Aim:
    """Lets random updates meet people and messages that exist: what is about nobody would meet nothing."""

    def __init__(self, stage: Stage, walk: Walk, chance: random.Random) -> None:
        self._stage = stage
        self._walk = walk
        self._chance = chance

    def deliver(self, kind: str, body: dict[str, Any]) -> None:
        """Sends the update, mostly in the name of somebody of the cast."""
        if kind == "callback_query":
            self._aim_press(body)
        elif self._chance.random() < 0.85:
            self._place(body)
        if kind != "callback_query" and self._chance.random() < 0.05:
            _spoil(body, self._chance)
        self._stage.deliver(kind, body)

    def _place(self, body: dict[str, Any]) -> tuple[User, Chat]:
        user = self._chance.choice(self._stage.everybody)
        chat = self._chance.choice([self._stage.private(user)] * 3 + [self._stage.clinic, self._stage.elsewhere])
        for name in ("from", "user"):
            if name in body and isinstance(body[name], dict):
                body[name] = user_json(user)
        if "chat" in body:
            body["chat"] = chat_json(chat)
            body.pop("migrate_to_chat_id", None)  # Telegram alone says that; the clinic's chat would be gone for good
        if "reply_to_message" in body and chat.messages and self._chance.random() < 0.7:
            body["reply_to_message"]["message_id"] = self._chance.choice(list(chat.messages))
        if "message_id" in body and "from" not in body and self._chance.random() < 0.5:
            body["from"] = user_json(user)
        return user, chat

    def _aim_press(self, body: dict[str, Any]) -> None:
        world = self._stage.server.world
        user, chat = self._place(body)
        if isinstance(body.get("message"), dict) and "chat" in body["message"]:
            _, chat = self._place(body["message"])
            if chat.messages and self._chance.random() < 0.7:
                body["message"]["message_id"] = self._chance.choice(list(chat.messages))
        if "data" in body and self._chance.random() < 0.8:
            body["data"] = self._walk.data()
        query_id = str(self._chance.getrandbits(62))
        body["id"] = query_id
        world.remember_query(CallbackQuery(query_id, user, chat, 0, str(body.get("data")), world.clock.time()))


def _step_shown(chat: Chat) -> str:
    """The step whose question stands in the chat, as its buttons tell."""
    for message in reversed(list(chat.messages.values())):
        for row in message.inline_keyboard or []:
            for button in row:
                prefix, _, rest = str(button["callback_data"]).partition(":")
                if prefix == StepPress.prefix:
                    return rest.split(":")[1]
    return ""


def _spoil(body: dict[str, Any], chance: random.Random) -> None:
    """Takes a field away, or makes something of a kind that nobody has heard of: the API of tomorrow.

    Who said it and where stays: python-telegram-bot reads what lacks them as if they could be absent.
    """
    while True:
        name = chance.choice(sorted(body))
        if name in _KEPT:
            return
        if isinstance(body[name], dict) and body[name] and chance.random() < 0.7:
            body = body[name]
            continue
        if name in ("type", "status"):
            body[name] = "unheard-of"
        else:
            del body[name]
        return


def _fits(pack: Callable[[], str]) -> str:
    try:
        return pack()
    except ValueError:
        return "s:too:long"


def _uuid(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
