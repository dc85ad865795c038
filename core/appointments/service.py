"""The clinic's appointment book: every rule about visits."""

from uuid import UUID

from core.appointments.agenda import Agenda
from core.appointments.calls import Calls
from core.appointments.effects import RuleEffects
from core.appointments.erasing import Erasing
from core.appointments.errors import PetHasVisits
from core.appointments.lists import Lists
from core.appointments.phone import BookingByPhone
from core.appointments.proposing import Proposing
from core.appointments.schemas import AppointmentFilter, AppointmentStatus
from core.appointments.status import OPEN
from core.users.schemas import Actor


class AppointmentService(BookingByPhone, Proposing, Erasing, RuleEffects, Lists, Calls, Agenda):
    """Asking for visits, deciding, moving and proposing others, looking them up, what changed rules do to them.

    Owners see and change their own alone; staff all.
    """

    async def archive_pet(self, actor: Actor, pet_id: UUID) -> None:
        """Archives a pet that has no visit ahead; times proposed for it are free again. PetNotFound, PetHasVisits."""
        pet = await self._pets.get(actor, pet_id)
        await self._rows.lock_owner(pet.owner_id)  # no booking slips in between
        numbers = await self._rows.upcoming_numbers(pet.id, self._clock.now())
        if numbers:
            raise PetHasVisits(numbers)
        proposals = await self._rows.proposals(self._today(), pet_id=pet.id)
        await self._end_proposals(actor, proposals, self._clock.now(), AppointmentStatus.DECLINED)
        await self._pets.archive(actor, pet_id)

    async def redraw_ahead(self, owner_id: UUID, *, because: str) -> None:
        """Brings the cards of the owner's open visits ahead up to date, after something else about them changed."""
        ahead = AppointmentFilter(owner_id=owner_id, statuses=OPEN, since=self._clock.now())
        for visit in await self._rows.all_of(ahead, self._today()):
            await self._redraw_cards(visit, because=because)
