"""What is counted, week by week, and how long things take."""

import statistics
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from sqlalchemy import update

from core.appointments.schemas import AppointmentStatus as Status
from core.appointments.schemas import Proposal
from core.statistics import service
from core.statistics.errors import SpanBackwards, TooManyVisits
from core.statistics.schemas import Statistics, VisitRow
from core.users.errors import StaffOnly
from core.users.models import User
from core.users.schemas import ActorKind
from tests.core.appointments.conftest import House

if TYPE_CHECKING:
    from tests.core.statistics.conftest import Past

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def counted(house: House, weeks: int = 4) -> Statistics:
    async with house.desk.unit() as services:
        return await services.statistics.of_weeks(house.staff, weeks)


async def listed(house: House, since: str, until: str) -> list[VisitRow]:
    async with house.desk.unit() as services:
        return await services.statistics.visits(house.staff, house.at(since), house.at(until))


async def test_nothing_yet(house: House) -> None:
    empty = await counted(house)
    assert [week.monday for week in empty.weeks] == [
        date(2026, 2, 9), date(2026, 2, 16), date(2026, 2, 23), date(2026, 3, 2),
    ]  # fmt: skip
    assert (empty.visits, empty.requests, empty.services, empty.no_show_rate) == (0, 0, (), None)
    assert empty.timings.model_dump() == {
        "lead_time": None, "answered": 0, "answer_time": None, "slow_answer_time": None,
    }  # fmt: skip


async def test_proposed_times_count_when_they_are_taken(house: House) -> None:
    owner, request = await house.booked("2026-03-05 10:00")
    vet_id = await house.vet_id()
    proposals = [Proposal(starts_at=house.at(f"2026-03-05 {hour}:00"), vet_id=vet_id) for hour in (11, 15)]
    async with house.desk.unit() as services:
        await services.appointments.decline_and_propose(house.staff, request.id, "no", proposals)
        held = await services.appointments.proposals(owner, request.id)
    declined = await counted(house)
    assert (declined.visits, declined.requests) == (0, 1)
    assert [row.status for row in await listed(house, "2026-03-05 00:00", "2026-03-06 00:00")] == [Status.DECLINED]
    async with house.desk.unit() as services:
        await services.appointments.take_proposal(owner, held[1].id)
    taken = await counted(house)
    assert (taken.visits, taken.requests, taken.timings.answered) == (1, 1, 1)
    (row,) = await listed(house, "2026-03-05 00:00", "2026-03-06 00:00")
    assert (row.status, row.starts_at) == (Status.CONFIRMED, house.at("2026-03-05 15:00"))


async def test_visits_by_week_and_service(house: House, past: "Past") -> None:
    await past("2026-02-09 00:00")  # the first instant of the first week
    await past("2026-02-08 23:45")  # the last before it
    await past("2026-02-15 23:45", code="routine")
    await past("2026-02-16 00:00", Status.NO_SHOW, code="routine")
    await past("2026-03-08 23:45", Status.CONFIRMED, code="routine")  # ahead, in the present week
    await past("2026-03-09 00:00", Status.CONFIRMED)
    for hour, status in enumerate((Status.PENDING, Status.DECLINED, Status.CANCELLED, Status.EXPIRED)):
        await past(f"2026-02-25 {hour:02}:00", status, answered=None)
    found = await counted(house)
    assert [week.visits for week in found.weeks] == [2, 1, 0, 1]
    assert [(each.code, each.visits) for each in found.services] == [("routine", 3), ("vaccination", 1)]
    assert [set(week.by_service.values()) for week in found.weeks] == [{1}, {1}, set(), {1}]
    assert (found.visits, found.requests, found.expired) == (4, 8, 1)
    assert (found.completed, found.no_shows, found.no_show_rate) == (2, 1, 1 / 3)


@pytest.mark.parametrize(
    ("now", "monday", "hours"),
    [
        (datetime(2026, 3, 28, 12, tzinfo=UTC), date(2026, 3, 23), 167),
        (datetime(2026, 10, 24, 12, tzinfo=UTC), date(2026, 10, 19), 169),
    ],
)
async def test_weeks_in_which_the_clocks_change(
    house: House, past: "Past", now: datetime, monday: date, hours: int
) -> None:
    house.clock.set(now)
    sunday, after = monday + 6 * DAY, monday + 7 * DAY
    await past(f"{monday} 00:00")
    await past(f"{sunday} 23:45")
    await past(f"{after} 00:00")
    await past(f"{monday - DAY} 23:45")
    (week,) = (await counted(house, 1)).weeks
    assert (week.monday, week.visits) == (monday, 2)
    house.clock.set(house.at(f"{after} 00:00"))
    weeks = (await counted(house, 3)).weeks
    assert [each.visits for each in weeks] == [1, 2, 1]
    assert house.at(f"{after} 00:00") - house.at(f"{monday} 00:00") == timedelta(hours=hours)


@pytest.mark.parametrize("count", [1, 2, 5, 10, 23])
async def test_how_long_things_take(house: House, past: "Past", count: int) -> None:
    leads = [HOUR * (1 + number * number) for number in range(count)]
    answers = [MINUTE * (3 + number * 7 % 31) for number in range(count)]
    for number, (lead, answer) in enumerate(zip(leads, answers, strict=True)):
        await past(f"2026-02-{10 + number % 12:02} {8 + number // 12:02}:00", asked=lead, answered=answer)
    timings = (await counted(house)).timings
    assert timings.answered == count
    for found, expected in (
        (timings.lead_time, _median(leads)),
        (timings.answer_time, _median(answers)),
        (timings.slow_answer_time, _ninth_tenth(answers)),
    ):
        assert found is not None
        assert abs(found - expected) < timedelta(milliseconds=1)


def _median(values: list[timedelta]) -> timedelta:
    return timedelta(seconds=statistics.median(value.total_seconds() for value in values))


def _ninth_tenth(values: list[timedelta]) -> timedelta:
    """By the book: linear between the two values around the place 0.9 · (n - 1)."""
    seconds = sorted(value.total_seconds() for value in values)
    whole, part = divmod(9 * (len(seconds) - 1), 10)
    above = seconds[min(whole + 1, len(seconds) - 1)]
    return timedelta(seconds=seconds[whole] + (above - seconds[whole]) * part / 10)


async def test_what_is_timed(house: House, past: "Past") -> None:
    await past("2026-02-10 09:00", asked=3 * DAY, answered=10 * MINUTE)
    await past("2026-02-10 10:00", Status.DECLINED, asked=9 * DAY, answered=30 * MINUTE)  # an answer, and no visit
    # Nobody decided: no answer to measure.
    for hour, status in ((11, Status.PENDING), (12, Status.EXPIRED), (13, Status.CANCELLED)):
        await past(f"2026-02-10 {hour}:00", status, asked=9 * DAY, answered=None)
    # Not by the clinic's people, and not asked for by an owner.
    await past("2026-02-10 14:00", asked=2 * DAY, answered=timedelta(0), decided_by=ActorKind.SYSTEM)
    await past("2026-02-10 15:00", asked=1 * DAY, answered=timedelta(0), by=ActorKind.STAFF)
    found = await counted(house)
    assert (found.requests, found.timings.answered) == (6, 2)
    assert found.timings.answer_time == 20 * MINUTE
    assert found.timings.lead_time == 2 * DAY


async def test_a_moved_visit_counts_once_and_since_it_was_first_asked_for(house: House) -> None:
    house.clock.set(house.at("2026-02-10 09:00"))
    owner, visit = await house.booked("2026-02-17 10:00")
    house.clock.advance(HOUR)
    async with house.desk.unit() as services:
        await services.appointments.confirm(house.staff, visit.id)
    house.clock.advance(DAY)
    async with house.desk.unit() as services:
        moved = await services.appointments.move(owner, visit.id, house.at("2026-02-24 10:00"))
    assert moved.wish is not None
    house.clock.set(house.at("2026-03-02 09:00"))
    before = await counted(house)
    assert [week.visits for week in before.weeks] == [0, 1, 0, 0]  # the wish does not count
    house.clock.set(house.at("2026-02-11 11:00"))
    async with house.desk.unit() as services:
        await services.appointments.confirm(house.staff, moved.wish.id)
    house.clock.set(house.at("2026-03-02 09:00"))
    found = await counted(house)
    assert [week.visits for week in found.weeks] == [0, 0, 1, 0]
    assert (found.requests, found.timings.answered, found.timings.answer_time) == (1, 1, HOUR)
    assert found.timings.lead_time == 14 * DAY + HOUR
    (row,) = await listed(house, "2026-02-01 00:00", "2026-03-01 00:00")
    assert (row.number, row.starts_at) == (visit.number, house.at("2026-02-24 10:00"))
    assert row.requested_at == house.at("2026-02-10 09:00")


async def test_owners_who_are_gone_stay_in(house: House) -> None:
    owner, visit = await house.confirmed("2026-03-03 10:00")
    house.clock.set(house.at("2026-03-03 10:00"))
    async with house.desk.unit() as services:
        await services.appointments.complete(house.staff, visit.id)
    async with house.desk.unit() as services:
        await services.own_data.delete(owner)
    house.clock.set(house.at("2026-03-04 10:00"))
    found = await counted(house)
    assert (found.visits, found.requests, found.timings.answered) == (1, 1, 1)
    (row,) = await listed(house, "2026-03-01 00:00", "2026-04-01 00:00")
    assert (row.owner_deleted, row.phone) == (True, None)


async def test_the_list_has_everything_in_its_span(house: House, past: "Past") -> None:
    await past("2026-02-01 00:00")
    await past("2026-02-28 23:45", Status.CANCELLED)
    await past("2026-03-01 00:00")
    rows = await listed(house, "2026-02-01 00:00", "2026-03-01 00:00")
    assert [row.status for row in rows] == [Status.COMPLETED, Status.CANCELLED]
    with pytest.raises(SpanBackwards):
        await listed(house, "2026-03-01 00:00", "2026-03-01 00:00")
    with patch.object(service, "MOST_LISTED", 1), pytest.raises(TooManyVisits):
        await listed(house, "2026-02-01 00:00", "2026-03-01 00:00")


@pytest.mark.parametrize(
    ("day", "first", "after"),
    [
        (date(2026, 3, 31), "2026-03-01 00:00", "2026-04-01 00:00"),
        (date(2026, 2, 1), "2026-02-01 00:00", "2026-03-01 00:00"),
        (date(2026, 12, 15), "2026-12-01 00:00", "2027-01-01 00:00"),
    ],
)
async def test_months(house: House, day: date, first: str, after: str) -> None:
    async with house.desk.unit() as services:
        assert services.statistics.month(day) == (house.at(first), house.at(after))


async def test_for_staff_only(house: House) -> None:
    owner = await house.owner()
    async with house.desk.unit() as services:
        with pytest.raises(StaffOnly):
            await services.statistics.of_weeks(owner, 4)
        with pytest.raises(StaffOnly):
            await services.statistics.visits(owner, house.at("2026-03-01 00:00"), house.at("2026-04-01 00:00"))


async def test_as_many_statements_for_much_as_for_little(house: House, past: "Past") -> None:
    statements = house.count_statements()

    async def needed() -> list[int]:
        numbers = []
        for ask in (counted(house, 26), listed(house, "2025-01-01 00:00", "2027-01-01 00:00")):
            before = len(statements)
            await ask
            numbers.append(len(statements) - before)
        return numbers

    little = await needed()
    for number in range(12):
        await past(f"2026-02-{10 + number} 09:00", code=("routine", "vaccination")[number % 2])
    assert await needed() == little
    assert little[0] <= 3  # two, and whatever begins a transaction
    async with house.database.transaction() as session:
        await session.execute(update(User).values(is_active=False))
    assert (await counted(house, 26)).visits == 12
