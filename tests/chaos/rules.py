"""What must hold after any trouble. Each rule is a pure function of the facts; what it finds broken is a sentence."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import groupby, pairwise
from uuid import UUID

from bot.appointments.callbacks import ComingAt, OpenCancel, OpenVisit
from bot.ui.callbacks import BadCallback
from tests.chaos.facts import OPEN, Event, Facts, Push, Said, State, Visit
from tests.chaos.wording import group, pattern

NUMBER = r"\d+"
SLACK = timedelta(seconds=5)
"""What lies between drawing and sending, and between the bot's clock and the local Telegram's."""
IN_FLIGHT = 15.0
"""Real seconds for which a message that was drawn may be on its way, while Telegram makes it wait."""
QUIET = (time(21), time(8))
"""The clinic's quiet hours in UTC, in which no reminder is due."""
OFFSETS = (timedelta(hours=24), timedelta(hours=2))
LAST_USE = timedelta(minutes=15)
REPEATING = ("kill", "stop", "database", "network")
"""After these a message may come once more: it was sent, and nobody lived to note that."""


@dataclass
class Verdict:
    """How much a rule looked at, and what it found."""

    checked: int = 0
    broken: list[str] = field(default_factory=list)

    def look(self, holds: object, complaint: str) -> None:
        self.checked += 1
        if not holds:
            self.broken.append(complaint)


Rule = Callable[[Facts], Verdict]


def no_overlap(facts: Facts) -> Verdict:
    """No vet has two visits at once, buffers included; rows of one chain are one visit."""
    verdict = Verdict()
    spans = sorted(
        (visit for visit in facts.visits if visit.status in (*OPEN, "completed", "no_show")),
        key=lambda visit: (str(visit.vet_id), visit.starts_at),
    )
    for _, own in groupby(spans, key=lambda visit: visit.vet_id):
        before: list[Visit] = []
        for visit in own:
            before = [other for other in before if other.busy_until > visit.starts_at]
            others = [other.number for other in before if other.chain_id != visit.chain_id]
            verdict.look(not others, f"#{visit.number} is at the same time as {others}")
            before.append(visit)
    return verdict


# What chats say of visits

_CONFIRMED = [
    pattern("push-confirmed"),
    pattern("book-confirmed", number=NUMBER),
    pattern("push-moved", number=NUMBER),
    pattern("move-confirmed", number=NUMBER),
    pattern("visit-status-confirmed", number=NUMBER),
]
_REMINDER = pattern("push-reminder")


def confirmations_told(facts: Facts) -> Verdict:
    """Whoever's visit was confirmed reads it, unless something else became of it before the word could arrive."""
    verdict = Verdict()
    for event, visit in _events(facts, "confirmed"):
        chats = facts.chats_of(visit.owner_id)
        if not chats:
            continue
        told = any(
            said.at >= event.happened_at - SLACK and _about(said, visit)
            for said in facts.to(chats)
            if not said.popup and any(words.search(said.text) for words in _CONFIRMED)
        )
        verdict.look(
            told or _overtaken(facts, event, visit), f"#{visit.number} was confirmed, and its owner never read it"
        )
    return verdict


def _overtaken(facts: Facts, event: Event, visit: Visit) -> bool:
    """Whether the visit ended, was moved or began while the word about it waited; its owner reads that instead."""
    waiting = [push for push in facts.pushes if push.visit_id == visit.id and push.kind in ("confirmed", "moved")]
    if not any(push.status == "skipped" for push in waiting):
        return False
    later = facts.events[facts.events.index(event) + 1 :]
    changed = any(other.visit_id == visit.id and other.kind != "attendance" for other in later)
    return changed or visit.starts_at <= facts.now


def _about(said: Said, visit: Visit) -> bool:
    return visit.id in _named(said) or re.search(rf"#{visit.number}\b", said.text) is not None


def _named(said: Said) -> set[UUID]:
    """The visits that the message's buttons lead to."""
    found = set()
    for data in said.buttons:
        for payload in (OpenVisit, OpenCancel):
            try:
                found.add(payload.unpack(data).appointment)
            except BadCallback:
                continue
    return found


def _events(facts: Facts, kind: str) -> Iterable[tuple[Event, Visit]]:
    visits = {visit.id: visit for visit in facts.visits}
    return [(event, visits[event.visit_id]) for event in facts.events if event.kind == kind]


_SHOWN_TO_OWNERS = {
    "requested": (pattern("book-sent", number=NUMBER), {"requested"}),
    "confirmed": (pattern("book-confirmed", number=NUMBER), {"confirmed"}),
    "moved": (pattern("move-done", number=NUMBER), {"moved"}),
    "asked to move": (pattern("move-asked", number=NUMBER), {"requested"}),
    "cancelled": (pattern("visit-status-cancelled", number=NUMBER), {"cancelled"}),
    "declined": (pattern("push-declined", number=NUMBER), {"declined"}),
    "moved by the clinic": (pattern("push-moved", number=NUMBER), {"moved", "confirmed"}),
    "cancelled by the clinic": (pattern("push-cancelled-by-clinic", number=NUMBER), {"cancelled"}),
}
_SHOWN_TO_STAFF = {
    "confirmed": (pattern("toast-confirmed", number=NUMBER), {"confirmed"}),
    "declined": (pattern("toast-declined", number=NUMBER), {"declined"}),
    "called off": (pattern("toast-called-off", number=NUMBER), {"cancelled"}),
    "arrived": (pattern("toast-arrived", number=NUMBER), {"completed"}),
    # Both begin alike, so the words behind the pet tell them apart.
    "no-show": (pattern("toast-no-show", number=NUMBER, pet=".+"), {"no_show"}),
    "reached": (pattern("toast-reached", number=NUMBER, pet=".+"), {"attendance"}),
    "moved": (pattern("move-done-staff", number=NUMBER), {"moved"}),
    "booked by phone": (pattern("phone-booked", number=NUMBER), {"confirmed"}),
    "declined, with times": (pattern("propose-done", number=NUMBER), {"declined"}),
}


def acknowledged_is_there(facts: Facts) -> Verdict:
    """What a chat shows as done is in the tables, before it was shown, and is that owner's."""
    verdict = Verdict()
    numbers: dict[int, list[Visit]] = defaultdict(list)
    for visit in facts.visits:
        numbers[visit.number].append(visit)
    by_row: dict[UUID, list[Event]] = defaultdict(list)
    for event in facts.events:
        by_row[event.visit_id].append(event)
    owners = {chat: person for person in facts.people for chat in person.chats}
    for said in facts.said:
        staff = said.chat_id == facts.clinic_chat or said.popup
        for step, (words, kinds) in (_SHOWN_TO_STAFF if staff else _SHOWN_TO_OWNERS).items():
            for match in words.finditer(said.text):
                number = int(group(match, "number"))
                rows = numbers[number]
                happened = any(
                    event.kind in kinds and event.happened_at <= said.at + SLACK
                    for row in rows
                    for event in by_row[row.id]
                )
                verdict.look(happened, f"a chat shows #{number} as {step}, and there is no such event")
                if not staff and rows:
                    reader = owners.get(said.chat_id)
                    own = reader is not None and reader.id == rows[0].owner_id
                    verdict.look(own, f"#{number} is shown as {step} to somebody whose it is not")
    return verdict


_PET_ADDED = pattern("pet-added", name=r"\w+")
_REGISTERED = pattern("register-done", name=".+")


def people_and_pets_are_there(facts: Facts) -> Verdict:
    """Who was told that they are registered is, and so is each pet."""
    verdict = Verdict()
    owners = {chat: person for person in facts.people for chat in person.chats}
    for said in facts.said:
        if said.popup or said.chat_id == facts.clinic_chat:
            continue
        if _REGISTERED.search(said.text):
            verdict.look(said.chat_id in owners, f"chat {said.chat_id} reads that it is registered, and is not")
        if match := _PET_ADDED.search(said.text):
            name, owner = group(match, "name"), owners.get(said.chat_id)
            there = owner is not None and (owner.id, name) in facts.pets
            verdict.look(there, f"chat {said.chat_id} reads that {name} is registered, and there is no such pet")
    return verdict


# Reminders


@dataclass(frozen=True)
class Reminded:
    visit_id: UUID
    starts_at: datetime | None
    """What its button says; None once the owner has answered."""
    said: Said


def _reminded(facts: Facts) -> list[Reminded]:
    """The reminders as they were first sent: an edit of one is none."""
    found = []
    for said in facts.said:
        if not said.popup and not said.edit and _REMINDER.search(said.text):
            found += [Reminded(visit_id, _start(said), said) for visit_id in _named(said)]
    return found


def _start(said: Said) -> datetime | None:
    for data in said.buttons:
        try:
            return datetime.fromtimestamp(ComingAt.unpack(data).minute * 60, UTC)
        except BadCallback:
            continue
    return None


def reminders_of_what_stands(facts: Facts) -> Verdict:
    """No reminder of a visit that was cancelled before, or of a time that it no longer had."""
    verdict = Verdict()
    visits = {visit.id: visit for visit in facts.visits}
    for reminded in _reminded(facts):
        visit = visits[reminded.visit_id]
        states = _since(facts, facts.history(visit), reminded.said.real - IN_FLIGHT, reminded.said.real)
        stood = any(state.status == "confirmed" and reminded.starts_at in (None, state.starts_at) for state in states)
        was = [(state.status, f"{state.starts_at:%d %b %H:%M}") for state in states]
        verdict.look(stood, f"#{visit.number} was {was}, and its owner was reminded of {reminded.starts_at}")
    return verdict


def _since(facts: Facts, states: Sequence[State], earliest: float, latest: float) -> list[State]:
    """The states that held at some moment between these two seconds of the run."""
    begins = [facts.real_of(state.since) for state in states]
    ends = [*begins[1:], float("inf")]
    return [
        state for state, begin, end in zip(states, begins, ends, strict=True) if begin <= latest + 1 and end >= earliest
    ]


def reminders_once(facts: Facts) -> Verdict:
    """Each due reminder comes once; once more for each time that somebody died, or was cut off, over sending it."""
    verdict = Verdict()
    numbers = {visit.id: visit.number for visit in facts.visits}
    planned: dict[UUID, list[Push]] = defaultdict(list)
    for push in facts.pushes:
        if push.kind == "reminder" and push.visit_id is not None:
            planned[push.visit_id].append(push)
    came: dict[UUID, list[Said]] = defaultdict(list)
    for reminded in _reminded(facts):
        came[reminded.visit_id].append(reminded.said)
    for visit_id, told in came.items():
        # One that was sent while the bot died may have been withdrawn since, and so is not noted as sent.
        rows = sum(push.due_at <= told[-1].at for push in planned[visit_id])
        first, last = told[0].real, told[-1].real
        excuses = sum(
            trouble.kind in REPEATING and trouble.began <= last and trouble.ended >= first - IN_FLIGHT
            for trouble in facts.troubles
        )
        verdict.look(
            len(told) <= rows + excuses,
            f"#{numbers[visit_id]}: {len(told)} reminders came of {rows} planned, with {excuses} troubles meanwhile",
        )
    return verdict


def reminders_came(facts: Facts) -> Verdict:
    """Who had a visit that stood long enough before it was reminded; whom no message reaches is on the call list.

    Unless the bot was dead for all of the time in which it would have been of use: some seconds here.
    """
    verdict = Verdict()
    came: dict[UUID, list[Said]] = defaultdict(list)
    for reminded in _reminded(facts):
        came[reminded.visit_id].append(reminded.said)
    for visit in facts.visits:
        states = facts.history(visit)
        for state, following in pairwise([*states, None]):
            if state is None or state.status != "confirmed":
                continue
            ends = following.since if following is not None else facts.now
            for offset in OFFSETS:
                due = state.starts_at - offset
                useless = state.starts_at - LAST_USE
                if _is_quiet(due) or due <= state.since + SLACK or min(ends, facts.now) <= useless:
                    continue
                if any(
                    other.status == "confirmed" and other.starts_at == state.starts_at
                    for other in states
                    if other.since < state.since
                ):
                    continue  # an answer to a reminder: looked at with the state that it continues
                if _was_dead(facts, due, useless):
                    continue
                what = f"#{visit.number} at {state.starts_at:%d %b %H:%M}, {offset} before"
                if facts.chats_of(visit.owner_id):
                    told = any(due - SLACK <= said.at <= state.starts_at for said in came[visit.id])
                    verdict.look(told, f"{what}: no reminder; {_what_became(facts, visit, state, due, useless)}")
                else:
                    verdict.look(visit.id in facts.to_be_phoned, f"{what}: not on Telegram, nor on the call list")
    return verdict


def _was_dead(facts: Facts, since: datetime, until: datetime) -> bool:
    """Whether it did not run at any moment of the span."""
    alive_from, ends = facts.real_of(since), facts.real_of(until)
    for trouble in sorted(facts.troubles, key=lambda trouble: trouble.began):
        if trouble.kind in ("kill", "stop") and trouble.began <= alive_from:
            alive_from = max(alive_from, trouble.ended)
    return alive_from >= ends


def _what_became(facts: Facts, visit: Visit, state: State, due: datetime, useless: datetime) -> str:
    """For whoever looks for the reason."""
    rows = [
        f"{push.due_at:%d %b %H:%M} {push.status} {push.last_error or ''}".strip()
        for push in facts.pushes
        if push.kind == "reminder" and push.visit_id == visit.id
    ]
    begins, ends = facts.real_of(due), facts.real_of(useless)
    meanwhile = [
        f"{trouble.kind} {trouble.began:.1f} to {trouble.ended:.1f} s"
        for trouble in facts.troubles
        if trouble.began <= ends and trouble.ended >= begins
    ]
    return (
        f"confirmed since {state.since:%d %b %H:%M}; planned: {', '.join(rows) or 'none'}; "
        f"from {begins:.1f} to {ends:.1f} s, with {', '.join(meanwhile) or 'no trouble'}"
    )


def _is_quiet(moment: datetime) -> bool:
    begins, ends = QUIET
    return moment.timetz().replace(tzinfo=None) >= begins or moment.timetz().replace(tzinfo=None) < ends


# Whether the house is in order again


def nothing_left(facts: Facts) -> Verdict:
    """Every update is handled, nothing of the outbox is overdue, no deadline has passed unnoticed."""
    verdict = Verdict()
    verdict.look(facts.unhandled == 0, f"{facts.unhandled} updates are not handled")
    verdict.look(not facts.overdue, f"overdue: {', '.join(facts.overdue)}")
    return verdict


def presses_answered(facts: Facts) -> Verdict:
    """Each press is answered, at the latest when the bot is back."""
    verdict = Verdict()
    for press in facts.pressed:
        verdict.look(press.answers > 0, f"{press.who} pressed {press.data}, and it was never answered")
    return verdict


def nobody_is_stuck(facts: Facts) -> Verdict:
    """Everybody gets an answer to what they do next, and /cancel leads out of everything."""
    verdict = Verdict()
    for tried in facts.tried:
        verdict.look(tried.answered, f"{tried.who}: nothing came back after {tried.what}")
    verdict.look(not facts.asking, f"still in a conversation after /cancel: {', '.join(facts.asking)}")
    return verdict


_APOLOGY, _TROUBLE = pattern("apology"), pattern("push-trouble")


def nothing_unexpected(facts: Facts) -> Verdict:
    """Nobody reads an apology, and the clinic no word of trouble: all that happened is what the house is made for."""
    verdict = Verdict()
    for said in facts.said:
        found = _APOLOGY.search(said.text) or _TROUBLE.search(said.text)
        verdict.look(not found, f"chat {said.chat_id} reads: {said.text[:120]}")
    return verdict


EXPECTED_WARNINGS = (
    r"Telegram can't be reached \(",
    r"the database is away",
    r"(waits|waiting) for the database",
    r"waiting for Telegram \(",
    r"somebody sends too fast",
    r"Telegram wants a pause of",
    r"is applied and can't be answered yet",
    r"is applied and was not taken as an answer: .*([Qq]uery is too old|not found)",
    r"was sent twice",
    r"the command menus could not be published",
    r"Telegram could not be asked who is in the clinic's chat",
    r"was told to wait",
    r"cannot be delivered: .*(no account|not on Telegram)",
)
_EXPECTED = re.compile("|".join(EXPECTED_WARNINGS))
_LEVEL = re.compile(r"\b(warning|error|critical)\b", re.IGNORECASE)
_STRAY = ("Traceback (most recent call last)", "never awaited", "never retrieved", "Unclosed", "ResourceWarning")


def log_is_clean(facts: Facts) -> Verdict:
    """No error, no traceback, no token; of warnings those that trouble brings. Nor did the bot end by itself."""
    verdict = Verdict()
    verdict.look(not facts.deaths, f"the bot ended by itself: {'; '.join(facts.deaths)}")
    for line in facts.log:
        verdict.look(facts.token not in line, "the token is in the log")
        stray = any(sign in line for sign in _STRAY)
        level = _LEVEL.search(line[:60])
        unexpected = level is not None and not _EXPECTED.search(line)
        verdict.look(not stray and not unexpected, f"in the log: {line[:300]}")
    return verdict


RULES: tuple[Rule, ...] = (
    no_overlap,
    confirmations_told,
    acknowledged_is_there,
    people_and_pets_are_there,
    reminders_of_what_stands,
    reminders_once,
    reminders_came,
    nothing_left,
    presses_answered,
    nobody_is_stuck,
    nothing_unexpected,
    log_is_clean,
)
