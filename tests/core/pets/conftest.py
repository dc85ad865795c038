"""Two owners, and the pets' service on real rows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from core.clock import ManualClock
from core.database.session import Database
from core.pets.repository import PetRepository
from core.pets.service import PetService
from core.users.models import User
from core.users.schemas import Actor


@dataclass
class Practice:
    database: Database
    clock: ManualClock
    anna: Actor
    ben: Actor
    zone: ZoneInfo

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[PetService]:
        async with self.database.transaction() as session:
            yield PetService(PetRepository(session), self.clock, self.zone)


@pytest.fixture
async def practice(database: Database, clock: ManualClock) -> Practice:
    async def owner(name: str, *, is_active: bool = True) -> Actor:
        async with database.transaction() as session:
            user = User(id=uuid4(), full_name=name, hashed_password="!", is_active=is_active)
            session.add(user)
            user_id: UUID = user.id
        return Actor.owner(user_id, name)

    return Practice(database, clock, await owner("Anna"), await owner("Ben"), ZoneInfo("Europe/Berlin"))
