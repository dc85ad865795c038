"""What the clinic can know of itself: how much there was to do, how well it went, and the list behind it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.clock import Clock, local_day_bounds
from core.staff.service import StaffService
from core.statistics.errors import SpanBackwards, TooManyVisits
from core.statistics.repository import StatisticsRepository
from core.statistics.schemas import ServiceCount, Statistics, VisitRow, Week
from core.users.errors import StaffOnly
from core.users.schemas import Actor

MOST_LISTED = 20_000
"""Visits in one list: some years of a busy clinic, and a file that a phone still opens."""
_WEEK = timedelta(weeks=1)


class StatisticsService:
    """For staff only."""

    def __init__(self, repository: StatisticsRepository, staff: StaffService, clock: Clock, zone: ZoneInfo) -> None:
        self._repository = repository
        self._staff = staff
        self._clock = clock
        self._zone = zone

    async def of_weeks(self, actor: Actor, weeks: int) -> Statistics:
        """The last `weeks` local weeks, the present one, to its end, among them. StaffOnly."""
        _require_staff(actor)
        today = self._clock.now().astimezone(self._zone).date()
        this = today - timedelta(days=today.weekday())
        mondays = [this - _WEEK * back for back in reversed(range(weeks))]
        bounds = [local_day_bounds(monday, self._zone)[0] for monday in (*mondays, this + _WEEK)]
        rows = await self._repository.counts(bounds)
        by_week: list[dict[object, int]] = [{} for _ in mondays]
        services: dict[object, ServiceCount] = {}
        for row in rows:
            if row.visits:
                by_week[row.week][row.id] = row.visits
                before = services[row.id].visits if row.id in services else 0
                services[row.id] = ServiceCount(id=row.id, code=row.code, name=row.name, visits=before + row.visits)
        return Statistics(
            weeks=tuple(
                Week(monday=monday, by_service=counts) for monday, counts in zip(mondays, by_week, strict=True)
            ),
            services=tuple(sorted(services.values(), key=lambda service: -service.visits)),
            requests=sum(row.requests for row in rows),
            expired=sum(row.expired for row in rows),
            completed=sum(row.completed for row in rows),
            no_shows=sum(row.no_shows for row in rows),
            timings=await self._repository.timings(bounds[0], bounds[-1]),
        )

    async def visits(self, actor: Actor, since: datetime, until: datetime) -> list[VisitRow]:
        """Everything that starts in the span, whatever became of it, in order.

        For those of the staff who may change the rules: the list is everybody the clinic knows, with phone numbers.
        StaffOnly, ManagersOnly, SpanBackwards, TooManyVisits.
        """
        await self._staff.require_manager(actor)
        if since >= until:
            raise SpanBackwards
        rows = await self._repository.visits(since, until, MOST_LISTED + 1)
        if len(rows) > MOST_LISTED:
            raise TooManyVisits(MOST_LISTED)
        return rows

    def month(self, day: date) -> tuple[datetime, datetime]:
        """When the local month of the day begins and ends."""
        first = day.replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
        return local_day_bounds(first, self._zone)[0], local_day_bounds(after, self._zone)[0]


def _require_staff(actor: Actor) -> None:
    if not actor.is_staff:
        raise StaffOnly
