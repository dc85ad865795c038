"""Moving a visit: day, time, summary. Owners ask for it or do it; staff do it, by buttons alone, in a group too."""

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from bot.appointments.choosing import OFFERED, DayStep, Offers, SlotDraft, TimeStep, choose_again, chosen
from bot.appointments.wording import several_vets
from bot.clinic.wording import service_name
from bot.conversations.steps import Conversation, Done, GoTo, Input, Notice, Outcome, Press, Stay, Step
from bot.errors import explain
from bot.reply import Draw
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.callbacks import short, unshort
from bot.ui.screen import Rows, Screen, button, in_rows
from bot.ui.texts import Html, join
from bot.users.conversation import not_understood
from core.appointments.errors import ClinicClosed, VetUnavailable
from core.appointments.schemas import AppointmentDetails, AppointmentStatus, Slot
from core.errors import DomainError

SEND = "ok"
ANY = "v"


class MoveDraft(SlotDraft):
    visit: UUID


M = TypeVar("M", bound=MoveDraft)


class MoveOffers(Offers[M]):
    """What is free for the visit's service, its own span included."""

    async def days(self, scene: Scene, draft: M, first: date, last: date) -> dict[date, int]:
        appointments = scene.services.appointments
        return await appointments.days_to_move_to(scene.actor, draft.visit, draft.vet_id, first, last)

    async def slots(self, scene: Scene, draft: M, day: date) -> list[Slot]:
        return await scene.services.appointments.slots_to_move_to(scene.actor, draft.visit, draft.vet_id, day)

    async def nearest(self, scene: Scene, draft: M, around: datetime) -> list[Slot]:
        appointments = scene.services.appointments
        return await appointments.nearest_to_move_to(scene.actor, draft.visit, draft.vet_id, around, OFFERED)

    async def question(self, scene: Scene, draft: M) -> Html:
        visit = await present(scene, draft)
        return scene.t(
            "move-ask-day",
            number=str(visit.number),
            pet=formatting.name(visit.pet.name),
            service=service_name(scene, visit.service),
            at=scene.moment(visit.starts_at),
            vet=formatting.name(visit.vet.name) if await several_vets(scene) else "none",
        )


OFFERS = MoveOffers[MoveDraft]()


class MoveDayStep(DayStep[M]):
    """With a choice of the vet below the calendar, where there are several: nobody need ask for it."""

    async def more_rows(self, scene: Scene, draft: M) -> Rows:
        vets = await scene.services.clinic.vets()
        if len(vets) == 1:
            return []
        names = [(scene.t.plain("book-any-vet"), None), *((formatting.name(vet.name), vet.id) for vet in vets)]
        choices = [
            button(
                f"{'• ' if vet_id == draft.vet_id else ''}{name}", self.press(ANY + (short(vet_id) if vet_id else ""))
            )
            for name, vet_id in names
        ]
        return in_rows(choices, 2)

    async def accept(self, scene: Scene, draft: M, given: Input, prepared: Any) -> Outcome:
        if isinstance(given, Press) and given.value.startswith(ANY):
            vet_id = None
            if given.value != ANY:
                vet = await scene.services.clinic.vet(unshort(given.value.removeprefix(ANY)))
                if not vet.active:
                    raise VetUnavailable(vet.id)
                vet_id = vet.id
            return Stay(draft=draft.model_copy(update={"vet_id": vet_id, "offered": ()}))
        return await super().accept(scene, draft, given, prepared)

    async def refused(self, scene: Scene, draft: M, error: DomainError) -> Outcome | None:
        return _without_vet(scene, draft, error)


class MoveTimeStep(TimeStep[M]):
    async def refused(self, scene: Scene, draft: M, error: DomainError) -> Outcome | None:
        return _without_vet(scene, draft, error)


class SendMoveStep(Step[MoveDraft]):
    """From when to when, and what follows from it."""

    name = "send"

    async def render(self, scene: Scene, draft: MoveDraft) -> Screen:
        t, start = scene.t, chosen(draft.starts_at)
        visit = await present(scene, draft)
        confirmed = not scene.actor.is_staff and visit.status is AppointmentStatus.CONFIRMED
        asks = confirmed and not await scene.services.appointments.confirms_at_once(scene.actor, moving=True)
        text = t(
            "move-summary",
            number=str(visit.number),
            pet=formatting.name(visit.pet.name),
            service=service_name(scene, visit.service),
            since=scene.moment(visit.starts_at),
            until=scene.moment(start),
            vet=await self._vet(scene, draft, visit),
        )
        hint = t(_hint(staff=scene.actor.is_staff, asks=asks, confirmed=confirmed))
        send = [[button(t.plain("move-send-ask" if asks else "move-send"), self.press(SEND))]]
        return Screen(join([text, hint], "\n\n"), send + self.way_out(scene))

    async def _vet(self, scene: Scene, draft: MoveDraft, visit: AppointmentDetails) -> str:
        """Who would have it, as far as that can be said before it is done; worth a line where there are several."""
        if not await several_vets(scene):
            return "none"
        vet_id = draft.vet_id
        if vet_id is None:
            start = chosen(draft.starts_at)
            slots = await OFFERS.slots(scene, draft, start.astimezone(scene.zone).date())
            vet_id = next((slot.vet_id for slot in slots if slot.starts_at == start), visit.vet.id)
        return formatting.name((await scene.services.clinic.vet(vet_id)).name)

    async def accept(self, scene: Scene, draft: MoveDraft, given: Input, prepared: Any) -> Outcome:
        if given != Press(SEND):
            return not_understood(given, "press")
        before = await present(scene, draft)
        moved = await scene.services.appointments.move(scene.actor, draft.visit, chosen(draft.starts_at), draft.vet_id)
        if not scene.actor.is_staff:
            return Done(Draw(view="moved", args={"id": str(moved.id)}))
        return _over(
            Notice(
                key="move-done-staff",
                args={
                    "number": str(moved.number),
                    "pet": formatting.name(moved.pet.name),
                    "since": scene.moment(before.starts_at),
                    "until": scene.moment(moved.starts_at),
                },
                problem=False,
            )
        )

    async def refused(self, scene: Scene, draft: MoveDraft, error: DomainError) -> Outcome | None:
        """Another time, as at a booking; what says that there is nothing left to move ends it."""
        outcome = await choose_again(scene, draft, error, OFFERS) or _without_vet(scene, draft, error)
        if outcome is not None or isinstance(error, ClinicClosed):
            return outcome
        return _over(explain(error, scene))


class Move(Conversation[MoveDraft]):
    name = "move"

    def __init__(self) -> None:
        super().__init__(MoveDraft, [MoveDayStep(OFFERS), MoveTimeStep(OFFERS), SendMoveStep()])


def _hint(*, staff: bool, asks: bool, confirmed: bool) -> str:
    """What follows from the move: the key of its text."""
    if staff:
        return "move-hint-staff"
    if asks:
        return "move-hint-ask"
    return "move-hint-at-once" if confirmed else "move-hint-request"


async def present(scene: Scene, draft: MoveDraft) -> AppointmentDetails:
    """The visit as it now stands."""
    return await scene.services.appointments.current(scene.actor, draft.visit)


def _without_vet(scene: Scene, draft: MoveDraft, error: DomainError) -> Outcome | None:
    """A vet who is away by now is nobody's choice any more."""
    if not isinstance(error, VetUnavailable):
        return None
    return GoTo("day", draft.model_copy(update={"vet_id": None, "offered": ()}), explain(error, scene))


def _over(notice: Notice) -> Done:
    return Done(Draw(view="notice", args={"notice": notice.model_dump(mode="json")}), notice=notice)
