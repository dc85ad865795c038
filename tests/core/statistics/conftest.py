"""A clinic in Berlin whose past is written straight into the tables."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from core.appointments.models import Appointment, AppointmentEvent
from core.appointments.schemas import AppointmentStatus as Status
from core.appointments.schemas import EventKind
from core.clock import ManualClock
from core.config import Settings
from core.database.session import Database
from core.front_desk import FrontDesk
from core.security import PasswordHasher
from core.users.schemas import Actor, ActorKind
from tests.core.appointments.conftest import ZONE, House

Past = Callable[..., Awaitable[UUID]]


@pytest.fixture
def house(database: Database, clock: ManualClock, tmp_path: Path) -> Iterator[House]:
    settings = Settings(_env_file=None, clinic_timezone=ZONE.key, data_dir=tmp_path)
    hasher = PasswordHasher(rounds=4)
    yield House(FrontDesk(database, settings, clock, hasher), database, clock, Actor.staff("Dr. Weber"))
    hasher.close()


@pytest.fixture
async def past(house: House) -> Past:
    """`await past("2026-02-03 10:00", Status.COMPLETED, asked=timedelta(days=2), answered=timedelta(minutes=5))`.

    `asked` is how long before the start, `answered` how long after that the clinic decided (None: nobody did).
    """
    owner = await house.owner()
    pet = await house.pet(owner)
    vet = await house.vet_id()

    async def write(
        wall: str,
        status: Status = Status.COMPLETED,
        *,
        code: str = "vaccination",
        asked: timedelta = timedelta(days=1),
        answered: timedelta | None = timedelta(minutes=10),
        by: ActorKind = ActorKind.OWNER,
        decided_by: ActorKind = ActorKind.STAFF,
    ) -> UUID:
        starts_at = house.at(wall)
        requested_at = starts_at - asked
        last = None if status is Status.PENDING else requested_at + (answered or timedelta(0))
        row = Appointment(
            id=uuid4(), owner_id=owner.user_id, pet_id=pet, vet_id=vet, service_id=(await house.service(code)).id,
            starts_at=starts_at, ends_at=starts_at + timedelta(minutes=15),
            busy_until=starts_at + timedelta(minutes=15), status=status, requested_at=requested_at,
            answer_by=starts_at,
            decided_at=last, decided_by=None if last is None else "Dr. Weber",
        )  # fmt: skip
        events = [_event(row.id, EventKind.REQUESTED, Status.PENDING, by, requested_at)]
        if answered is not None and status is not Status.PENDING:
            first = Status.DECLINED if status is Status.DECLINED else Status.CONFIRMED
            events.append(_event(row.id, EventKind(first.value), first, decided_by, requested_at + answered))
        async with house.database.transaction() as session:
            session.add(row)
            await session.flush()
            session.add_all(events)
        return row.id

    return write


def _event(row: UUID, kind: EventKind, to: Status, actor: ActorKind, at: datetime) -> AppointmentEvent:
    return AppointmentEvent(
        id=uuid4(), appointment_id=row, kind=kind, to_status=to, actor_kind=actor, actor_name="x", happened_at=at
    )
