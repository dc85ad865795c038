"""Every query about pets."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, func, select

from core.database.base import table
from core.database.repository import Repository
from core.database.statement import Row, Statement
from core.pets.models import Pet
from core.users.models import User

PetRow = Row
"""The columns of a pet, by the names that the entity has."""

_pet = table(Pet).c
_READ = Statement(select(*_pet).where(_pet.id == bindparam("pet_id")))
_of_owner = (
    select(*_pet)
    .where(_pet.owner_id == bindparam("owner"))
    .order_by(_pet.archived_at.is_not(None), func.lower(_pet.name), _pet.id)
)
_OF_OWNER = Statement(_of_owner)
_PRESENT_OF_OWNER = Statement(_of_owner.where(_pet.archived_at.is_(None)))
_HOLD = Statement(
    select(_pet.id, _pet.owner_id, _pet.name, _pet.archived_at)
    .where(_pet.id == bindparam("pet_id"))
    .with_for_update(key_share=True)
)
"""Done at every tap of a booking: made once, and no entities."""


class PetRepository(Repository[Pet]):
    """Reads and writes pets."""

    model = Pet

    async def read(self, pet_id: UUID) -> PetRow | None:
        """To be looked at."""
        return await self._session.row(_READ, {"pet_id": pet_id})

    async def of_owner(self, owner_id: UUID, *, include_archived: bool = False) -> Sequence[PetRow]:
        """To be looked at; by name, archived ones last."""
        query = _OF_OWNER if include_archived else _PRESENT_OF_OWNER
        return await self._session.rows(query, {"owner": owner_id})

    async def lock_of_owner(self, owner_id: UUID) -> list[Pet]:
        """To be changed, archived ones too; held until the commit."""
        query = select(Pet).where(Pet.owner_id == owner_id).order_by(Pet.id)
        return await self._all(query.with_for_update(key_share=True).execution_options(populate_existing=True))

    async def hold(self, pet_id: UUID) -> Row | None:
        """What a booking goes by, fresh from the database and held until the commit."""
        return await self._session.row(_HOLD, {"pet_id": pet_id})

    async def owner_exists(self, owner_id: UUID) -> bool:
        return await self._session.scalar(select(User.id).where(User.id == owner_id, User.is_active)) is not None

    async def lock_owner(self, owner_id: UUID) -> None:
        """Makes changes to which pets an owner has, and how they are called, wait for each other until the commit."""
        await self._session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"pets of {owner_id}", 0))))
