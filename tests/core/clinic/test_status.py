"""The live switch."""

from datetime import UTC, datetime, timedelta

import pytest

from core.clinic.errors import InvalidText, InvalidUntil
from core.clinic.schemas import ClinicStatus, Status
from core.clock import ManualClock
from core.front_desk import FrontDesk
from core.users.schemas import Actor

HOUR = timedelta(hours=1)


async def test_a_new_clinic_is_open(desk: FrontDesk) -> None:
    async with desk.unit() as services:
        assert await services.clinic.status() == ClinicStatus(status=Status.OPEN)


async def test_the_switch_says_who_turned_it_and_when(desk: FrontDesk, clock: ManualClock, staff: Actor) -> None:
    until = clock.now() + HOUR
    async with desk.unit() as services:
        await services.clinic.set_status(staff, Status.CLOSE, message="  Power cut \x00 ", until=until)
    async with desk.unit() as services:
        assert await services.clinic.status() == ClinicStatus(
            status=Status.CLOSE, message="Power cut", until=until, changed_by="Dr. Weber", changed_at=clock.now()
        )


async def test_past_its_end_the_clinic_is_open_by_itself(desk: FrontDesk, clock: ManualClock, staff: Actor) -> None:
    until = clock.now() + HOUR
    async with desk.unit() as services:
        await services.clinic.set_status(staff, Status.CLOSE, message="Power cut", until=until)
    clock.set(until - timedelta.resolution)
    async with desk.unit() as services:
        assert (await services.clinic.status()).status is Status.CLOSE
    clock.set(until)
    async with desk.unit() as services:
        assert await services.clinic.status() == ClinicStatus(status=Status.OPEN, changed_at=until)


async def test_opening_leaves_no_message_and_no_end(desk: FrontDesk, clock: ManualClock, staff: Actor) -> None:
    async with desk.unit() as services:
        await services.clinic.set_status(staff, Status.CLOSING_SOON, message="Last call", until=clock.now() + HOUR)
        reopened = await services.clinic.set_status(staff, Status.OPEN, message="Hello", until=clock.now() + HOUR)
    assert (reopened.message, reopened.until) == (None, None)


@pytest.mark.parametrize("ago", [timedelta(0), HOUR])
async def test_an_end_must_lie_ahead(desk: FrontDesk, clock: ManualClock, staff: Actor, ago: timedelta) -> None:
    async with desk.unit() as services:
        with pytest.raises(InvalidUntil):
            await services.clinic.set_status(staff, Status.CLOSE, until=clock.now() - ago)
        assert (await services.clinic.status()).status is Status.OPEN


async def test_a_message_has_its_limit(desk: FrontDesk, staff: Actor) -> None:
    async with desk.unit() as services:
        await services.clinic.set_status(staff, Status.CLOSE, message="x" * 300)
        with pytest.raises(InvalidText) as refusal:
            await services.clinic.set_status(staff, Status.CLOSE, message="x" * 301)
    assert refusal.value.data == {"field": "message", "limit": 300}


async def test_where_the_admin_chat_lives(desk: FrontDesk) -> None:
    async with desk.unit() as services:
        assert await services.clinic.admin_chat(-5) == -5
        await services.clinic.move_admin_chat(-5, -1001)
        await services.clinic.move_admin_chat(-5, -1002)
    async with desk.unit() as services:
        assert await services.clinic.admin_chat(-5) == -1002
        assert await services.clinic.admin_chat(-6) == -6


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-03-02T05:00", "2026-03-02T08:00"),  # before the morning: 09:00 in Berlin
        ("2026-03-02T09:17", "2026-03-02T09:17"),  # open
        ("2026-03-02T11:30", "2026-03-02T12:30"),  # the lunch break begins
        ("2026-03-07T12:00", "2026-03-09T08:00"),  # Saturday afternoon
        ("2026-03-28T13:00", "2026-03-30T07:00"),  # over the night that loses an hour
    ],
)
async def test_the_next_opening(desk: FrontDesk, now: str, opens: str) -> None:
    async with desk.unit() as services:
        found = await services.clinic.next_opening(datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == datetime.fromisoformat(opens).replace(tzinfo=UTC)


async def test_the_next_opening_comes_after_the_holidays(desk: FrontDesk, clock: ManualClock, staff: Actor) -> None:
    async with desk.unit() as services:
        back = clock.now() + timedelta(days=21, hours=2)
        # Two closures that meet: the first ends inside the second, which began earlier.
        await services.clinic.add_closure(staff, clock.now(), clock.now() + timedelta(days=3))
        await services.clinic.add_closure(staff, clock.now() - HOUR, back)
        assert await services.clinic.next_opening(clock.now()) == back


async def test_there_is_no_next_opening_of_a_clinic_without_hours(desk: FrontDesk, staff: Actor) -> None:
    async with desk.unit() as services:
        for weekday in range(7):
            await services.clinic.set_opening_hours(staff, weekday, [])
        assert await services.clinic.next_opening(desk.clock.now()) is None
