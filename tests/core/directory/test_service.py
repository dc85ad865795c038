"""Finding owners, and what the clinic sees of them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from core.clock import ManualClock
from core.config import Settings
from core.database.session import Database
from core.directory.errors import NothingToFind
from core.front_desk import FrontDesk
from core.security import PasswordHasher
from core.users.errors import BookingsBlocked, InvalidStaffNote, StaffOnly, UserNotFound
from core.users.models import TelegramAccount, User
from core.users.schemas import Actor, Reach
from tests.core.appointments.conftest import ZONE, House

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


@pytest.fixture
def house(database: Database, clock: ManualClock, tmp_path: Path) -> Iterator[House]:
    settings = Settings(_env_file=None, clinic_timezone=ZONE.key, data_dir=tmp_path)
    hasher = PasswordHasher(rounds=4)
    yield House(FrontDesk(database, settings, clock, hasher), database, clock, Actor.staff("Dr. Weber"))
    hasher.close()


@pytest.fixture
async def people(house: House) -> dict[str, UUID]:
    """Owners as a clinic has them, by name."""
    known = [
        ("Anna Berg", "+4915123456789", "anna.b@example.org", ["Rex", "Mia"]),
        ("Jürgen Müller", "+4930901820", "jm@example.org", ["Bello"]),
        ("Katharina Bergmann", "+491701112223", None, ["Minka"]),
        ("Peter Meier", None, "peter@example.org", ["Rexona"]),
        ("Mária Kovács", "+36301234567", "mk@example.org", ["Zsömle"]),
        ("Иван Петров", "+79161234567", "ivan@example.org", ["Шарик"]),
        ("Meir כהן", "+972501234567", "meir@example.org", ["מוקה"]),
        ("100% _Pet_ \\ O'Neil", "+442079460000", "neil@example.org", []),
    ]
    users = {}
    for name, phone, email, pets in known:
        user = User(id=uuid4(), full_name=name, phone=phone, email=email, hashed_password="!")
        async with house.database.transaction() as session:
            session.add(user)
        users[name] = user.id
        for pet in pets:
            await house.pet(Actor.owner(user.id, name), pet)
    return users


async def found(house: House, text: str) -> list[str]:
    async with house.desk.unit() as services:
        return [hit.full_name for hit in (await services.directory.find(house.staff, text)).items]


FOUND_FIRST = {
    "Anna Berg": "Anna Berg",
    "berg": "Anna Berg",  # the whole word before the beginning of another
    "bergm": "Katharina Bergmann",
    "catarina": "Katharina Bergmann",
    "kathrina": "Katharina Bergmann",
    "muller": "Jürgen Müller",
    "Mueller": "Jürgen Müller",
    "mülelr": "Jürgen Müller",
    "Mayer": "Peter Meier",
    "kovacs": "Mária Kovács",
    "zsomle": "Mária Kovács",
    "rex": "Anna Berg",
    "rex berg": "Anna Berg",
    "berg anna": "Anna Berg",
    "Belo": "Jürgen Müller",
    "петров": "Иван Петров",
    "шарик": "Иван Петров",
    "מוקה": "Meir כהן",
    "neil": "100% _Pet_ \\ O'Neil",
    "0151 2345": "Anna Berg",
    "+49 30 9018": "Jürgen Müller",
    "0049 170 111": "Katharina Bergmann",
    "2345": "Anna Berg",
    "anna 0151": "Anna Berg",
    "ivan@": "Иван Петров",
}


async def test_who_is_found_first(house: House, people: dict[str, UUID]) -> None:
    assert {typed: (await found(house, typed))[:1] for typed in FOUND_FIRST} == {
        typed: [first] for typed, first in FOUND_FIRST.items()
    }


async def test_what_is_not_there(house: House, people: dict[str, UUID]) -> None:
    for typed in ("xylophone", "anna müller", "rex 0170", "999999", "#4711", "berg' OR 1=1 --"):
        assert await found(house, typed) == [], typed
    with pytest.raises(NothingToFind):
        await found(house, "%%%")


async def test_similar_sound_is_not_enough(house: House, people: dict[str, UUID]) -> None:
    assert "Mária Kovács" not in await found(house, "meier")


async def test_by_the_number_of_a_visit(house: House, people: dict[str, UUID]) -> None:
    owner, visit = await house.booked("2026-03-03 09:00")
    assert visit.number == 1001
    assert await found(house, "#1001") == [owner.name]
    assert await found(house, "1001") == [owner.name]
    assert await found(house, "#1001 bello") == []


async def test_pages_and_who_is_not_shown(house: House) -> None:
    await house.owners(*(f"Owner {number:02}" for number in range(10)))
    gone = User(id=uuid4(), full_name="Owner Gone", hashed_password="!", is_active=False)
    async with house.database.transaction() as session:
        session.add(gone)
    async with house.desk.unit() as services:
        first = await services.directory.find(house.staff, "owner")
        second = await services.directory.find(house.staff, "owner", page=99)
    assert (first.total, first.pages, second.page) == (10, 2, 2)
    assert [hit.full_name for hit in (*first.items, *second.items)] == [f"Owner {number:02}" for number in range(10)]
    async with house.desk.unit() as services:
        with pytest.raises(UserNotFound):
            await services.directory.card(house.staff, gone.id)


async def test_one_search_is_few_statements(house: House, people: dict[str, UUID]) -> None:
    statements = house.count_statements()
    await found(house, "rex berg 0151")
    assert len([each for each in statements if each.startswith("SELECT")]) <= 3


async def test_the_card(house: House) -> None:
    owner = await house.owner("Anna Berg")
    assert owner.user_id is not None
    pet = await house.pet(owner, "Rex")
    missed = await house.book(owner, pet, "2026-03-02 11:00")
    came = await house.book(owner, pet, "2026-03-02 14:00")
    async with house.desk.unit() as services:
        for visit in (missed, came):
            await services.appointments.confirm(house.staff, visit.id)
    house.clock.set(house.at("2026-03-02 14:10"))
    async with house.desk.unit() as services:
        await services.appointments.no_show(house.staff, missed.id)
        await services.appointments.complete(house.staff, came.id)
    ahead = await house.book(owner, pet, "2026-03-05 09:00")
    async with house.desk.unit() as services:
        card = await services.directory.card(house.staff, owner.user_id)
        visits = await services.directory.visits(house.staff, owner.user_id)
    assert (card.owner.full_name, card.visits, card.missed, card.reach) == ("Anna Berg", 3, 1, Reach.NO_ACCOUNT)
    assert [each.name for each in card.pets] == ["Rex"]
    assert [each.number for each in card.ahead] == [ahead.number]
    assert card.last_visit == came.starts_at
    assert [each.number for each in visits.items] == [ahead.number, came.number, missed.number]

    for blocked_at, reach in ((house.clock.now(), Reach.BLOCKED), (None, Reach.YES)):
        async with house.database.transaction() as session:
            await session.merge(
                TelegramAccount(
                    telegram_user_id=7, chat_id=7, display_name="Anna", user_id=owner.user_id, blocked_at=blocked_at
                )
            )
        async with house.desk.unit() as services:
            assert (await services.directory.card(house.staff, owner.user_id)).reach is reach


async def test_notes_and_blocks(house: House) -> None:
    owner = await house.owner("Anna Berg")
    assert owner.user_id is not None
    pet = await house.pet(owner, "Rex")
    kept = await house.book(owner, pet, "2026-03-05 09:00")
    colleague = Actor.staff("Vera")
    async with house.desk.unit() as services:
        records = services.users.records
        noted = await records.write_note(house.staff, owner.user_id, "  Bites.\n\n\n\nPays cash. ")
        assert (noted.staff_note, noted.staff_note_by) == ("Bites.\n\nPays cash.", "Dr. Weber")
        with pytest.raises(InvalidStaffNote):
            await records.write_note(house.staff, owner.user_id, "x" * 501)
        assert (await records.write_note(colleague, owner.user_id, " ")).staff_note_by is None
        first = await records.block(house.staff, owner.user_id)
        house.clock.advance(timedelta(minutes=1))
        assert await records.block(colleague, owner.user_id) == first
        assert first.bookings_blocked_by == "Dr. Weber"

    with pytest.raises(BookingsBlocked):
        await house.book(owner, pet, "2026-03-05 10:00")
    # Staff may still book for them, and what was asked for stays.
    await house.book(house.staff, pet, "2026-03-05 10:00")
    assert (await house.get(kept.id)).status == "pending"

    async with house.desk.unit() as services:
        assert (await services.users.records.unblock(colleague, owner.user_id)).bookings_blocked_at is None
    await house.book(owner, pet, "2026-03-05 11:00")


async def test_staff_alone(house: House) -> None:
    owner = await house.owner("Anna Berg")
    assert owner.user_id is not None
    async with house.desk.unit() as services:
        records, directory, mine = services.users.records, services.directory, owner.user_id
        attempts: list[Callable[[], Awaitable[object]]] = [
            lambda: directory.find(owner, "anna"),
            lambda: directory.card(owner, mine),
            lambda: directory.visits(owner, mine),
            lambda: records.get(owner, mine),
            lambda: records.write_note(owner, mine, "nice"),
            lambda: records.block(owner, mine),
            lambda: records.unblock(owner, mine),
        ]
        for attempt in attempts:
            with pytest.raises(StaffOnly):
                await attempt()
        with pytest.raises(UserNotFound):
            await records.block(house.staff, uuid4())
