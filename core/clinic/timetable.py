"""When the clinic and its vets take visits: local wall times turned into real spans. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from core.clinic.schemas import ClinicStatus, Closure, OpeningInterval, Service, Vet
from core.clock import local_moment

MIDNIGHT = time(23, 59)
"""A closing time from here on means the end of the day, for which `time` has no value."""


@dataclass(frozen=True)
class Span:
    """A span of real time, UTC, half-open."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Timetable:
    """Opening hours and closures of every active vet."""

    zone: ZoneInfo
    vets: tuple[Vet, ...]
    """The active ones, in the clinic's order."""
    hours: Mapping[UUID | None, Mapping[int, Sequence[OpeningInterval]]]
    """By vet, then by weekday; None is the clinic. A vet who is missing here works by the clinic's."""
    closures: tuple[Closure, ...]
    """Those that overlap the span this was asked for, by their start."""

    def openings(self, vet_id: UUID, day: date) -> list[Span]:
        """The vet's opening intervals on the local day, in order.

        Each lasts from the instant at which the wall clock first reaches `opens` until it first reaches
        `closes`, so on a DST night it may be longer or shorter than it reads, or not exist.
        """
        week = self.hours.get(vet_id) or self.hours.get(None) or {}
        spans = (_real(day, interval.opens, interval.closes, self.zone) for interval in week.get(day.weekday(), ()))
        return [span for span in spans if span.starts_at < span.ends_at]

    def closures_of(self, vet_id: UUID) -> list[Closure]:
        """The clinic's closures and the vet's own, by their start."""
        return [closure for closure in self.closures if closure.vet_id in (None, vet_id)]

    def own_hours(self, vet_id: UUID | None) -> bool:
        """Whether the vet does not work by the clinic's hours."""
        return vet_id is not None and bool(self.hours.get(vet_id))

    def with_hours(self, vet_id: UUID | None, week: Mapping[int, Sequence[OpeningInterval]] | None) -> "Timetable":
        """The same with another week, of the clinic or of one vet; None takes a vet's own hours away."""
        others = {whose: hours for whose, hours in self.hours.items() if whose != vet_id}
        return replace(self, hours=others if week is None else {**others, vet_id: week})

    def next_opening(self, after: datetime, *, days: int) -> datetime | None:
        """The first instant from `after` on at which some vet takes visits, within so many days."""
        first = after.astimezone(self.zone).date()
        for offset in range(days + 1):
            opened = [moment for vet in self.vets for moment in self._open_from(vet.id, first, offset, after)]
            if opened:
                return min(opened)
        return None

    def working_time(self, vet_id: UUID, day: date) -> timedelta:
        """How long the vet takes visits on the local day: the opening hours without the closures."""
        closures = self.closures_of(vet_id)
        total = timedelta(0)
        for span in self.openings(vet_id, day):
            free_from = span.starts_at
            for closure in closures:  # by their start
                total += max(min(closure.starts_at, span.ends_at) - free_from, timedelta(0))
                free_from = min(max(free_from, closure.ends_at), span.ends_at)
            total += span.ends_at - free_from
        return total

    def _open_from(self, vet_id: UUID, first: date, offset: int, after: datetime) -> Iterator[datetime]:
        for span in self.openings(vet_id, first + timedelta(days=offset)):
            moment = max(span.starts_at, after)
            for closure in self.closures_of(vet_id):
                if closure.starts_at <= moment < closure.ends_at:
                    moment = closure.ends_at
            if moment < span.ends_at:
                yield moment


@dataclass(frozen=True)
class Rules:
    """All that the clinic has to say about when a service can be booked."""

    switch: ClinicStatus
    service: Service
    timetable: Timetable


@lru_cache(maxsize=4096)
def _real(day: date, opens: time, closes: time, zone: ZoneInfo) -> Span:
    """The same at every look at the calendar."""
    closing = (day + timedelta(days=1), time.min) if closes >= MIDNIGHT else (day, closes)
    return Span(local_moment(day, opens, zone), local_moment(*closing, zone))
