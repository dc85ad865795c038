"""Who is there in a first run and in later ones."""

import asyncio
from pathlib import Path

import pytest

from bot.sandbox.demo import cast
from bot.sandbox.model import User
from bot.sandbox.world import World


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return tmp_path / "people.json"


def world() -> World:
    return World(User(7_000_000_001, "Paws & Co", username="front_desk_bot", is_bot=True))


async def write_down(of: World, people: Path) -> None:
    """What `remember` has written when the local Telegram closes."""
    of.journal.close()
    await cast.remember(of, people)


def test_a_first_run_has_owners_a_newcomer_and_the_clinic(people: Path) -> None:
    first = world()
    group = cast.assemble(first, cast.CLINIC_CHAT, people)
    assert (group.id, group.type) == (cast.CLINIC_CHAT, "group")
    assert set(group.members) == {person.id for person in cast.STAFF} | {first.bot.id}
    started = {user_id for user_id, chat in first.chats.items() if chat.started}
    assert started == {person.id for person in cast.OWNERS} - {cast.BEN.id}


async def test_whoever_joined_is_there_again(people: Path) -> None:
    first = world()
    group = cast.assemble(first, cast.CLINIC_CHAT, people)
    guest = first.add_user("Ivy", last_name="O'Neil 🐈", language_code="de", phone="+4930123")
    first.chat(guest.id).started = True
    first.chat(cast.CLARA.id).blocked = True
    colleague = first.add_user("Max")
    group.members[colleague.id] = "member"
    await write_down(first, people)

    again = world()
    group = cast.assemble(again, cast.CLINIC_CHAT, people)
    back = again.user(guest.id)
    assert (back.first_name, back.last_name, back.language_code, back.phone) == (
        "Ivy", "O'Neil 🐈", "de", "+4930123",
    )  # fmt: skip
    assert again.chat(guest.id).started
    assert again.chat(cast.CLARA.id).blocked
    assert colleague.id in group.members
    assert guest.id not in group.members
    assert again.add_user("Zoe").id not in first.users, "an id means the same person for ever"


async def test_whoever_joins_later_is_written_down_at_once(people: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = asyncio.Queue[list[cast.Known]]()
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(cast, "_write", lambda _, known: loop.call_soon_threadsafe(written.put_nowait, known))
    first = world()
    cast.assemble(first, cast.CLINIC_CHAT, people)
    remembering = asyncio.create_task(cast.remember(first, people))
    async with asyncio.timeout(5):
        at_first = await written.get()
        ivy = first.add_user("Ivy")
        assert [known.id for known in await written.get()] == [*(known.id for known in at_first), ivy.id]
    first.journal.emit("polling")
    first.journal.close()
    await remembering
    assert written.empty(), "what did not change is not written again"


@pytest.mark.parametrize("content", ["", "{", "[1]", '[{"id": 1}]', '{"id": 1}', "null"])
def test_an_unreadable_file_is_nobody(people: Path, content: str) -> None:
    people.write_text(content)
    first = world()
    cast.assemble(first, cast.CLINIC_CHAT, people)
    assert len(first.users) == 1 + len(cast.OWNERS) + len(cast.STAFF)


def test_a_group_that_moved_is_found_where_it_lives_now(people: Path) -> None:
    group = cast.assemble(world(), -1_002_000_000_009, people)
    assert (group.id, group.type) == (-1_002_000_000_009, "supergroup")


def test_message_ids_of_an_earlier_run_do_not_come_again(people: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, again = world(), world()
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)
    group = cast.assemble(first, cast.CLINIC_CHAT, people)
    last = [first.post(group, first.bot, text="x").message_id for _ in range(30)][-1]
    monkeypatch.setattr("time.time", lambda: 1_800_000_040.0)
    group = cast.assemble(again, cast.CLINIC_CHAT, people)
    assert again.post(group, again.bot, text="x").message_id > last
