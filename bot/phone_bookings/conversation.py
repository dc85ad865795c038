"""Booking for somebody on the phone: who it is, for which pet, then the steps that owners know, and it is booked.

Nothing is stored before the last step: an owner or a pet that is new comes to be with the visit.
"""

from typing import Any
from uuid import UUID

from bot.appointments.choosing import chosen
from bot.appointments.conversation import (
    BookingDayStep,
    BookingDraft,
    BookingOffers,
    BookingTimeStep,
    ServiceStep,
    VetStep,
    look_again,
    summary,
)
from bot.clinic.questions import Question, mention
from bot.conversations.steps import (
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
)
from bot.directory.views import hit_line
from bot.errors import explain
from bot.pets import wording as pets
from bot.reply import Draw
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.callbacks import BadCallback, short, unshort
from bot.ui.screen import Rows, Screen, button, in_rows
from bot.ui.texts import Html, join
from bot.users.conversation import SKIP, not_understood
from core.appointments.booking import NOTES_LIMIT
from core.appointments.errors import InvalidNotes, PetHasVisitThen
from core.appointments.schemas import Caution, PhoneBooking
from core.contacts import display_phone
from core.errors import DomainError
from core.paging import Page
from core.pets.errors import PetArchived, PetNameTaken, TooManyPets
from core.pets.rules import clean_pet_name
from core.pets.schemas import PetDraft, Species
from core.text import many_lines, one_line
from core.users.errors import InvalidName, InvalidPhone, PhoneKnown, UserNotFound
from core.users.schemas import NewOwner, User
from core.users.validation import clean_name, clean_phone

BOOK = "ok"
NEW, NEW_AS_TYPED = "+", "+w"
TYPE = "type"


class PhoneDraft(BookingDraft):
    words: str | None = None
    """What was searched for."""
    owner_id: UUID | None = None
    from_card: bool = False
    """Whether it began on the owner's card, so that nobody asks who it is."""
    new_name: str | None = None
    new_phone: str | None = None
    """E.164; like the name, of somebody whom the clinic does not know yet."""
    same_phone: bool = False
    """Whether it is somebody else than those who are known with that number."""
    new_species: Species | None = None

    def known(self, owner_id: UUID) -> "PhoneDraft":
        """For an owner whom the clinic knows; a pet is chosen anew."""
        someone = {"owner_id": owner_id, "new_name": None, "new_phone": None, "same_phone": False}
        return self.model_copy(update={**someone, "pet_id": None, "new_pet": None, "new_species": None})

    def unknown(self, name: str | None = None, phone: str | None = None) -> "PhoneDraft":
        """For somebody new, of whom this is known."""
        someone = {"owner_id": None, "new_name": name, "new_phone": phone, "same_phone": False}
        return self.model_copy(update={**someone, "pet_id": None, "new_pet": None, "new_species": None})


async def search(scene: Scene, typed: str) -> PhoneDraft:
    """Who fits the words; a single one is chosen. NothingToFind."""
    words = one_line(typed)[:60]
    page = await scene.services.directory.find(scene.actor, words, size=1)
    draft = PhoneDraft(words=words)
    return draft.known(page.items[0].id) if page.total == 1 else draft


async def _searched(scene: Scene, typed: str) -> Outcome:
    draft = await search(scene, typed)
    return GoTo(OwnerStep.name if draft.owner_id is None else PetStep.name, draft)


class _Typed(Question[PhoneDraft]):
    """In the middle of a longer conversation /cancel is Back."""

    cancel_leads_back = True


# Who it is


class WordsStep(_Typed):
    name = "words"
    placeholder = "find-placeholder"

    async def applies(self, scene: Scene, draft: PhoneDraft) -> bool:
        return not draft.from_card

    async def ask(self, scene: Scene, draft: PhoneDraft) -> Html:
        return scene.t("phone-ask-words", who=mention(scene))

    async def read(self, scene: Scene, draft: PhoneDraft, text: str) -> Outcome:
        return await _searched(scene, text)


class OwnerStep(Step[PhoneDraft]):
    """Those who fit, or somebody new. Words typed as a reply search again."""

    name = "owner"

    async def applies(self, scene: Scene, draft: PhoneDraft) -> bool:
        return draft.words is not None

    async def render(self, scene: Scene, draft: PhoneDraft) -> Screen:
        t, words = scene.t, chosen(draft.words)
        page = await self._found(scene, words)
        rows: Rows = [[button(hit_line(hit), self.press(short(hit.id)))] for hit in page.items]
        name, phone = _as_typed(scene, words)
        if name is not None or phone is not None:
            label = formatting.name(name) if name else display_phone(chosen(phone))
            rows.append([button(t.plain("phone-new-owner-as-typed", typed=label), self.press(NEW_AS_TYPED))])
        if phone is None:
            rows.append([button(t.plain("phone-new-owner"), self.press(NEW))])
        shown = len(page.items) if page.pages > 1 else 0
        text = t("phone-ask-owner", words=formatting.name(words), count=page.total, shown=shown)
        return Screen(text, rows + self.way_out(scene))

    async def _found(self, scene: Scene, words: str) -> Page[Any]:
        return await scene.services.directory.find(scene.actor, words)

    async def accept(self, scene: Scene, draft: PhoneDraft, given: Input, prepared: Any) -> Outcome:
        match given:
            case Text(text):
                return await _searched(scene, text)
            case Press(value) if value == NEW:
                return GoTo(NameStep.name, draft.unknown())
            case Press(value) if value == NEW_AS_TYPED:
                name, phone = _as_typed(scene, chosen(draft.words))
                if name is None:
                    return GoTo(NameStep.name, draft.unknown(phone=phone))
                return GoTo(PhoneStep.name, draft.unknown(name=name))
            case Press(value):
                return await _choose_owner(scene, draft, value)
            case _:
                return not_understood(given, "press")


class NameStep(_Typed):
    name = "name"
    placeholder = "phone-name-placeholder"

    async def applies(self, scene: Scene, draft: PhoneDraft) -> bool:
        return draft.owner_id is None

    async def ask(self, scene: Scene, draft: PhoneDraft) -> Html:
        return scene.t("phone-ask-name", who=mention(scene))

    async def read(self, scene: Scene, draft: PhoneDraft, text: str) -> Outcome:
        named = draft.model_copy(update={"new_name": clean_name(text)})
        return Next(named) if named.new_phone is None else await _with_phone(scene, named)


class PhoneStep(_Typed):
    """Not to be skipped: whoever has neither Telegram nor a number can't be reached."""

    name = "phone"
    placeholder = "phone-placeholder"

    async def applies(self, scene: Scene, draft: PhoneDraft) -> bool:
        return draft.owner_id is None

    async def ask(self, scene: Scene, draft: PhoneDraft) -> Html:
        return scene.t("phone-ask-phone", who=mention(scene), owner=formatting.name(chosen(draft.new_name)))

    async def read(self, scene: Scene, draft: PhoneDraft, text: str) -> Outcome:
        phone = clean_phone(text, scene.settings.clinic_country)
        return await _with_phone(scene, draft.model_copy(update={"new_phone": phone, "same_phone": False}))


class KnownStep(Step[PhoneDraft]):
    """Somebody with that number is known already: it is them, or somebody else of the household."""

    name = "known"

    async def applies(self, scene: Scene, draft: PhoneDraft) -> bool:
        return bool(draft.owner_id is None and await _others_with_phone(scene, draft))

    async def render(self, scene: Scene, draft: PhoneDraft) -> Screen:
        t, phone = scene.t, chosen(draft.new_phone)
        others = await _others_with_phone(scene, draft)
        rows = [[button(formatting.name(other.full_name), self.press(short(other.id)))] for other in others[:8]]
        name = formatting.name(chosen(draft.new_name))
        rows.append([button(t.plain("phone-somebody-else", owner=name), self.press(NEW))])
        text = t("phone-ask-known", phone=display_phone(phone), count=len(others))
        return Screen(text, rows + self.way_out(scene))

    async def accept(self, scene: Scene, draft: PhoneDraft, given: Input, prepared: Any) -> Outcome:
        match given:
            case Press(value) if value == NEW:
                return GoTo(PetNameStep.name, draft.model_copy(update={"same_phone": True}))
            case Press(value):
                return await _choose_owner(scene, draft, value)
            case _:
                return not_understood(given, "press")


# For which pet


class PetStep(Step[PhoneDraft]):
    """Shown for each known owner, so that it is seen who was chosen."""

    name = "pet"

    async def applies(self, scene: Scene, draft: PhoneDraft) -> bool:
        return draft.owner_id is not None

    async def render(self, scene: Scene, draft: PhoneDraft) -> Screen:
        try:
            owner = await scene.services.users.get(scene.actor, chosen(draft.owner_id))
        except UserNotFound:
            return Screen(scene.t("error-user-not-found"), self.way_out(scene))
        theirs = await scene.services.pets.of_owner(scene.actor, owner.id)
        rows = in_rows([button(pets.called(pet), self.press(short(pet.id))) for pet in theirs], 2)
        rows.append([button(scene.t.plain("phone-new-pet"), self.press(NEW))])
        text = scene.t(
            "phone-ask-pet",
            owner=formatting.name(owner.full_name),
            phone=display_phone(owner.phone) if owner.phone else "none",
        )
        return Screen(text, rows + self.way_out(scene, back=not draft.from_card))

    async def accept(self, scene: Scene, draft: PhoneDraft, given: Input, prepared: Any) -> Outcome:
        if not isinstance(given, Press):
            return not_understood(given, "press")
        if given.value == NEW:
            return GoTo(PetNameStep.name, draft.model_copy(update={"pet_id": None}))
        pet = await scene.services.pets.get(scene.actor, unshort(given.value))
        if pet.owner_id != draft.owner_id:
            raise BadCallback(given.value)
        if pet.archived:
            raise PetArchived(pet.name)
        return GoTo(ServiceStep.name, draft.model_copy(update={"pet_id": pet.id, "new_pet": None, "new_species": None}))


class PetNameStep(_Typed):
    name = "petname"
    placeholder = "phone-pet-placeholder"

    async def applies(self, scene: Scene, draft: PhoneDraft) -> bool:
        return draft.pet_id is None

    async def ask(self, scene: Scene, draft: PhoneDraft) -> Html:
        return scene.t("phone-ask-pet-name", who=mention(scene), owner=await owner_name(scene, draft))

    async def read(self, scene: Scene, draft: PhoneDraft, text: str) -> Outcome:
        if draft.owner_id is None:
            name = clean_pet_name(text)
        else:
            name = await scene.services.pets.check_name(scene.actor, text, owner_id=draft.owner_id)
        return Next(draft.model_copy(update={"new_pet": name}))

    async def refused(self, scene: Scene, draft: PhoneDraft, error: DomainError) -> Outcome | None:
        return _pet_again(draft, error)


class SpeciesStep(Step[PhoneDraft]):
    name = "species"

    async def applies(self, scene: Scene, draft: PhoneDraft) -> bool:
        return draft.pet_id is None

    async def render(self, scene: Scene, draft: PhoneDraft) -> Screen:
        choices = [
            button(f"{pets.species_emoji(species)} {pets.species(scene, species)}", self.press(species.value))
            for species in Species
        ]
        text = scene.t("pet-ask-species", name=formatting.name(chosen(draft.new_pet)))
        return Screen(text, in_rows(choices, 2) + self.way_out(scene))

    async def accept(self, scene: Scene, draft: PhoneDraft, given: Input, prepared: Any) -> Outcome:
        if not isinstance(given, Press) or given.value not in set(Species):
            return not_understood(given, "press")
        return Next(draft.model_copy(update={"new_species": Species(given.value)}))


# What, when, and that


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


class TypedNotesStep(_Typed):
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
                return _pet_again(draft, error) or await look_again(scene, draft, error, OFFERS)


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


async def owner_name(scene: Scene, draft: PhoneDraft) -> str:
    if draft.owner_id is None:
        return formatting.name(chosen(draft.new_name))
    return formatting.name((await scene.services.users.get(scene.actor, draft.owner_id)).full_name)


async def _phone(scene: Scene, draft: PhoneDraft) -> str:
    phone = draft.new_phone
    if draft.owner_id is not None:
        phone = (await scene.services.users.get(scene.actor, draft.owner_id)).phone
    return display_phone(phone) if phone else "none"


def _as_typed(scene: Scene, words: str) -> tuple[str | None, str | None]:
    """What was searched for as the name or the phone number of somebody new, where it can be one."""
    try:
        return None, clean_phone(words, scene.settings.clinic_country)
    except InvalidPhone:
        pass
    try:
        return (None if any(char.isdigit() for char in words) else clean_name(words)), None
    except InvalidName:
        return None, None


async def _choose_owner(scene: Scene, draft: PhoneDraft, value: str) -> Outcome:
    owner_id = unshort(value)
    await scene.services.users.records.get(scene.actor, owner_id)
    return GoTo(PetStep.name, draft.known(owner_id))


async def _with_phone(scene: Scene, draft: PhoneDraft) -> Outcome:
    known = await _others_with_phone(scene, draft)
    return GoTo(KnownStep.name if known else PetNameStep.name, draft)


async def _others_with_phone(scene: Scene, draft: PhoneDraft) -> list[User]:
    if draft.new_phone is None:
        return []
    return await scene.services.users.with_phone(scene.actor, draft.new_phone)


def _pet_again(draft: PhoneDraft, error: DomainError) -> Outcome | None:
    """To the pets that there are, for a refusal that is about those; None for any other."""
    match error:
        case PetNameTaken(name=name):
            notice = Notice(key="phone-pet-known", args={"name": formatting.name(name)})
        case TooManyPets(limit=limit):
            notice = Notice(key="phone-too-many-pets", args={"limit": limit})
        case _:
            return None
    return GoTo(PetStep.name, draft.model_copy(update={"pet_id": None, "new_pet": None}), notice)


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
