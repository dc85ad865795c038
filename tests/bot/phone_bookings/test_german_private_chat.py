"""A clinic that speaks German, in one person's private chat: there /book is the clinic's, and any text an answer."""

from typing import Any

import pytest

from core.config import Settings

OWNER_OF_THE_CLINIC = 4242


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"admin_chat_id": OWNER_OF_THE_CLINIC, "default_language": "de"})


async def test_from_a_name_to_the_visit(world: Any) -> None:
    vet = await world.person("Vera", user_id=OWNER_OF_THE_CLINIC)
    await vet.say("/start")
    assert "wer ruft an?" in (await vet.say("/book")).text
    assert "Niemand passt zu „Karla“" in (await vet.say("Karla")).text
    assert "Niemand passt zu „Karla Kolumna“" in (await vet.say("Karla Kolumna")).text  # typed at the list: looked for
    await vet.tap("Neu: Karla Kolumna")
    await vet.say("030 998877")
    await vet.say("Bello")
    await vet.tap("Hund")
    await vet.tap("Untersuchung")
    await vet.tap("3")
    await vet.tap("10:00")
    assert "📝 lahmt" in (await vet.say("lahmt")).text  # typed instead of a tap
    done = await vet.tap("Buchen")
    assert "#1001 ist gebucht." in done.text
    assert "Nicht in Telegram: bitte anrufen." in done.text
    card = await vet.tap("Karte", on=done)
    assert "Gebucht: Vera, Mo., 2. März, 08:00" in card.text
