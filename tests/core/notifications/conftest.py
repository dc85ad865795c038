"""An outbox with people and visits around it, and a sender that does as it is told."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from core.appointments.models import Appointment
from core.appointments.schemas import AppointmentStatus
from core.clinic.models import Service, Vet
from core.clock import ManualClock
from core.config import Settings
from core.database.session import Database
from core.front_desk import FrontDesk
from core.notifications.dispatcher import Dispatcher
from core.notifications.models import Notification, UndeliveredMessage
from core.notifications.schemas import Dropped, Kind, Outgoing, Sent
from core.pets.models import Pet
from core.pets.schemas import Species
from core.security import PasswordHasher
from core.users.models import TelegramAccount, User

ADMIN_CHAT = -1001


class House:
    """The clinic's data as the tests need it, written and read past the services."""

    def __init__(self, database: Database, desk: FrontDesk, clock: ManualClock) -> None:
        self.database = database
        self.desk = desk
        self.clock = clock

    async def user(self, *accounts: int) -> UUID:
        """A pet owner with these Telegram accounts."""
        async with self.database.transaction() as session:
            user = User(full_name="Ada Byron", email=f"{uuid4().hex}@example.org", hashed_password="!")
            session.add(user)
            await session.flush()
            session.add_all(
                TelegramAccount(telegram_user_id=account, user_id=user.id, chat_id=account, display_name="Ada")
                for account in accounts
            )
        return user.id

    async def link(self, account: int, user_id: UUID | None) -> None:
        """Gives an account that exists to somebody else, or to nobody."""
        async with self.database.transaction() as session:
            await session.execute(
                update(TelegramAccount)
                .where(TelegramAccount.telegram_user_id == account)
                .values(user_id=user_id, blocked_at=None)
            )

    async def account(self, account: int) -> TelegramAccount:
        async with self.database.transaction() as session:
            return await session.get_one(TelegramAccount, account)

    async def appointment(self, owner_id: UUID) -> UUID:
        """A confirmed visit of a new pet; each on a day of its own."""
        async with self.database.transaction() as session:
            taken = len((await session.scalars(select(Appointment.id))).all())
            starts_at = self.clock.now() + timedelta(days=2 + taken)
            pet = Pet(owner_id=owner_id, name="Rex", species=Species.DOG)
            session.add(pet)
            await session.flush()
            visit = Appointment(
                owner_id=owner_id,
                pet_id=pet.id,
                vet_id=await session.scalar(select(Vet.id)),
                service_id=await session.scalar(select(Service.id).limit(1)),
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=30),
                busy_until=starts_at + timedelta(minutes=30),
                status=AppointmentStatus.CONFIRMED,
                requested_at=self.clock.now(),
                answer_by=starts_at,
                decided_at=self.clock.now(),
            )
            session.add(visit)
        return visit.id

    async def enqueue(self, kind: Kind, key: str, **values: Any) -> None:
        async with self.desk.unit() as services:
            await services.notifications.enqueue(kind, dedupe_key=key, **values)

    async def withdraw(self, appointment_id: UUID, *kinds: Kind) -> int:
        async with self.desk.unit() as services:
            return await services.notifications.withdraw(appointment_id, kinds)

    async def row(self, key: str) -> Notification:
        async with self.database.transaction() as session:
            return (await session.scalars(select(Notification).where(Notification.dedupe_key == key))).one()

    async def undelivered(self, user_id: UUID | None = None) -> list[UndeliveredMessage]:
        async with self.database.transaction() as session:
            query = select(UndeliveredMessage).order_by(UndeliveredMessage.dedupe_key)
            if user_id is not None:
                query = query.where(UndeliveredMessage.user_id == user_id)
            return list(await session.scalars(query))

    async def rows(self, kind: Kind | None = None) -> list[Notification]:
        async with self.database.transaction() as session:
            query = select(Notification).order_by(Notification.dedupe_key)
            return list(await session.scalars(query if kind is None else query.where(Notification.kind == kind)))


Behaviour = Callable[[Outgoing], Awaitable[Sent | Dropped]]


class ScriptedSender:
    """Sends everything, unless `behave` says otherwise; keeps what it was asked to send, in order."""

    def __init__(self) -> None:
        self.asked: list[Outgoing] = []
        self.delivered: list[Outgoing] = []
        self.behave: Behaviour | None = None

    async def send(self, outgoing: Outgoing) -> Sent | Dropped:
        self.asked.append(outgoing)
        if self.behave is not None:
            return await self.behave(outgoing)
        return self.deliver(outgoing)

    def deliver(self, outgoing: Outgoing) -> Sent:
        self.delivered.append(outgoing)
        return Sent(chat_id=outgoing.telegram_user_id or ADMIN_CHAT, message_id=100 + len(self.delivered))

    def fail(self, *errors: Exception) -> None:
        """Raises these, one a call; then sends again."""
        left = list(errors)

        async def behave(outgoing: Outgoing) -> Sent | Dropped:
            if left:
                raise left.pop(0)
            return self.deliver(outgoing)

        self.behave = behave

    def always_fail(self, error: Exception, *kinds: Kind) -> None:
        """Raises the error for these kinds, or for every kind where none is named."""

        async def behave(outgoing: Outgoing) -> Sent | Dropped:
            if not kinds or outgoing.kind in kinds:
                raise error
            return self.deliver(outgoing)

        self.behave = behave


async def at_once() -> None:
    """The pace of the tests: nobody waits."""


@pytest.fixture
def desk(database: Database, clock: ManualClock) -> FrontDesk:
    settings = Settings(_env_file=None, clinic_timezone="Europe/Berlin")
    return FrontDesk(database, settings, clock, PasswordHasher(rounds=4))


@pytest.fixture
def house(database: Database, desk: FrontDesk, clock: ManualClock) -> House:
    return House(database, desk, clock)


@pytest.fixture
def sender() -> ScriptedSender:
    return ScriptedSender()


@pytest.fixture
def dispatcher(desk: FrontDesk, sender: ScriptedSender) -> Dispatcher:
    return Dispatcher(desk, sender, pace=at_once)
