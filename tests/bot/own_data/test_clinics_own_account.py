"""The account of ADMIN_EMAIL can be deleted like any other; the address stays the clinic's."""

from typing import Any

import pytest

from core.config import Settings
from core.users.schemas import Role

ADDRESS = "vera@clinic.example"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"admin_email": ADDRESS})


async def test_it_goes_and_only_the_clinic_can_have_it_again(world: Any) -> None:
    await world.staff.say("/status")  # somebody who acts in the clinic's chat
    vera = world.staff.in_private()
    await vera.register(ADDRESS)
    async with world.desk.unit() as services:
        user = (await services.users.account(vera.user.id)).user
    assert user.role is Role.ADMIN
    await vera.command("/delete")
    await vera.tap("Go on")
    assert "is deleted" in (await vera.tap("Yes, delete everything")).text
    assert "The clinic is open" in (await world.staff.say("/status")).text  # what she may there is not of her account

    carl = await world.person("Carl")
    await carl.say("/start")
    await carl.tap("Register")
    await carl.tap("Carl")
    assert "belongs to the clinic" in (await carl.say(ADDRESS)).text
    assert "You are registered" in (await vera.register(ADDRESS)).text
    async with world.desk.unit() as services:
        again = (await services.users.account(vera.user.id)).user
    assert (again.role, again.id == user.id) == (Role.ADMIN, False)
