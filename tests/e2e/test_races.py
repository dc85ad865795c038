"""Many at once: one gets it, and each of the others reads what happened and what to do next."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from core.conversations.schemas import ConversationState, Frame

TUESDAY_TEN = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
OWNERS = 100


async def about_to_send(world: Any, owner: Any, starts_at: datetime) -> None:
    """Puts the owner's booking at the notes; with a word about these only the tap that sends it is left."""
    async with world.desk.unit() as services:
        pet = (await services.pets.of_owner(owner.actor))[0]
        routine = next(each for each in await services.clinic.services() if each.code == "routine")
        draft = {
            "pet_id": str(pet.id),
            "service_id": str(routine.id),
            "day": f"{starts_at:%Y-%m-%d}",
            "starts_at": starts_at.isoformat(),
        }
        frame = Frame(name="book", step="notes", draft=draft)
        await services.conversations.save(
            ConversationState(chat_id=owner.user.id, telegram_user_id=owner.user.id, frame=frame)
        )
    await world.client.send_text(owner.user, "Limps")


async def test_a_hundred_owners_want_one_slot(world: Any) -> None:
    owners = [await world.owner(f"Owner {number}", start=False) for number in range(OWNERS)]
    for owner in owners:
        await about_to_send(world, owner, TUESDAY_TEN)
    await world.settle()
    screens = [await owner.screen() for owner in owners]
    assert all("10:00" in screen.text and "Send" in screen.button_texts[0] for screen in screens)

    queries = await asyncio.gather(
        *(
            world.client.press(owner.user, screen, data=screen.button("Send").data)
            for owner, screen in zip(owners, screens, strict=True)
        )
    )
    await world.settle()

    assert await world.count("appointments") == 1
    assert await world.count("appointments WHERE status = 'pending' AND starts_at = $1", TUESDAY_TEN) == 1
    for query in queries:
        assert (await world.client.query(query)).answered
    shown = [await owner.screen() for owner in owners]
    assert sum("is with the clinic" in screen.text for screen in shown) == 1
    others = [
        (owner, screen) for owner, screen in zip(owners, shown, strict=True) if "with the clinic" not in screen.text
    ]
    assert len(others) == OWNERS - 1
    for owner, screen in others:
        assert "Somebody was faster" in screen.text
        assert [text for text in screen.button_texts if "3 Mar, " in text or "2 Mar, " in text][:3] == (
            screen.button_texts[:3]
        )
        assert not [text for text in screen.button_texts if "3 Mar, 10:00" in text]
        assert len(await owner.messages()) == 1, "the booking, edited in place"
    assert len([message for message in await world.staff.messages() if "Request #" in message.text]) == 1

    # What is offered can be had.
    loser, screen = others[0]
    await loser.tap(screen.button_texts[0])
    await loser.tap("Skip")
    assert "is with the clinic" in (await loser.tap("Send")).text
    assert await world.count("appointments") == 2


async def test_one_colleague_confirms_while_the_other_declines(world: Any) -> None:
    vera, ben = world.staff, await world.staff_member("Ben")
    outcomes = set()
    for number in range(1001, 1005):
        owner = await world.owner(f"Owner {number}")
        visit = await world.request(owner, TUESDAY_TEN + timedelta(hours=24 * (number - 1001)))
        await world.settle()
        card = await vera.find(f"Request #{number}")
        await vera.tap("Decline", on=card)
        asking = await vera.find(f"Request #{number}")
        # Ben still sees the card as it was a moment ago.
        confirm, decline = card.button("Confirm").data, asking.button("Please phone us").data
        both = ((ben, confirm), (vera, decline)) if number % 2 else ((vera, decline), (ben, confirm))
        queries = await asyncio.gather(
            *(world.client.forge(who.user, asking, data, chat=world.clinic) for who, data in both)
        )
        await world.settle()

        said = {
            who.user.first_name: await world.client.query(query) for (who, _), query in zip(both, queries, strict=True)
        }
        status = await world.database.fetchval("SELECT status FROM appointments WHERE id = $1", visit.id)
        first, second = ("Ben", "Vera") if status == "confirmed" else ("Vera", "Ben")
        assert f"{status.capitalize()}: #{number}" in said[first].text
        assert said[second].show_alert
        assert status in said[second].text
        assert first in said[second].text, "the other reads who was first"
        assert await world.count("appointment_events WHERE appointment_id = $1", visit.id) == 2
        assert f"{status.capitalize()} by {first}" in (await vera.find(f"#{number}")).text
        told = [message.text for message in await owner.messages()]
        assert sum("Confirmed!" in text for text in told) == (status == "confirmed")
        assert sum("Unfortunately" in text for text in told) == (status == "declined")
        outcomes.add(status)
    assert outcomes <= {"confirmed", "declined"}
