"""What a change of the clinic's rules means for visits already booked: by itself nothing, and never unseen."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, time
from uuid import UUID

from core.appointments.base import require_staff
from core.appointments.decisions import Decisions
from core.appointments.errors import AlreadyDecided, MoreVisitsHit, MoreVisitsOutside, RequestExpired, VisitOver
from core.appointments.schemas import AppointmentDetails, AppointmentStatus
from core.appointments.slots import fits
from core.clinic.schemas import Closure
from core.clinic.timetable import Timetable
from core.users.schemas import Actor


class RuleEffects(Decisions):
    async def ahead_of_vet(self, actor: Actor, vet_id: UUID) -> list[AppointmentDetails]:
        """For staff: the vet's open visits that are not over, and the times held for proposals."""
        require_staff(actor)
        return await self._rows.held_ahead(self._clock.now(), self._today(), vet_id=vet_id)

    async def ahead_of_service(self, actor: Actor, service_id: UUID) -> list[AppointmentDetails]:
        """For staff: the open visits of that service that are not over, and the times held for proposals."""
        require_staff(actor)
        return await self._rows.held_ahead(self._clock.now(), self._today(), service_id=service_id)

    async def outside_hours(
        self, actor: Actor, vet_id: UUID | None, weekdays: Collection[int]
    ) -> list[AppointmentDetails]:
        """For staff: what is open ahead, or proposed, on those weekdays outside the opening hours as they are.

        Of everybody who works by the hours in question: of the one vet, or of all who have none of their own.
        """
        now = self._clock.now()
        return await self._outside(actor, vet_id, weekdays, await self._clinic.timetable(now, now))

    async def outside_if(
        self,
        actor: Actor,
        vet_id: UUID | None,
        days: Mapping[int, Iterable[tuple[time, time]]] | None,
    ) -> list[AppointmentDetails]:
        """The same, if these were the hours of those weekdays; None: if the vet worked by the clinic's again.

        Refuses what `ClinicService.set_opening_hours` would.
        """
        table = await self._clinic.timetable_with(vet_id, days)
        return await self._outside(actor, vet_id, range(7) if days is None else days.keys(), table)

    async def change_hours(
        self,
        actor: Actor,
        vet_id: UUID | None,
        days: Mapping[int, Sequence[tuple[time, time]]],
        *,
        seen: Collection[UUID],
    ) -> list[AppointmentDetails]:
        """Sets the hours of those weekdays; the visits that now lie outside, and stay booked.

        `seen` are those that the one who saves has been shown: if there are more by now, nothing is done and
        MoreVisitsOutside says so. Bookings wait meanwhile. Also the refusals of `ClinicService.set_opening_hours`.
        """
        await self._clinic.lock_rules(actor)
        outside = await self.outside_if(actor, vet_id, days)
        if not {visit.id for visit in outside} <= set(seen):
            raise MoreVisitsOutside(len(outside))
        for weekday, hours in days.items():
            await self._clinic.set_opening_hours(actor, weekday, hours, vet_id)
        return outside

    async def _outside(
        self, actor: Actor, vet_id: UUID | None, weekdays: Collection[int], table: Timetable
    ) -> list[AppointmentDetails]:
        require_staff(actor)
        found = []
        for visit in await self._rows.held_ahead(self._clock.now(), self._today(), vet_id=vet_id):
            day = self._policy.local(visit.starts_at).date()
            concerned = vet_id is not None or not table.own_hours(visit.vet.id)
            if concerned and day.weekday() in weekdays:
                openings = table.openings(visit.vet.id, day)
                if not fits(openings, visit.starts_at, visit.ends_at):
                    found.append(visit)
        return found

    async def hit_by(
        self, actor: Actor, starts_at: datetime, ends_at: datetime, vet_id: UUID | None
    ) -> list[AppointmentDetails]:
        """For staff: the open visits that a closure would hit, in order. What has begun already is not hit."""
        require_staff(actor)
        now = self._clock.now()
        visits = await self._rows.open_between(max(starts_at, now), ends_at, self._today())
        return [visit for visit in visits if visit.starts_at > now and vet_id in (None, visit.vet.id)]

    async def close(
        self,
        actor: Actor,
        starts_at: datetime,
        ends_at: datetime,
        *,
        reason: str | None = None,
        vet_id: UUID | None = None,
        cancel: bool,
        seen: Collection[UUID],
    ) -> tuple[Closure, list[AppointmentDetails]]:
        """Closes, and cancels what that hits, or keeps it; the closure and the visits that it hit, as they then are.

        `seen` are the visits that the one who closes has been shown: if there are more by now, nothing is done and
        MoreVisitsHit says so. Bookings wait meanwhile, so none slips in unseen. A visit that somebody else called off
        at the same moment is left as it is. Times that were proposed then are no longer held, in either case, and their
        owners are told. Also the refusals of `ClinicService.add_closure`.
        """
        await self._clinic.lock_rules(actor)
        hit = await self.hit_by(actor, starts_at, ends_at, vet_id)
        if not {visit.id for visit in hit} <= set(seen):
            raise MoreVisitsHit(len(hit))
        closure = await self._clinic.add_closure(actor, starts_at, ends_at, reason, vet_id)
        await self._end_proposals(
            actor,
            await self._rows.proposals(self._today(), vet_id=vet_id, between=(starts_at, ends_at)),
            self._clock.now(),
            AppointmentStatus.CANCELLED,
            reason=closure.reason,
            tell=True,
        )
        if cancel:
            hit = [cancelled for visit in hit if (cancelled := await self._call_off(actor, visit.id, closure.reason))]
        return closure, hit

    async def _call_off(self, actor: Actor, appointment_id: UUID, reason: str | None) -> AppointmentDetails | None:
        try:
            return await self.cancel(actor, appointment_id, reason)
        except (AlreadyDecided, RequestExpired, VisitOver):
            return None
