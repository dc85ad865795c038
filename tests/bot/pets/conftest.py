"""Registered owners with pets, the quick way."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from core.pets.schemas import PetDraft, Species
from core.users.schemas import Actor, Registration

Owner = Callable[..., Awaitable[tuple[Any, Actor]]]


@pytest.fixture
def owner(world: Any) -> Owner:
    """`await owner("Rex", called="Anna")`: somebody registered with these pets, and who they are to the services."""

    async def make(*pets: str | PetDraft, called: str = "Anna") -> tuple[Any, Actor]:
        person = await world.person(called)
        async with world.desk.unit() as services:
            account = await services.users.hear(
                telegram_user_id=person.user.id, display_name=called, language_code="en", in_admin_chat=False
            )
            user = await services.users.register(
                account, Registration(full_name=called, email=f"{person.user.id}@example.org")
            )
            actor = Actor.owner(user.id, called, person.user.id)
            for pet in pets:
                draft = pet if isinstance(pet, PetDraft) else PetDraft(name=pet, species=Species.DOG)
                await services.pets.create(actor, draft)
        return person, actor

    return make


@pytest.fixture
def data_of() -> Callable[[Any, str], str]:
    """The callback data of the button whose label contains the text: to press it when it no longer stands there."""

    def find(message: Any, label: str) -> str:
        return next(str(button.data) for row in message.buttons for button in row if label in button.text)

    return find


@pytest.fixture
def pets_of(world: Any) -> Callable[[Actor], Awaitable[list[dict[str, Any]]]]:
    """An owner's pets as they are stored, archived ones too, by name."""

    async def read(actor: Actor) -> list[dict[str, Any]]:
        async with world.desk.unit() as services:
            pets = await services.pets.of_owner(actor, include_archived=True)
        return [pet.model_dump() for pet in pets]

    return read
