"""How full the days are, and when the clinic hears of a day in the morning."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from core.appointments.base import AppointmentBase, require_staff
from core.appointments.schemas import (
    AppointmentDetails,
    AppointmentFilter,
    AppointmentStatus,
    DayLoad,
    VetSummary,
    VetWeek,
    WeekPlan,
)
from core.clinic.timetable import Timetable
from core.clock import local_day_bounds
from core.notifications.schemas import Kind
from core.users.schemas import Actor

AGENDA_USEFUL = timedelta(hours=3)
"""How long after the opening a late agenda is still worth sending."""
HELD = frozenset(
    {
        AppointmentStatus.PENDING,
        AppointmentStatus.PROPOSED,
        AppointmentStatus.CONFIRMED,
        AppointmentStatus.COMPLETED,
        AppointmentStatus.NO_SHOW,
    }
)
"""The statuses of what takes, or took, a vet's time; what was declined or cancelled holds nobody up."""

_NOT_AGREED = (AppointmentStatus.PENDING, AppointmentStatus.PROPOSED)
_AHEAD = 366
"""Days within which the next opening is looked for: until then nothing may happen that would ask again."""


class Agenda(AppointmentBase):
    async def week(self, actor: Actor, first: date) -> list[DayLoad]:
        """For staff: how full seven local days are, from `first` on."""
        require_staff(actor)
        days = [first + timedelta(days=offset) for offset in range(7)]
        since, until = self._bounds_of(days)
        table = await self._clinic.timetable(since, until)
        visits = await self._rows.all_of(AppointmentFilter(since=since, until=until, statuses=HELD), self._today())
        loads = []
        for day in days:
            of_day = [visit for visit in visits if self._policy.local(visit.starts_at).date() == day]
            by_status = Counter(visit.status for visit in of_day)
            loads.append(
                DayLoad(
                    day=day,
                    visits=len(of_day) - sum(by_status[status] for status in _NOT_AGREED),
                    waiting=by_status[AppointmentStatus.PENDING],
                    proposed=by_status[AppointmentStatus.PROPOSED],
                    working=sum((table.working_time(vet.id, day) for vet in table.vets), timedelta(0)),
                    booked=sum((visit.ends_at - visit.starts_at for visit in of_day), timedelta(0)),
                )
            )
        return loads

    async def plan_of_week(self, actor: Actor, first: date) -> WeekPlan:
        """For staff: hours, closures and visits of every vet on seven local days, from `first` on.

        First the vets on duty in the clinic's order, then others who still have visits there.
        """
        require_staff(actor)
        days = tuple(first + timedelta(days=offset) for offset in range(7))
        since, until = self._bounds_of(days)
        table = await self._clinic.timetable(since, until)
        visits: dict[VetSummary, list[AppointmentDetails]] = {
            VetSummary(id=vet.id, name=vet.name): [] for vet in table.vets
        }
        on_duty = set(visits)
        wanted = AppointmentFilter(since=since, until=until, statuses=HELD)
        for visit in await self._rows.all_of(wanted, self._today()):
            visits.setdefault(visit.vet, []).append(visit)
        weeks = [
            VetWeek(
                vet=vet,
                openings=tuple(span for day in days for span in table.openings(vet.id, day)) if vet in on_duty else (),
                closures=tuple(table.closures_of(vet.id)),
                visits=tuple(theirs),
            )
            for vet, theirs in visits.items()
        ]
        return WeekPlan(days=days, vets=tuple(weeks))

    async def plan_agenda(self) -> datetime | None:
        """Plans the agenda of the next day that opens, for the moment it does; None when none does in a year.

        Asked again, it plans nothing twice. A day that opens at another moment by then is told apart by `opens_at`.
        """
        now = self._clock.now()
        today = self._today()
        days = [today + timedelta(days=offset) for offset in range(_AHEAD)]
        table = await self._clinic.timetable(*self._bounds_of((days[0], days[-1])))
        moment = next(filter(None, (self._opens(table, day, now) for day in days)), None)
        if moment is not None:
            await self._notifications.enqueue(
                Kind.AGENDA,
                dedupe_key=f"agenda:{moment.isoformat()}",
                payload={"opens_at": moment.isoformat()},
                due_at=moment,
                useful_until=moment + AGENDA_USEFUL,
            )
        return moment

    async def opens_at(self, day: date) -> datetime | None:
        """The first instant of the local day at which some vet takes visits."""
        table = await self._clinic.timetable(*local_day_bounds(day, self._policy.zone))
        return self._opens(table, day, None)

    def _opens(self, table: Timetable, day: date, after: datetime | None) -> datetime | None:
        begin, end = local_day_bounds(day, self._policy.zone)
        moment = table.next_opening(begin, days=0)
        if moment is None or moment >= end or (after is not None and moment <= after):
            return None
        return moment

    def _bounds_of(self, days: Sequence[date]) -> tuple[datetime, datetime]:
        return local_day_bounds(days[0], self._policy.zone)[0], local_day_bounds(days[-1], self._policy.zone)[1]
