"""Every query on the replicas."""

from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from core.database.repository import Repository
from core.replicas.models import Replica, heard


class ReplicaRepository(Repository[Replica]):
    model = Replica

    async def beat(self, replica: UUID) -> None:
        statement = insert(Replica).values(id=replica, seen_at=func.now())
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=[Replica.id], set_={"seen_at": func.now()})
        )

    async def count(self) -> int:
        """How many are there."""
        return await self._count(select(func.count()).select_from(Replica).where(heard()))

    async def remove(self, replica: UUID) -> None:
        await self._session.execute(delete(Replica).where(Replica.id == replica))
