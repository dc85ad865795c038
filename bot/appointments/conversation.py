"""Booking: pet, service, vet where there are several, day, time, notes, summary, send."""

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from bot.appointments.choosing import OFFERED, DayStep, Offers, SlotDraft, TimeStep, choose_again, chosen
from bot.appointments.wording import price, several_vets
from bot.clinic.wording import service_name
from bot.conversations.steps import (
    Ask,
    Conversation,
    Done,
    GoTo,
    Input,
    Next,
    Notice,
    Outcome,
    Press,
    Step,
    Text,
    problem,
)
from bot.errors import explain
from bot.pets.wording import species_emoji
from bot.reply import Draw
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.callbacks import short, unshort
from bot.ui.screen import Screen, button, in_rows
from bot.ui.texts import Html
from bot.users.conversation import not_understood
from core.appointments import errors as refusals
from core.appointments.booking import NOTES_LIMIT
from core.appointments.schemas import BookingRequest, Slot
from core.errors import DomainError
from core.pets.errors import PetArchived, PetNotFound

ANY = "any"
ANOTHER = "+"
SEND = "ok"
SKIP = "-"


class BookingDraft(SlotDraft):
    """What the owner chose so far."""

    pet_id: UUID | None = None
    new_pet: str | None = None
    """The name of a pet that comes to be with the booking; staff enter one like that."""
    service_id: UUID | None = None
    notes: str | None = None


B = TypeVar("B", bound=BookingDraft)


class PetStep(Step[BookingDraft]):
    """For which pet; skipped when there is only one, which `Book.begin_with` has put in already."""

    name = "pet"

    async def render(self, scene: Scene, draft: BookingDraft) -> Screen:
        pets = await scene.services.pets.of_owner(scene.actor)
        choices = [
            button(f"{species_emoji(pet.species)} {formatting.name(pet.name)}", self.press(short(pet.id)))
            for pet in pets
        ]
        rows = [*in_rows(choices, 2), [button(scene.t.plain("pets-add"), self.press(ANOTHER))]]
        return Screen(scene.t("book-ask-pet"), rows + self.way_out(scene, back=False))

    async def accept(self, scene: Scene, draft: BookingDraft, given: Input, prepared: Any) -> Outcome:
        if not isinstance(given, Press):
            return not_understood(given, "press")
        if given.value == ANOTHER:
            return Ask("pet")
        pet = await scene.services.pets.get(scene.actor, unshort(given.value))
        if pet.archived:
            raise PetArchived(pet.name)
        return Next(draft.model_copy(update={"pet_id": pet.id}))


class ServiceStep(Step[B]):
    name = "service"

    async def render(self, scene: Scene, draft: B) -> Screen:
        rows = []
        for service in await scene.services.clinic.services():
            label = scene.t.plain(
                "book-service",
                service=service_name(scene, service),
                minutes=formatting.minutes(service.duration),
                price=price(scene, service.price),
            )
            rows.append([button(label, self.press(short(service.id)))])
        pet = await pet_name(scene, draft)
        return Screen(scene.t("book-ask-service", pet=pet), rows + self.way_out(scene))

    async def accept(self, scene: Scene, draft: B, given: Input, prepared: Any) -> Outcome:
        if not isinstance(given, Press):
            return not_understood(given, "press")
        service = await scene.services.clinic.service(unshort(given.value))
        if not service.active:
            raise refusals.ServiceUnavailable(service.id)
        return Next(draft.model_copy(update={"service_id": service.id, "offered": ()}))


class VetStep(Step[B]):
    """With whom; asked only where several vets work."""

    name = "vet"

    async def applies(self, scene: Scene, draft: B) -> bool:
        return await several_vets(scene)

    async def render(self, scene: Scene, draft: B) -> Screen:
        vets = await scene.services.clinic.vets()
        rows = [[button(scene.t.plain("book-any-vet"), self.press(ANY))]]
        rows += in_rows([button(formatting.name(vet.name), self.press(short(vet.id))) for vet in vets], 2)
        return Screen(scene.t("book-ask-vet"), rows + self.way_out(scene))

    async def accept(self, scene: Scene, draft: B, given: Input, prepared: Any) -> Outcome:
        if not isinstance(given, Press):
            return not_understood(given, "press")
        vet_id = None
        if given.value != ANY:
            vet = await scene.services.clinic.vet(unshort(given.value))
            if not vet.active:
                raise refusals.VetUnavailable(vet.id)
            vet_id = vet.id
        return Next(draft.model_copy(update={"vet_id": vet_id, "offered": ()}))


class BookingOffers(Offers[B]):
    """What is free for the chosen service and vet."""

    async def days(self, scene: Scene, draft: B, first: date, last: date) -> dict[date, int]:
        return await scene.services.appointments.free_days(
            chosen(draft.service_id), draft.vet_id, first, last, actor=scene.actor
        )

    async def slots(self, scene: Scene, draft: B, day: date) -> list[Slot]:
        appointments = scene.services.appointments
        return await appointments.free_slots(chosen(draft.service_id), draft.vet_id, day, actor=scene.actor)

    async def nearest(self, scene: Scene, draft: B, around: datetime) -> list[Slot]:
        appointments = scene.services.appointments
        return await appointments.nearest_slots(
            chosen(draft.service_id), draft.vet_id, around, OFFERED, actor=scene.actor
        )

    async def question(self, scene: Scene, draft: B) -> Html:
        service = await scene.services.clinic.service(chosen(draft.service_id))
        return scene.t("book-ask-day", pet=await pet_name(scene, draft), service=service_name(scene, service))


class NotesStep(Step[BookingDraft]):
    name = "notes"

    async def render(self, scene: Scene, draft: BookingDraft) -> Screen:
        skip = [[button(scene.t.plain("button-skip"), self.press(SKIP))]]
        return Screen(scene.t("book-ask-notes"), skip + self.way_out(scene))

    async def accept(self, scene: Scene, draft: BookingDraft, given: Input, prepared: Any) -> Outcome:
        match given:
            case Press(value) if value == SKIP:
                notes = None
            case Text(text):
                notes = text.strip() or None
                if notes is not None and len(notes) > NOTES_LIMIT:
                    return problem("error-invalid-notes", limit=NOTES_LIMIT)
            case _:
                return not_understood(given, "text")
        return Next(draft.model_copy(update={"notes": notes}))


OFFERS: BookingOffers[BookingDraft] = BookingOffers()


class SummaryStep(Step[BookingDraft]):
    """Everything once more; Send asks the clinic. What was lost meanwhile is offered anew."""

    name = "send"

    async def render(self, scene: Scene, draft: BookingDraft) -> Screen:
        at_once = await scene.services.appointments.confirms_at_once(scene.actor)
        send = [[button(scene.t.plain("book-send-at-once" if at_once else "book-send"), self.press(SEND))]]
        return Screen(await summary(scene, draft), send + self.way_out(scene))

    async def accept(self, scene: Scene, draft: BookingDraft, given: Input, prepared: Any) -> Outcome:
        if given != Press(SEND):
            return not_understood(given, "press")
        visit = await scene.services.appointments.book(
            scene.actor,
            BookingRequest(
                pet_id=chosen(draft.pet_id),
                service_id=chosen(draft.service_id),
                vet_id=draft.vet_id,
                starts_at=chosen(draft.starts_at),
                notes=draft.notes,
            ),
        )
        return Done(Draw(view="requested", args={"id": str(visit.id)}))

    async def refused(self, scene: Scene, draft: BookingDraft, error: DomainError) -> Outcome | None:
        return await look_again(scene, draft, error, OFFERS)


class BookingDayStep(DayStep[B]):
    async def refused(self, scene: Scene, draft: B, error: DomainError) -> Outcome | None:
        return await without_what_is_gone(scene, draft, error)


class BookingTimeStep(TimeStep[B]):
    async def refused(self, scene: Scene, draft: B, error: DomainError) -> Outcome | None:
        return await without_what_is_gone(scene, draft, error)


class Book(Conversation[BookingDraft]):
    name = "book"

    def __init__(self) -> None:
        super().__init__(
            BookingDraft,
            [
                PetStep(),
                ServiceStep(),
                VetStep(),
                BookingDayStep(OFFERS),
                BookingTimeStep(OFFERS),
                NotesStep(),
                SummaryStep(),
            ],
        )

    async def asks_first(self, scene: Scene, draft: BookingDraft) -> Ask | None:
        """Without a pet there is nothing to book for: it is entered first."""
        return None if await scene.services.pets.of_owner(scene.actor) else Ask("pet")

    async def step_from(self, scene: Scene, draft: BookingDraft, after: str | None = None) -> str | None:
        """A booking that begins with the pet, perhaps the service, and perhaps the time, goes on behind them."""
        if after is None and draft.pet_id is not None:
            after = "pet" if draft.service_id is None else "service"
            if draft.starts_at is not None or draft.offered:
                after = "time" if draft.starts_at is not None else "day"
        return await super().step_from(scene, draft, after)

    def resumed(self, step: str, draft: BookingDraft, result: dict[str, Any]) -> tuple[str, BookingDraft]:
        """After a pet was added for it, the booking is for that pet."""
        if step == "pet" and "pet_id" in result:
            return "service", draft.model_copy(update={"pet_id": UUID(result["pet_id"])})
        return step, draft


async def with_time(scene: Scene, draft: BookingDraft, start: datetime) -> tuple[BookingDraft, Notice | None]:
    """The draft with that time chosen, as far as it is free; else with the free slots nearest to it, and a word."""
    day = start.astimezone(scene.zone).date()
    if any(slot.starts_at == start for slot in await OFFERS.slots(scene, draft, day)):
        return draft.model_copy(update={"starts_at": start, "day": day, "month": day.replace(day=1)}), None
    nearest = sorted(slot.starts_at for slot in await OFFERS.nearest(scene, draft, start))
    return draft.model_copy(update={"offered": tuple(nearest)}), Notice(key="error-slot-taken")


async def look_again(scene: Scene, draft: B, error: DomainError, offers: Offers[B]) -> Outcome | None:
    """Where a refusal of the booking leads: to what has to be chosen anew; None for a refusal of anything else."""
    again = await choose_again(scene, draft, error, offers)
    return again if again is not None else await without_what_is_gone(scene, draft, error)


async def without_what_is_gone(scene: Scene, draft: B, error: DomainError) -> Outcome | None:
    """Back to the question whose answer is none any more: a pet, a service or a vet that went meanwhile."""
    notice = explain(error, scene)
    match error:
        case refusals.ServiceUnavailable():
            return GoTo("service", draft, notice)
        case refusals.VetUnavailable():
            step = "vet" if await several_vets(scene) else "day"
            return GoTo(step, draft.model_copy(update={"vet_id": None}), notice)
        case PetArchived() | PetNotFound():
            return GoTo("pet", draft.model_copy(update={"pet_id": None}), notice)
        case _:
            return None


async def summary(scene: Scene, draft: BookingDraft) -> Html:
    """Everything that was chosen."""
    start = chosen(draft.starts_at)
    service = await scene.services.clinic.service(chosen(draft.service_id))
    vet = await scene.services.clinic.vet(draft.vet_id) if draft.vet_id else None
    return scene.t(
        "book-summary",
        pet=await pet_name(scene, draft),
        service=service_name(scene, service),
        minutes=formatting.minutes(service.duration),
        day=formatting.day(start.astimezone(scene.zone).date(), scene.language),
        time=scene.time(start),
        vet=formatting.name(vet.name) if vet else "none",
        price=price(scene, service.price),
        notes=formatting.name(draft.notes) if draft.notes else "none",
    )


async def pet_name(scene: Scene, draft: BookingDraft) -> str:
    if draft.pet_id is None and draft.new_pet is not None:
        return formatting.name(draft.new_pet)
    pet = await scene.services.pets.get(scene.actor, chosen(draft.pet_id))
    return formatting.name(pet.name)
