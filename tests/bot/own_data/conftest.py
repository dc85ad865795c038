"""An owner with a pet and visits, the quick way."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from core.appointments.schemas import AppointmentDetails, BookingRequest
from core.pets.schemas import PetDraft, Species
from core.users.schemas import Actor

VERA = Actor.staff("Vera")
WEDNESDAY_TEN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)

Owner = Callable[..., Awaitable[tuple[Any, Actor]]]
Visit = Callable[..., Awaitable[AppointmentDetails]]


@pytest.fixture
def owner(world: Any) -> Owner:
    """`await owner("Anna", pet="Rex")`: somebody registered, and who they are to the services."""

    async def make(name: str = "Anna", pet: str = "Rex") -> tuple[Any, Actor]:
        person = await world.person(name)
        await person.register(f"{name.lower()}@example.org")
        async with world.desk.unit() as services:
            account = await services.users.account(person.user.id)
            actor = Actor.owner(account.user.id, account.user.full_name, person.user.id)
            await services.pets.create(actor, PetDraft(name=pet, species=Species.DOG))
        return person, actor

    return make


@pytest.fixture
def visit(world: Any) -> Visit:
    """`await visit(actor, confirm=True)`: a request for the owner's first pet, agreed or not."""

    async def make(actor: Actor, at: datetime = WEDNESDAY_TEN, *, confirm: bool = True) -> AppointmentDetails:
        async with world.desk.unit() as services:
            pet = (await services.pets.of_owner(actor))[0]
            offered = {each.code: each.id for each in await services.clinic.services()}
            request = BookingRequest(pet_id=pet.id, service_id=offered["routine"], starts_at=at)
            made: AppointmentDetails = await services.appointments.book(actor, request)
        await world.settle()
        if confirm:
            async with world.desk.unit() as services:
                made = await services.appointments.confirm(VERA, made.id)
            await world.settle()
        return made

    return make
