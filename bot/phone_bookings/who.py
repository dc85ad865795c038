"""Whom a booking on the phone is for: found among those who are known, or entered."""

from typing import Any

from bot.appointments.choosing import chosen
from bot.clinic.questions import mention
from bot.conversations.steps import (
    GoTo,
    Input,
    Next,
    Outcome,
    Press,
    Step,
    Text,
)
from bot.directory.views import hit_line
from bot.phone_bookings.draft import PhoneDraft, Typed
from bot.phone_bookings.pet import NEW, PetNameStep, PetStep
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.callbacks import short, unshort
from bot.ui.screen import Rows, Screen, button
from bot.ui.texts import Html
from bot.users.conversation import not_understood
from core.contacts import display_phone
from core.paging import Page
from core.text import one_line
from core.users.errors import InvalidName, InvalidPhone
from core.users.schemas import User
from core.users.validation import clean_name, clean_phone

NEW_AS_TYPED = "+w"


async def search(scene: Scene, typed: str) -> PhoneDraft:
    """Who fits the words; a single one is chosen. NothingToFind."""
    words = one_line(typed)[:60]
    page = await scene.services.directory.find(scene.actor, words, size=1)
    draft = PhoneDraft(words=words)
    return draft.known(page.items[0].id) if page.total == 1 else draft


async def _searched(scene: Scene, typed: str) -> Outcome:
    draft = await search(scene, typed)
    return GoTo(OwnerStep.name if draft.owner_id is None else PetStep.name, draft)


class WordsStep(Typed):
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


class NameStep(Typed):
    name = "name"
    placeholder = "phone-name-placeholder"

    async def applies(self, scene: Scene, draft: PhoneDraft) -> bool:
        return draft.owner_id is None

    async def ask(self, scene: Scene, draft: PhoneDraft) -> Html:
        return scene.t("phone-ask-name", who=mention(scene))

    async def read(self, scene: Scene, draft: PhoneDraft, text: str) -> Outcome:
        named = draft.model_copy(update={"new_name": clean_name(text)})
        return Next(named) if named.new_phone is None else await _with_phone(scene, named)


class PhoneStep(Typed):
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
