"""Looking visits up."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from core.appointments.base import AppointmentBase, require_staff
from core.appointments.calendar import CalendarWords, calendar_file
from core.appointments.errors import AppointmentNotFound
from core.appointments.schemas import (
    AppointmentDetails,
    AppointmentEvent,
    AppointmentFilter,
    AppointmentStatus,
)
from core.clock import local_day_bounds
from core.paging import Page
from core.users.errors import StaffOnly
from core.users.schemas import Actor

PAGE_SIZE = 6


class Lists(AppointmentBase):
    async def get(self, actor: Actor, appointment_id: UUID) -> AppointmentDetails:
        """AppointmentNotFound, for owners also when it is somebody else's."""
        return await self._visible(actor, appointment_id)

    async def by_number(self, actor: Actor, number: int) -> AppointmentDetails:
        """For staff, by what people say on the phone. AppointmentNotFound."""
        require_staff(actor)
        visit = await self._rows.by_number(number, self._today())
        if visit is None:
            raise AppointmentNotFound
        return visit

    async def of_owner(
        self, actor: Actor, *, upcoming: bool, page: int = 1, size: int = PAGE_SIZE
    ) -> Page[AppointmentDetails]:
        """The actor's own visits: what is ahead or going on, the next first; or all the rest, the latest first."""
        if actor.user_id is None:
            raise StaffOnly
        return await self._rows.of_owner(
            actor.user_id, self._today(), self._clock.now(), upcoming=upcoming, page=page, size=size
        )

    async def of_day(
        self, actor: Actor, day: date, statuses: Collection[AppointmentStatus] | None = None
    ) -> list[AppointmentDetails]:
        """For staff: what starts on the local day, in order."""
        require_staff(actor)
        since, until = local_day_bounds(day, self._policy.zone)
        chosen = None if statuses is None else frozenset(statuses)
        return await self._rows.all_of(AppointmentFilter(since=since, until=until, statuses=chosen), self._today())

    async def pending(self, actor: Actor, page: int = 1, size: int = PAGE_SIZE) -> Page[AppointmentDetails]:
        """For staff: the requests that wait for an answer, the next first."""
        waiting = AppointmentFilter(statuses=frozenset({AppointmentStatus.PENDING}), since=self._clock.now())
        return await self.find(actor, waiting, page, size)

    async def find(
        self, actor: Actor, wanted: AppointmentFilter, page: int = 1, size: int = PAGE_SIZE
    ) -> Page[AppointmentDetails]:
        """For staff: whatever fits the filter."""
        require_staff(actor)
        return await self._rows.find(wanted, self._today(), page=page, size=size)

    async def affected_by_close(self, actor: Actor, until: datetime | None = None) -> list[AppointmentDetails]:
        """For staff: the open visits between now and `until`, or the end of the local day: whom to phone."""
        require_staff(actor)
        now = self._clock.now()
        end = until or local_day_bounds(self._today(), self._policy.zone)[1]
        return await self._rows.open_between(now, end, self._today())

    async def calendar_file(self, visit: AppointmentDetails, words: CalendarWords) -> bytes | None:
        """The visit for the owner's calendar, as it stands; None unless it is confirmed.

        Of one that was cancelled after it had been confirmed: the file that takes it out of the calendar again. Not of
        what was moved: the file of the row in its place has the same UID.
        """
        if visit.status is AppointmentStatus.CANCELLED:
            if visit.was_moved or not await self._rows.was_confirmed(visit.id):
                return None
        elif visit.status is not AppointmentStatus.CONFIRMED:
            return None
        sequence = await self._rows.revision(visit.number)
        return calendar_file(visit, words, sequence=sequence, zone=self._policy.zone, now=self._clock.now())

    async def history(self, actor: Actor, appointment_id: UUID) -> list[AppointmentEvent]:
        """What happened to the visit, in order. AppointmentNotFound."""
        visit = await self._visible(actor, appointment_id)
        return [AppointmentEvent.model_validate(event) for event in await self._rows.events(visit.id)]
