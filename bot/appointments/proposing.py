"""Staff decline a request and propose other times, by buttons alone, in a group too."""

from typing import Any
from uuid import UUID

from bot.appointments.cards import DECLINE
from bot.appointments.choosing import OFFERED, OTHER_DAY, chosen, moment_of, stamp
from bot.appointments.moving import MoveDayStep, MoveDraft, MoveOffers, MoveTimeStep
from bot.appointments.wording import several_vets
from bot.clinic.wording import reason_text, service_name
from bot.conversations.steps import LEAVE, Conversation, Done, GoTo, Input, Next, Notice, Outcome, Press, Stay, Step
from bot.errors import explain
from bot.reply import Draw
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.callbacks import short, unshort
from bot.ui.screen import Screen, button, in_rows
from bot.ui.texts import Html
from bot.users.conversation import not_understood
from core.appointments import errors as refusals
from core.appointments.proposing import MOST_PROPOSALS
from core.appointments.schemas import AppointmentDetails, DeclineReason, Proposal, Slot
from core.errors import DomainError

ABOUT_TIME = frozenset({DeclineReason.FULLY_BOOKED, DeclineReason.VET_AWAY})
"""The reasons after which another time helps; the others ask for another service, or for a call."""

SEND = "ok"
WITHOUT = "no"
TOGGLE = "t"
SHOWN = 6
_SHORT = len(short(UUID(int=0)))


class ProposeDraft(MoveDraft):
    reason: str
    near: tuple[Proposal, ...] = ()
    """What is shown first: the free slots nearest to the time asked for, the nearest first."""
    chosen: tuple[Proposal, ...] = ()
    """What staff have tapped; while that is nothing, the first of `near` are meant."""

    def toggled(self, proposal: Proposal) -> tuple[Proposal, ...]:
        """TooManyProposals for one more than there can be."""
        if proposal in self.chosen:
            return tuple(other for other in self.chosen if other != proposal)
        if len(self.chosen) == MOST_PROPOSALS:
            raise refusals.TooManyProposals(MOST_PROPOSALS)
        return (*self.chosen, proposal)


class ProposeOffers(MoveOffers[ProposeDraft]):
    async def question(self, scene: Scene, draft: ProposeDraft) -> Html:
        request = await asked_for(scene, draft)
        return scene.t("propose-ask-day", **named(scene, request))


OFFERS = ProposeOffers()


class PickStep(Step[ProposeDraft]):
    """The nearest free times, and what was chosen from other days; Send declines, with them or without."""

    name = "pick"

    async def render(self, scene: Scene, draft: ProposeDraft) -> Screen:
        t, request = scene.t, await asked_for(scene, draft)
        listed = [*draft.near, *(proposal for proposal in draft.chosen if proposal not in draft.near)]
        text = t(
            "propose-ask",
            service=service_name(scene, request.service),
            reason=reason_text(scene, draft.reason),
            most=MOST_PROPOSALS,
            free="yes" if listed else "no",
            **named(scene, request),
        )
        several = await several_vets(scene)
        vets = {vet.id: formatting.name(vet.name) for vet in await scene.services.clinic.vets(active_only=False)}
        times = [
            button(
                f"{'✅ ' if proposal in draft.chosen else ''}{scene.moment(proposal.starts_at)}"
                f"{' · ' + vets[proposal.vet_id] if several else ''}",
                self.press(f"{TOGGLE}{stamp(proposal.starts_at)}{short(proposal.vet_id)}"),
            )
            for proposal in listed
        ]
        rows = [
            *in_rows(times, 1 if several else 2),
            [button(t.plain("book-other-day"), self.press(OTHER_DAY))],
        ]
        if listed:
            key = "propose-send" if draft.chosen else "propose-send-nearest"
            rows.append([button(t.plain(key, count=len(meant(draft))), self.press(SEND))])
        rows.append([button(t.plain("propose-without"), self.press(WITHOUT))])
        rows.append([button(t.plain("button-back"), self.press(LEAVE))])
        return Screen(text, rows)

    async def accept(self, scene: Scene, draft: ProposeDraft, given: Input, prepared: Any) -> Outcome:
        match given:
            case Press(value) if value == OTHER_DAY:
                return GoTo("day", draft.model_copy(update={"vet_id": None, "day": None}))
            case Press(value) if value == SEND:
                return await self._decline(scene, draft, meant(draft))
            case Press(value) if value == WITHOUT:
                return await self._decline(scene, draft, ())
            case Press(value) if value.startswith(TOGGLE):
                start, vet_id = moment_of(value[1:-_SHORT]), unshort(value[-_SHORT:])
                tapped = Proposal(starts_at=start, vet_id=vet_id)
                return Stay(draft=draft.model_copy(update={"chosen": draft.toggled(tapped)}))
            case _:
                return not_understood(given, "press")

    async def _decline(self, scene: Scene, draft: ProposeDraft, proposals: tuple[Proposal, ...]) -> Outcome:
        request = await scene.services.appointments.decline_and_propose(
            scene.actor, draft.visit, draft.reason, proposals
        )
        times = ", ".join(scene.moment(start) for start in sorted(proposal.starts_at for proposal in proposals))
        return over(Notice(key="propose-done", args={"times": times or "none", **named(scene, request)}, problem=False))

    async def refused(self, scene: Scene, draft: ProposeDraft, error: DomainError) -> Outcome | None:
        """What is no longer free goes off the screen; what says that there is nothing left to decline ends it."""
        match error:
            case refusals.TooManyProposals():
                return None
            case (
                refusals.SlotTaken()
                | refusals.OutsideOpeningHours()
                | refusals.DuringClosure()
                | refusals.NotASlot()
                | refusals.StartInPast()
                | refusals.BeyondHorizon()
                | refusals.VetUnavailable()
                | refusals.PetHasVisitThen()
            ):
                return Stay(explain(error, scene), await _still_free(scene, draft))
            case _:
                return over(explain(error, scene))


class ProposeTimeStep(MoveTimeStep[ProposeDraft]):
    async def accept(self, scene: Scene, draft: ProposeDraft, given: Input, prepared: Any) -> Outcome:
        outcome = await super().accept(scene, draft, given, prepared)
        if not isinstance(outcome, Next) or not isinstance(outcome.draft, ProposeDraft):
            return outcome
        found = outcome.draft
        slots = await self.offers.slots(scene, found, chosen(found.day))
        vet_id = next(slot.vet_id for slot in slots if slot.starts_at == found.starts_at)
        picked = Proposal(starts_at=chosen(found.starts_at), vet_id=vet_id)
        kept = found.chosen if picked in found.chosen else found.toggled(picked)
        return GoTo("pick", found.model_copy(update={"chosen": kept, "starts_at": None}))


class Propose(Conversation[ProposeDraft]):
    name = "propose"

    def __init__(self) -> None:
        super().__init__(ProposeDraft, [PickStep(), MoveDayStep(OFFERS), ProposeTimeStep(OFFERS)])

    def left(self, draft: ProposeDraft) -> Draw | None:
        """Back at the reasons: nothing is declined yet."""
        return Draw(view="card", args={"id": str(draft.visit), "asking": DECLINE})


async def propose_draft(scene: Scene, visit_id: UUID, reason: str) -> ProposeDraft:
    """What the conversation begins with."""
    draft = ProposeDraft(visit=visit_id, reason=reason)
    return draft.model_copy(update={"near": await _near(scene, draft)})


def meant(draft: ProposeDraft) -> tuple[Proposal, ...]:
    """What Send would propose."""
    return draft.chosen or draft.near[:OFFERED]


async def _near(scene: Scene, draft: ProposeDraft) -> tuple[Proposal, ...]:
    away = draft.reason == DeclineReason.VET_AWAY
    slots: list[Slot] = await scene.services.appointments.slots_to_propose(
        scene.actor, draft.visit, SHOWN, vet_away=away
    )
    return tuple(Proposal(starts_at=slot.starts_at, vet_id=slot.vet_id) for slot in slots)


async def _still_free(scene: Scene, draft: ProposeDraft) -> ProposeDraft:
    """The draft without what somebody else has by now."""
    kept = []
    for proposal in draft.chosen:
        day = proposal.starts_at.astimezone(scene.zone).date()
        with_vet = draft.model_copy(update={"vet_id": proposal.vet_id})
        try:
            slots = await OFFERS.slots(scene, with_vet, day)
        except refusals.VetUnavailable:
            continue
        if any(slot.starts_at == proposal.starts_at for slot in slots):
            kept.append(proposal)
    return draft.model_copy(update={"near": await _near(scene, draft), "chosen": tuple(kept)})


async def asked_for(scene: Scene, draft: ProposeDraft) -> AppointmentDetails:
    """What is to be declined: the request, or the wish."""
    return await scene.services.appointments.get(scene.actor, draft.visit)


def named(scene: Scene, visit: AppointmentDetails) -> dict[str, Any]:
    """Which one it is, for a sentence."""
    return {
        "number": str(visit.number),
        "pet": formatting.name(visit.pet.name),
        "at": scene.moment(visit.starts_at),
    }


def over(notice: Notice) -> Done:
    return Done(Draw(view="notice", args={"notice": notice.model_dump(mode="json")}), notice=notice)
