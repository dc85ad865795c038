"""Owners and staff as a model: what a person can do, drawn from one source of chance, by what they see."""

import random
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.appointments.callbacks import (
    AskCancel,
    BookAgain,
    BookSlot,
    CancelVisit,
    ComingAt,
    GetCalendarFile,
    MoveVisit,
    OpenCancel,
    OpenMove,
    OpenVisit,
    RefuseProposals,
    ShowVisit,
    TakeProposal,
    WithdrawWish,
)
from bot.appointments.clinic_callbacks import (
    AskCancelling,
    AskDecline,
    CallOff,
    CloseCall,
    ConfirmAt,
    Decline,
    Mark,
    MarkInDay,
    MarkReached,
    PostCard,
    ShowCard,
    ShowPending,
    StartMove,
    TakeFor,
    Withdraw,
)
from bot.clinic.closures.callbacks import AddClosure, RemoveClosure, ShowClosure
from bot.conversations.steps import BACK, LEAVE, StepPress
from bot.pets.callbacks import BookFor, ShowPet
from bot.phone_bookings.callbacks import BookForOwner
from bot.sandbox.client import ControlError, SandboxClient
from bot.sandbox.shapes import ChatView, MessageView, UserView
from bot.ui.callbacks import Callback
from bot.ui.texts import languages, texts_for
from bot.users.callbacks import Begin, BookVisit, Go

OWNER_TAPS: dict[type[Callback], float] = {
    ComingAt: 6,
    TakeProposal: 5,
    BookFor: 4,
    BookSlot: 4,
    CancelVisit: 4,
    ShowVisit: 3,
    BookVisit: 3,
    OpenVisit: 2,
    RefuseProposals: 2,
    MoveVisit: 2,
    OpenMove: 1,
    AskCancel: 1,
    OpenCancel: 1,
    WithdrawWish: 1,
    BookAgain: 1,
    GetCalendarFile: 0.5,
    ShowPet: 0.3,
    Begin: 8,
    Go: 0.15,
}
STAFF_TAPS: dict[type[Callback], float] = {
    ConfirmAt: 16,
    AskDecline: 3,
    Decline: 5,
    TakeFor: 1,
    Withdraw: 0.3,
    StartMove: 1,
    AskCancelling: 0.5,
    CallOff: 2,
    Mark: 6,
    MarkInDay: 4,
    MarkReached: 2,
    CloseCall: 2,
    PostCard: 1.5,
    ShowCard: 0.5,
    ShowPending: 0.5,
    AddClosure: 1,
    ShowClosure: 0.5,
    RemoveClosure: 1,
    BookForOwner: 1,
}
ANSWERS = {
    "name": ("Rex", "Bella", "Mimi", "Fritz", "Kira", "Luna", "Max", "Nala"),
    "email": ("",),
    "phone": ("+49 1511 {number}", "030 90{number}"),
    "password": ("correct horse battery",),
    "breed": ("Labrador", "mixed"),
    "date_of_birth": ("3 years", "2023", "May 2022"),
    "weight_kg": ("31.5", "4,5 kg"),
    "last_vaccination": ("3 months ago", "2025"),
    "notes": ("He limps a little since Sunday.", "Second visit"),
    "words": ("Rex", "a", "+49 1511 {number}"),
}
"""What fits a step's question, by the step's name."""
REPLIES = {
    "phone-name-placeholder": ("Paula Neu", "Emil Krug", "Ida Stein"),
    "phone-placeholder": ("+49 1511 {number}",),
    "phone-pet-placeholder": ("Rex", "Mia", "Oskar"),
    "phone-note-placeholder": ("Limps since Sunday",),
    "find-placeholder": ("Anna", "Rex", "Neu {number}", "+49 1511 {number}"),
    "reason-placeholder": ("The vet is ill", "A power cut"),
    "closures-placeholder": ("tomorrow 12:00-13:00", "in two days", "tomorrow 16-17"),
}
"""What fits what the clinic's typed questions say in the empty field."""
ASIDE = ("login", "claim")
"""Conversations that lead nowhere for people without a password or a code."""
_ASIDE = {Begin(name).pack() for name in ASIDE}
ODD = ("meow?", "/nonsense", "42", "👍", "/help", "/profile")


@dataclass
class Chance:
    """How this run's people think: how fast, and how often they do what nobody expects."""

    source: random.Random
    pace: float = 1.0
    """Seconds between two acts of one person, on average."""
    oddness: float = 0.07


class Someone(ABC):
    """A person in one chat, who acts again and again without waiting to be served."""

    taps: dict[type[Callback], float]

    def __init__(
        self, telegram: SandboxClient, user: UserView, chat_id: int, chance: Chance, done: Counter[str]
    ) -> None:
        self.user = user
        self.chat_id = chat_id
        self._telegram = telegram
        self._chance = chance
        self._source = chance.source
        self._done = done
        self._count = 0

    def pause(self) -> float:
        return self._source.expovariate(1 / self._chance.pace)

    def is_patient(self) -> bool:
        """Whether they wait for the answer to what they just did."""
        return self._source.random() < 0.93

    async def act(self) -> None:
        """One act. What Telegram's app would not let them do, they don't."""
        view = await self._telegram.view(self.user, self.chat_id, last=25)
        try:
            if self._source.random() < self._chance.oddness:
                await self._something_odd(view)
            elif not await self._answer(view):
                await self._begin(view)
        except (ControlError, LookupError):
            self._done["was too late for the button"] += 1

    async def leave(self) -> None:
        await self.say("/cancel")

    async def say(self, text: str) -> MessageView:
        if text.startswith("/") and self.chat_id < 0:
            name, _, rest = text.partition(" ")
            return await self._telegram.send_text(
                self.user, f"{name}@front_desk_bot {rest}".strip(), chat=self.chat_id, plain=True
            )
        return await self._telegram.send_text(self.user, text, chat=self.chat_id, plain=text.startswith("/"))

    @abstractmethod
    async def _answer(self, view: ChatView) -> bool:
        """Goes on with what the chat shows; whether there was something to go on with."""

    @abstractmethod
    async def _begin(self, view: ChatView) -> None:
        """Begins something new."""

    async def _something_odd(self, view: ChatView) -> None:
        """What people do that nobody expects them to."""
        odd: list[Callable[[ChatView], Awaitable[None]]] = [
            self._tap_twice, self._tap_twice, self._tap_old, self._talk, self._stick, self._leave_or_start,
            self._repeat,
        ]  # fmt: skip
        await self._source.choice(odd)(view)

    async def _tap_twice(self, view: ChatView) -> None:
        message, data = self._source.choice(_buttons(view.from_bot[-4:]))
        for _ in range(2):
            await self._telegram.press(self.user, message, data=data, chat=self.chat_id)
        self._done["taps a button twice"] += 1

    async def _tap_old(self, view: ChatView) -> None:
        message, data = self._source.choice(_buttons(view.from_bot[:-2]))
        await self._telegram.press(self.user, message, data=data, chat=self.chat_id)
        self._done["taps a button of an old message"] += 1

    async def _talk(self, _: ChatView) -> None:
        await self.say(self._source.choice(ODD))
        self._done["says something odd"] += 1

    async def _stick(self, _: ChatView) -> None:
        await self._telegram.send_sticker(self.user, chat=self.chat_id)
        self._done["sends a sticker"] += 1

    async def _leave_or_start(self, _: ChatView) -> None:
        await self.say(self._source.choice(("/cancel", "/start")))
        self._done["says /cancel or /start in between"] += 1

    async def _repeat(self, _: ChatView) -> None:
        await self._telegram.redeliver()
        self._done["an update is delivered again"] += 1

    async def _tap(self, message: MessageView, data: str, what: str) -> None:
        await self._telegram.press(self.user, message, data=data, chat=self.chat_id)
        self._done[what] += 1

    async def _tap_any(self, messages: Sequence[MessageView]) -> bool:
        """Taps one of the buttons that mean something to this person."""
        offered = [
            (message, data, payload)
            for message, data in _buttons(messages)
            for payload in self.taps
            if re.match(payload.pattern(), data)
        ]
        if not offered:
            return False
        weights = [self.taps[payload] * (0.05 if data in _ASIDE else 1) for _, data, payload in offered]
        message, data, payload = self._source.choices(offered, weights)[0]
        await self._tap(message, data, f"taps {_spelled(payload)}")
        return True

    async def _step(self, message: MessageView) -> bool:
        """Answers the step whose buttons stand below the message."""
        steps = [_step_of(data) for _, data in _buttons([message])]
        steps = [step for step in steps if step is not None]
        if not steps:
            return False
        presses = [step for step in steps if step is not None]
        conversation, name = presses[0].conversation, presses[0].step
        if conversation in ASIDE and self._source.random() < 0.7:
            await self.leave()
            self._done[f"leaves {conversation}"] += 1
            return True
        forward = [step for step in presses if step.value not in (BACK, LEAVE)]
        words = ANSWERS.get(name, ())
        if words and (not forward or self._source.random() < 0.5):
            await self.say(self._filled(self._source.choice(words)))
        elif forward and name == "pick":  # the last ones send, the first ones choose
            step = self._source.choice(forward[-2:] if self._source.random() < 0.6 else forward)
            await self._tap_step(message, step)
        elif forward:
            if name == "day":  # soon, and rarely another month
                forward = [step for step in forward if step.value.startswith("d")][:4] or forward
            step = self._source.choice(forward)
            await self._tap_step(message, step)
        else:
            return False
        self._done[f"answers {conversation}: {name}"] += 1
        return True

    async def _tap_step(self, message: MessageView, step: StepPress) -> None:
        await self._telegram.press(self.user, message, data=step.pack(), chat=self.chat_id)

    def _filled(self, text: str) -> str:
        self._count += 1
        if not text:
            return f"owner{self.user.id}.{self._count}@example.org"
        return text.replace("{number}", f"{self._source.randrange(1000000, 1000040)}")


class Owner(Someone):
    """Somebody with pets. They answer what they are asked, tap what they are offered, and come back on their own."""

    taps = OWNER_TAPS

    async def _answer(self, view: ChatView) -> bool:
        if not view.from_bot:
            await self.say("/start")
            return True
        keyboard = view.reply_keyboard
        if keyboard is not None and not keyboard.collapsed and keyboard.rows:
            button = self._source.choice(keyboard.rows)[0]
            await self._telegram.press_keyboard(self.user, button.text)
            self._done["answers with the keyboard"] += 1
            return True
        if await self._step(view.last):
            return True
        if self._source.random() < 0.75:
            return await self._tap_any(view.from_bot[-5:])
        return False

    async def _begin(self, view: ChatView) -> None:
        command = self._source.choices(
            ("/book", "/appointments", "/addpet", "/pets", "/start", "/export"), (8, 6, 2, 1, 1, 0.2)
        )[0]
        await self.say(command)
        self._done[f"owner says {command}"] += 1


class Staff(Someone):
    """Somebody at the front desk: cards first, then whatever the day brings."""

    taps = STAFF_TAPS
    _opens_next = False

    async def _answer(self, view: ChatView) -> bool:
        if self._opens_next:
            return False
        keyboard = view.reply_keyboard
        if keyboard is not None and keyboard.force_reply:
            texts = texts_for("en")
            for key, replies in REPLIES.items():
                if texts.plain(key) == keyboard.placeholder:
                    await self.say(self._filled(self._source.choice(replies)))
                    self._done[f"replies to {key.removesuffix('-placeholder')}"] += 1
                    return True
        if self._source.random() < 0.4 and await self._tap_any(view.from_bot[-12:]):
            return True
        for message in reversed(view.from_bot[-6:]):
            if self._source.random() < 0.4 and await self._step(message):
                return True
        if self._source.random() < 0.8:
            return await self._tap_any(view.from_bot[-12:])
        return False

    async def _begin(self, view: ChatView) -> None:
        command = self._source.choices(
            ("/pending", "/today", "/tomorrow", "/week", "/book", "/calls", "/find Rex", "/open", "/closing",
             "/close", "/closure tomorrow 12:00-13:00", "/closure", "/stats"),
            (8, 3, 1, 1, 8, 2, 1, 1, 0.4, 0.4, 0.5, 0.5, 0.3),
        )[0]  # fmt: skip
        if self._opens_next:
            command = "/open"
        self._opens_next = command in ("/close", "/closing")
        await self.say(command)
        self._done[f"staff say {command.partition(' ')[0]}"] += 1


def _buttons(messages: Sequence[MessageView]) -> list[tuple[MessageView, str]]:
    return [
        (message, button.data)
        for message in messages
        for row in message.buttons
        for button in row
        if button.data is not None and button.data != "-"
    ]


def _step_of(data: str) -> StepPress | None:
    return StepPress.unpack(data) if re.match(StepPress.pattern(), data) else None


def _spelled(payload: type[Callback]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", payload.__name__).lower()


def language(source: random.Random) -> str:
    return source.choice(languages())
