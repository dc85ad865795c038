"""Callback payloads of the clinic's cards and lists. They count in the clinic's chat only."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bot.ui.callbacks import Callback

# The card


@dataclass(frozen=True)
class ShowCard(Callback, prefix="cb"):
    """The card with its first buttons again: the way back from a question."""

    visit: UUID


@dataclass(frozen=True)
class Confirm(Callback, prefix="cy"):
    """On cards of before requests could be moved: whatever time it has by now."""

    visit: UUID


@dataclass(frozen=True)
class ConfirmAt(Callback, prefix="cz"):
    """Agrees to the time that the card shows: `minute`, counted from 1970. The owner may have moved it since."""

    visit: UUID
    minute: int


@dataclass(frozen=True)
class StartMove(Callback, prefix="cv"):
    """Begins to move the visit, below."""

    visit: UUID


@dataclass(frozen=True)
class AskDecline(Callback, prefix="cn"):
    """Asks why, on the card."""

    visit: UUID


@dataclass(frozen=True)
class Decline(Callback, prefix="cr"):
    """`reason` is a code of `DeclineReason`; where it is about the time, other times can be proposed first."""

    visit: UUID
    reason: str


@dataclass(frozen=True)
class TakeFor(Callback, prefix="cpt"):
    """The owner, who phoned, takes one of the proposed times."""

    proposal: UUID


@dataclass(frozen=True)
class Withdraw(Callback, prefix="cpw"):
    """Takes back the times that were proposed instead of what was declined."""

    visit: UUID


@dataclass(frozen=True)
class AskCancelling(Callback, prefix="cq"):
    """Asks whether to call the visit off, on the card."""

    visit: UUID


@dataclass(frozen=True)
class CallOff(Callback, prefix="cx"):
    visit: UUID


@dataclass(frozen=True)
class TypeReason(Callback, prefix="ct"):
    """Asks staff to type why: `cancel` is 1 for a visit that is called off, 0 for a request that is declined."""

    visit: UUID
    cancel: int


@dataclass(frozen=True)
class Mark(Callback, prefix="cm"):
    """On the card: `came` is 1 when they arrived, 0 when they did not."""

    visit: UUID
    came: int


# Lists


@dataclass(frozen=True)
class PostCard(Callback, prefix="cc"):
    """The card, as a new message below the list."""

    visit: UUID


@dataclass(frozen=True)
class ShowPending(Callback, prefix="cl"):
    page: int


@dataclass(frozen=True)
class ShowCalls(Callback, prefix="ck"):
    """Who is to be phoned; `page` counts from 1."""

    page: int


@dataclass(frozen=True)
class MarkReached(Callback, prefix="ci"):
    """In the list of calls: the owner was reached, and is coming."""

    visit: UUID
    page: int


@dataclass(frozen=True)
class CloseCall(Callback, prefix="cf"):
    """Whom a message did not reach has been phoned. `page` is that of the list; 0 on the message about it."""

    undelivered: UUID
    page: int


@dataclass(frozen=True)
class ReopenCall(Callback, prefix="cg"):
    """On the message about it: it is not done yet."""

    undelivered: UUID


@dataclass(frozen=True)
class ShowDay(Callback, prefix="cd"):
    """A day's visits; page 0 is the one on which the next visit stands."""

    day: date
    page: int


@dataclass(frozen=True)
class ShowWeek(Callback, prefix="cw"):
    """Seven days, from a Monday on."""

    monday: date


@dataclass(frozen=True)
class SendWeekPicture(Callback, prefix="wk"):
    """The week of the first vet as a picture, below; `dark` is 1 for light on dark."""

    monday: date
    dark: int


@dataclass(frozen=True)
class TurnWeekPicture(Callback, prefix="wt"):
    """Another week, vet or look, in place of the picture."""

    monday: date
    vet: UUID
    dark: int


@dataclass(frozen=True)
class MarkInDay(Callback, prefix="ca"):
    """As `Mark`, in a day's list."""

    visit: UUID
    came: int
    day: date
    page: int
