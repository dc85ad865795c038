"""The clinic's appointment book: every rule about visits."""

from uuid import UUID

from core.appointments.agenda import Agenda
from core.appointments.calls import Calls
from core.appointments.effects import RuleEffects
from core.appointments.erasing import Erasing
from core.appointments.errors import PetHasVisits
from core.appointments.lists import Lists
from core.appointments.moving import Moving
from core.users.schemas import Actor


class AppointmentService(Moving, Erasing, RuleEffects, Lists, Calls, Agenda):
    """Asking for visits, deciding and moving them, looking them up, what changed rules do to them.

    Owners see and change their own alone; staff all.
    """

    async def archive_pet(self, actor: Actor, pet_id: UUID) -> None:
        """Archives a pet that has no visit ahead. PetNotFound, PetHasVisits."""
        pet = await self._pets.get(actor, pet_id)
        await self._rows.lock_owner(pet.owner_id)  # no booking slips in between
        numbers = await self._rows.upcoming_numbers(pet.id, self._clock.now())
        if numbers:
            raise PetHasVisits(numbers)
        await self._pets.archive(actor, pet_id)
