"""What holds for all rows of a chain together: a visit, the wish to move it, and what it was moved to.

Everything that changes one of them locks the chain first, and reads it after that. Locks are taken in one order
everywhere (the owner's, the clinic's rules, the chain, the vets' days), so nobody waits in a circle.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from core.appointments.base import AppointmentBase
from core.appointments.deadlines import nudge_at
from core.appointments.schemas import MOVED, AppointmentDetails, EventKind, Sibling
from core.appointments.schemas import AppointmentStatus as Status
from core.notifications.schemas import Kind
from core.users.schemas import Actor


class Chains(AppointmentBase):
    async def _locked(self, actor: Actor, appointment_id: UUID) -> AppointmentDetails:
        """The visit as it stays until the commit, unless this transaction changes it. AppointmentNotFound."""
        visit = await self._visible(actor, appointment_id)
        await self._rows.lock_chain(visit.id)
        return await self._visible(actor, appointment_id)

    async def _lock_days(self, *visits: tuple[UUID, datetime]) -> None:
        """Waits for moves into the days on which the vets have, or would have, these starts."""
        await self._rows.lock_days([(vet_id, self._policy.local(start).date()) for vet_id, start in visits])

    async def _end_wish(self, actor: Actor, wish: Sibling, now: datetime, reason: str | None = None) -> None:
        """The visit was moved otherwise, or there is none to move any more; whoever hears of that knows why."""
        ended = await self._rows.change(
            wish.id,
            expected=Status.PENDING,
            values={"status": Status.CANCELLED, "decided_by": actor.name, "decided_at": now, "reason": reason},
        )
        if ended is None:
            return
        await self._record(
            actor, wish.id, EventKind.CANCELLED, Status.PENDING, Status.CANCELLED, happened_at=now, reason=reason
        )
        await self._notifications.withdraw(wish.id, [Kind.NUDGE])
        await self._redraw_cards(await self._visible(actor, wish.id))

    async def _replace(self, actor: Actor, replaced: Sibling, by: AppointmentDetails, now: datetime) -> None:
        """Ends the visit in whose place another row comes, which the caller makes current right after this."""
        await self._rows.change(
            replaced.id,
            expected=Status.CONFIRMED,
            values={
                "status": Status.CANCELLED,
                "decided_by": actor.name,
                "decided_at": now,
                "reason": MOVED,
                "is_current": False,
            },
        )
        await self._record(
            actor, replaced.id, EventKind.MOVED, Status.CONFIRMED, Status.CANCELLED,
            happened_at=now, reason=MOVED, data=moved_data(replaced.starts_at, by.starts_at),
        )  # fmt: skip
        await self._notifications.withdraw(replaced.id, [Kind.REMINDER])

    async def _end_proposals(
        self,
        actor: Actor,
        proposals: Iterable[AppointmentDetails],
        now: datetime,
        status: Status,
        *,
        reason: str | None = None,
        tell: bool = False,
    ) -> None:
        """Gives the proposed times free, as far as nobody has answered them; `tell`: their owners, of the last one.

        Whoever waits for the chain of one takes it only after that.
        """
        for proposal in proposals:
            await self._rows.lock_chain(proposal.id)
            values = {"status": status, "decided_by": actor.name, "decided_at": now, "reason": reason}
            if await self._rows.change(proposal.id, expected=Status.PROPOSED, values=values):
                await self._proposal_ended(actor, proposal, now, status, reason=reason, tell=tell)

    async def _drop_proposals(self, actor: Actor, visit: AppointmentDetails, now: datetime) -> None:
        """The visit goes on otherwise than where it was proposed to move; whoever hears of that knows why."""
        proposals = await self._rows.proposals_for(visit.id, self._today())
        await self._end_proposals(actor, proposals, now, Status.CANCELLED)

    async def _proposal_ended(
        self,
        actor: Actor,
        proposal: AppointmentDetails,
        now: datetime,
        status: Status,
        *,
        reason: str | None = None,
        tell: bool = False,
    ) -> None:
        """What follows from it. Deadlines that have come count as over, whoever ends them: so somebody tells, once."""
        assert proposal.proposed_for is not None
        await self._record(
            actor, proposal.id, EventKind(status.value), Status.PROPOSED, status, happened_at=now, reason=reason
        )
        request = await self._rows.one(proposal.proposed_for.id, self._today())
        assert request is not None
        await self._redraw_proposals(request, because=f"{proposal.id}:{status}")
        left = [row for row in await self._rows.proposals_for(request.id, self._today()) if row.answer_by > now]
        if tell and not left:
            await self._tell_owner(Kind.PROPOSALS_OVER, request)

    async def _redraw_proposals(self, request: AppointmentDetails, *, because: str) -> None:
        """Brings the cards up to date that show what was proposed instead of a request."""
        await self._redraw_cards(request, because=because)
        await self._redraw_visit_of(request, because=because)

    async def _redraw_visit_of(self, wish: AppointmentDetails, *, because: str = "") -> None:
        """Brings the cards of the visit up to date that the wish is about: they show where it stands."""
        if wish.replaces is not None:
            visit = await self._rows.one(wish.replaces.id, self._today())
            assert visit is not None
            await self._redraw_cards(visit, because=because or f"{wish.id}:{wish.version}")

    async def _plan_reminders(self, visit: AppointmentDetails) -> None:
        await self._notifications.plan_reminders(
            appointment_id=visit.id, user_id=visit.owner.id, starts_at=visit.starts_at, version=visit.version
        )

    async def _plan_nudge(self, request: AppointmentDetails, asked_at: datetime) -> None:
        """For a request that was made, or moved, at `asked_at`."""
        due_at = nudge_at(asked_at, request.answer_by, self._policy)
        if due_at is not None:
            await self._notifications.enqueue(
                Kind.NUDGE,
                dedupe_key=f"{Kind.NUDGE}:{request.id}:{request.version}",
                appointment_id=request.id,
                payload={"version": request.version},
                due_at=due_at,
                useful_until=request.answer_by,
            )

    async def _tell_owner(
        self,
        kind: Kind,
        visit: AppointmentDetails,
        *,
        useful_until: datetime | None = None,
        payload: dict[str, Any] | None = None,
    ) -> None:
        if visit.owner.deleted:
            return
        await self._notifications.enqueue(
            kind,
            dedupe_key=f"{kind}:{visit.id}:{visit.version}",
            user_id=visit.owner.id,
            appointment_id=visit.id,
            payload=payload,
            useful_until=useful_until,
        )

    async def _tell_owner_of_move(self, visit: AppointmentDetails, since: datetime) -> None:
        """`since` is the time that the visit had.

        Of several moves before the owner was told of the first, they hear as of one; of a way back, nothing.
        """
        unsaid = await self._notifications.take_back(visit.id, Kind.MOVED)
        if unsaid:
            since = datetime.fromisoformat(unsaid[0]["from"])
        if since == visit.starts_at:
            return
        await self._tell_owner(Kind.MOVED, visit, useful_until=visit.starts_at, payload={"from": since.isoformat()})


def moved_data(since: datetime, until: datetime) -> dict[str, Any]:
    """What the event of a move keeps: from when to when."""
    return {"from": since.isoformat(), "to": until.isoformat()}
