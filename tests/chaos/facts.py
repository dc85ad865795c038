"""What a run left behind, as the rules read it: rows of the tables, all that was said, and the trouble there was."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

OPEN = ("pending", "proposed", "confirmed")
"""The states in which a row holds its time."""
TroubleKind = Literal["kill", "stop", "database", "network", "flood", "errors"]
LATEST = timedelta(days=365)


@dataclass(frozen=True)
class Visit:
    id: UUID
    number: int
    chain_id: UUID
    vet_id: UUID
    owner_id: UUID
    starts_at: datetime
    busy_until: datetime
    status: str
    replaces_id: UUID | None = None
    pet: str = ""


@dataclass(frozen=True)
class Event:
    """A row of a visit's history, in the order of writing."""

    visit_id: UUID
    kind: str
    to_status: str
    happened_at: datetime
    by: str = "owner"
    """owner, staff or system."""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Push:
    """A row of the outbox."""

    id: UUID
    kind: str
    visit_id: UUID | None
    due_at: datetime
    status: str
    last_error: str | None = None


@dataclass(frozen=True)
class Said:
    """What the bot put into a chat: a message, an edit of one, or the pop-up of a press."""

    order: int
    at: datetime
    real: float
    """Seconds since the run began, by the machine's clock."""
    chat_id: int
    text: str
    buttons: tuple[str, ...] = ()
    """Callback data of the buttons below."""
    popup: bool = False
    edit: bool = False


@dataclass(frozen=True)
class Trouble:
    """Something that was done to the bot; in seconds since the run began."""

    kind: TroubleKind
    began: float
    ended: float


@dataclass(frozen=True)
class Pressed:
    """A press of a button, and how often the bot answered it, too late or not."""

    id: str
    who: str
    data: str
    answers: int


@dataclass(frozen=True)
class Tried:
    """What somebody did when all was calm again, and whether the bot said something."""

    who: str
    what: str
    answered: bool


@dataclass(frozen=True)
class Person:
    """A user with the chats in which the bot reaches them."""

    id: UUID
    name: str
    chats: tuple[int, ...]


@dataclass(frozen=True)
class Tick:
    """A jump of the clock: the real second, and the moment from which the clock went on."""

    real: float
    moment: datetime


@dataclass(frozen=True)
class Facts:
    now: datetime
    clinic_chat: int
    visits: tuple[Visit, ...] = ()
    events: tuple[Event, ...] = ()
    pushes: tuple[Push, ...] = ()
    said: tuple[Said, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    pressed: tuple[Pressed, ...] = ()
    tried: tuple[Tried, ...] = ()
    people: tuple[Person, ...] = ()
    pets: frozenset[tuple[UUID, str]] = frozenset()
    """Owner and name."""
    to_be_phoned: frozenset[UUID] = frozenset()
    """Visits with a message that reached nobody, phoned about or not."""
    unhandled: int = 0
    """Updates that are not applied and answered."""
    overdue: tuple[str, ...] = ()
    """What of the outbox, and which requests, should have been dealt with."""
    asking: tuple[str, ...] = ()
    """Who is still in the middle of a conversation after they left it."""
    ticks: tuple[Tick, ...] = ()
    log: tuple[str, ...] = ()
    token: str = "\N{NULL}"
    deaths: tuple[str, ...] = ()
    """Ends of the bot that nobody brought about."""

    def real_of(self, moment: datetime) -> float:
        """The second of the run at which the bot's clock showed that moment; the jump over it where there was one."""
        real = 0.0
        for this, following in zip(self.ticks, [*self.ticks[1:], None], strict=True):
            if this.moment > moment:
                break
            real = this.real + (moment - this.moment).total_seconds()
            if following is not None:
                real = min(real, following.real)
        return real

    def history(self, visit: Visit) -> list["State"]:
        """What the row was since when: its state and its start."""
        events = [event for event in self.events if event.visit_id == visit.id]
        moves = [event for event in events if event.kind == "moved" and event.to_status in OPEN]
        start = datetime.fromisoformat(moves[0].data["from"]) if moves else visit.starts_at
        states = []
        for event in events:
            if event in moves:
                start = datetime.fromisoformat(event.data["to"])
            states.append(State(event.happened_at, event.to_status, start))
        return states

    def chats_of(self, user_id: UUID) -> tuple[int, ...]:
        return next((person.chats for person in self.people if person.id == user_id), ())

    def to(self, chats: Iterable[int]) -> list[Said]:
        wanted = set(chats)
        return [said for said in self.said if said.chat_id in wanted]


@dataclass(frozen=True)
class State:
    since: datetime
    status: str
    starts_at: datetime
