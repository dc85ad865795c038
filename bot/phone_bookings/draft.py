"""What a booking on the phone knows so far, and how its questions are typed."""

from uuid import UUID

from bot.appointments.choosing import chosen
from bot.appointments.conversation import (
    BookingDraft,
)
from bot.clinic.questions import Question
from bot.scene import Scene
from bot.ui import formatting
from core.pets.schemas import Species


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


class Typed(Question[PhoneDraft]):
    """In the middle of a longer conversation /cancel is Back."""

    cancel_leads_back = True


async def owner_name(scene: Scene, draft: PhoneDraft) -> str:
    if draft.owner_id is None:
        return formatting.name(chosen(draft.new_name))
    return formatting.name((await scene.services.users.get(scene.actor, draft.owner_id)).full_name)
