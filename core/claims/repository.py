"""Every query about codes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from core.claims.models import ClaimCode
from core.database.repository import Repository


class ClaimRepository(Repository[ClaimCode]):
    model = ClaimCode

    async def put(self, user_id: UUID, key: str, made_at: datetime, expires_at: datetime) -> None:
        """Writes the user's code in place of any other."""
        values = {"key": key, "made_at": made_at, "expires_at": expires_at}
        query = insert(ClaimCode).values(user_id=user_id, **values)
        await self._session.execute(query.on_conflict_do_update(index_elements=[ClaimCode.user_id], set_=values))

    async def owner_of(self, key: str, now: datetime) -> UUID | None:
        """Whose account the code opens."""
        query = select(ClaimCode.user_id).where(ClaimCode.key == key, ClaimCode.expires_at > now)
        owner: UUID | None = await self._session.scalar(query)
        return owner

    async def take(self, key: str, now: datetime) -> bool:
        """Uses the code up; False when somebody else has."""
        query = delete(ClaimCode).where(ClaimCode.key == key, ClaimCode.expires_at > now).returning(ClaimCode.user_id)
        return await self._session.scalar(query) is not None

    async def open_code(self, user_id: UUID, now: datetime) -> ClaimCode | None:
        return await self._one(select(ClaimCode).where(ClaimCode.user_id == user_id, ClaimCode.expires_at > now))

    async def erase(self, user_id: UUID) -> None:
        await self._session.execute(delete(ClaimCode).where(ClaimCode.user_id == user_id))

    async def forget_before(self, moment: datetime) -> None:
        """Those that have expired. Rows that another transaction holds are left to it: no deadlocks."""
        old = select(ClaimCode.user_id).where(ClaimCode.expires_at <= moment).with_for_update(skip_locked=True)
        await self._session.execute(delete(ClaimCode).where(ClaimCode.user_id.in_(old)))
