"""A visit as a file for the calendar on the owner's phone (iCalendar, RFC 5545). Pure.

It is published, not an invitation: no organizer waits for an answer, and a phone that opens it simply has the
entry. A later file about the same visit has the same UID and a higher SEQUENCE, so that it takes the place of the
earlier one; that of a visit that was called off takes it away.

The library that writes it is imported with the first file: a bot must not wait for it when it starts.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid5
from zoneinfo import ZoneInfo

from core.appointments.schemas import AppointmentDetails, AppointmentStatus

if TYPE_CHECKING:
    from icalendar import Alarm

ALARM_BEFORE = timedelta(hours=2)
"""When the phone rings by itself."""

_PRODUCT = "-//vetbot//front desk//EN"


@dataclass(frozen=True)
class CalendarWords:
    """What the entry says, in the owner's language."""

    summary: str
    description: str
    location: str | None = None


def calendar_file(
    visit: AppointmentDetails, words: CalendarWords, *, sequence: int, zone: ZoneInfo, now: datetime
) -> bytes:
    """The entry of a confirmed visit; of a cancelled one, the file that takes the entry out of the calendar.

    `sequence` rises with each change (`AppointmentService.revision`).
    """
    from icalendar import Calendar, Event

    from core.appointments.calendar_zone import calendar_zone

    cancelled = visit.status is AppointmentStatus.CANCELLED
    calendar = Calendar()
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "CANCEL" if cancelled else "PUBLISH")
    event = Event()
    event.add("UID", calendar_uid(visit))
    event.add("SEQUENCE", sequence)
    event.add("DTSTAMP", now.astimezone(UTC))
    event.add("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("SUMMARY", words.summary)
    event.add("DESCRIPTION", words.description)
    if words.location:
        event.add("LOCATION", words.location)
    event.add("TRANSP", "TRANSPARENT" if cancelled else "OPAQUE")
    span = [visit.starts_at.astimezone(UTC), visit.ends_at.astimezone(UTC)]
    if not _is_utc(zone) and not any(_shown_twice(moment, zone) for moment in span):
        calendar.add_component(calendar_zone(zone, visit.starts_at.astimezone(zone).year))
        span = [moment.astimezone(zone) for moment in span]
    for name, moment in zip(("DTSTART", "DTEND"), span, strict=True):
        event.add(name, moment)
    if not cancelled:
        event.add_component(_alarm(words.summary))
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def calendar_uid(visit: AppointmentDetails) -> str:
    """The same for all of a visit's files, and unique among all clinics.

    Made of what stays when a visit is moved to another time and becomes another row: its patient and its number.
    """
    return str(uuid5(visit.pet.id, f"visit {visit.number}"))


def _alarm(summary: str) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", summary)
    alarm.add("TRIGGER", -ALARM_BEFORE)
    return alarm


def _is_utc(zone: ZoneInfo) -> bool:
    return zone.key in ("UTC", "Etc/UTC")


def _shown_twice(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the wall clock shows that time twice: a calendar takes the first, so the entry is written in UTC."""
    local = moment.astimezone(zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
