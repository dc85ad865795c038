"""A front desk of a clinic in Berlin."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.clock import ManualClock
from core.config import Settings
from core.database.session import Database
from core.front_desk import FrontDesk
from core.security import PasswordHasher
from core.users.schemas import Actor


@pytest.fixture
def desk(database: Database, clock: ManualClock, tmp_path: Path) -> Iterator[FrontDesk]:
    settings = Settings(_env_file=None, clinic_timezone="Europe/Berlin", data_dir=tmp_path)
    hasher = PasswordHasher(rounds=4)
    yield FrontDesk(database, settings, clock, hasher)
    hasher.close()


@pytest.fixture
def staff() -> Actor:
    return Actor.staff("Dr. Weber")
