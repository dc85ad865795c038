"""The clinic's directory of owners: finding one, and seeing at a glance who that is."""

from uuid import UUID

from core.appointments.schemas import AppointmentDetails, AppointmentFilter, AppointmentStatus
from core.appointments.service import AppointmentService
from core.appointments.status import OPEN
from core.clock import Clock
from core.directory.errors import NothingToFind
from core.directory.repository import DirectoryRepository
from core.directory.schemas import OwnerCard, OwnerHit
from core.directory.wanted import FEWEST_DIGITS, read
from core.paging import Page
from core.pets.service import PetService
from core.users.errors import StaffOnly
from core.users.schemas import Actor
from core.users.service import UserService

PAGE_SIZE = 8
_AHEAD = 5
"""How many of the next visits a card shows."""


class DirectoryService:
    """For staff only."""

    def __init__(
        self,
        repository: DirectoryRepository,
        users: UserService,
        pets: PetService,
        appointments: AppointmentService,
        clock: Clock,
    ) -> None:
        self._repository = repository
        self._users = users
        self._pets = pets
        self._appointments = appointments
        self._clock = clock

    async def find(self, actor: Actor, text: str, page: int = 1, size: int = PAGE_SIZE) -> Page[OwnerHit]:
        """Owners by parts of names (theirs or a pet's), of a phone number or by a visit's number, the best fit first.

        Accents and small mistakes don't matter. NothingToFind, StaffOnly.
        """
        if not actor.is_staff:
            raise StaffOnly
        wanted = read(text)
        if not wanted:
            raise NothingToFind(FEWEST_DIGITS)
        return await self._repository.search(wanted, page=page, size=size)

    async def card(self, actor: Actor, owner_id: UUID) -> OwnerCard:
        """UserNotFound, StaffOnly."""
        record = await self._users.records.get(actor, owner_id)
        ahead = AppointmentFilter(owner_id=owner_id, statuses=OPEN, since=self._clock.now())
        missed = AppointmentFilter(owner_id=owner_id, statuses=frozenset({AppointmentStatus.NO_SHOW}))
        came = AppointmentFilter(
            owner_id=owner_id, statuses=frozenset({AppointmentStatus.COMPLETED}), newest_first=True
        )
        last = (await self._appointments.find(actor, came, size=1)).items
        return OwnerCard(
            owner=await self._users.get(actor, owner_id),
            record=record,
            reach=await self._users.reach(owner_id),
            pets=tuple(await self._pets.of_owner(actor, owner_id)),
            ahead=(await self._appointments.find(actor, ahead, size=_AHEAD)).items,
            visits=(await self.visits(actor, owner_id, size=1)).total,
            missed=(await self._appointments.find(actor, missed, size=1)).total,
            last_visit=last[0].starts_at if last else None,
        )

    async def visits(
        self, actor: Actor, owner_id: UUID, page: int = 1, size: int = PAGE_SIZE
    ) -> Page[AppointmentDetails]:
        """All visits of an owner whatever became of them, the latest first. UserNotFound, StaffOnly."""
        await self._users.records.get(actor, owner_id)
        return await self._appointments.find(actor, AppointmentFilter(owner_id=owner_id, newest_first=True), page, size)
