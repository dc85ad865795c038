"""Calendar files, read by other parsers than the one that wrote them."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from core.appointments.calendar import CalendarWords, calendar_file
from core.appointments.schemas import (
    AppointmentDetails,
    AppointmentStatus,
    OwnerSummary,
    PetSummary,
    ServiceSummary,
    VetSummary,
)
from core.pets.schemas import Species, VaccinationStatus
from core.users.schemas import Actor

if TYPE_CHECKING:
    from tests.core.appointments.conftest import House

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
WORDS = CalendarWords("Check-up for Rex – Paws & Co", "Appointment #1001", "12 Linden Street")
BERLIN = ZoneInfo("Europe/Berlin")


def visit(starts_at: datetime, status: AppointmentStatus = AppointmentStatus.CONFIRMED) -> AppointmentDetails:
    row = uuid4()
    return AppointmentDetails(
        id=row,
        chain_id=row,
        is_current=True,
        replaces=None,
        wish=None,
        moved_to=None,
        proposed_for=None,
        proposals=0,
        number=1001,
        status=status,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=45),
        busy_until=starts_at + timedelta(minutes=45),
        notes=None,
        requested_at=NOW,
        answer_by=starts_at,
        decided_by=None,
        decided_at=None,
        reason=None,
        attendance=None,
        version=2,
        owner=OwnerSummary(id=uuid4(), full_name="Anna", phone=None),
        owner_no_shows=0,
        pet=PetSummary(
            id=uuid4(),
            name="Rex",
            species=Species.DOG,
            breed=None,
            age=None,
            weight_kg=None,
            vaccination=VaccinationStatus.UNKNOWN,
        ),
        service=ServiceSummary(id=uuid4(), code="routine", name=None, duration=timedelta(minutes=45), price=None),
        vet=VetSummary(id=uuid4(), name="Dr. Weber"),
    )


def written(
    starts_at: datetime, zone: ZoneInfo = BERLIN, words: CalendarWords = WORDS, sequence: int = 2, **about: Any
) -> str:
    content = calendar_file(visit(starts_at, **about), words, sequence=sequence, zone=zone, now=NOW)
    return content.decode()


def read(text: str) -> tuple[Calendar, Event]:
    calendar = IcsCalendarStream.calendar_from_ics(text)
    (event,) = calendar.events
    return calendar, event


def line(text: str, name: str) -> str:
    """The value of a property of the event, its parameters before it."""
    (found,) = (each for each in text.split("BEGIN:VEVENT")[1].splitlines() if each.startswith(name))
    return found.removeprefix(name)


def start_by_its_own_rules(text: str) -> datetime:
    """When the entry begins for somebody who knows no zone but the rules in the file."""
    value = line(text, "DTSTART")
    if value.endswith("Z"):
        return datetime.strptime(value, ":%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    parameter, wall = value.split(":")
    zone = tzical(StringIO(text)).get(parameter.removeprefix(";TZID="))
    assert zone is not None
    return datetime.strptime(wall, "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)


def test_what_an_entry_says() -> None:
    text = written(datetime(2026, 7, 1, 8, 0, tzinfo=UTC))
    calendar, event = read(text)
    assert calendar.method == "PUBLISH"
    assert (event.summary, event.description, event.location) == (WORDS.summary, WORDS.description, WORDS.location)
    assert (event.sequence, event.status, event.organizer, event.attendees) == (2, "CONFIRMED", None, [])
    assert event.dtstamp == NOW
    assert event.dtstart == datetime(2026, 7, 1, 10, 0, tzinfo=BERLIN)
    assert event.dtend == datetime(2026, 7, 1, 10, 45, tzinfo=BERLIN)
    assert [alarm.trigger for alarm in event.alarm] == [timedelta(hours=-2)]
    assert line(text, "DTSTART") == ";TZID=Europe/Berlin:20260701T100000"
    assert text.endswith("END:VCALENDAR\r\n")


def test_a_cancelled_visit_is_taken_out() -> None:
    calendar, event = read(written(datetime(2026, 7, 1, 8, 0, tzinfo=UTC), status=AppointmentStatus.CANCELLED))
    assert (calendar.method, event.status, event.alarm) == ("CANCEL", "CANCELLED", [])


@pytest.mark.parametrize(
    ("zone", "night"),
    [
        ("Europe/Berlin", "2026-03-29"),
        ("Europe/Berlin", "2026-10-25"),
        ("America/New_York", "2026-03-08"),
        ("America/New_York", "2026-11-01"),
        ("Australia/Lord_Howe", "2026-04-05"),  # half an hour
        ("Australia/Lord_Howe", "2026-10-04"),
        ("Africa/Casablanca", "2026-02-15"),  # no rule of the calendar's
        ("Asia/Jerusalem", "2026-03-27"),
    ],
)
def test_a_night_when_the_clocks_change(zone: str, night: str) -> None:
    """Every quarter of an hour around it is the right instant, by the file's own rules and by the zone's name."""
    begins = datetime.fromisoformat(night).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    for quarter in range(-8, 36):
        starts_at = begins + timedelta(minutes=15 * quarter)
        text = written(starts_at, ZoneInfo(zone))
        assert start_by_its_own_rules(text) == starts_at
        _, event = read(text)
        assert (event.dtstart, event.dtend) == (starts_at, starts_at + timedelta(minutes=45))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Asia/Kolkata", "Pacific/Apia"])
@given(day=st.integers(0, 365 * 9), quarter=st.integers(0, 95))
def test_any_time_of_the_next_years_by_the_rules_of_today(zone: str, day: int, quarter: int) -> None:
    """An old file's rules still hold for the years after it."""
    rules = written(datetime(2026, 6, 1, 9, 0, tzinfo=UTC), ZoneInfo(zone))
    moment = datetime(2026, 1, 2, tzinfo=UTC) + timedelta(days=day, minutes=15 * quarter)
    local = moment.astimezone(ZoneInfo(zone))
    by_rules = tzical(StringIO(rules)).get(zone)
    assert by_rules is not None
    assert local.replace(tzinfo=by_rules).utcoffset() in (
        local.utcoffset(),
        local.replace(fold=1 - local.fold).utcoffset(),  # a time that the clock shows twice
    )


def test_berlin_and_new_york_have_their_rules_and_not_a_list_of_dates() -> None:
    berlin, new_york = written(NOW), written(NOW, ZoneInfo("America/New_York"))
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n" in berlin
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n" in berlin
    assert "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\n" in new_york
    assert "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\r\n" in new_york
    assert "RDATE" not in berlin + new_york


def test_no_zone_but_utc() -> None:
    text = written(NOW, ZoneInfo("UTC"))
    assert "VTIMEZONE" not in text
    assert line(text, "DTSTART") == ":20260302T080000Z"


@pytest.mark.parametrize(
    "name",
    [
        "מוקה",
        "\u2068فلفل\u2069 & Rex",
        'Rex, the 2nd; \\ the "last"',
        "Two\nlines\n\nand four",
        "👩‍⚕️🐶" * 60,
        "ß" * 200,
        "a:b;c=d,e^f",
        "BEGIN:VEVENT\nEND:VCALENDAR",
    ],
)
def test_whatever_somebody_or_something_is_called(name: str) -> None:
    text = written(NOW, words=CalendarWords(name, f"For {name}", name))
    _, event = read(text)
    assert (event.summary, event.description, event.location) == (name, f"For {name}", name)
    assert max(len(each.encode()) for each in text.split("\r\n")) <= 75


@given(words=st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200))
def test_any_text(words: str) -> None:
    _, event = read(written(NOW, words=CalendarWords(words, words)))
    assert event.summary == words


def test_one_visit_is_one_entry_wherever_it_moves() -> None:
    here = visit(NOW)
    moved = here.model_copy(update={"id": uuid4(), "starts_at": NOW + timedelta(days=1), "version": 1})
    other = here.model_copy(update={"number": 1002})
    another_clinics = here.model_copy(update={"pet": here.pet.model_copy(update={"id": uuid4()})})
    uids = [
        read(calendar_file(each, WORDS, sequence=1, zone=BERLIN, now=NOW).decode())[1].uid
        for each in (here, moved, other, another_clinics)
    ]
    assert uids[0] == uids[1]
    assert len(set(uids)) == 3


# Through the service


async def given_out(house: "House", actor: Actor, appointment: AppointmentDetails) -> Event | None:
    async with house.desk.unit() as services:
        found = await services.appointments.get(actor, appointment.id)
        content = await services.appointments.calendar_file(found, WORDS)
    return None if content is None else read(content.decode())[1]


async def test_the_sequence_rises_from_the_confirmation_to_the_cancellation(house: "House") -> None:
    owner, asked = await house.booked("2026-03-05 10:00")
    assert await given_out(house, owner, asked) is None
    async with house.desk.unit() as services:
        await services.appointments.confirm(house.staff, asked.id)
    confirmed = await given_out(house, owner, asked)
    house.clock.advance(timedelta(minutes=5))
    async with house.desk.unit() as services:
        await services.appointments.cancel(owner, asked.id)
    cancelled = await given_out(house, owner, asked)
    assert confirmed is not None
    assert cancelled is not None
    assert (confirmed.status, cancelled.status) == ("CONFIRMED", "CANCELLED")
    assert confirmed.uid == cancelled.uid
    assert (confirmed.sequence or 0) < (cancelled.sequence or 0)
    assert confirmed.dtstamp < cancelled.dtstamp
    assert confirmed.dtstart == house.at("2026-03-05 10:00")


async def test_what_was_never_agreed_has_no_entry_to_take_away(house: "House") -> None:
    owner, withdrawn = await house.booked("2026-03-05 10:00")
    _, declined = await house.booked("2026-03-05 11:00")
    async with house.desk.unit() as services:
        await services.appointments.cancel(owner, withdrawn.id)
        await services.appointments.decline(house.staff, declined.id, "fully_booked")
    for each in (withdrawn, declined):
        assert await given_out(house, house.staff, each) is None
    assert "calendar_file to user: pending" not in await house.outbox()


async def test_when_the_clinic_cancels_its_own_message_brings_the_file(house: "House") -> None:
    _, agreed = await house.confirmed("2026-03-05 10:00")
    async with house.desk.unit() as services:
        await services.appointments.cancel(house.staff, agreed.id)
    assert "calendar_file to user: pending" not in await house.outbox()
    event = await given_out(house, house.staff, agreed)
    assert event is not None
    assert event.status == "CANCELLED"
