"""Who takes part in the demo, whoever joined in earlier runs included: the kept database knows them by their ids."""

import asyncio
import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from bot.sandbox.groups import Groups
from bot.sandbox.model import PRESENT, Chat, ChatType, User
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

_EPOCH = 1_577_836_800
"""2020: what message ids are counted from."""


@dataclass(frozen=True)
class Known:
    """Somebody of an earlier run, as the file holds them."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "en"
    phone: str | None = None
    colleague: bool = False
    """In the clinic's group."""
    started: bool = False
    """They wrote to the bot, so it may write to them."""
    blocked: bool = False


def assemble(world: World, clinic_chat: int, file: Path) -> Chat:
    """Everybody, and the clinic's group with the bot in it.

    `clinic_chat` is where the group lives now: it changes when a group becomes a supergroup.
    """
    people = {person.id: person for person in (*_at_first(), *_read(file))}
    for person in people.values():
        world.add_user(
            person.first_name,
            user_id=person.id,
            last_name=person.last_name,
            username=person.username,
            language_code=person.language_code,
            phone=person.phone,
        )
        chat = world.chat(person.id)
        chat.started, chat.blocked = person.started, person.blocked
    kind: ChatType = "group" if clinic_chat == CLINIC_CHAT else "supergroup"
    staff = [world.user(person.id) for person in people.values() if person.colleague]
    group = Groups(world).create(GROUP_TITLE, staff, kind=kind, chat_id=clinic_chat)
    for chat in world.chats.values():
        # The kept database remembers messages that are gone: their ids must not come again as others'. A second
        # of the machine's time for each message is more than enough.
        chat.last_message_id += int(time.time()) - _EPOCH
    return group


async def remember(world: World, file: Path) -> None:
    """Writes down who is there, until the local Telegram closes."""
    written: list[Known] = []
    while True:
        journal = world.journal
        closed, version, people = journal.closed, journal.version, _present(world)
        if people != written:
            await asyncio.to_thread(_write, file, people)
            written = people
        if closed:
            return
        await journal.wait(version, 3600)


def _at_first() -> Iterator[Known]:
    for person in (*OWNERS, *STAFF):
        # The bot has met the clinic's owners before; its staff write to it in the group.
        yield Known(
            person.id,
            person.first_name,
            person.last_name,
            phone=person.phone,
            colleague=person in STAFF,
            started=person.email is not None,
        )


def _present(world: World) -> list[Known]:
    return [_known(world, user) for user in world.users.values() if not user.is_bot]


def _known(world: World, user: User) -> Known:
    chat = world.chats.get(user.id)
    groups = (group for group in world.chats.values() if not group.is_private)
    return Known(
        user.id,
        user.first_name,
        user.last_name,
        user.username,
        user.language_code,
        user.phone,
        colleague=any(group.members.get(user.id) in PRESENT for group in groups),
        started=chat is not None and chat.started,
        blocked=chat is not None and chat.blocked,
    )


def _write(file: Path, people: list[Known]) -> None:
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps([asdict(person) for person in people], ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(file)


def _read(file: Path) -> list[Known]:
    """Nobody when the file is missing or unreadable: they can join again."""
    names = [field.name for field in fields(Known)]
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        rows = json.loads(file.read_text(encoding="utf-8"))
        return [Known(**{name: row[name] for name in names}) for row in rows]
    return []
