"""Who takes part in the demo, and remembering whoever joined: the kept database knows them by their ids."""

import asyncio
import contextlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox.groups import Groups
from bot.sandbox.model import Chat, ChatType, User
from bot.sandbox.world import World

CLINIC_NAME = "Paws & Co"
CLINIC_CHAT = -4_100_000_001
GROUP_TITLE = f"{CLINIC_NAME} · front desk"


@dataclass(frozen=True)
class Person:
    """Somebody on Telegram; owners have an email by which the clinic knows them."""

    id: int
    first_name: str
    last_name: str | None = None
    phone: str | None = None
    """E.164."""
    email: str | None = None

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, [self.first_name, self.last_name]))


ANNA = Person(6_100_000_001, "Anna", "Berg", "+4915123456789", "anna@example.org")
BEN = Person(6_100_000_002, "Ben", "Krause", "+4915123456790")
"""The newcomer: on Telegram, unknown to the clinic."""
CLARA = Person(6_100_000_003, "Clara", "Roth", "+4915123456791", "clara@example.org")
DENIZ = Person(6_100_000_004, "Deniz", "Kaya", "+4915123456792", "deniz@example.org")
EMIL = Person(6_100_000_005, "Emil", "Falk", "+4915123456793", "emil@example.org")
VERA = Person(6_100_000_011, "Vera", "Lind", "+4915123456781")
JONAS = Person(6_100_000_012, "Jonas", "Weber", "+4915123456782")

OWNERS = (ANNA, BEN, CLARA, DENIZ, EMIL)
STAFF = (VERA, JONAS)

_KEPT = ("id", "first_name", "last_name", "username", "language_code", "phone")
_EPOCH = 1_577_836_800
"""2020: what message ids are counted from."""


def assemble(world: World, clinic_chat: int, file: Path) -> Chat:
    """Everybody, the ones of earlier runs too, and the clinic's group with the bot in it.

    `clinic_chat` is where the group lives now: it changes when a group becomes a supergroup.
    """
    for person in (*OWNERS, *STAFF):
        world.add_user(
            person.first_name, user_id=person.id, last_name=person.last_name, phone=person.phone, language_code="en"
        )
    for known in _read(file):
        if known["id"] not in world.users:
            world.add_user(known.pop("first_name"), user_id=known.pop("id"), **known)
    for chat in world.chats.values():
        # The clinic may write to whom it knows from earlier, before they write again.
        chat.started = chat.id != BEN.id
    staff = [world.user(person.id) for person in STAFF]
    kind: ChatType = "group" if clinic_chat == CLINIC_CHAT else "supergroup"
    group = Groups(world).create(GROUP_TITLE, staff, kind=kind, bot_status="administrator", chat_id=clinic_chat)
    for chat in world.chats.values():
        # The kept database remembers messages that are gone: their ids must not come again as others'. A second
        # of the machine's time for each message is more than enough.
        chat.last_message_id += int(time.time()) - _EPOCH
    return group


async def remember(world: World, file: Path) -> None:
    """Writes down whoever joins, until cancelled."""
    version = 0
    while not world.journal.closed:
        newest = world.journal.version
        if any(event.kind == "user" for event in world.journal.since(version)):
            await asyncio.to_thread(_write, file, [_kept(user) for user in world.users.values() if not user.is_bot])
        version = newest
        await world.journal.wait(version, 3600)


def _kept(user: User) -> dict[str, Any]:
    return {name: getattr(user, name) for name in _KEPT}


def _write(file: Path, people: list[dict[str, Any]]) -> None:
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps(people, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(file)


def _read(file: Path) -> list[dict[str, Any]]:
    """Nobody when the file is missing or unreadable: they can join again."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        return [{name: person[name] for name in _KEPT} for person in json.loads(file.read_text(encoding="utf-8"))]
    return []
