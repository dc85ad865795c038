"""A clinic in Berlin with people and pets in it. Times in the tests are what its wall clock shows."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from core.appointments.schemas import AppointmentDetails, BookingRequest
from core.clinic.schemas import Service
from core.clock import ManualClock
from core.config import Settings
from core.database.session import Database
from core.front_desk import FrontDesk
from core.notifications.dispatcher import Dispatcher
from core.notifications.errors import Unreachable
from core.notifications.models import Notification
from core.notifications.schemas import Dropped, Outgoing, Sent
from core.pets.models import Pet
from core.pets.schemas import Species
from core.security import PasswordHasher
from core.users.models import TelegramAccount, User
from core.users.schemas import Actor

ZONE = ZoneInfo("Europe/Berlin")
T = TypeVar("T")


@dataclass(frozen=True)
class House:
    desk: FrontDesk
    database: Database
    clock: ManualClock
    staff: Actor

    def at(self, wall: str) -> datetime:
        """`2026-03-03 09:00` on the clinic's wall clock, as UTC."""
        return datetime.fromisoformat(wall).replace(tzinfo=ZONE).astimezone(UTC)

    def walls(self, moments: Sequence[datetime]) -> list[str]:
        return [f"{moment.astimezone(ZONE):%H:%M}" for moment in moments]

    async def owner(self, name: str = "Ann") -> Actor:
        (owner,) = await self.owners(name)
        return owner

    async def owners(self, *names: str) -> list[Actor]:
        users = [User(id=uuid4(), full_name=name, hashed_password="!", phone="+4930123456") for name in names]
        async with self.database.transaction() as session:
            session.add_all(users)
        return [Actor.owner(user.id, user.full_name) for user in users]

    async def account(self, owner: Actor, number: int) -> None:
        """A Telegram account of the owner's."""
        account = TelegramAccount(
            telegram_user_id=number, user_id=owner.user_id, chat_id=number, display_name=owner.name
        )
        async with self.database.transaction() as session:
            session.add(account)

    async def pet(self, owner: Actor, name: str = "Rex") -> UUID:
        (pet,) = await self.pets(owner, name=name)
        return pet

    async def pets(self, *owners: Actor, name: str = "Rex") -> list[UUID]:
        """One pet for each of the owners."""
        pets = []
        for owner in owners:
            assert owner.user_id is not None
            pets.append(Pet(id=uuid4(), owner_id=owner.user_id, name=name, species=Species.DOG, medical_history=[]))
        async with self.database.transaction() as session:
            session.add_all(pets)
        return [pet.id for pet in pets]

    async def service(self, code: str = "vaccination") -> Service:
        async with self.desk.unit() as services:
            return next(s for s in await services.clinic.services(active_only=False) if s.code == code)

    async def add_vet(self, name: str) -> UUID:
        async with self.desk.unit() as services:
            return (await services.clinic.add_vet(self.staff, name)).id

    async def vet_id(self) -> UUID:
        async with self.desk.unit() as services:
            return (await services.clinic.vets())[0].id

    async def request(
        self,
        pet_id: UUID,
        wall: str,
        *,
        code: str = "vaccination",
        vet_id: UUID | None = None,
        notes: str | None = None,
    ) -> BookingRequest:
        service = await self.service(code)
        return BookingRequest(pet_id=pet_id, service_id=service.id, vet_id=vet_id, starts_at=self.at(wall), notes=notes)

    async def book(
        self,
        actor: Actor,
        pet_id: UUID,
        wall: str,
        *,
        code: str = "vaccination",
        vet_id: UUID | None = None,
        notes: str | None = None,
    ) -> AppointmentDetails:
        request = await self.request(pet_id, wall, code=code, vet_id=vet_id, notes=notes)
        async with self.desk.unit() as services:
            return await services.appointments.book(actor, request)

    async def booked(self, wall: str, *, code: str = "vaccination") -> tuple[Actor, AppointmentDetails]:
        """A new owner's request."""
        owner = await self.owner()
        return owner, await self.book(owner, await self.pet(owner), wall, code=code)

    async def confirmed(self, wall: str) -> tuple[Actor, AppointmentDetails]:
        """A new owner's visit, agreed."""
        owner, request = await self.booked(wall)
        async with self.desk.unit() as services:
            return owner, await services.appointments.confirm(self.staff, request.id)

    async def get(self, appointment_id: UUID) -> AppointmentDetails:
        async with self.desk.unit() as services:
            return await services.appointments.get(self.staff, appointment_id)

    async def outbox(self) -> list[str]:
        """`kind to whom: status` of all that was written, in the alphabet's order."""
        async with self.database.transaction() as session:
            rows = await session.scalars(select(Notification))
            return sorted(f"{row.kind} to {row.audience}: {row.status}" for row in rows)

    async def together(self, *attempts: Callable[[], Awaitable[T]]) -> list[T | BaseException]:
        """What became of attempts that ran at the same time."""
        return await asyncio.gather(*(attempt() for attempt in attempts), return_exceptions=True)

    def count_statements(self) -> list[str]:
        """A list that fills with the statements sent from now on."""
        statements: list[str] = []
        self.database.watch(lambda statement, _: statements.append(statement))
        return statements

    def collect_database_errors(self) -> list[str]:
        """A list that fills with the errors that the database answers from now on."""
        errors: list[str] = []
        self.database.watch_errors(lambda error: errors.append(str(error)))
        return errors


class Phones:
    """Delivers to every account but those that have blocked the bot."""

    def __init__(self) -> None:
        self.blocked: set[int] = set()

    async def send(self, outgoing: Outgoing) -> Sent | Dropped:
        if outgoing.telegram_user_id in self.blocked:
            raise Unreachable(outgoing.telegram_user_id)
        return Sent(chat_id=outgoing.telegram_user_id or -1, message_id=1)


async def at_once() -> None:
    """The pace of the tests: nobody waits."""


@pytest.fixture
def phones() -> Phones:
    return Phones()


@pytest.fixture
def dispatcher(house: House, phones: Phones) -> Dispatcher:
    return Dispatcher(house.desk, phones, pace=at_once)


@pytest.fixture
def house(database: Database, clock: ManualClock, tmp_path: Path) -> Iterator[House]:
    # Requests can be answered until their start, and nobody is nudged: deadlines have their own tests.
    settings = Settings(
        _env_file=None,
        clinic_timezone=ZONE.key,
        data_dir=tmp_path,
        booking_answer_within=timedelta(days=400),
        booking_nudge_before=timedelta(0),
    )
    hasher = PasswordHasher(rounds=4)
    yield House(FrontDesk(database, settings, clock, hasher), database, clock, Actor.staff("Dr. Weber"))
    hasher.close()
