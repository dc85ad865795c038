"""An owner's requests, made the quick way, and the clinic's messages about them."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from core.appointments.schemas import AppointmentDetails, BookingRequest
from core.pets.schemas import PetDraft, Species
from core.users.schemas import Actor, Registration

TUESDAY_TEN = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)

NewOwner = Callable[..., Awaitable[tuple[Any, Actor]]]
Ask = Callable[..., Awaitable[AppointmentDetails]]
Find = Callable[..., Awaitable[Any]]


@pytest.fixture
def new_owner(world: Any) -> NewOwner:
    """`await new_owner("Anna", pet="Rex")`: somebody in Telegram, and who they are to the services."""

    async def make(name: str = "Anna", *, pet: str = "Rex", phone: str | None = "+4915112345678") -> tuple[Any, Actor]:
        person = await world.person(name)
        await person.say("/start")
        async with world.desk.unit() as services:
            account = await services.users.account(person.user.id)
            wanted = Registration(full_name=name, email=f"owner{person.user.id}@example.org", phone=phone)
            user = await services.users.register(account, wanted)
            actor = Actor.owner(user.id, user.full_name, person.user.id)
            draft = PetDraft(
                name=pet, species=Species.DOG, breed="Collie", date_of_birth=date(2023, 2, 1), weight_kg=Decimal("12.5")
            )
            await services.pets.create(actor, draft)
        return person, actor

    return make


@pytest.fixture
def ask(world: Any) -> Ask:
    """`await ask(actor, at=…, service="routine", notes=…)`: a request for the owner's first pet."""

    async def make(
        actor: Actor, at: datetime = TUESDAY_TEN, service: str = "routine", notes: str | None = None
    ) -> AppointmentDetails:
        async with world.desk.unit() as services:
            pet = (await services.pets.of_owner(actor))[0]
            offered = {each.code: each.id for each in await services.clinic.services()}
            request = BookingRequest(pet_id=pet.id, service_id=offered[service], starts_at=at, notes=notes)
            visit: AppointmentDetails = await services.appointments.book(actor, request)
        await world.settle()
        return visit

    return make


@pytest.fixture
def message(world: Any) -> Find:
    """`await message("#1001")`: the clinic's first message with that in it, as it now looks."""

    async def find(text: str, *, by: Any = None) -> Any:
        seen = await (by or world.staff).messages()
        found = next((message for message in seen if text in message.text), None)
        assert found is not None, f"no message with {text!r} among {[message.text for message in seen]}"
        return found

    return find


@pytest.fixture
def again(world: Any) -> Find:
    """`await again(message)`: the same message of the clinic's chat as it now looks."""

    async def find(message: Any) -> Any:
        return next(each for each in await world.staff.messages() if each.message_id == message.message_id)

    return find
