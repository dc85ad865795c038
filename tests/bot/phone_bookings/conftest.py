"""Owners whom the clinic knows, in Telegram or not."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from core.pets.schemas import PetDraft, Species
from core.users.schemas import SYSTEM, NewOwner, User
from tests.bot.clinic.conftest import ask, new_owner

__all__ = ["ask", "enter", "new_owner"]

Entered = Callable[..., Awaitable[User]]


@pytest.fixture
def enter(world: Any) -> Entered:
    """`await enter("Anna Berg", pets=["Rex"])`: somebody without Telegram, as the clinic entered them."""

    async def make(name: str = "Anna Berg", phone: str = "+4915112345678", pets: tuple[str, ...] = ("Rex",)) -> User:
        async with world.desk.unit() as services:
            owner: User = await services.users.create_owner(
                SYSTEM, NewOwner(full_name=name, phone=phone, same_phone=True)
            )
            for pet in pets:
                await services.pets.create(SYSTEM, PetDraft(name=pet, species=Species.DOG), owner.id)
        return owner

    return make
