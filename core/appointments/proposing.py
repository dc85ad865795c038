"""Declining a request and proposing other times with the refusal, of which the owner takes one.

A proposed time is a row in the chain of what was declined: it holds its slot until its deadline, and is no visit.
Taken, it is agreed at once, since the clinic has proposed it: it becomes the row of the chain that counts, or, for a
wish to move, takes the visit's place. At most one of a request's proposals is ever taken; the others are free from then
on.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from core.appointments.base import require_staff
from core.appointments.deadlines import held_until
from core.appointments.decisions import already_decided
from core.appointments.errors import (
    AppointmentNotFound,
    ClinicClosed,
    ProposalAnswered,
    ProposalOver,
    SlotTaken,
    TooManyProposals,
)
from core.appointments.moving import Moving
from core.appointments.schemas import AppointmentDetails, EventKind, Proposal, Slot
from core.appointments.schemas import AppointmentStatus as Status
from core.clinic.schemas import Status as Switch
from core.clinic.timetable import Rules, Span
from core.errors import DomainError
from core.notifications.schemas import Kind
from core.pets.errors import PetArchived
from core.users.schemas import SYSTEM, Actor

MOST_PROPOSALS = 3
"""How many times can be proposed for one request."""

_LOOKED_THROUGH = 40
"""Of how many slots near the one asked for those are chosen that lie apart."""


class Proposing(Moving):
    async def slots_to_propose(
        self, actor: Actor, appointment_id: UUID, limit: int, *, vet_away: bool = False
    ) -> list[Slot]:
        """For staff: free slots near the time that a request asks for, the nearest first.

        None of them overlaps another or that time, so that each is a real choice; the service's notice is kept.
        `vet_away`: with the other vets, where there are any.
        """
        require_staff(actor)
        request = await self._visible(actor, appointment_id)
        visit, rules = await self._to_move(actor, appointment_id)
        others: list[UUID | None] = [vet.id for vet in await self._clinic.vets() if vet.id != request.vet.id]
        near: list[Slot] = []
        for vet_id in (vet_away and others) or [None]:
            near += await self._nearest(rules, vet_id, request.starts_at, None, _LOOKED_THROUGH, moving=visit)
        near.sort(key=lambda slot: (abs(slot.starts_at - request.starts_at), slot.starts_at))
        apart: list[Slot] = []
        held = [Span(request.starts_at, request.ends_at), Span(visit.starts_at, visit.ends_at)]
        for slot in near:
            if any(slot.starts_at < span.ends_at and span.starts_at < slot.ends_at for span in held):
                continue
            if await self._is_busy(visit, slot):
                continue
            apart.append(slot)
            held.append(Span(slot.starts_at, slot.ends_at))
            if len(apart) == limit:
                break
        return apart

    async def _is_busy(self, visit: AppointmentDetails, slot: Slot) -> bool:
        """Whether the patient has another visit then."""
        number = await self._rows.visit_of_pet(visit.pet.id, slot.starts_at, slot.ends_at, chain_id=visit.chain_id)
        return number is not None

    async def decline_and_propose(
        self, actor: Actor, appointment_id: UUID, reason: str, proposals: Sequence[Proposal]
    ) -> AppointmentDetails:
        """As `decline`, and holds other times for the owner, who is told of them with the refusal.

        Staff pass over the notice, never over hours and overlaps. TooManyProposals, then the refusals of `decline`,
        then for each of the times StartInPast, BeyondHorizon, VetUnavailable, OutsideOpeningHours, DuringClosure,
        NotASlot, PetHasVisitThen, SlotTaken. Unlike a booking's, a refusal leaves a transaction to be rolled back.
        """
        require_staff(actor)
        wanted = sorted(set(proposals), key=lambda proposal: (proposal.starts_at, proposal.vet_id))
        if len(wanted) > MOST_PROPOSALS:
            raise TooManyProposals(MOST_PROPOSALS)
        if wanted:
            visit = await self._visible(actor, appointment_id)
            await self._rows.lock_owner_and_rules(visit.owner.id)  # no closure slips in between
        request = await self.decline(actor, appointment_id, reason)
        if wanted:
            now = self._clock.now()  # one moment for all of them, and so one deadline
            rules = await self._rules(request.service.id, actor)
            # Several slots are taken one after the other: whoever also does that waits here, not in a circle.
            await self._lock_days(*((proposal.vet_id, proposal.starts_at) for proposal in wanted))
            for proposal in wanted:
                await self._propose(actor, request, rules, proposal, now)
        return await self._visible(actor, request.id)

    async def _propose(
        self, actor: Actor, request: AppointmentDetails, rules: Rules, proposal: Proposal, now: datetime
    ) -> None:
        service = rules.service
        starts_at = proposal.starts_at.astimezone(UTC)
        ends_at = starts_at + service.duration
        self._check_start(actor, service, starts_at)
        vets = await self._free_vets(actor, rules, proposal.vet_id, starts_at, request)
        await self._check_pet(request.pet.id, starts_at, ends_at, request)
        replaces = request.replaces
        proposal_id = vets and await self._rows.book(
            {
                "number": request.number,
                "chain_id": request.chain_id,
                "replaces_id": replaces.id if replaces else None,
                "proposed_for_id": request.id,
                "is_current": False,
                "owner_id": request.owner.id,
                "pet_id": request.pet.id,
                "vet_id": proposal.vet_id,
                "service_id": service.id,
                "starts_at": starts_at,
                "ends_at": ends_at,
                "busy_until": ends_at + service.buffer,
                "status": Status.PROPOSED,
                "notes": request.notes,
                "requested_at": request.requested_at,
                "answer_by": held_until(
                    now,
                    starts_at,
                    self._policy,
                    notice=service.minimum_notice,
                    replaces=replaces.starts_at if replaces else None,
                ),
                "decided_by": actor.name,
                "decided_at": now,
            }
        )
        if not proposal_id:
            raise SlotTaken(await self._nearest(rules, None, starts_at, actor, moving=request))
        await self._record(actor, proposal_id, EventKind.PROPOSED, None, Status.PROPOSED, happened_at=now)

    async def proposals(self, actor: Actor, appointment_id: UUID) -> list[AppointmentDetails]:
        """The times that the owner can still take instead of a declined request, in order.

        For a visit: instead of the time that it has, after a wish to move it was declined. AppointmentNotFound.
        """
        visit = await self._visible(actor, appointment_id)
        now = self._clock.now()
        rows = await self._rows.proposals_for(visit.id, self._today()) if visit.proposals else []
        return [row for row in rows if row.answer_by > now]

    async def proposed_instead(self, actor: Actor, appointment_id: UUID) -> list[AppointmentDetails]:
        """All times that were proposed instead of a declined request, whatever became of them, in order.

        AppointmentNotFound.
        """
        request = await self._visible(actor, appointment_id)
        return await self._rows.proposed_instead(request.id, self._today())

    async def take_proposal(self, actor: Actor, appointment_id: UUID) -> AppointmentDetails:
        """The owner takes a proposed time, or staff do for them: the visit, confirmed, with its reminders.

        A second tap changes nothing. ProposalOver, ProposalAnswered, what `already_decided` says of a visit that it
        has become, BookingsBlocked, ClinicClosed, PetArchived, and the booking refusals about hours and the pet.
        """
        now = self._clock.now()
        proposal = await self._visible(actor, appointment_id)
        await self._rows.lock_owner_and_rules(proposal.owner.id)  # no closure slips in between
        proposal = await self._locked(actor, appointment_id)
        if proposal.proposed_for is None:
            raise AppointmentNotFound
        if proposal.status is Status.CONFIRMED:
            return proposal
        if proposal.status is not Status.PROPOSED or proposal.answer_by <= now:
            raise await self._gone(proposal)
        await self._check_takeable(actor, proposal)
        await self._lock_days((proposal.vet.id, proposal.starts_at))

        request = await self._visible(actor, proposal.proposed_for.id)
        rows = await self._rows.proposals_for(request.id, self._today())
        others = [row for row in rows if row.id != proposal.id]
        await self._end_proposals(actor, others, now, Status.DECLINED)
        if proposal.replaces is not None:
            await self._replace(actor, proposal.replaces, proposal, now)
        else:
            await self._rows.change(request.id, expected=Status.DECLINED, values={"is_current": False})
        await self._rows.change(
            proposal.id,
            expected=Status.PROPOSED,
            values={"status": Status.CONFIRMED, "decided_by": actor.name, "decided_at": now, "is_current": True},
        )
        await self._record(actor, proposal.id, EventKind.CONFIRMED, Status.PROPOSED, Status.CONFIRMED, happened_at=now)
        visit = await self._visible(actor, proposal.id)
        await self._plan_reminders(visit)
        await self._notifications.withdraw(request.id, [Kind.DECLINED])
        if actor.is_staff:
            if visit.replaces is not None:
                await self._tell_owner_of_move(visit, visit.replaces.starts_at)
            else:
                await self._tell_owner(Kind.CONFIRMED, visit, useful_until=visit.starts_at)
        await self._notifications.enqueue(
            Kind.REQUEST_CARD, dedupe_key=f"card:{visit.id}:{visit.version}:taken", appointment_id=visit.id
        )
        await self._redraw_proposals(request, because=f"{visit.id}:{visit.version}")
        return visit

    async def refuse_proposals(self, actor: Actor, appointment_id: UUID) -> AppointmentDetails:
        """The owner wants none of the times proposed instead of a declined request: they are free again.

        Where none is left nothing happens. AppointmentNotFound.
        """
        return await self._give_free(actor, appointment_id, Status.DECLINED)

    async def withdraw_proposals(self, actor: Actor, appointment_id: UUID) -> AppointmentDetails:
        """Staff take the proposed times back, and the owner is told. Where none is left nothing happens."""
        require_staff(actor)
        return await self._give_free(actor, appointment_id, Status.CANCELLED, tell=True)

    async def _give_free(
        self, actor: Actor, appointment_id: UUID, status: Status, *, tell: bool = False
    ) -> AppointmentDetails:
        request = await self._locked(actor, appointment_id)
        proposals = await self._rows.proposals_for(request.id, self._today())
        await self._end_proposals(actor, proposals, self._clock.now(), status, tell=tell)
        return await self._visible(actor, request.id)

    async def _check_takeable(self, actor: Actor, proposal: AppointmentDetails) -> None:
        """What may have changed since it was proposed. The clinic has agreed: notice and horizon don't count."""
        if not actor.is_staff:
            await self._users.records.check_may_ask(proposal.owner.id)
            switch = await self._clinic.status()
            if switch.status is Switch.CLOSE and (switch.until is None or proposal.starts_at < switch.until):
                reopens_at = await self._clinic.next_opening(switch.until) if switch.until else None
                raise ClinicClosed(switch.until, switch.message, reopens_at)
        pet = await self._pets.hold(actor, proposal.pet.id)
        if pet.archived:
            raise PetArchived(pet.name)
        rules = await self._rules(proposal.service.id, SYSTEM)
        await self._free_vets(SYSTEM, rules, proposal.vet.id, proposal.starts_at, proposal)
        await self._check_pet(pet.id, proposal.starts_at, proposal.ends_at, proposal)

    async def _gone(self, proposal: AppointmentDetails) -> DomainError:
        """Why it can be taken no more."""
        if await self._rows.was_confirmed(proposal.id):
            return already_decided(proposal)
        if proposal.status is Status.DECLINED and proposal.proposed_for is not None:
            rows = await self._rows.proposed_instead(proposal.proposed_for.id, self._today())
            taken = next((row.starts_at for row in rows if row.was_taken), None)
            return ProposalAnswered(proposal.number, taken)
        return ProposalOver(proposal.number, proposal.starts_at)
