"""What tests about staff share with those of the clinic's other screens."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from core.staff.schemas import Member
from tests.bot.clinic.conftest import again, ask, message, new_owner

__all__ = ["again", "ask", "message", "new_owner"]

Row = Callable[[Any], Awaitable[Member | None]]


@pytest.fixture
def row(world: Any) -> Row:
    """`await row(person)`: what the clinic knows of somebody as one of the staff."""

    async def find(person: Any) -> Member | None:
        async with world.desk.unit() as services:
            member: Member | None = await services.staff.member(person.user.id)
        return member

    return find


@pytest.fixture
def restrict(world: Any) -> Callable[..., Awaitable[None]]:
    """`await restrict(ben)`: the owner of the clinic lets Ben handle visits only, by the buttons."""

    async def name(person: Any, label: str = "Visits only") -> None:
        await world.staff.say("/staff")
        await world.staff.tap(person.user.first_name)
        await world.staff.tap(label)

    return name
