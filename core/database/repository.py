"""What every repository has in common. Repositories hold every query, flush, and never commit."""

from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select

from core.database.base import Base
from core.database.session import Session

M = TypeVar("M", bound=Base)


class Repository(Generic[M]):
    """Reads and writes rows of `model`."""

    model: type[M]

    def __init__(self, session: Session) -> None:
        self._session = session

    async def get(self, key: UUID, *, lock: bool = False) -> M | None:
        """The row by its primary key, fresh from the database when `lock` holds it until the commit."""
        return await self._session.get(
            self.model, key, with_for_update={"key_share": True} if lock else None, populate_existing=lock
        )

    async def add(self, row: M) -> M:
        """Writes the row; constraint violations surface here."""
        self._session.add(row)
        await self._session.flush()
        return row

    async def flush(self) -> None:
        """Writes what was changed on loaded rows; constraint violations surface here."""
        await self._session.flush()

    async def _one(self, query: Select[M]) -> M | None:
        return (await self._session.scalars(query)).one_or_none()

    async def _all(self, query: Select[M]) -> list[M]:
        return list(await self._session.scalars(query))

    async def _count(self, query: Select[Any]) -> int:
        return int(await self._session.scalar(query) or 0)
