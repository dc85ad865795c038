"""What the code names and what the text files hold are the same messages."""

import ast
import re
import typing
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

import bot
from bot.clinic.services.wording import FIELDS as SERVICE_FIELDS
from bot.commands import CLINIC_COMMANDS, OWNER_COMMANDS
from bot.pets.conversation import FIELDS
from bot.statistics.visits_file import COLUMNS
from bot.users.views import PROFILE_FIELDS
from core.appointments.schemas import AppointmentStatus, Attendance, CancelReason, Caution, DeclineReason, Slot
from core.clinic.schemas import Status
from core.pets.schemas import Species, VaccinationStatus
from core.staff.schemas import ChangeKind, StaffRole
from core.users.schemas import Reach

ROOT = Path(bot.__file__).parent
SOURCES = [path for path in sorted(ROOT.rglob("*.py")) if path.relative_to(ROOT).parts[0] != "sandbox"]

SAYS = {"t": 0, "plain": 0, "toast": 0, "problem": 0, "ended": 0, "_toast": 1, "_news": 2}
"""Functions that take a message's key, and where: `t(…)`, `context.toast(…)`, `problem(…)`, helpers of features."""
KEY = re.compile(r"[a-z{}]+(-[a-z{}]+)*")


def dashed(values: Iterable[str]) -> list[str]:
    return [value.replace("_", "-") for value in values]


VISITS = dashed(status for status in AppointmentStatus if status is not AppointmentStatus.PROPOSED)
"""A proposed time is shown by what it was proposed for, and has no words of its own as a visit."""

FAMILIES: dict[str, list[str]] = {
    "species-{}": dashed(Species),
    "vaccination-{}": dashed(VaccinationStatus),
    "vaccination-mark-{}": dashed(VaccinationStatus),
    "visit-status-{}": VISITS,
    "card-heading-{}": VISITS,
    "card-{}": [status for status in VISITS if status != AppointmentStatus.PENDING],
    "decline-reason-{}": dashed(DeclineReason),
    "cancel-reason-{}": dashed(CancelReason),
    "service-{}": ["vaccination", "routine", "surgery", "emergency"],  # those that every clinic begins with
    "switch-{}": dashed(Status),
    "switch-to-{}": dashed(Status),
    "toast-{}": dashed(Status),
    "profile-edit-{}": list(PROFILE_FIELDS),
    "pet-ask-{}": dashed(FIELDS),
    "pet-change-{}": dashed(FIELDS),
    "pet-change-{}-button": dashed(FIELDS),
    "service-edit-{}": dashed(SERVICE_FIELDS),
    "service-ask-{}": ["name", *dashed(SERVICE_FIELDS)],
    "services-new-{}": ["name", "duration"],
    "input-expected-{}": ["text", "press", "contact"],
    "{}-none": ["visits-past", "visits-upcoming"],
    "{}-{}": [*(f"command-{name}" for name in OWNER_COMMANDS), *(f"clinic-command-{name}" for name in CLINIC_COMMANDS)],
    "phone-caution-{}": dashed(Caution),
    "phone-reach-{}": dashed(Reach),
    "csv-{}": list(COLUMNS),
    "csv-status-{}": VISITS,
    "csv-attendance-{}": dashed(Attendance),
    "staff-newcomers-{}": list(StaffRole),
    "staff-may-{}": ["owner", *StaffRole],
    "staff-make-{}": list(StaffRole),
    "toast-now-{}": list(StaffRole),
    "change-{}": dashed(ChangeKind),
    "error-{}": [],  # every refusal: tested by itself
}
"""Keys that are put together, and all that they are put together with."""


def members(template: str) -> list[str]:
    """The keys of a family; where nothing of the key is fixed, the values are whole keys."""
    values = FAMILIES[template]
    return values if template == "{}-{}" else [template.replace("{}", value, 1) for value in values]


def trees() -> Iterator[tuple[Path, ast.AST]]:
    for path in SOURCES:
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def written(node: ast.expr | None) -> Iterator[str]:
    """The keys that an expression may be, those put together as `species-{}`."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from written(body)
            yield from written(orelse)
        case ast.JoinedStr(values=values):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in values)


def named_keys() -> dict[str, str]:
    """What stands where a key is expected, and the file it stands in."""
    found: dict[str, str] = {}
    for path, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            places = [keyword.value for keyword in node.keywords if keyword.arg == "key"]
            places += node.args[SAYS[function] : SAYS[function] + 1] if function in SAYS else []
            for place in places:
                found.update(dict.fromkeys(written(place), path.name))
    return found


def all_strings() -> tuple[set[str], set[str]]:
    """Every string of the code that looks like a key, and every one that is put together like one."""
    plain: set[str] = set()
    families: set[str] = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant | ast.JoinedStr):
                for key in written(node):
                    (families if "{}" in key else plain).add(key)
    return {key for key in plain if KEY.fullmatch(key)}, {key for key in families if "-" in key and KEY.fullmatch(key)}


@pytest.fixture(scope="module")
def keys(catalogues: Any) -> set[str]:
    return set(catalogues["en"])


def test_every_key_in_the_code_has_its_message(keys: set[str]) -> None:
    named = named_keys()
    assert len(named) > 100, "the walk through the code finds too little"
    missing = {key: file for key, file in named.items() if "{}" not in key and key not in keys}
    assert missing == {}


def test_what_looks_like_a_key_is_one(keys: set[str]) -> None:
    """Labels are also kept in attributes and tables: anything that begins like a message is one."""
    beginnings = {key.partition("-")[0] for key in keys if "-" in key}
    like_keys = {text for text in all_strings()[0] if "-" in text and text.partition("-")[0] in beginnings}
    assert len(like_keys) > 100
    assert like_keys - keys == {"clinic-command"}, "the first half of the clinic's commands is all that may be left"


def test_every_kind_of_composed_key_is_known() -> None:
    composed = {key for key in all_strings()[1] if key.startswith("{}") or key.split("{}")[0].endswith("-")}
    assert composed - set(FAMILIES) == set(), "say in FAMILIES what these are put together with"
    assert set(FAMILIES) - composed == set(), "no longer in the code"


@pytest.mark.parametrize("template", FAMILIES)
def test_every_member_of_a_family_has_its_message(template: str, keys: set[str]) -> None:
    assert set(members(template)) - keys == set()


def test_every_refusal_has_its_wording_and_no_wording_is_without_one(keys: set[str], refusals: Any) -> None:
    assert len(refusals) > 40
    assert {f"error-{code}" for code in refusals} == {key for key in keys if key.startswith("error-")}


def test_no_message_is_unused(keys: set[str], refusals: Any) -> None:
    used = all_strings()[0] | {f"error-{code}" for code in refusals}
    used |= {key for template in FAMILIES for key in members(template)}
    assert keys - used == set()


def test_refusals_say_only_what_they_carry(catalogues: Any, refusals: Any) -> None:
    """`bot.errors` passes the error's fields, without lists of slots, and the clinic's phone."""
    for code, kind in refusals.items():
        message, hints = catalogues["en"][f"error-{code}"], typing.get_type_hints(kind)
        carried = {name for name, hint in hints.items() if hint != list[Slot]}
        assert message.variables <= carried | {"phone"}, code


def test_refusals_tell_apart_what_really_happens(catalogues: Any, refusals: Any) -> None:
    for code, kind in refusals.items():
        for name, hint in typing.get_type_hints(kind).items():
            if isinstance(hint, type) and issubclass(hint, StrEnum):
                variants = catalogues["en"][f"error-{code}"].selectors.get(name, set())
                assert variants - {"other"} <= {member.value for member in hint}, f"{code}: ${name}"


def test_numbers_of_visits_are_names_and_never_grouped() -> None:
    """Fluent writes 1001 as 1,001: what is a name goes in as a string."""
    for path, tree in trees():
        for node in ast.walk(tree):
            given: list[tuple[Any, ast.expr]] = []
            if isinstance(node, ast.Call):
                given = [(keyword.arg, keyword.value) for keyword in node.keywords]
            elif isinstance(node, ast.Dict):
                given = [(key.value, value) for key, value in zip(node.keys, node.values, strict=True)
                         if isinstance(key, ast.Constant)]  # fmt: skip
            for name, value in given:
                if name in ("number", "chat", "id"):
                    bare = isinstance(value, ast.Attribute) and value.attr in ("number", "id", "chat_id")
                    assert not bare, f"{path.name}:{value.lineno}: str(…) is missing"
