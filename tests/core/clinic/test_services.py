"""What the clinic offers, and who works there."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from core.clinic.errors import (
    InvalidLength,
    InvalidPrice,
    InvalidText,
    LastActiveService,
    LastActiveVet,
    ServiceNotFound,
    VetNotFound,
)
from core.clinic.schemas import ServiceChanges, ServiceDraft, Status
from core.errors import DomainError
from core.front_desk import FrontDesk
from core.users.errors import StaffOnly
from core.users.schemas import Actor


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


async def test_the_clinic_begins_with_four_services_in_its_order(desk: FrontDesk) -> None:
    async with desk.unit() as services:
        offered = await services.clinic.services()
    assert [(service.code, service.duration, service.buffer) for service in offered] == [
        ("vaccination", minutes(30), minutes(0)),
        ("routine", minutes(45), minutes(0)),
        ("surgery", minutes(120), minutes(30)),
        ("emergency", minutes(15), minutes(0)),
    ]
    assert offered[0].price == Decimal("45.00")
    assert offered[2].minimum_notice == timedelta(hours=48)


async def test_a_service_of_its_own_comes_last(desk: FrontDesk, staff: Actor) -> None:
    draft = ServiceDraft(name=" Dental \n care ", duration=minutes(50), buffer=minutes(10), price=Decimal("89.9"))
    async with desk.unit() as services:
        added = await services.clinic.add_service(staff, draft)
    async with desk.unit() as services:
        assert (await services.clinic.services())[-1] == added
    assert (added.name, added.price, added.active) == ("Dental care", Decimal("89.90"), True)


async def test_only_what_is_set_changes(desk: FrontDesk, staff: Actor) -> None:
    async with desk.unit() as services:
        before = (await services.clinic.services())[0]
        after = await services.clinic.edit_service(staff, before.id, ServiceChanges(duration=minutes(20)))
        assert after == before.model_copy(update={"duration": minutes(20)})
        free = await services.clinic.edit_service(staff, before.id, ServiceChanges(price=None, name="Jab"))
        assert (free.price, free.name, free.duration) == (None, "Jab", minutes(20))


async def test_a_retired_service_is_no_longer_offered(desk: FrontDesk, staff: Actor) -> None:
    async with desk.unit() as services:
        first = (await services.clinic.services())[0]
        await services.clinic.edit_service(staff, first.id, ServiceChanges(active=False))
        assert first.id not in {service.id for service in await services.clinic.services()}
        assert first.id in {service.id for service in await services.clinic.services(active_only=False)}
        assert not (await services.clinic.service(first.id)).active


async def test_the_last_service_stays_on_the_list(desk: FrontDesk, staff: Actor) -> None:
    async with desk.unit() as services:
        *others, last = await services.clinic.services()
        for service in others:
            await services.clinic.edit_service(staff, service.id, ServiceChanges(active=False))
        with pytest.raises(LastActiveService):
            await services.clinic.edit_service(staff, last.id, ServiceChanges(active=False, name="Last"))
        assert await services.clinic.services() == [last]
        await services.clinic.edit_service(staff, others[0].id, ServiceChanges(active=False))  # it is off already


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"duration": minutes(4)}, InvalidLength),
        ({"duration": minutes(721)}, InvalidLength),
        ({"duration": minutes(30.5)}, InvalidLength),
        ({"duration": minutes(-30)}, InvalidLength),
        ({"buffer": minutes(241)}, InvalidLength),
        ({"minimum_notice": timedelta(days=31)}, InvalidLength),
        ({"price": Decimal("-0.01")}, InvalidPrice),
        ({"price": Decimal("1000000")}, InvalidPrice),
        ({"price": Decimal("1.005")}, InvalidPrice),
        ({"active": False, "price": Decimal("-1"), "name": "Half done"}, InvalidPrice),
        ({"name": " \u200b "}, InvalidText),
        ({"name": "x" * 61}, InvalidText),
    ],
)
async def test_what_a_service_cannot_be(
    desk: FrontDesk, staff: Actor, change: dict[str, Any], error: type[DomainError]
) -> None:
    async with desk.unit() as services:
        service = (await services.clinic.services())[0]
        with pytest.raises(error):
            await services.clinic.edit_service(staff, service.id, ServiceChanges(**change))
        draft = ServiceDraft(**{"name": "Dental", "duration": minutes(30), **change})
        with pytest.raises(error):
            await services.clinic.add_service(staff, draft)
    async with desk.unit() as services:
        assert await services.clinic.service(service.id) == service
        assert len(await services.clinic.services()) == 4


async def test_nobody_finds_what_does_not_exist(desk: FrontDesk, staff: Actor) -> None:
    async with desk.unit() as services:
        with pytest.raises(ServiceNotFound):
            await services.clinic.service(uuid4())
        with pytest.raises(ServiceNotFound):
            await services.clinic.edit_service(staff, uuid4(), ServiceChanges(active=False))
        with pytest.raises(VetNotFound):
            await services.clinic.rename_vet(staff, uuid4(), "Ann")
        with pytest.raises(VetNotFound):
            await services.clinic.set_vet_active(staff, uuid4(), False)


async def test_vets_come_and_go_but_one_stays(desk: FrontDesk, staff: Actor) -> None:
    async with desk.unit() as services:
        (first,) = await services.clinic.vets()
        second = await services.clinic.add_vet(staff, " Ann ")
        assert [vet.name for vet in await services.clinic.vets()] == [first.name, "Ann"]
        await services.clinic.set_vet_active(staff, first.id, False)
        assert [vet.id for vet in await services.clinic.vets()] == [second.id]
        with pytest.raises(LastActiveVet):
            await services.clinic.set_vet_active(staff, second.id, False)
        await services.clinic.set_vet_active(staff, first.id, False)  # again: nothing to lose
        await services.clinic.rename_vet(staff, first.id, "Bea")
        assert [vet.name for vet in await services.clinic.vets(active_only=False)] == ["Bea", "Ann"]


async def test_two_who_each_retire_one_of_the_last_two_vets(desk: FrontDesk, staff: Actor) -> None:
    async with desk.unit() as services:
        await services.clinic.add_vet(staff, "Ann")
        vets = await services.clinic.vets()

    async def retire(index: int) -> None:
        async with desk.unit() as services:
            await services.clinic.vets()  # as a screen does, before the press
            await services.clinic.set_vet_active(staff, vets[index].id, False)

    outcomes = await asyncio.gather(retire(0), retire(1), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["LastActiveVet", "NoneType"]
    async with desk.unit() as services:
        assert len(await services.clinic.vets()) == 1


async def test_an_owner_edits_nothing(desk: FrontDesk) -> None:
    owner = Actor.owner(uuid4(), "Ann")
    now = desk.clock.now()
    async with desk.unit() as services:
        clinic = services.clinic
        service, vet = (await clinic.services())[0], (await clinic.vets())[0]
        for attempt in (
            clinic.set_status(owner, Status.CLOSE),
            clinic.add_service(owner, ServiceDraft(name="x", duration=minutes(30))),
            clinic.edit_service(owner, service.id, ServiceChanges(active=False)),
            clinic.add_vet(owner, "Mallory"),
            clinic.rename_vet(owner, vet.id, "Mallory"),
            clinic.set_vet_active(owner, vet.id, False),
            clinic.set_opening_hours(owner, 0, []),
            clinic.add_closure(owner, now, now + minutes(1)),
            clinic.remove_closure(owner, uuid4()),
            clinic.drop_own_hours(owner, vet.id),
            clinic.lock_rules(owner),
        ):
            with pytest.raises(StaffOnly):
                await attempt
