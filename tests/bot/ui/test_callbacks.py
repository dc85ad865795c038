"""Callback data: what any button carries comes back as it was, and nothing else is taken."""

import re
from dataclasses import fields
from datetime import date
from typing import Any, get_type_hints
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import bot.routing  # noqa: F401  # imports every feature's payloads
from bot.commands import OWNER_COMMANDS
from bot.conversations.steps import StepPress
from bot.pets.callbacks import ArchivePet, BookFor, EditPet, ShowPet
from bot.pets.conversation import FIELDS
from bot.routing import all_conversations
from bot.ui.callbacks import LIMIT, BadCallback, Callback, short, unshort
from core.appointments.schemas import DeclineReason

PAYLOADS = sorted((kind for kind in Callback.__subclasses__()), key=lambda kind: kind.prefix)
EXTREMES: dict[type, list[Any]] = {
    int: [0, 1, -1, 2**31 - 1, -(2**31)],
    UUID: [UUID(int=0), UUID(int=2**128 - 1), UUID("12345678-1234-5678-1234-567812345678")],
    date: [date.min, date(2026, 3, 2), date.max],
}
PREFIXES = {kind.prefix for kind in PAYLOADS}


def words(kind: type[Callback], name: str) -> list[str]:
    """The strings that a payload carries: names of views, conversations, fields, codes."""
    if kind is StepPress:
        longest = {"conversation": [], "step": [], "value": [short(UUID(int=2**128 - 1)), "", "d20260302", "a:b"]}
        longest["conversation"] = [conversation.name for conversation in all_conversations()]
        longest["step"] = [step for conversation in all_conversations() for step in conversation.steps]
        return longest[name]
    return ["", "x", "ü", *FIELDS, *DeclineReason, *OWNER_COMMANDS]


@pytest.mark.parametrize("kind", PAYLOADS, ids=lambda kind: kind.__name__)
def test_payloads_come_back_and_fit(kind: type[Callback]) -> None:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    values = [EXTREMES[hints[name]] if hints[name] in EXTREMES else words(kind, name) for name in names]
    for position, name in enumerate(names):
        for value in values[position]:
            given = {other: choices[-1] for other, choices in zip(names, values, strict=True)} | {name: value}
            payload = kind(**given)
            data = payload.pack()
            assert 1 <= len(data.encode()) <= LIMIT
            assert kind.unpack(data) == payload
            assert re.search(kind.pattern(), data)
    if not names:
        assert kind.unpack(kind().pack()) == kind()


def test_the_longest_buttons_of_all_steps_fit() -> None:
    longest = short(UUID(int=2**128 - 1))
    for conversation in all_conversations():
        for step in conversation.steps.values():
            data = step.press(longest)
            assert StepPress.unpack(data) == StepPress(conversation.name, step.name, longest)


def test_prefixes_are_unique_and_no_pattern_takes_anothers_data() -> None:
    assert len(PREFIXES) == len(PAYLOADS) >= 30
    for kind in PAYLOADS:
        assert re.fullmatch("[a-z]{1,3}", kind.prefix)
        taking = [other.prefix for other in PAYLOADS if re.search(other.pattern(), f"{kind.prefix}:x")]
        assert taking == [kind.prefix]


def test_a_prefix_is_given_once() -> None:
    with pytest.raises(TypeError, match="taken by ShowPet"):
        type("Other", (Callback,), {}, prefix=ShowPet.prefix)


def test_data_that_would_not_fit_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="too long"):
        EditPet(UUID(int=1), "x" * 40).pack()


@pytest.mark.parametrize("kind", PAYLOADS, ids=lambda kind: kind.__name__)
@settings(max_examples=30)
@given(st.data())
def test_hostile_data_is_refused_and_does_nothing_else(kind: type[Callback], data: st.DataObject) -> None:
    """What is taken is what `pack` makes of it; all else is BadCallback."""
    anything = st.text(max_size=30) | st.sampled_from(["0", "1", "-1", "+1", "1_0", "٣", " 1", "1e3", "00", "20260230"])
    parts = data.draw(st.lists(anything, max_size=5))
    raw = ":".join([kind.prefix, *parts]) if data.draw(st.booleans()) else ":".join(parts)
    try:
        payload = kind.unpack(raw)
    except BadCallback:
        return
    assert payload.pack() == raw


@pytest.mark.parametrize(
    "data",
    [
        "", ":", "pa", "pa:", "pa::", "pa:AAAAAAAAAAAAAAAAAAAAAA", "pa:AAAAAAAAAAAAAAAAAAAAAA:",
        "px:AAAAAAAAAAAAAAAAAAAAAA:1",
        "pa:AAAAAAAAAAAAAAAAAAAAAA:1:1", "pa:AAAAAAAAAAAAAAAAAAAAAA:+1", "pa:AAAAAAAAAAAAAAAAAAAAAA:١", "pa:AAAA:1",
        "pa:AAAAAAAAAAAAAAAAAAAAAA==:1", "pa:AAAAAAAAAAAAAAAAAAAAAB:1", "pa:AAAAAAAAAAA\nAAAAAAAAAAA:1",
        "pa:ÄAAAAAAAAAAAAAAAAAAAAA:1", "pa:AAAAAAAAAAAAAAAAAAAAAA:2147483648",
        "pa:AAAAAAAAAAAAAAAAAAAAAA:" + "9" * 5000,
        "pa:AAAAAAAAAAAAAAAAAAAAAA:\ud800",
    ],
)  # fmt: skip
def test_what_is_almost_right_is_not_taken(data: str) -> None:
    assert ArchivePet.unpack("pa:AAAAAAAAAAAAAAAAAAAAAA:1") == ArchivePet(UUID(int=0), 1)
    with pytest.raises(BadCallback):
        ArchivePet.unpack(data)


def test_another_payloads_data_is_not_taken() -> None:
    with pytest.raises(BadCallback):
        BookFor.unpack(ShowPet(UUID(int=1)).pack())


@given(st.uuids())
def test_ids_are_22_letters_long(identifier: UUID) -> None:
    assert len(short(identifier)) == 22
    assert unshort(short(identifier)) == identifier


@given(st.text(max_size=30))
@example("A" * 21)
@example("A" * 23)
@example("A" * 21 + "B")
@example("A" * 22 + "==")
def test_only_ids_are_ids(text: str) -> None:
    try:
        identifier = unshort(text)
    except BadCallback:
        return
    assert short(identifier) == text
