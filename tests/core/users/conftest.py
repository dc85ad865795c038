"""A front desk with nobody but the users' service behind it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from core.clock import ManualClock
from core.database.session import Database
from core.security import PasswordHasher
from core.users.repository import UserRepository
from core.users.schemas import Account, Registration, User
from core.users.service import UserService

ADMIN_EMAIL = "owner@clinic.example"


@dataclass
class Unit:
    users: UserService


class SpyingHasher(PasswordHasher):
    """Remembers against what it was asked to verify, and how often it really computed."""

    def __init__(self) -> None:
        super().__init__(rounds=4)
        self.asked: list[str | None] = []

    async def verify(self, password: str, hashed: str | None) -> bool:
        self.asked.append(hashed)
        return await super().verify(password, hashed)


@dataclass
class Desk:
    database: Database
    clock: ManualClock
    hasher: SpyingHasher = field(default_factory=SpyingHasher)
    open_units: int = 0

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        async with self.database.transaction() as session:
            self.open_units += 1
            try:
                yield Unit(UserService(UserRepository(session), self.clock, ADMIN_EMAIL))
            finally:
                self.open_units -= 1

    async def hear(self, telegram_user_id: int, *, in_admin_chat: bool = False) -> Account:
        async with self.unit() as services:
            return await services.users.hear(
                telegram_user_id=telegram_user_id,
                display_name=f"Person {telegram_user_id}",
                language_code="de",
                in_admin_chat=in_admin_chat,
            )

    async def register(
        self, telegram_user_id: int, email: str, *, password: str | None = None, in_admin_chat: bool = False
    ) -> User:
        account = await self.hear(telegram_user_id, in_admin_chat=in_admin_chat)
        hashed = None if password is None else await self.hasher.hash(password)
        async with self.unit() as services:
            return await services.users.register(
                account, Registration(full_name=f"Person {telegram_user_id}", email=email, password_hash=hashed)
            )


@pytest.fixture
def desk(database: Database, clock: ManualClock) -> Iterator[Desk]:
    desk = Desk(database, clock)
    yield desk
    desk.hasher.close()
