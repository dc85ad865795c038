"""Staff who move a visit twice: the owner hears of it once, unless the first word is out.

It is Monday, nine o'clock.
"""

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from core.notifications.dispatcher import LEASE, Dispatcher
from core.notifications.models import Notification
from core.notifications.schemas import Kind

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House

TEN, ELEVEN, TWELVE = "2026-03-05 10:00", "2026-03-05 11:00", "2026-03-05 12:00"


async def move(house: "House", visit_id: Any, wall: str) -> None:
    async with house.desk.unit() as services:
        await services.appointments.move(house.staff, visit_id, house.at(wall))


async def told(house: "House") -> list[tuple[str, str]]:
    """From when, and what became of the word."""
    async with house.database.transaction() as session:
        rows = await session.scalars(
            select(Notification).where(Notification.kind == Kind.MOVED).order_by(Notification.created_at)
        )
        return [(row.payload["from"][11:16], row.status) for row in rows]


async def moved_visit(house: "House", dispatcher: Dispatcher) -> Any:
    """A visit whose owner knows of the first time, and is about to hear of the second."""
    owner, visit = await house.confirmed(TEN)
    await house.account(owner, 7)
    await dispatcher.run_due()
    await move(house, visit.id, ELEVEN)
    return visit.id


async def test_the_later_replaces_the_one_that_was_not_sent(house: "House", dispatcher: Dispatcher) -> None:
    visit_id = await moved_visit(house, dispatcher)
    await move(house, visit_id, TWELVE)
    assert await told(house) == [("09:00", "withdrawn"), ("09:00", "pending")]  # in UTC
    await dispatcher.run_due()
    assert await told(house) == [("09:00", "withdrawn"), ("09:00", "sent")]


async def test_there_and_back_is_no_news(house: "House", dispatcher: Dispatcher) -> None:
    visit_id = await moved_visit(house, dispatcher)
    await move(house, visit_id, TEN)
    assert await told(house) == [("09:00", "withdrawn")]


@pytest.mark.parametrize("back", [False, True])
async def test_what_is_being_sent_is_followed_by_the_next(house: "House", dispatcher: Dispatcher, back: bool) -> None:
    visit_id = await moved_visit(house, dispatcher)
    async with house.desk.unit() as services:
        while (await services.notifications.delivery.claim(50, LEASE)).outgoing:
            pass
    await move(house, visit_id, TEN if back else TWELVE)
    first, second = await told(house)
    assert first[0] == "09:00"
    assert second == ("10:00", "pending")
