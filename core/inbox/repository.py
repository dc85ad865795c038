"""Every query on the inbox."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from core.database.repository import Repository
from core.inbox.models import InboxRow


class InboxRepository(Repository[InboxRow]):
    model = InboxRow

    async def insert_new(self, rows: Sequence[dict[str, Any]]) -> set[int]:
        """Stores those not seen before, in one statement; the update ids of these."""
        statement = (
            insert(InboxRow)
            .values(list(rows))
            .on_conflict_do_nothing(index_elements=[InboxRow.update_id])
            .returning(InboxRow.update_id)
        )
        return set(await self._session.scalars(statement))

    async def first_unapplied(self, sender: int) -> InboxRow | None:
        """The sender's earliest unapplied row, held until the commit; waits for whoever holds it now."""
        return await self._one(
            select(InboxRow)
            .where(InboxRow.sender == sender, InboxRow.applied_at.is_(None))
            .order_by(InboxRow.arrival)
            .limit(1)
            .with_for_update()
            .execution_options(populate_existing=True)
        )

    async def by_update_id(self, update_id: int) -> InboxRow | None:
        return await self._one(select(InboxRow).where(InboxRow.update_id == update_id))

    async def mark_applied(self, update_id: int, at: datetime, reply: dict[str, Any]) -> None:
        await self._session.execute(
            update(InboxRow)
            .where(InboxRow.update_id == update_id)
            .values(applied_at=at, payload=None, reply=reply)
            .execution_options(synchronize_session=False)
        )

    async def unanswered(self, limit: int) -> list[InboxRow]:
        return await self._all(
            select(InboxRow).where(InboxRow.answered_at.is_(None)).order_by(InboxRow.arrival).limit(limit)
        )

    async def mark_answered(self, update_id: int, at: datetime) -> None:
        await self._session.execute(
            update(InboxRow)
            .where(InboxRow.update_id == update_id, InboxRow.applied_at.is_not(None))
            .values(answered_at=at, reply=None)
        )

    async def forget_replies(self, senders: Collection[int], at: datetime) -> None:
        await self._session.execute(
            update(InboxRow)
            .where(InboxRow.sender.in_(senders), InboxRow.applied_at.is_not(None), InboxRow.answered_at.is_(None))
            .values(answered_at=at, reply=None)
            .execution_options(synchronize_session=False)
        )

    async def count_attempt(self, update_id: int) -> int:
        attempts = await self._session.scalar(
            update(InboxRow)
            .where(InboxRow.update_id == update_id)
            .values(attempts=InboxRow.attempts + 1)
            .returning(InboxRow.attempts)
        )
        return attempts or 0

    async def delete_answered(self, before: datetime) -> int:
        deleted = await self._session.scalars(
            delete(InboxRow)
            .where(InboxRow.received_at < before, InboxRow.answered_at.is_not(None))
            .returning(InboxRow.arrival)
        )
        return len(deleted.all())
