"""Callback payloads of the owner's appointments."""

from dataclasses import dataclass
from uuid import UUID

from bot.ui.callbacks import Callback


@dataclass(frozen=True)
class ShowVisits(Callback, prefix="vl"):
    """The list: `past` is 1 for what lies behind, `page` counts from 1."""

    past: int
    page: int


@dataclass(frozen=True)
class ShowVisit(Callback, prefix="vv"):
    """One appointment, in place of the message it was pressed on."""

    appointment: UUID


@dataclass(frozen=True)
class OpenVisit(Callback, prefix="vo"):
    """One appointment, below: for messages that are to stay as they are."""

    appointment: UUID


@dataclass(frozen=True)
class AskCancel(Callback, prefix="vc"):
    """Asks whether to cancel, in place."""

    appointment: UUID


@dataclass(frozen=True)
class OpenCancel(Callback, prefix="vd"):
    """Asks whether to cancel, below a reminder."""

    appointment: UUID


@dataclass(frozen=True)
class MoveVisit(Callback, prefix="vm"):
    """Begins to move it, in place."""

    appointment: UUID


@dataclass(frozen=True)
class OpenMove(Callback, prefix="vn"):
    """Begins to move it, below a reminder."""

    appointment: UUID


@dataclass(frozen=True)
class WithdrawWish(Callback, prefix="vw"):
    """Ends a wish to move a visit, which stays as it is; `wish` is the wish's own id."""

    wish: UUID


@dataclass(frozen=True)
class CancelVisit(Callback, prefix="vx"):
    """Yes, cancel."""

    appointment: UUID


@dataclass(frozen=True)
class Coming(Callback, prefix="vi"):
    """I'm coming, on reminders of before visits could be moved."""

    appointment: UUID


@dataclass(frozen=True)
class GetCalendarFile(Callback, prefix="vf"):
    """The file for the owner's calendar, below."""

    appointment: UUID


@dataclass(frozen=True)
class ComingAt(Callback, prefix="vj"):
    """I'm coming, at the time that the reminder shows: `minute`, counted from 1970. It may have moved since."""

    appointment: UUID
    minute: int


@dataclass(frozen=True)
class BookSlot(Callback, prefix="vb"):
    """As `BookAgain`, with the time chosen already: `minute`, counted from 1970. Somebody may be faster."""

    appointment: UUID
    minute: int


@dataclass(frozen=True)
class TakeProposal(Callback, prefix="vt"):
    """Takes one of the times that the clinic proposed with its refusal."""

    proposal: UUID


@dataclass(frozen=True)
class RefuseProposals(Callback, prefix="vr"):
    """None of them; `appointment` is what was declined, or the visit that it is about."""

    appointment: UUID


@dataclass(frozen=True)
class BookAgain(Callback, prefix="va"):
    """Begins a booking with the pet and the service of an earlier appointment, below."""

    appointment: UUID
