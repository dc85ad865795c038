"""Which processes serve the clinic at the moment, so that one takes up what another left behind.

Rows that say so, not session locks: behind a pooler in transaction mode a session lock is everybody's.
"""

from datetime import timedelta
from uuid import UUID

from core.replicas.repository import ReplicaRepository

FORGOTTEN_AFTER = timedelta(hours=1)


class ReplicaService:
    def __init__(self, repository: ReplicaRepository) -> None:
        self._rows = repository

    async def beat(self, replica: UUID) -> int:
        """Says that this process is there; how many are, itself included."""
        await self._rows.beat(replica)
        return await self._rows.count()

    async def leave(self, replica: UUID) -> None:
        """Says that this process is there no more: at once, others may take up what it held."""
        await self._rows.remove(replica)
