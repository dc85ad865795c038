"""The clinic's group: it may become a supergroup, and its buttons count nowhere else."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.e2e.conftest import PATIENCE

TUESDAY_TEN = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
ONLY_STAFF = "Only the clinic can do that"


async def test_the_group_becomes_a_supergroup(world: Any) -> None:
    vera, anna = world.staff, await world.owner("Anna")
    await world.request(anna, TUESDAY_TEN)
    await world.settle()
    old_card = await vera.find("Request #1001")

    upgraded = await world.client.upgrade_group(world.clinic)
    await world.settle()
    vera.chat_id = upgraded.id
    # The command menu belongs to a chat by its id: it comes along.
    version = await world.client.version()
    while "pending" not in {each.command for each in await world.client.menu(vera.user, upgraded)}:
        version = await world.client.wait(version, within=PATIENCE)
    await world.request(anna, TUESDAY_TEN + timedelta(hours=1))
    await world.settle()
    await vera.tap("Confirm", on=await vera.find("Request #1002"))
    assert "Confirmed by Vera Vet" in (await vera.find("#1002")).text
    # The old cards stay behind in the group that was; what waits is found in the new one.
    assert old_card.chat_id != upgraded.id
    await vera.say("/pending")
    await vera.tap("Rex")
    await vera.tap("Confirm", on=await vera.find("Request #1001"))
    assert await world.count("appointments WHERE status = 'confirmed'") == 2

    await world.bot.restart()
    await world.request(anna, TUESDAY_TEN + timedelta(hours=5))
    await world.settle()
    assert "Request #1003" in (await vera.find("#1003")).text
    await vera.tap("Confirm", on=await vera.find("#1003"))
    assert await world.count("appointments WHERE status = 'confirmed'") == 3
    assert (
        await world.count("notifications WHERE status IN ('pending', 'failed') AND kind NOT IN ('reminder', 'agenda')")
        == 0
    )


async def test_upgraded_while_the_bot_was_down(world: Any) -> None:
    """Whichever comes first after the start, the word of it or a refused message: nothing is lost."""
    vera, anna = world.staff, await world.owner("Anna")
    await world.settle()
    await world.bot.kill()
    upgraded = await world.client.upgrade_group(world.clinic)
    await world.request(anna, TUESDAY_TEN)
    await world.bot.start()
    vera.chat_id = upgraded.id
    card = await vera.wait_for("Request #1001")
    await vera.tap("Confirm", on=card)
    assert "Confirmed!" in (await anna.screen()).text


async def test_the_clinics_buttons_in_an_owners_hands(world: Any) -> None:
    """Telegram drops the buttons of what is forwarded; somebody who kept them gets nowhere."""
    vera, anna = world.staff, await world.owner("Anna")
    mallory = await world.owner("Mallory", pet="Bella")
    visit = await world.request(anna, TUESDAY_TEN)
    await world.settle()
    card = await vera.find("Request #1001")
    friends = await world.client.create_group("Friends", [vera.user, mallory.user])
    await world.client.join(mallory.user, world.clinic)
    copies = []
    for place in (mallory.user, friends):
        kept = await world.client.forward(mallory.user, card, place, chat=world.clinic, keep_keyboard=True)
        copies.append((place, kept))
    await world.client.leave(mallory.user, world.clinic)
    await world.settle()
    for place, kept in copies:
        for label in ("Confirm", "Decline"):
            query = await world.client.press(mallory.user, kept, data=kept.button(label).data, chat=place)
            await world.settle()
            answer = await world.client.query(query)
            assert ONLY_STAFF in answer.text
    # Nor does it help to have left the clinic's chat with the card still on the screen.
    query = await world.client.forge(mallory.user, card, card.button("Confirm").data, chat=mallory.user)
    await world.settle()
    assert ONLY_STAFF in (await world.client.query(query)).text
    assert await world.database.fetchval("SELECT status FROM appointments WHERE id = $1", visit.id) == "pending"
    assert await vera.find("#1001") == card
    assert not [message for message in await anna.messages() if "Confirmed" in message.text]
