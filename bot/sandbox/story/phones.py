"""A person with a phone: what they do is done in the local Telegram, what they see is printed."""

from bot.sandbox.client import SandboxClient
from bot.sandbox.shapes import ButtonView, ChatView, MessageView, UserView
from bot.sandbox.story.printer import Printer, Side

PATIENCE_SECONDS = 20
"""Longer than anything takes here; after that it has not happened."""


class NotSeen(Exception):
    """Somebody waited for something that did not come; the text says what, and what was there instead."""


Face = tuple[str, list[str]]
"""What a message looks like: its text and its buttons."""


class Phone:
    """One person in one chat with the bot."""

    def __init__(self, printer: Printer, client: SandboxClient, user: UserView, chat_id: int, side: Side) -> None:
        self.user = user
        self._printer = printer
        self._client = client
        self._chat_id = chat_id
        self._side = side
        self._known: dict[int, Face] = {}
        self._screen: MessageView | None = None

    def note(self, text: str) -> None:
        """Something that happens to everybody."""
        self._printer.note(text)

    async def types(self, text: str) -> None:
        await self._act(f"types: {text}")
        await self._client.send_text(self.user, text, chat=self._chat_id)

    async def shares_contact(self, label: str) -> None:
        """Presses the key that shares one's own contact."""
        await self._act(f"presses [ {label} ] and shares the number")
        await self._client.press_keyboard(self.user, label)

    async def taps(self, label: str) -> None:
        """Taps a button of the message last seen; what pops up is printed."""
        if self._screen is None or label not in self._screen.button_texts:
            there = self._screen.button_texts if self._screen else "nothing"
            raise NotSeen(f"{self.user.first_name} finds no button [ {label} ], only {there}")
        await self._act(f"taps [ {label} ]")
        query = await self._client.press(self.user, self._screen, label, chat=self._chat_id)
        answered = await self._client.wait_answer(query, within=PATIENCE_SECONDS)
        if answered.text:
            self._printer.toast(self._side, answered.text)

    async def sees(self, text: str = "", *, button: str = "") -> MessageView:
        """Waits for a new or changed message of the bot with this text and this button, and looks at it."""

        def found(view: ChatView) -> list[MessageView]:
            keys = view.reply_keyboard.button_texts if view.reply_keyboard else []
            return [
                message
                for message in view.from_bot
                if self._known.get(message.message_id) != _face(message)
                and text in message.text
                and (not button or button in message.button_texts or button in keys)
            ]

        wanted = " with ".join(filter(None, [repr(text) if text else "a message", f"[ {button} ]" if button else ""]))
        try:
            view = await self._client.wait_until(self.user, found, chat=self._chat_id, within=PATIENCE_SECONDS)
        except TimeoutError as error:
            raise NotSeen(f"{self.user.first_name} waits for {wanted}: {error}") from None
        message = found(view)[-1]
        keys: list[list[ButtonView]] = view.reply_keyboard.rows if view.reply_keyboard else []
        edited = message.message_id in self._known
        self._known[message.message_id] = _face(message)
        self._screen = message
        await self._printer.message(self._side, message, keys, edited=edited)
        return message

    async def _act(self, deed: str) -> None:
        await self._printer.act(self._side, self.user.first_name, deed)


def _face(message: MessageView) -> Face:
    return message.text, message.button_texts
