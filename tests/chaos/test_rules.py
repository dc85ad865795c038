"""Each rule finds what is wrong in a world that is made up to be wrong, and nothing in one that is right."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.appointments.callbacks import ComingAt, OpenCancel, OpenVisit
from bot.ui.texts import languages, texts_for
from tests.chaos import rules
from tests.chaos.facts import Event, Facts, Person, Pressed, Push, Said, Tick, Tried, Trouble, Visit
from tests.chaos.wording import group, pattern

CLINIC, ANNA_CHAT, BEN_CHAT = -100, 1, 2
ANNA, BEN, PHONER = (Person(UUID(int=number), f"owner {number}", chats) for number, chats in
                     ((1, (ANNA_CHAT,)), (2, (BEN_CHAT,)), (3, ())))  # fmt: skip
VET, OTHER_VET = UUID(int=11), UUID(int=12)
BEGIN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ASKED = BEGIN + timedelta(hours=1)
THURSDAY_TEN = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
AFTER = THURSDAY_TEN + timedelta(days=1)
EN = texts_for("en")


def visit(number: int = 1001, at: datetime = THURSDAY_TEN, **other: Any) -> Visit:
    row = UUID(int=number)
    known: dict[str, Any] = {
        "id": row, "number": number, "chain_id": row, "vet_id": VET, "owner_id": ANNA.id, "starts_at": at,
        "busy_until": at + timedelta(minutes=30), "status": "confirmed",
    }  # fmt: skip
    return Visit(**{**known, **other})


def event(kind: str, of: Visit, at: datetime = ASKED, **data: Any) -> Event:
    states = {"requested": "pending", "moved": of.status, "attendance": "confirmed"}
    return Event(of.id, kind, states.get(kind, kind), at, data=data)


def said(text: str, at: datetime, chat: int = ANNA_CHAT, *buttons: str, **other: Any) -> Said:
    return Said(0, at, (at - BEGIN).total_seconds(), chat, text, buttons, **other)


def confirmation(of: Visit, at: datetime = ASKED, chat: int = ANNA_CHAT) -> Said:
    return said("✅ Confirmed! We look forward to seeing you, Anna.", at, chat, OpenVisit(of.id).pack())


def reminder(of: Visit, before: timedelta, starts_at: datetime = THURSDAY_TEN, **other: Any) -> Said:
    minute = int(starts_at.timestamp()) // 60
    buttons = (ComingAt(of.id, minute).pack(), OpenCancel(of.id).pack())
    return said("🔔 A reminder, Anna: you have an appointment.", starts_at - before, ANNA_CHAT, *buttons, **other)


def world(*visits: Visit, **other: Any) -> Facts:
    known: dict[str, Any] = {
        "now": AFTER, "clinic_chat": CLINIC, "visits": visits, "people": (ANNA, BEN, PHONER),
        "ticks": (Tick(0, BEGIN),),
    }  # fmt: skip
    return Facts(**{**known, **other})


DAY, HOURS = timedelta(hours=24), timedelta(hours=2)
ONE = visit()
STOOD = (event("requested", ONE), event("confirmed", ONE))
PLANNED = tuple(
    Push(UUID(int=20 + number), "reminder", ONE.id, THURSDAY_TEN - before, "sent")
    for number, before in enumerate((DAY, HOURS))
)
RIGHT = world(
    ONE,
    events=STOOD,
    pushes=PLANNED,
    said=(
        said("✅ Your request #1001 is with the clinic.", ASKED),
        confirmation(ONE),
        said("Confirmed: #1001 Rex, Thu", ASKED, CLINIC, popup=True),
        reminder(ONE, DAY),
        reminder(ONE, HOURS),
    ),
    pressed=(Pressed("q", "Anna", "vj", 1),),
    tried=(Tried("Anna", "/start", True),),
    log=("2026-03-02T08:00:00.000000Z [warning  ] the database is away (OSError); trying again in 1 s [bot.intake]",),
)


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_a_right_world(rule: rules.Rule) -> None:
    verdict = rule(RIGHT)
    assert verdict.broken == []
    if rule is not rules.people_and_pets_are_there:
        assert verdict.checked > 0, "it looked at nothing"


def test_every_rule_is_asked() -> None:
    functions = {name for name, one in vars(rules).items() if callable(one) and not name.startswith("_")
                 and getattr(one, "__annotations__", {}).get("return") is rules.Verdict}  # fmt: skip
    assert functions == {rule.__name__ for rule in rules.RULES}


def with_said(*more: Said) -> Facts:
    return replace(RIGHT, said=(*RIGHT.said, *more))


def without_said(text: str) -> Facts:
    return replace(RIGHT, said=tuple(one for one in RIGHT.said if text not in one.text))


class TestOverlap:
    LATER = THURSDAY_TEN + timedelta(minutes=29)

    @pytest.mark.parametrize("status", ["pending", "proposed", "confirmed", "completed"])
    def test_two_at_once(self, status: str) -> None:
        assert rules.no_overlap(world(ONE, visit(1002, self.LATER, status=status))).broken

    def test_a_long_one_behind_a_short_one(self) -> None:
        long = visit(1002, busy_until=THURSDAY_TEN + timedelta(hours=3))
        late = visit(1003, THURSDAY_TEN + timedelta(hours=2))
        assert len(rules.no_overlap(world(long, visit(1001, THURSDAY_TEN - timedelta(hours=1)), late)).broken) == 1

    @pytest.mark.parametrize(
        "other",
        [
            visit(1002, LATER, status="cancelled"),
            visit(1002, LATER, vet_id=OTHER_VET),
            visit(1002, LATER, chain_id=ONE.id),
            visit(1002, THURSDAY_TEN + timedelta(minutes=30)),
        ],
    )
    def test_no_two_at_once(self, other: Visit) -> None:
        assert rules.no_overlap(world(ONE, other)).broken == []


class TestConfirmations:
    def test_nobody_told(self) -> None:
        assert rules.confirmations_told(without_said("Confirmed!")).broken

    def test_told_of_another_visit(self) -> None:
        other = visit(1002)
        facts = replace(without_said("Confirmed!"), said=(confirmation(other),))
        assert rules.confirmations_told(facts).broken

    def test_somebody_else_told(self) -> None:
        assert rules.confirmations_told(
            replace(without_said("Confirmed!"), said=(confirmation(ONE, chat=BEN_CHAT),))
        ).broken

    def test_told_before_it_was(self) -> None:
        facts = replace(without_said("Confirmed!"), said=(confirmation(ONE, ASKED - timedelta(hours=1)),))
        assert rules.confirmations_told(facts).broken

    @pytest.mark.parametrize("status", ["sent", "skipped"])
    def test_overtaken(self, status: str) -> None:
        """What was skipped because the visit was cancelled is no fault; what counts as sent and never came is."""
        push = Push(UUID(int=9), "confirmed", ONE.id, ASKED, status)
        cancelled = event("cancelled", ONE, ASKED + timedelta(minutes=5))
        facts = replace(without_said("Confirmed!"), events=(*STOOD, cancelled), pushes=(push,))
        assert bool(rules.confirmations_told(facts).broken) == (status == "sent")

    def test_not_on_telegram(self) -> None:
        """They were told on the phone."""
        theirs = visit(owner_id=PHONER.id)
        assert rules.confirmations_told(world(theirs, events=STOOD)).broken == []


class TestAcknowledged:
    @pytest.mark.parametrize(
        ("key", "values"),
        [
            ("book-sent", {"until": "x"}),
            ("book-confirmed", {}),
            ("move-done", {"until": "x"}),
            ("move-asked", {"until": "x", "by": "x"}),
            ("visit-status-cancelled", {"reason": "none"}),
            ("push-declined", {"reason": "none", "phone": "none"}),
            ("push-moved", {"since": "x"}),
            ("push-cancelled-by-clinic", {"reason": "none", "phone": "none"}),
        ],
    )
    @pytest.mark.parametrize("language", languages())
    def test_shown_and_not_there(self, language: str, key: str, values: dict[str, Any]) -> None:
        text = texts_for(language).plain(key, number="1007", **values)
        assert rules.acknowledged_is_there(with_said(said(text.replace("<b>", "").replace("</b>", ""), ASKED))).broken

    @pytest.mark.parametrize(
        "key",
        ["toast-confirmed", "toast-declined", "toast-called-off", "toast-arrived", "toast-no-show", "toast-reached"],
    )
    def test_shown_to_staff_and_not_there(self, key: str) -> None:
        text = EN.plain(key, number="1007", pet="Rex", at="x")
        assert rules.acknowledged_is_there(with_said(said(text, ASKED, CLINIC, popup=True))).broken

    @pytest.mark.parametrize(("key", "kind"), [("toast-no-show", "no_show"), ("toast-reached", "attendance")])
    @pytest.mark.parametrize("language", languages())
    def test_what_begins_alike_is_told_apart(self, language: str, key: str, kind: str) -> None:
        text = texts_for(language).plain(key, number="1001", pet="Rex", at="x")
        facts = with_said(said(text, ASKED, CLINIC, popup=True))
        for happened in ("no_show", "attendance"):
            had = replace(facts, events=(*facts.events, event(happened, ONE, ASKED)))
            assert bool(rules.acknowledged_is_there(had).broken) is (happened != kind)

    def test_another_step_of_it(self) -> None:
        text = EN.plain("visit-status-cancelled", number="1001", reason="none").replace("<b>", "").replace("</b>", "")
        assert rules.acknowledged_is_there(with_said(said(text, AFTER))).broken

    def test_shown_before_it_was(self) -> None:
        early = said("✅ Your request #1001 is with the clinic.", ASKED - timedelta(hours=1))
        assert rules.acknowledged_is_there(with_said(early)).broken

    def test_shown_to_somebody_else(self) -> None:
        stray = said("✅ Your request #1001 is with the clinic.", ASKED, BEN_CHAT)
        assert rules.acknowledged_is_there(with_said(stray)).broken

    def test_people_and_pets(self) -> None:
        registered, added = said("🎉 You are registered, Zoe.", ASKED, 77), said("🎉 Rex is registered.", ASKED)
        assert rules.people_and_pets_are_there(with_said(registered)).broken
        assert rules.people_and_pets_are_there(with_said(added)).broken
        assert rules.people_and_pets_are_there(
            replace(with_said(added), pets=frozenset({(ANNA.id, "Rex")}))
        ).broken == []  # fmt: skip


class TestReminders:
    def test_one_is_missing(self) -> None:
        for missing in RIGHT.said[-2:]:
            facts = replace(RIGHT, said=tuple(one for one in RIGHT.said if one is not missing))
            assert len(rules.reminders_came(facts).broken) == (1 if missing is RIGHT.said[-1] else 0)
        assert len(rules.reminders_came(without_said("reminder")).broken) == 2

    def test_dead_all_the_while(self) -> None:
        facts = replace(RIGHT, said=tuple(one for one in RIGHT.said if one is not RIGHT.said[-1]))
        begins, ends = (facts.real_of(THURSDAY_TEN - before) for before in (HOURS, rules.LAST_USE))
        middle = (begins + ends) / 2

        def broken(*troubles: Trouble) -> bool:
            return bool(rules.reminders_came(replace(facts, troubles=troubles)).broken)

        assert not broken(Trouble("kill", begins - 1, ends + 1))
        assert not broken(Trouble("stop", middle, ends), Trouble("kill", begins, middle))
        assert broken(Trouble("kill", begins, middle))
        assert broken(Trouble("kill", begins, middle - 1), Trouble("kill", middle, ends))
        assert broken(Trouble("kill", middle, ends))
        assert broken(Trouble("network", begins - 1, ends + 1))

    def test_not_on_telegram(self) -> None:
        theirs = visit(owner_id=PHONER.id)
        alone = world(theirs, events=STOOD)
        assert rules.reminders_came(alone).broken
        assert rules.reminders_came(replace(alone, to_be_phoned=frozenset({theirs.id}))).broken == []

    def test_none_is_due_in_quiet_hours_nor_after_the_end(self) -> None:
        early = visit(at=THURSDAY_TEN.replace(hour=9))
        assert rules.reminders_came(world(early, events=STOOD)).checked == 1, "two hours before is still night"
        ended = event("cancelled", ONE, THURSDAY_TEN - timedelta(days=2))
        assert rules.reminders_came(world(replace(ONE, status="cancelled"), events=(*STOOD, ended))).checked == 0

    def test_of_what_was_cancelled(self) -> None:
        ended = event("cancelled", ONE, THURSDAY_TEN - timedelta(hours=3))
        facts = replace(RIGHT, visits=(replace(ONE, status="cancelled"),), events=(*STOOD, ended))
        assert len(rules.reminders_of_what_stands(facts).broken) == 1

    def test_of_what_is_cancelled_at_this_moment(self) -> None:
        """It may have been on its way."""
        ended = event("cancelled", ONE, THURSDAY_TEN - HOURS - timedelta(seconds=3))
        facts = replace(RIGHT, visits=(replace(ONE, status="cancelled"),), events=(*STOOD, ended))
        assert rules.reminders_of_what_stands(facts).broken == []

    def test_of_a_time_before_a_move(self) -> None:
        later = THURSDAY_TEN + timedelta(days=2)
        times = {"from": THURSDAY_TEN.isoformat(), "to": later.isoformat()}
        moved = event("moved", ONE, THURSDAY_TEN - timedelta(hours=3), **times)
        facts = replace(RIGHT, visits=(replace(ONE, starts_at=later),), events=(*STOOD, moved))
        assert len(rules.reminders_of_what_stands(facts).broken) == 1

    def test_twice(self) -> None:
        again = replace(RIGHT.said[-1], real=RIGHT.said[-1].real + 2)
        assert rules.reminders_once(with_said(again)).broken
        killed = Trouble("kill", again.real - 1, again.real)
        assert rules.reminders_once(replace(with_said(again), troubles=(killed,))).broken == []
        assert rules.reminders_once(replace(with_said(again, again), troubles=(killed,))).broken
        flood = Trouble("flood", again.real - 1, again.real)
        assert rules.reminders_once(replace(with_said(again), troubles=(flood,))).broken
        long_ago = Trouble("kill", 0, 1)
        assert rules.reminders_once(replace(with_said(again), troubles=(long_ago,))).broken

    def test_an_edited_one_is_no_second_one(self) -> None:
        assert rules.reminders_once(with_said(reminder(ONE, timedelta(hours=1), edit=True))).broken == []


def test_what_is_left() -> None:
    assert rules.nothing_left(replace(RIGHT, unhandled=1)).broken
    assert rules.nothing_left(replace(RIGHT, overdue=("confirmed of 2 Mar",))).broken
    assert rules.presses_answered(replace(RIGHT, pressed=(Pressed("q", "Anna", "vj", 0),))).broken
    assert rules.nobody_is_stuck(replace(RIGHT, tried=(Tried("Anna", "/start", False),))).broken
    assert rules.nobody_is_stuck(replace(RIGHT, asking=("1 in book",))).broken


@pytest.mark.parametrize("key", ["apology", "push-trouble"])
@pytest.mark.parametrize("language", languages())
def test_an_apology(language: str, key: str) -> None:
    text = texts_for(language).plain(key, **({"error": "LookupError"} if key == "push-trouble" else {}))
    assert rules.nothing_unexpected(with_said(said(text, ASKED))).broken


@pytest.mark.parametrize(
    "line",
    [
        "2026-03-02T08:00:00.000000Z [error    ] the outbox failed [bot.scheduler]",
        "2026-03-02T08:00:00.000000Z [warning  ] the moon is full [bot.scheduler]",
        "Traceback (most recent call last)",
        "coroutine 'f' was never awaited",
        "2026-03-02T08:00:00.000000Z [info     ] https://api/bot123:token/getMe",
    ],
)
def test_a_line_of_the_log(line: str) -> None:
    assert rules.log_is_clean(replace(RIGHT, log=(*RIGHT.log, line), token="123:token")).broken


def test_a_bot_that_ended_by_itself() -> None:
    assert rules.log_is_clean(replace(RIGHT, deaths=("exit status 1",))).broken


def test_moments_of_a_clock_that_jumps() -> None:
    facts = replace(RIGHT, ticks=(Tick(0, BEGIN), Tick(10, BEGIN + timedelta(hours=1))))
    assert facts.real_of(BEGIN + timedelta(seconds=4)) == 4
    assert facts.real_of(BEGIN + timedelta(minutes=30)) == 10, "in the jump"
    assert facts.real_of(BEGIN + timedelta(hours=1, seconds=5)) == 15


def test_sentences_are_read_back() -> None:
    asked = pattern("move-asked", number=r"\d+")
    for language in languages():
        text = texts_for(language).plain("move-asked", number="1001", until="Thu", by="Fri").replace("<b>", "")
        match = asked.search(text)
        assert match is not None
        assert group(match, "number") == "1001"
