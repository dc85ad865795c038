"""Owners with pets, and visits at hand, the quick way."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from core.appointments.schemas import AppointmentDetails, BookingRequest
from core.pets.schemas import PetDraft, Species
from core.users.schemas import Actor

TUESDAY_TEN = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)

OwnerWithPets = Callable[..., Awaitable[tuple[Any, Actor]]]
Request = Callable[..., Awaitable[AppointmentDetails]]


@pytest.fixture
def owner_with_pets(world: Any) -> OwnerWithPets:
    """`await owner_with_pets("Rex", person="Anna")`: somebody registered, and who they are to the services."""

    async def make(*names: str, person: str = "Anna") -> tuple[Any, Actor]:
        owner = await world.person(person)
        await owner.register()
        async with world.desk.unit() as services:
            account = await services.users.account(owner.user.id)
            actor = Actor.owner(account.user.id, account.user.full_name, owner.user.id)
            for name in names:
                await services.pets.create(actor, PetDraft(name=name, species=Species.DOG))
        return owner, actor

    return make


@pytest.fixture
def request_visit(world: Any) -> Request:
    """`await request_visit(actor, at=…, service="routine")`: a request for the owner's first pet."""

    async def make(actor: Actor, at: datetime = TUESDAY_TEN, service: str = "routine") -> AppointmentDetails:
        async with world.desk.unit() as services:
            pet = (await services.pets.of_owner(actor))[0]
            offered = {each.code: each.id for each in await services.clinic.services()}
            request = BookingRequest(pet_id=pet.id, service_id=offered[service], starts_at=at)
            visit: AppointmentDetails = await services.appointments.book(actor, request)
        await world.settle()
        return visit

    return make
