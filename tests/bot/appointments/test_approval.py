"""Booking and moving where the clinic has to answer nobody."""

from typing import Any

import pytest

from core.appointments.policy import Approval
from core.config import Settings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"booking_approval": Approval.NEVER})


def labels(message: Any) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def booked(owner: Any) -> Any:
    await owner.say("/book")
    await owner.tap("Check-up")
    await owner.tap("4")
    await owner.tap("10:00")
    summary = await owner.tap("Skip")
    assert "✅ Book it" in labels(summary)
    return await owner.tap("Book it")


async def test_a_booking_is_confirmed_in_one_message(world: Any, owner_with_pets: Any) -> None:
    owner, _ = await owner_with_pets("Rex")
    before = len(await owner.messages())
    screen = await booked(owner)
    assert "Confirmed! Appointment #1001 is booked" in screen.text
    assert screen.file is not None
    assert len(await owner.messages()) == before + 1
    card = await world.staff.screen()
    assert "#1001 confirmed" in card.text
    assert "Confirmed by itself" in card.text
    assert labels(card) == ["🔁 Move", "✖️ Cancel appointment", "👤 Owner"]


async def test_a_move_is_confirmed_in_one_message(world: Any, owner_with_pets: Any) -> None:
    owner, _ = await owner_with_pets("Rex")
    await booked(owner)
    cards = len(await world.staff.messages())
    await owner.say("/appointments")
    await owner.tap("Rex")
    await owner.tap("Move")
    await owner.tap("5")
    summary = await owner.tap("11:00")
    assert "moves at once" in summary.text
    before = len(await owner.messages())
    screen = await owner.tap("Move it")
    assert "Appointment #1001 is moved. The new time is confirmed" in screen.text
    assert "Thursday 5 March" in screen.text
    assert screen.file is not None
    assert len(await owner.messages()) == before
    shown = await world.staff.messages()
    assert len(shown) == cards + 1
    assert all("Moved from Wed 4 Mar, 10:00 by" in card.text for card in shown)
