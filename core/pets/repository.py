"""Every query about pets."""

from uuid import UUID

from sqlalchemy import func, select

from core.database.repository import Repository
from core.pets.models import Pet
from core.users.models import User


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

    async def owner_exists(self, owner_id: UUID) -> bool:
        return await self._session.scalar(select(User.id).where(User.id == owner_id, User.is_active)) is not None

    async def lock_owner(self, owner_id: UUID) -> None:
        """Makes changes to which pets an owner has, and how they are called, wait for each other until the commit."""
        await self._session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"pets of {owner_id}", 0))))
