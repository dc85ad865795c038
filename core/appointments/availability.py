"""Which slots a service has, with which vet: a timetable and the visits already booked, at one moment. Pure."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from core.appointments.schemas import Slot
from core.appointments.slots import fits, free_starts_of_each
from core.clinic.schemas import Closure, Service, Vet
from core.clinic.timetable import Span, Timetable


@dataclass(frozen=True)
class Availability:
    """Answers for the local days `first` to `last`, both included; what lies outside of them was not loaded."""

    service: Service
    timetable: Timetable
    vets: tuple[Vet, ...]
    """Who may take the visit: one, or any active one, in the clinic's order."""
    busy: Mapping[UUID, Sequence[Span]]
    """What each vet has, buffers included."""
    first: date
    last: date
    not_before: datetime
    grid: timedelta
    preferred: UUID | None = None
    """The vet who, when free, has the visit whatever the load: a visit that moves stays with its vet."""
    excluded: frozenset[datetime] = frozenset()
    """Starts that are not offered, free or not."""

    def slots(self) -> list[Slot]:
        """Every free slot, in order; each with the least loaded of the vets who are free then."""
        return [self._slot(start, vet_id) for start, vet_id in sorted(self._free.items())]

    def slots_by_day(self) -> dict[date, int]:
        """How many times each day has left to choose from; days without any are missing."""
        return {day: len(starts) for day, starts in self._free_by_day.items() if starts}

    def nearest(self, around: datetime, limit: int) -> list[Slot]:
        """The free slots closest to a moment, the closest first and of two the earlier."""
        starts = sorted(self._free)
        here = bisect_left(starts, around)
        candidates = starts[max(here - limit, 0) : here + limit]
        closest = sorted(candidates, key=lambda start: (abs(start - around), start))[:limit]
        return [self._slot(start, self._free[start]) for start in closest]

    def open_vets(self, starts_at: datetime) -> list[Vet]:
        """Those who work then, by the opening hours alone."""
        ends_at, day = starts_at + self.service.duration, self._day(starts_at)
        return [vet for vet in self.vets if fits(self.timetable.openings(vet.id, day), starts_at, ends_at)]

    def closure(self, vet: Vet, starts_at: datetime) -> Closure | None:
        """What keeps the vet from a visit then."""
        ends_at = starts_at + self.service.duration
        for closure in self.timetable.closures_of(vet.id):
            if closure.starts_at < ends_at and starts_at < closure.ends_at:
                return closure
        return None

    def free_vets(self, vets: Sequence[Vet], starts_at: datetime) -> list[Vet]:
        """Those of them whom nobody has booked then, the preferred one and then the least loaded first."""
        busy_until, day = starts_at + self.service.duration + self.service.buffer, self._day(starts_at)
        free = [
            vet
            for vet in vets
            if all(span.ends_at <= starts_at or busy_until <= span.starts_at for span in self.busy.get(vet.id, ()))
        ]
        return sorted(free, key=lambda vet: self._rank(vet, day))

    @cached_property
    def _free(self) -> dict[datetime, UUID]:
        return {start: vet_id for starts in self._free_by_day.values() for start, vet_id in starts.items()}

    @cached_property
    def _free_by_day(self) -> dict[date, dict[datetime, UUID]]:
        """Every day, in order; its free starts, each with the best of the vets who are free then."""
        free: dict[date, dict[datetime, UUID]] = {day: {} for day in self._days}
        starts = [(vet, self._starts(vet)) for vet in self.vets]
        for day, best in free.items():
            # The best one comes last, and takes the starts that others have as well.
            ranked = sorted(starts, key=lambda pair: self._rank(pair[0], day)) if len(starts) > 1 else starts
            for vet, by_day in ranked[::-1]:
                best.update(dict.fromkeys(by_day.get(day, ()), vet.id))
            for start in self.excluded:
                best.pop(start, None)
        return free

    def _rank(self, vet: Vet, day: date) -> tuple[bool, timedelta]:
        """The smaller, the better: the preferred vet and then the least loaded one; of two alike the earlier."""
        return vet.id != self.preferred, self._load(vet, day)

    def _starts(self, vet: Vet) -> dict[date, list[datetime]]:
        """The vet's free starts by day."""
        openings = [(day, span) for day in self._days for span in self.timetable.openings(vet.id, day)]
        free = free_starts_of_each(
            (span for _, span in openings),
            (Span(closure.starts_at, closure.ends_at) for closure in self.timetable.closures_of(vet.id)),
            self.busy.get(vet.id, ()),
            duration=self.service.duration,
            buffer=self.service.buffer,
            grid=self.grid,
            zone=self.timetable.zone,
            not_before=self.not_before,
        )
        by_day: dict[date, list[datetime]] = {}
        for (day, _), starts in zip(openings, free, strict=True):
            by_day.setdefault(day, []).extend(starts)
        return by_day

    def _load(self, vet: Vet, day: date) -> timedelta:
        return self._loads.get((vet.id, day), timedelta(0))

    @cached_property
    def _loads(self) -> dict[tuple[UUID, date], timedelta]:
        """How long each vet is booked on each day."""
        loads: dict[tuple[UUID, date], timedelta] = {}
        for vet_id, spans in self.busy.items():
            for span in spans:
                key = (vet_id, self._day(span.starts_at))
                loads[key] = loads.get(key, timedelta(0)) + (span.ends_at - span.starts_at)
        return loads

    @cached_property
    def _days(self) -> Sequence[date]:
        return [self.first + timedelta(days=offset) for offset in range((self.last - self.first).days + 1)]

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.timetable.zone).date()

    def _slot(self, start: datetime, vet_id: UUID) -> Slot:
        return Slot(starts_at=start, ends_at=start + self.service.duration, vet_id=vet_id)
