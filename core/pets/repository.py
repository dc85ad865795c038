"""Every query about pets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select

from core.database.base import table
from core.database.repository import Repository
from core.pets.models import Pet
from core.users.models import User

_pet = table(Pet).c
_HOLD = (
    select(_pet.id, _pet.owner_id, _pet.name, _pet.archived_at)
    .where(_pet.id == bindparam("pet_id"))
    .with_for_update(key_share=True)
)
"""Done by every booking: made once, and no entity."""


class PetRepository(Repository[Pet]):
    """Reads and writes pets."""

    model = Pet

    async def of_owner(self, owner_id: UUID, *, include_archived: bool = False, lock: bool = False) -> list[Pet]:
        """By name; archived ones last. `lock` holds them until the commit."""
        query = select(Pet).where(Pet.owner_id == owner_id)
        if lock:
            query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
        if not include_archived:
            query = query.where(Pet.archived_at.is_(None))
        return await self._all(query.order_by(Pet.archived_at.is_not(None), func.lower(Pet.name), Pet.id))

    async def hold(self, pet_id: UUID) -> Row[UUID, UUID, str, datetime | None] | None:
        """What a booking goes by, fresh from the database and held until the commit."""
        return (await self._session.execute(_HOLD, {"pet_id": pet_id})).one_or_none()

    async def owner_exists(self, owner_id: UUID) -> bool:
        return await self._session.scalar(select(User.id).where(User.id == owner_id, User.is_active)) is not None

    async def lock_owner(self, owner_id: UUID) -> None:
        """Makes changes to which pets an owner has, and how they are called, wait for each other until the commit."""
        await self._session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"pets of {owner_id}", 0))))
