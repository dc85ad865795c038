"""In German: the code, and whose it is."""

import re
from typing import Any

import pytest

from core.config import Settings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"default_language": "de"})


async def test_from_the_clinic_to_the_owner(world: Any, enter: Any) -> None:
    await enter("Jürgen Müller")
    card = await world.staff.say("/find müller")
    await world.staff.tap("Code für Telegram", on=card)
    shown = await world.staff.tap("Code erstellen")
    found = re.search(r"start=(\w+)", shown.text)
    assert found
    owner = await world.person("Jürgen", language_code="de")
    assert "Dieser Code gilt nicht" in (await owner.say("/start CCC-CCC-CCC")).text
    assert "öffnet das Konto von Jürgen" in (await owner.say(f"/start {found[1]}")).text
    assert "Willkommen, Jürgen Müller!" in (await owner.tap("Ja, ich bin Jürgen")).text
    assert any("hat den Code eingegeben" in message.text for message in await world.staff.messages())
