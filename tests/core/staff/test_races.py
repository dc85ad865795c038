"""Rights that are taken away while they are being used, each side in a transaction of its own."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from core.clinic.schemas import Status
from core.front_desk import Services
from core.staff.errors import ManagersOnly, NamersOnly
from core.staff.schemas import StaffRole, Standing

if TYPE_CHECKING:
    from tests.core.staff.conftest import Crew

SOON = 0.3
"""Seconds in which something that waits for nobody would be done, generously."""


async def vets(crew: "Crew") -> list[str]:
    return [vet.name for vet in await crew.do(lambda services: services.clinic.vets())]


async def test_a_demotion_waits_for_the_change_that_began_before_it(crew: "Crew") -> None:
    carl, before = crew.actor("Carl"), await vets(crew)
    async with crew.desk.unit() as services:
        await services.clinic.lock_rules(carl)
        demotion = asyncio.create_task(crew.name("Vera", "Carl", StaffRole.RECEPTIONIST))
        done, _ = await asyncio.wait({demotion}, timeout=SOON)
        assert not done
        await services.clinic.add_vet(carl, "Bea")
    assert not (await demotion).may_change_rules
    assert await vets(crew) == [*before, "Bea"]


async def test_a_change_that_comes_during_the_demotion_is_refused(crew: "Crew") -> None:
    before, whose = await vets(crew), (await crew.member("Carl")).id

    async def change() -> Any:
        return await crew.do(lambda services: services.clinic.add_vet(crew.actor("Carl"), "Bea"))

    async with crew.desk.unit() as services:
        await services.staff.name(crew.actor("Vera"), whose, StaffRole.RECEPTIONIST)
        changing = asyncio.create_task(change())
        done, _ = await asyncio.wait({changing}, timeout=SOON)
        assert not done
    with pytest.raises(ManagersOnly):
        await changing
    assert await vets(crew) == before


async def test_two_managers_demote_each_other(crew: "Crew") -> None:
    await crew.note("Vera", Standing.OUT)
    outcomes = await asyncio.gather(
        crew.name("Ben", "Carl", StaffRole.RECEPTIONIST),
        crew.name("Carl", "Ben", StaffRole.RECEPTIONIST),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Member", "NamersOnly"]
    assert [await crew.may_change_rules(name) for name in ("Ben", "Carl")].count(True) == 1
    assert any(isinstance(outcome, NamersOnly) for outcome in outcomes)


async def test_many_at_once_and_nobody_waits_for_ever(crew: "Crew") -> None:
    """Naming, leaving, coming back, rules and the switch, all about the same two people."""
    whose = (await crew.member("Carl")).id

    async def act(number: int) -> Any:
        async def work(services: Services) -> Any:
            match number % 6:
                case 0:
                    role = StaffRole.RECEPTIONIST if number % 4 else StaffRole.MANAGER
                    return await services.staff.name(crew.actor("Vera"), whose, role)
                case 1:
                    return await services.clinic.add_vet(crew.actor("Carl"), f"Vet {number}")
                case 2:
                    await services.users.hear(
                        telegram_user_id=13, display_name=f"Carl {number}", language_code=None, in_admin_chat=True
                    )
                    return await services.clinic.rename_vet(
                        crew.actor("Carl"), (await services.clinic.vets())[0].id, f"Name {number}"
                    )
                case 3:
                    return await services.staff.left(13)
                case 4:
                    return await services.staff.note(13, "Carl", None, Standing.MEMBER)
                case _:
                    return await services.clinic.set_status(
                        crew.actor("Carl"), Status.CLOSE, until=crew.clock.now() + timedelta(hours=1)
                    )

        return await crew.do(work)

    outcomes = await asyncio.wait_for(
        asyncio.gather(*(act(number) for number in range(48)), return_exceptions=True), timeout=60
    )
    unexpected = {
        type(outcome).__name__
        for outcome in outcomes
        if isinstance(outcome, Exception) and type(outcome).__name__ not in ("ManagersOnly", "MemberNotFound")
    }
    assert unexpected == set()
