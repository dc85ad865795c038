"""Whoever sees all that the bot says, the moment it says it: edits wipe out what stood there before."""

import time
from datetime import UTC, datetime

from bot.sandbox.journal import Event
from bot.sandbox.world import World
from tests.chaos.facts import Pressed, Said, Tick

_POSTS = "send"
_EDITS = "editmessage"


class Witness:
    def __init__(self, world: World) -> None:
        self.said: list[Said] = []
        self.ticks: list[Tick] = []
        self._world = world
        self._begun = time.monotonic()
        self._presses: dict[str, tuple[str, str]] = {}
        self._answers: dict[str, int] = {}
        self.tick()
        world.journal.listeners.append(self._hear)

    @property
    def real(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self._begun

    def tick(self) -> None:
        """The clock has just been moved."""
        self.ticks.append(Tick(self.real, self._world.clock.now()))

    def pressed(self) -> tuple[Pressed, ...]:
        return tuple(
            Pressed(number, who, data, self._answers.get(number, 0)) for number, (who, data) in self._presses.items()
        )

    def heard_in(self, chat_id: int, since: int) -> bool:
        """Whether the bot said something in the chat after so many things that were said in all."""
        return any(said.chat_id == chat_id for said in self.said[since:])

    def _hear(self, event: Event) -> None:
        if event.kind == "callback_query":
            query = self._world.queries[event.data["query_id"]]
            self._presses[query.id] = (query.user.first_name, query.data)
        elif event.kind == "call":
            self._hear_call()

    def _hear_call(self) -> None:
        call = self._world.journal.calls[-1]
        method, payload = call.method.lower(), call.payload
        if method == "answercallbackquery":
            number = str(payload.get("callback_query_id"))
            self._answers[number] = self._answers.get(number, 0) + 1
            query = self._world.queries.get(number)
            if query is not None and call.result and payload.get("text"):
                self._note(query.chat.id, str(payload["text"]), popup=True)
        elif method.startswith((_POSTS, _EDITS)) and isinstance(call.result, dict):
            chat = self._world.chats[int(payload["chat_id"])]
            message = chat.messages.get(int(call.result["message_id"]))
            if message is None:
                return
            rows = message.inline_keyboard or []
            buttons = tuple(str(b["callback_data"]) for row in rows for b in row if "callback_data" in b)
            text = message.text or message.caption or ""
            self._note(chat.id, text, buttons=buttons, edit=method.startswith(_EDITS))

    def _note(
        self, chat_id: int, text: str, *, buttons: tuple[str, ...] = (), popup: bool = False, edit: bool = False
    ) -> None:
        at = datetime.fromtimestamp(self._world.clock.time(), UTC)
        self.said.append(Said(len(self.said), at, self.real, chat_id, text, buttons, popup, edit))
