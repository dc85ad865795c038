"""Booking for somebody on the phone: who it is, for which pet, then the steps that owners know, and it is booked.

Nothing is stored before the last step: an owner or a pet that is new comes to be with the visit.
"""

from typing import Any
from uuid import UUID

from bot.appointments.choosing import chosen
from bot.appointments.conversation import (
    BookingDayStep,
    BookingOffers,
    BookingTimeStep,
    ServiceStep,
    VetStep,
    look_again,
    summary,
)
from bot.clinic.questions import mention
from bot.conversations.steps import (
    Conversation,
    Done,
    GoTo,
    Input,
    Notice,
    Outcome,
    Press,
    Step,
    Text,
)
from bot.errors import explain
from bot.phone_bookings.draft import PhoneDraft, Typed, owner_name
from bot.phone_bookings.pet import PetNameStep, PetStep, SpeciesStep, pet_again
from bot.phone_bookings.who import KnownStep, NameStep, OwnerStep, PhoneStep, WordsStep
from bot.reply import Draw
from bot.scene import Scene
from bot.ui.screen import Screen, button
from bot.ui.texts import Html, join
from bot.users.conversation import SKIP, not_understood
from core.appointments.booking import NOTES_LIMIT
from core.appointments.errors import InvalidNotes, PetHasVisitThen
from core.appointments.schemas import Caution, PhoneBooking
from core.contacts import display_phone
from core.errors import DomainError
from core.pets.schemas import PetDraft
from core.text import many_lines
from core.users.errors import InvalidName, InvalidPhone, PhoneKnown, UserNotFound
from core.users.schemas import NewOwner

BOOK = "ok"
TYPE = "type"


class NotesStep(Step[PhoneDraft]):
    """With buttons, so that skipping is a tap; a reply to it counts as the note all the same."""

    name = "notes"

    async def render(self, scene: Scene, draft: PhoneDraft) -> Screen:
        t = scene.t
        row = [
            button(t.plain("phone-type-note"), self.press(TYPE)),
            button(t.plain("button-skip"), self.press(SKIP)),
        ]
        return Screen(t("phone-ask-notes"), [row, *self.way_out(scene)])

    async def accept(self, scene: Scene, draft: PhoneDraft, given: Input, prepared: Any) -> Outcome:
        match given:
            case Press("type"):
                return GoTo(TypedNotesStep.name, draft)
            case Press("skip"):
                return GoTo(BookStep.name, draft.model_copy(update={"notes": None}))
            case Text(text):
                return _noted(draft, text)
            case _:
                return not_understood(given, "press")


class TypedNotesStep(Typed):
    """Only where somebody chose to type it."""

    name = "note"
    placeholder = "phone-note-placeholder"

    async def applies(self, scene: Scene, draft: PhoneDraft) -> bool:
        return False

    async def ask(self, scene: Scene, draft: PhoneDraft) -> Html:
        return scene.t("phone-ask-typed-notes", who=mention(scene))

    async def read(self, scene: Scene, draft: PhoneDraft, text: str) -> Outcome:
        return _noted(draft, text)


OFFERS: BookingOffers[PhoneDraft] = BookingOffers()


class BookStep(Step[PhoneDraft]):
    """Everything once more, with what staff should think of. What was lost meanwhile is offered anew."""

    name = "book"

    async def render(self, scene: Scene, draft: PhoneDraft) -> Screen:
        t = scene.t
        lines = [t("phone-summary", owner=await owner_name(scene, draft), phone=await _phone(scene, draft))]
        lines.append(await summary(scene, draft))
        cautions = await scene.services.appointments.cautions(
            scene.actor, draft.owner_id, chosen(draft.service_id), chosen(draft.starts_at)
        )
        lines += [_caution(scene, caution) for caution in cautions]
        book = [[button(t.plain("book-send-at-once"), self.press(BOOK))]]
        return Screen(join(lines, "\n\n"), book + self.way_out(scene))

    async def accept(self, scene: Scene, draft: PhoneDraft, given: Input, prepared: Any) -> Outcome:
        if given != Press(BOOK):
            return not_understood(given, "press")
        visit = await scene.services.appointments.book_by_phone(scene.actor, _booking(draft))
        return Done(Draw(view="phone_booked", args={"id": str(visit.id)}))

    async def refused(self, scene: Scene, draft: PhoneDraft, error: DomainError) -> Outcome | None:
        match error:
            case PetHasVisitThen(number=number):
                nearest = await OFFERS.nearest(scene, draft, chosen(draft.starts_at))
                offered = tuple(sorted(slot.starts_at for slot in nearest))
                again = draft.model_copy(update={"offered": offered, "starts_at": None})
                notice = Notice(key="phone-pet-busy", args={"number": str(number)})
                return GoTo("time" if offered else "day", again, notice)
            case PhoneKnown():
                return GoTo(KnownStep.name, draft, Notice(key="phone-known-meanwhile"))
            case InvalidName():
                return GoTo(NameStep.name, draft, explain(error, scene))
            case InvalidPhone():
                return GoTo(PhoneStep.name, draft, explain(error, scene))
            case UserNotFound():
                return GoTo(WordsStep.name, PhoneDraft(), explain(error, scene))
            case _:
                return pet_again(draft, error) or await look_again(scene, draft, error, OFFERS)


class BookByPhone(Conversation[PhoneDraft]):
    name = "phone"

    def __init__(self) -> None:
        super().__init__(
            PhoneDraft,
            [
                WordsStep(), OwnerStep(), NameStep(), PhoneStep(), KnownStep(),
                PetStep(), PetNameStep(), SpeciesStep(),
                ServiceStep(), VetStep(), BookingDayStep(OFFERS), BookingTimeStep(OFFERS),
                NotesStep(), TypedNotesStep(), BookStep(),
            ],
        )  # fmt: skip

    async def step_from(self, scene: Scene, draft: PhoneDraft, after: str | None = None) -> str | None:
        """A booking that begins with the owner, or with the words, goes on behind them."""
        if after is None and draft.owner_id is not None:
            return PetStep.name
        if after is None and draft.words is not None:
            return OwnerStep.name
        return await super().step_from(scene, draft, after)

    def left(self, draft: PhoneDraft) -> Draw:
        notice = Notice(key="phone-left", problem=False)
        return Draw(view="notice", args={"notice": notice.model_dump(mode="json")})


async def _phone(scene: Scene, draft: PhoneDraft) -> str:
    phone = draft.new_phone
    if draft.owner_id is not None:
        phone = (await scene.services.users.get(scene.actor, draft.owner_id)).phone
    return display_phone(phone) if phone else "none"


def _noted(draft: PhoneDraft, text: str) -> Outcome:
    notes = many_lines(text)
    if len(notes) > NOTES_LIMIT:
        raise InvalidNotes(NOTES_LIMIT)
    return GoTo(BookStep.name, draft.model_copy(update={"notes": notes or None}))


def _caution(scene: Scene, caution: Caution) -> Html:
    return scene.t(f"phone-caution-{caution.replace('_', '-')}")


def _booking(draft: PhoneDraft) -> PhoneBooking:
    owner: UUID | NewOwner
    if draft.owner_id is not None:
        owner = draft.owner_id
    else:
        owner = NewOwner(full_name=chosen(draft.new_name), phone=chosen(draft.new_phone), same_phone=draft.same_phone)
    return PhoneBooking(
        owner=owner,
        pet=draft.pet_id or PetDraft(name=chosen(draft.new_pet), species=chosen(draft.new_species)),
        service_id=chosen(draft.service_id),
        vet_id=draft.vet_id,
        starts_at=chosen(draft.starts_at),
        notes=draft.notes,
    )
