"""A clinic in Berlin with Vera, whose group it is, Ben and Carl."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.clock import ManualClock
from core.config import Settings
from core.database.session import Database
from core.front_desk import FrontDesk, Services
from core.security import PasswordHasher
from core.staff.schemas import Member, StaffRole, Standing
from core.users.schemas import Actor, Registration

ADMIN_EMAIL = "owner@clinic.example"
PEOPLE = {"Vera": 11, "Ben": 12, "Carl": 13, "Dora": 14}


@dataclass
class Crew:
    """What the tests of staff have at hand."""

    desk: FrontDesk
    clock: ManualClock

    def actor(self, name: str) -> Actor:
        return Actor.staff(name, PEOPLE[name])

    async def do(self, work: Callable[[Services], Awaitable[Any]]) -> Any:
        async with self.desk.unit() as services:
            return await work(services)

    async def note(self, name: str, standing: Standing = Standing.MEMBER) -> None:
        await self.do(lambda services: services.staff.note(PEOPLE[name], name, None, standing))

    async def member(self, name: str) -> Member:
        member: Member | None = await self.do(lambda services: services.staff.member(PEOPLE[name]))
        assert member is not None
        return member

    async def name(self, by: str, whom: str, role: StaffRole) -> Member:
        whose = (await self.member(whom)).id
        named: Member = await self.do(lambda services: services.staff.name(self.actor(by), whose, role))
        return named

    async def may_change_rules(self, name: str) -> bool:
        """As the row says, which is what the services check."""
        return (await self.member(name)).may_change_rules

    async def register(self, name: str, email: str) -> None:
        """Registers somebody who acts in the clinic's chat, and is vouched for as far as they may change rules."""
        async with self.desk.unit() as services:
            member = await services.staff.member(PEOPLE[name])
            account = await services.users.hear(
                telegram_user_id=PEOPLE[name],
                display_name=name,
                language_code="en",
                in_admin_chat=member is not None and member.may_change_rules,
            )
            await services.users.register(account, Registration(full_name=name, email=email))


@pytest.fixture
async def crew(database: Database, clock: ManualClock, tmp_path: Path) -> AsyncIterator[Crew]:
    settings = Settings(_env_file=None, clinic_timezone="Europe/Berlin", data_dir=tmp_path, admin_email=ADMIN_EMAIL)
    hasher = PasswordHasher(rounds=4)
    crew = Crew(FrontDesk(database, settings, clock, hasher), clock)
    await crew.note("Vera", Standing.CREATOR)
    await crew.note("Ben")
    await crew.note("Carl")
    yield crew
    hasher.close()
