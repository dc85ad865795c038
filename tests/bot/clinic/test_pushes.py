"""What reaches the clinic unasked, and the clinic's chat when it is a private one."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.notifications.pushes import PUSHES
from core.appointments.schemas import BookingRequest
from core.notifications.schemas import Kind
from tests.bot.conftest import labels


def test_every_kind_has_its_wording() -> None:
    assert set(PUSHES) == set(Kind)


async def test_nobody_answered(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    _, anna = await new_owner("Anna")
    _, ben = await new_owner("Ben", phone=None)
    await ask(anna)
    await ask(ben, at=datetime(2026, 3, 3, 10, 45, tzinfo=UTC))
    await world.set_clock(datetime(2026, 3, 3, 10, 45, tzinfo=UTC))
    assert (
        "Nobody answered request #1001 in time: Rex, Tue 3 Mar, 10:00"
        in (await message("Nobody answered request #1001")).text
    )
    assert "Please phone Anna: +4915112345678" in (await message("Nobody answered request #1001")).text
    assert "Ben left no phone number" in (await message("Nobody answered request #1002")).text
    card = await message("👤 Anna")
    assert "#1001 not answered in time" in card.text
    assert labels(card) == [["👤 Owner"]]


async def test_a_request_that_was_decided_before_its_card_was_sent(world: Any, new_owner: Any, message: Any) -> None:
    _, anna = await new_owner("Anna")
    async with world.desk.unit() as services:
        pet = (await services.pets.of_owner(anna))[0]
        service = (await services.clinic.services())[0]
        starts_at = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
        visit = await services.appointments.book(
            anna, BookingRequest(pet_id=pet.id, service_id=service.id, starts_at=starts_at)
        )
        await services.appointments.cancel(anna, visit.id)
        for kind in (Kind.REQUEST_CARD, Kind.CARD_UPDATE, Kind.CANCELLED_BY_OWNER, Kind.EXPIRED_FOR_CLINIC):
            await services.notifications.enqueue(kind, dedupe_key=f"about nothing {kind}")
    await world.settle()
    card = await message("Cancelled by Anna")
    assert labels(card) == [["👤 Owner"]]
    assert len(await world.staff.messages()) == 2


async def test_cards_of_a_group_that_became_a_supergroup(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    """The old messages can't be reached any more; the new ones are kept up to date all the same."""
    _, anna = await new_owner("Anna")
    await ask(anna)
    old = await message("Request #1001")
    group = await world.client.upgrade_group(world.clinic)
    await world.settle()
    world.staff.chat_id = group.id
    await world.staff.say("/pending")
    card = await world.staff.tap("#1001")
    assert "Request #1001" in card.text
    copy = await world.staff.tap("#1001", on=(await world.staff.messages())[0])
    await world.staff.tap("Confirm", on=copy)
    cards = [each.text for each in await world.staff.messages() if "👤" in each.text]
    assert len(cards) == 2
    assert all("#1001 confirmed" in text for text in cards)
    assert old.chat_id != group.id


async def test_an_owner_who_missed_visits(world: Any, new_owner: Any, ask: Any, message: Any) -> None:
    _, anna = await new_owner("Anna")
    await ask(anna)
    await world.staff.tap("Confirm", on=await message("#1001"))
    await world.set_clock(datetime(2026, 3, 3, 10, 10, tzinfo=UTC))
    await world.staff.say("/today")
    await world.staff.tap("No-show")
    await ask(anna, at=world.clock.now().replace(minute=0) + timedelta(days=1))
    assert "⚠️ missed an appointment before" in (await message("Request #1002")).text
