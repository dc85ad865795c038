"""The clinic that the demo begins with, whenever it begins."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.demo.cast import ANNA, BEN
from bot.sandbox.demo.data import BOOKED_AHEAD, JONAS, LEA, PATIENTS, STAFF, furnish
from bot.sandbox.demo.runner import DemoSettings
from core.appointments.schemas import AppointmentDetails, AppointmentFilter, AppointmentStatus
from core.clock import ManualClock
from core.database.session import Database
from core.front_desk import FrontDesk
from core.notifications.schemas import Kind
from core.security import PasswordHasher

ZONE = ZoneInfo("Europe/Berlin")
MOMENTS = [
    "2026-03-02 08:00",  # a Monday morning
    "2026-03-27 17:50",  # a Friday, just before closing, before the clocks go forward
    "2026-03-29 02:30",  # within the hour that does not exist
    "2026-10-25 02:30",  # within the hour that comes twice
    "2026-12-31 23:59",
    "2026-06-03 13:00",  # a Wednesday, whose afternoon is free
    "2026-06-04 12:45",  # a Thursday at lunch
    "2026-06-05 10:00",
    "2026-06-06 12:59",  # a Saturday, a minute before closing
]


def desk_at(database: Database, moment: str) -> FrontDesk:
    clock = ManualClock(datetime.fromisoformat(moment).replace(tzinfo=ZONE))
    settings = DemoSettings(clinic_timezone="Europe/Berlin")
    return FrontDesk(database, settings, clock, PasswordHasher())


async def visits(desk: FrontDesk, **wanted: Any) -> list[AppointmentDetails]:
    """What is ahead, unless another filter is named."""
    wanted = wanted or {"since": desk.clock.now()}
    async with desk.unit() as services:
        return list((await services.appointments.find(STAFF, AppointmentFilter(**wanted), size=500)).items)


async def test_six_weeks_lie_behind_and_the_present_one_is_busy(database: Database) -> None:
    desk = desk_at(database, "2026-03-04 11:20")
    await furnish(desk)
    async with desk.unit() as services:
        counted = await services.statistics.of_weeks(STAFF, 8)
        week = await services.appointments.plan_of_week(STAFF, date(2026, 3, 2))
    assert all(each.visits >= 3 for each in counted.weeks[1:])
    assert counted.weeks[0].visits == 0
    assert counted.completed > 10 * counted.no_shows > 0
    assert counted.timings.answer_time is not None
    assert all(len(vet.visits) >= 7 for vet in week.vets)
    assert {visit.status for vet in week.vets for visit in vet.visits} >= {
        AppointmentStatus.COMPLETED, AppointmentStatus.CONFIRMED,
    }  # fmt: skip
    # What is over was marked, or has only just begun; and of all that nothing is sent.
    now = desk.clock.now()
    over = [visit for vet in week.vets for visit in vet.visits if visit.starts_at < now - timedelta(minutes=5)]
    assert not [visit.number for visit in over if visit.status is AppointmentStatus.CONFIRMED]


@pytest.mark.parametrize("moment", MOMENTS)
async def test_the_book_looks_used_whenever_the_demo_begins(database: Database, moment: str) -> None:
    desk = desk_at(database, moment)
    assert await furnish(desk)
    book = await visits(desk)
    now = desk.clock.now()
    assert len(book) >= 12
    assert all(now < visit.starts_at < now + BOOKED_AHEAD + timedelta(days=1) for visit in book)
    assert {visit.vet.name for visit in book} == {JONAS, LEA}
    assert len({visit.starts_at.astimezone(ZONE).date() for visit in book}) >= 7
    assert sum(visit.status is AppointmentStatus.PENDING for visit in book) == 2
    assert [visit.status for visit in book if visit.owner.full_name == ANNA.full_name] == [AppointmentStatus.CONFIRMED]
    async with desk.unit() as services:
        closures = await services.clinic.closures(now, now + timedelta(days=30))
        assert {closure.vet_id is None for closure in closures} == {True, False}
        lunch = await services.clinic.opening_hours()
        assert [interval.closes.hour for interval in lunch if interval.weekday == 0] == [12, 18]


async def test_the_same_moment_gives_the_same_book(database: Database) -> None:
    desk = desk_at(database, MOMENTS[0])
    assert await furnish(desk)
    booked = [
        (f"{visit.starts_at.astimezone(ZONE):%a %d %H:%M}", visit.vet.name, visit.pet.name)
        for visit in await visits(desk)
        if visit.pet.name in {patient.name for patient in PATIENTS}
    ]
    assert booked[:4] == [
        ("Mon 02 16:00", JONAS, "Luna"),
        ("Tue 03 09:00", JONAS, "Bruno"),
        ("Tue 03 10:30", LEA, "Bella"),
        ("Tue 03 15:00", JONAS, "Momo"),
    ]
    assert ("Thu 05 10:00", LEA, "Rex") in booked


async def test_a_clinic_with_an_appointment_book_is_left_as_it_is(database: Database) -> None:
    desk = desk_at(database, MOMENTS[0])
    assert await furnish(desk)
    before = await visits(desk)
    assert not await furnish(desk)
    assert await visits(desk) == before


async def test_nothing_is_half_furnished(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_at(database, MOMENTS[0])
    with monkeypatch.context() as patch:
        patch.setattr("bot.sandbox.demo.data.BOOK", (None,))
        with pytest.raises(AttributeError):
            await furnish(desk)
    assert await furnish(desk), "what was begun is not in the way"


async def test_only_annas_visit_is_told_about_and_the_requests_wait_for_their_cards(database: Database) -> None:
    desk = desk_at(database, MOMENTS[0])
    await furnish(desk)
    async with desk.unit() as services:
        annas = await services.users.account(ANNA.id)
        assert annas.user is not None
        assert await services.notifications.next_reminder() == datetime.fromisoformat("2026-03-04 10:00+01:00")
        due = await services.notifications.delivery.claim(100, timedelta(minutes=1))
    assert sorted(outgoing.kind for outgoing in due.outgoing) == [
        Kind.CONFIRMED, Kind.REQUEST_CARD, Kind.REQUEST_CARD, Kind.REQUEST_CARD,
    ]  # fmt: skip
    assert {outgoing.user_id for outgoing in due.outgoing} == {annas.user.id, None}


async def test_the_newcomer_is_unknown(database: Database) -> None:
    desk = desk_at(database, MOMENTS[0])
    await furnish(desk)
    async with desk.unit() as services:
        heard = await services.users.hear(
            telegram_user_id=BEN.id, display_name="Ben", language_code="en", in_admin_chat=False
        )
    assert heard.user is None
