"""The clinic of the appointments' tests, and people in Telegram."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.clock import ManualClock
from core.config import Settings
from core.database.session import Database
from core.front_desk import FrontDesk
from core.security import PasswordHasher
from core.users.schemas import Account, Actor, NewOwner, User
from tests.core.appointments.conftest import ZONE, House

ADMIN_EMAIL = "owner@clinic.example"


@pytest.fixture
def house(database: Database, clock: ManualClock, tmp_path: Path) -> Iterator[House]:
    values: dict[str, Any] = {"admin_email": ADMIN_EMAIL, "bot_token": "123456:" + "A" * 35}
    settings = Settings(_env_file=None, clinic_timezone=ZONE.key, data_dir=tmp_path, **values)
    hasher = PasswordHasher(rounds=4)
    yield House(FrontDesk(database, settings, clock, hasher), database, clock, Actor.staff("Dr. Weber"))
    hasher.close()


@pytest.fixture
def hear(house: House) -> Callable[..., Awaitable[Account]]:
    """`await hear(7)`: the account, as it is now."""

    async def heard(telegram_user_id: int, *, in_admin_chat: bool = False) -> Account:
        async with house.desk.unit() as services:
            return await services.users.hear(
                telegram_user_id=telegram_user_id,
                display_name=f"Person {telegram_user_id}",
                language_code="de",
                in_admin_chat=in_admin_chat,
            )

    return heard


@pytest.fixture
async def karla(house: House) -> User:
    """Somebody whom the clinic entered."""
    async with house.desk.unit() as services:
        return await services.users.create_owner(house.staff, NewOwner(full_name="Karla Kolumna", phone="+4930123456"))
