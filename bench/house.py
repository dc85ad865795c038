"""A clinic to measure: an embedded PostgreSQL of this run's own, with its usual durability, and databases on it."""

import argparse
import inspect
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
from sqlalchemy import select

from bench.measure import Report
from core.clinic.models import Service, Vet
from core.clock import ManualClock
from core.config import Settings
from core.database.embedded import EmbeddedPostgres, start_embedded
from core.database.engine import create_engine, parse_target
from core.database.migrations import upgrade
from core.database.session import Database
from core.front_desk import FrontDesk
from core.pets.models import Pet
from core.pets.schemas import Species
from core.security import PasswordHasher
from core.users.models import User
from core.users.schemas import Actor

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""A Monday morning; the benches' clock stands there."""


@contextmanager
def server() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL with the settings that a clinic's has."""
    folder = Path(tempfile.mkdtemp(prefix="vetbot-bench-"))
    folder.chmod(0o755)
    running = start_embedded(folder, max_connections=100)
    try:
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)


def alone(bench: Callable[..., Report], what: str | None) -> None:
    """Runs one bench by itself; each number that it takes by name is an option of the command line."""
    reading = argparse.ArgumentParser(description=what)
    for name, parameter in inspect.signature(bench).parameters.items():
        if parameter.kind is parameter.KEYWORD_ONLY:
            reading.add_argument(f"--{name}", type=type(parameter.default), default=parameter.default)
    with server() as postgres:
        bench(postgres, **vars(reading.parse_args())).show()


@dataclass(frozen=True)
class House:
    """A clinic on a database of its own."""

    desk: FrontDesk
    database: Database
    clock: ManualClock
    url: str
    socket: str
    name: str
    staff: Actor

    async def raw(self) -> asyncpg.Connection:
        """A plain connection to the same database, to be closed by the caller."""
        return await asyncpg.connect(host=self.socket, user="postgres", database=self.name)

    async def owners(self, count: int) -> list[tuple[Actor, UUID]]:
        """So many owners, each with a pet."""
        users = [
            User(id=uuid4(), full_name=f"Owner {n}", hashed_password="!", phone="+4930123456") for n in range(count)
        ]
        pets = [
            Pet(id=uuid4(), owner_id=user.id, name="Rex", species=Species.DOG, medical_history=[]) for user in users
        ]
        async with self.database.transaction() as session:
            session.add_all(users)
            await session.flush()
            session.add_all(pets)
        return [(Actor.owner(user.id, user.full_name), pet.id) for user, pet in zip(users, pets, strict=True)]

    async def service(self, code: str = "vaccination") -> UUID:
        async with self.database.transaction() as session:
            return (await session.scalars(select(Service.id).where(Service.code == code))).one()

    async def vet(self) -> UUID:
        async with self.database.transaction() as session:
            return (await session.scalars(select(Vet.id))).one()

    def statements(self) -> list[str]:
        """A list that fills with the statements sent from now on."""
        seen: list[str] = []
        self.database.watch(lambda statement, _: seen.append(statement))
        return seen


@asynccontextmanager
async def house(running: EmbeddedPostgres, *, pool_size: int = 16, **settings: object) -> AsyncIterator[House]:
    """A clinic on a new database, whose requests nobody is nudged about."""
    name = f"bench_{uuid4().hex[:8]}"
    admin = await asyncpg.connect(host=str(running.socket_dir), user="postgres", database="postgres")
    await admin.execute(f'CREATE DATABASE "{name}"')
    url = running.url(name)
    await upgrade(url)
    database = Database(create_engine(parse_target(url), pool_size=pool_size))
    about = {
        "clinic_timezone": "Europe/Berlin",
        "booking_answer_within": timedelta(days=400),
        "booking_nudge_before": timedelta(0),
        "booking_max_open_requests": 50,
        **settings,
    }
    hasher = PasswordHasher()
    clock = ManualClock(NOW)
    try:
        configured = Settings(_env_file=None, **about)  # type: ignore[arg-type]  # names from the caller
        yield House(
            FrontDesk(database, configured, clock, hasher),
            database,
            clock,
            url,
            str(running.socket_dir),
            name,
            Actor.staff("Bench"),
        )
    finally:
        hasher.close()
        await database.close()
        await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await admin.close()


def workdays(first: datetime, count: int) -> list[datetime]:
    """The midnights (UTC) of so many days from Monday to Friday."""
    days = (first + timedelta(days=offset) for offset in range(count * 2 + 7))
    return [day for day in days if day.weekday() < 5][:count]
