"""Opening hours and closures."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from core.clinic.errors import (
    ClosureNotFound,
    InvalidClosure,
    InvalidHours,
    InvalidText,
    NoOwnHoursLeft,
    OverlappingHours,
    TooManyIntervals,
    VetNotFound,
)
from core.clinic.schemas import OpeningInterval
from core.clinic.timetable import Span
from core.front_desk import FrontDesk
from core.users.schemas import Actor

MONDAY = date(2026, 3, 2)
TUESDAY = MONDAY + timedelta(days=1)


def at(text: str) -> time:
    return time.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def test_the_clinic_begins_with_a_lunch_break_and_a_short_saturday(desk: FrontDesk) -> None:
    async with desk.unit() as services:
        hours = await services.clinic.opening_hours()
    assert [interval for interval in hours if interval.weekday in (0, 5, 6)] == [
        OpeningInterval(weekday=0, opens=at("09:00"), closes=at("12:30")),
        OpeningInterval(weekday=0, opens=at("13:30"), closes=at("18:00")),
        OpeningInterval(weekday=5, opens=at("09:00"), closes=at("13:00")),
    ]


async def test_a_day_is_replaced_as_a_whole(desk: FrontDesk, staff: Actor) -> None:
    async with desk.unit() as services:
        before = await services.clinic.opening_hours()
        day = [(at("14:00"), at("20:00")), (at("08:00"), at("14:00"))]  # in any order; they may touch
        after = await services.clinic.set_opening_hours(staff, 0, day)
    assert [(i.opens, i.closes) for i in after if i.weekday == 0] == [
        (at("08:00"), at("14:00")),
        (at("14:00"), at("20:00")),
    ]
    assert [i for i in after if i.weekday != 0] == [i for i in before if i.weekday != 0]
    async with desk.unit() as services:
        assert await services.clinic.opening_hours() == after


@pytest.mark.parametrize(
    ("weekday", "opens", "closes"),
    [(0, "10:00", "10:00"), (0, "18:00", "09:00"), (7, "09:00", "10:00"), (-1, "09:00", "10:00")],
)
async def test_hours_that_cannot_be(desk: FrontDesk, staff: Actor, weekday: int, opens: str, closes: str) -> None:
    async with desk.unit() as services:
        before = await services.clinic.opening_hours()
        with pytest.raises(InvalidHours):
            await services.clinic.set_opening_hours(staff, weekday, [(at(opens), at(closes))])
        assert await services.clinic.opening_hours() == before


async def test_hours_that_overlap(desk: FrontDesk, staff: Actor) -> None:
    async with desk.unit() as services:
        with pytest.raises(OverlappingHours) as refusal:
            await services.clinic.set_opening_hours(staff, 0, [(at("12:00"), at("13:00")), (at("09:00"), at("12:01"))])
    assert refusal.value.opens == at("12:00")


async def test_a_day_that_opens_too_often(desk: FrontDesk, staff: Actor) -> None:
    day = [(time(hour), time(hour, 30)) for hour in range(7)]
    async with desk.unit() as services:
        await services.clinic.set_opening_hours(staff, 0, day[:6])
        with pytest.raises(TooManyIntervals):
            await services.clinic.set_opening_hours(staff, 0, day)


async def test_two_who_replace_the_same_day_at_once(desk: FrontDesk, staff: Actor) -> None:
    async def replace(opens: str) -> None:
        async with desk.unit() as services:
            await services.clinic.set_opening_hours(staff, 0, [(at(opens), at("20:00"))])

    await asyncio.gather(*(replace(f"{hour:02}:00") for hour in range(6, 14)))
    async with desk.unit() as services:
        assert len([i for i in await services.clinic.opening_hours() if i.weekday == 0]) == 1


async def test_a_vets_first_own_hours_keep_the_clinics_on_all_other_days(desk: FrontDesk, staff: Actor) -> None:
    async with desk.unit() as services:
        (first,) = await services.clinic.vets()
        second = await services.clinic.add_vet(staff, "Ann")
        await services.clinic.set_opening_hours(staff, 0, [(at("07:00"), at("08:00"))], second.id)
        await services.clinic.set_opening_hours(staff, 1, [])  # the clinic's, no longer the vet's
        table = await services.clinic.timetable(utc("2026-03-02T00:00"), utc("2026-03-04T00:00"))
        with pytest.raises(VetNotFound):
            await services.clinic.set_opening_hours(staff, 0, [], uuid4())
    assert table.openings(second.id, MONDAY) == [Span(utc("2026-03-02T06:00"), utc("2026-03-02T07:00"))]
    assert len(table.openings(second.id, TUESDAY)) == len(table.openings(first.id, MONDAY)) == 2
    assert table.openings(first.id, TUESDAY) == []
    assert table.own_hours(second.id)
    assert not table.own_hours(first.id)
    assert not table.own_hours(None)


async def test_own_hours_that_are_dropped_give_way_to_the_clinics(desk: FrontDesk, staff: Actor) -> None:
    async with desk.unit() as services:
        (vet,) = await services.clinic.vets()
        await services.clinic.set_opening_hours(staff, 0, [(at("07:00"), at("08:00"))], vet.id)
        await services.clinic.drop_own_hours(staff, vet.id)
        await services.clinic.drop_own_hours(staff, vet.id)  # again: nothing to lose
        table = await services.clinic.timetable(utc("2026-03-02T00:00"), utc("2026-03-04T00:00"))
        with pytest.raises(VetNotFound):
            await services.clinic.drop_own_hours(staff, uuid4())
    assert len(table.openings(vet.id, MONDAY)) == 2


async def test_a_vet_who_never_works_is_off_duty_and_has_no_empty_week(desk: FrontDesk, staff: Actor) -> None:
    """Without a single interval of their own they would silently be back at the clinic's hours."""
    async with desk.unit() as services:
        (vet,) = await services.clinic.vets()
        for weekday in range(5):
            await services.clinic.set_opening_hours(staff, weekday, [], vet.id)
        own = await services.clinic.opening_hours(vet.id)
        with pytest.raises(NoOwnHoursLeft):
            await services.clinic.set_opening_hours(staff, 5, [], vet.id)
        with pytest.raises(NoOwnHoursLeft):
            await services.clinic.timetable_with(vet.id, {5: []})
        assert await services.clinic.opening_hours(vet.id) == own
    assert {interval.weekday for interval in own} == {5}


async def test_hours_as_they_would_be(desk: FrontDesk, staff: Actor) -> None:
    async with desk.unit() as services:
        (vet,) = await services.clinic.vets()
        before = await services.clinic.opening_hours()
        table = await services.clinic.timetable_with(
            None, {0: [(at("13:00"), at("14:00")), (at("08:00"), at("09:00"))]}
        )
        assert [f"{span.starts_at:%H}" for span in table.openings(vet.id, MONDAY)] == ["07", "12"]
        assert len(table.openings(vet.id, TUESDAY)) == 2
        with pytest.raises(OverlappingHours):
            await services.clinic.timetable_with(None, {0: [(at("08:00"), at("10:00")), (at("09:00"), at("11:00"))]})
        with pytest.raises(InvalidHours):
            await services.clinic.timetable_with(None, {7: [(at("08:00"), at("10:00"))]})
        with pytest.raises(VetNotFound):
            await services.clinic.timetable_with(uuid4(), {0: []})
        assert await services.clinic.opening_hours() == before


async def test_closures_that_overlap_a_span(desk: FrontDesk, staff: Actor) -> None:
    async with desk.unit() as services:
        (vet,) = await services.clinic.vets()
        other = await services.clinic.add_vet(staff, "Ann")
        clinics = await services.clinic.add_closure(staff, utc("2026-03-03T08:00"), utc("2026-03-03T12:00"), " Course ")
        vets = await services.clinic.add_closure(staff, utc("2026-03-03T10:00"), utc("2026-03-09T00:00"), None, vet.id)
        assert await services.clinic.closures(utc("2026-03-03T12:00"), utc("2026-03-04T00:00")) == [vets]
        assert await services.clinic.closures(utc("2026-03-01T00:00"), utc("2026-03-03T08:00")) == []
        assert await services.clinic.closures(utc("2026-03-01T00:00")) == [clinics, vets]
        table = await services.clinic.timetable(utc("2026-03-03T00:00"), utc("2026-03-04T00:00"))
        assert await services.clinic.closure(clinics.id) == clinics
        await services.clinic.remove_closure(staff, clinics.id)
        for attempt in (services.clinic.remove_closure(staff, clinics.id), services.clinic.closure(clinics.id)):
            with pytest.raises(ClosureNotFound):
                await attempt
        assert await services.clinic.closures(utc("2026-03-01T00:00")) == [vets]
    assert clinics.reason == "Course"
    assert table.closures_of(vet.id) == [clinics, vets]
    assert table.closures_of(other.id) == [clinics]


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        ("2026-03-03T08:00", "2026-03-03T08:00"),
        ("2026-03-03T09:00", "2026-03-03T08:00"),
        ("2026-03-01T08:00", "2026-03-02T08:00"),  # it ends this very moment
    ],
)
async def test_closures_that_cannot_be(desk: FrontDesk, staff: Actor, starts_at: str, ends_at: str) -> None:
    async with desk.unit() as services:
        with pytest.raises(InvalidClosure):
            await services.clinic.add_closure(staff, utc(starts_at), utc(ends_at))
        with pytest.raises(VetNotFound):
            await services.clinic.add_closure(staff, utc("2026-03-03T08:00"), utc("2026-03-04T08:00"), None, uuid4())
        with pytest.raises(InvalidText):
            await services.clinic.add_closure(staff, utc("2026-03-03T08:00"), utc("2026-03-04T08:00"), "x" * 201)
        assert await services.clinic.closures(utc("2026-01-01T00:00")) == []
