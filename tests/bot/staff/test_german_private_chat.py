"""A German clinic whose chat is one person's: nobody else is there, and the person is the owner."""

from typing import Any

import pytest

from core.config import Settings
from core.staff.schemas import StaffRole
from core.users.schemas import Actor

OWNER_OF_THE_CLINIC = 4242


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"admin_chat_id": OWNER_OF_THE_CLINIC, "default_language": "de"})


async def test_the_person_is_the_owner(world: Any, row: Any) -> None:
    vera = await world.person("Vera", user_id=OWNER_OF_THE_CLINIC)
    listed = await vera.say("/staff")
    assert "Vera – leitet die Praxis · hier seit 2. März" in listed.text
    assert "Alle in diesem Chat dürfen alles." in listed.text
    await vera.tap("Vera")
    assert [button.text for line in (await vera.screen()).buttons for button in line] == ["‹ Zurück"]
    await world.advance(days=3)  # nobody has to be asked whose chat it is
    await vera.say("/vets")
    await vera.tap("hinzufügen")
    assert "Bea" in (await vera.say("Bea")).text
    await vera.say("/close 14:30")
    await vera.say("/staff")
    lately = (await vera.tap("Zuletzt")).text
    assert "🔴 Geschlossen, bis Do., 5. März, 14:30\nVera, Do., 5. März, 08:00" in lately
    assert "👩‍⚕️ Bea ist neu" in lately


async def test_of_a_group_that_was_the_clinics_chat_before(world: Any, row: Any) -> None:
    """Whoever was restricted there is not here; the person may do everything all the same."""
    async with world.desk.unit() as services:
        await services.staff.joined(77, "Ben")
        member = await services.staff.member(77)
        await services.staff.joined(78, "Cara")
        await services.staff.name(Actor.staff("Cara", 78), member.id, StaffRole.RECEPTIONIST)
    vera = await world.person("Vera", user_id=OWNER_OF_THE_CLINIC)
    await vera.say("/vets")
    await vera.tap("hinzufügen")
    await vera.say("Bea")
    async with world.desk.unit() as services:
        assert "Bea" in [vet.name for vet in await services.clinic.vets()]
    assert (await row(vera)).is_owner
