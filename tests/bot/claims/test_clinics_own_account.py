"""No code opens the account of ADMIN_EMAIL."""

from typing import Any

import pytest

from bot.claims.callbacks import MakeCode
from core.config import Settings

ADDRESS = "vera@clinic.example"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"admin_email": ADDRESS})


async def test_it_is_refused_with_the_way_in(world: Any) -> None:
    await world.staff.say("/status")
    vera = world.staff.in_private()
    await vera.register(ADDRESS)
    card = await world.staff.say("/find vera")
    await world.staff.tap("Code for Telegram", on=card)
    assert "the clinic's own account: no code opens it" in await world.staff.toast()
    async with world.desk.unit() as services:
        user = (await services.users.account(vera.user.id)).user
    await world.staff.tap_data(MakeCode(user.id, "").pack(), card)
    assert "no code opens it" in await world.staff.toast()
