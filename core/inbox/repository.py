"""Every query on the inbox."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, bindparam, column, func, select, update
from sqlalchemy.dialects.postgresql import insert

from core.database.base import table
from core.database.repository import Repository
from core.database.statement import Row, Statement
from core.inbox.models import InboxRow
from core.inbox.schemas import Incoming
from core.replicas.models import is_gone

_inbox = table(InboxRow)
_row = _inbox.c

# Sent at every tap: made once, and of columns instead of entities.
_OF_EACH = ("update_id", "sender", "payload")
_sent = (
    func.unnest(*(bindparam(name, type_=ARRAY(_row[name].type)) for name in _OF_EACH))
    .table_valued(*(column(name, _row[name].type) for name in _OF_EACH), with_ordinality="place", name="sent")
    .render_derived()
)
_INSERT = Statement(
    insert(_inbox)
    .from_select(
        [*_OF_EACH, "received_at", "held_by"],
        select(
            *(_sent.c[name] for name in _OF_EACH),
            *(bindparam(name, type_=_row[name].type) for name in ("received_at", "held_by")),
        ).order_by(_sent.c.place),
        include_defaults=False,
    )
    .on_conflict_do_nothing(index_elements=[_row.update_id])
    .returning(_row.update_id)
)
_FIRST_UNAPPLIED = Statement(
    select(_row.arrival, _row.update_id, _row.sender)
    .where(_row.sender == bindparam("of"), _row.applied_at.is_(None))
    .order_by(_row.arrival)
    .limit(1)
    .with_for_update()
)
_THIS = _row.update_id == bindparam("this")
_MARK_APPLIED = Statement(
    update(_inbox)
    .where(_THIS)
    .values(applied_at=bindparam("at"), payload=None, reply=bindparam("shows"), held_by=bindparam("holder"))
)
_MARK_ANSWERED = Statement(
    update(_inbox).where(_THIS, _row.applied_at.is_not(None)).values(answered_at=bindparam("at"), reply=None)
)


class InboxRepository(Repository[InboxRow]):
    model = InboxRow

    async def insert_new(self, updates: Sequence[Incoming], at: datetime, replica: UUID | None) -> set[int]:
        """Stores those not seen before, in one statement and in their order; the update ids of these."""
        values = {
            "update_id": [update.update_id for update in updates],
            "sender": [update.sender for update in updates],
            "payload": [update.payload for update in updates],
            "received_at": at,
            "held_by": replica,
        }
        return {update_id for (update_id,) in await self._session.rows(_INSERT, values)}

    async def first_unapplied(self, sender: int) -> Row | None:
        """Arrival, update id and sender of the sender's earliest unapplied row.

        It is held until the commit; waits for whoever holds it now.
        """
        return await self._session.row(_FIRST_UNAPPLIED, {"of": sender})

    async def shown_elsewhere(self, sender: int, arrival: int, replica: UUID) -> bool:
        """Whether another replica that is there is showing an earlier update of the same sender."""
        query = select(InboxRow.arrival).where(
            InboxRow.sender == sender,
            InboxRow.arrival < arrival,
            InboxRow.applied_at.is_not(None),
            InboxRow.answered_at.is_(None),
            InboxRow.held_by != replica,
            ~is_gone(InboxRow.held_by),
        )
        return await self._session.scalar(query.limit(1)) is not None

    async def overtaken(self, update_id: int) -> bool:
        """Whether a later update of the same sender has been applied."""
        this = select(InboxRow.sender, InboxRow.arrival).where(InboxRow.update_id == update_id).subquery()
        query = select(InboxRow.arrival).where(
            InboxRow.sender == this.c.sender, InboxRow.arrival > this.c.arrival, InboxRow.applied_at.is_not(None)
        )
        return await self._session.scalar(query.limit(1)) is not None

    async def by_update_id(self, update_id: int) -> InboxRow | None:
        return await self._one(select(InboxRow).where(InboxRow.update_id == update_id))

    async def mark_applied(
        self, update_id: int, at: datetime, reply: dict[str, Any], replica: UUID | None = None
    ) -> None:
        await self._session.rows(_MARK_APPLIED, {"this": update_id, "at": at, "shows": reply, "holder": replica})

    async def unanswered(self, limit: int) -> list[InboxRow]:
        return await self._all(
            select(InboxRow).where(InboxRow.answered_at.is_(None)).order_by(InboxRow.arrival).limit(limit)
        )

    async def lock_abandoned(self, limit: int, replica: UUID, *, own: bool) -> list[InboxRow]:
        """What no other replica that is there is to finish, in the order of arrival, locked.

        With `own` also what is this one's already, and what is nobody's.
        """
        takeable = is_gone(InboxRow.held_by)
        if own:
            takeable |= InboxRow.held_by.is_(None) | (InboxRow.held_by == replica)
        query = select(InboxRow).where(InboxRow.answered_at.is_(None), takeable).order_by(InboxRow.arrival)
        return await self._all(
            query.limit(limit).with_for_update(skip_locked=True).execution_options(populate_existing=True)
        )

    async def backlog(self) -> tuple[int, datetime | None]:
        """How many are not answered, and when the first of them came."""
        row = await self._session.execute(
            select(func.count(), func.min(InboxRow.received_at)).where(InboxRow.answered_at.is_(None))
        )
        waiting, first = row.one()
        return waiting, first

    async def mark_answered(self, update_id: int, at: datetime) -> None:
        await self._session.rows(_MARK_ANSWERED, {"this": update_id, "at": at})

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
