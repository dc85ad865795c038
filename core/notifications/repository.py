"""Every query of the outbox."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Function, delete, exists, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from core.database.base import table
from core.database.repository import Repository
from core.database.statement import Statement
from core.notifications.models import Notification, UndeliveredMessage
from core.notifications.schemas import Audience, Kind, NotificationStatus, Obstacle
from core.replicas.models import is_gone


def _first_in_line() -> ColumnElement[bool]:
    """Nothing about the same visit to the same recipient is still waiting before it: news arrive in order."""
    earlier = aliased(Notification)
    return ~exists().where(
        # Pending, said without the status: the index of what is due does not fit then. With it a planner that has no
        # statistics yet walks through all that is due for each row, instead of the few about the same visit.
        earlier.settled_at.is_(None),
        earlier.appointment_id == Notification.appointment_id,
        earlier.audience == Notification.audience,
        or_(
            earlier.telegram_user_id.is_(None),
            Notification.telegram_user_id.is_(None),
            earlier.telegram_user_id == Notification.telegram_user_id,
        ),
        tuple_(earlier.due_at, earlier.created_at, earlier.id)
        < tuple_(Notification.due_at, Notification.created_at, Notification.id),
    )


def _unclaimed(now: datetime) -> ColumnElement[bool]:
    """Nobody's, or no longer: the lease ran out, or whoever held it is gone."""
    return or_(Notification.claimed_until.is_(None), Notification.claimed_until <= now, is_gone(Notification.held_by))


def push_key(message_id: UUID) -> str:
    """The dedupe key of the notification that tells the clinic of an undelivered message."""
    return f"{Kind.UNREACHABLE}:{message_id}"


_notification = table(Notification).c
_WRITE = Statement(
    insert(table(Notification))
    .on_conflict_do_nothing(index_elements=[_notification.dedupe_key])
    .returning(_notification.id)
)


class NotificationRepository(Repository[Notification]):
    model = Notification

    async def write(self, **values: Any) -> bool:
        """Writes a row unless its dedupe key was used before; whether it did."""
        return await self._session.value(_WRITE, {"id": uuid4(), **values}) is not None

    async def withdraw(self, appointment_id: UUID, kinds: Collection[Kind], now: datetime) -> int:
        """Withdraws what is pending of these kinds; how many."""
        statement = (
            update(Notification)
            .where(
                Notification.appointment_id == appointment_id,
                Notification.kind.in_(kinds),
                Notification.status == NotificationStatus.PENDING,
            )
            .values(status=NotificationStatus.WITHDRAWN, settled_at=now)
            .returning(Notification.id)
            .execution_options(synchronize_session=False)
        )
        return len((await self._session.scalars(statement)).all())

    async def take_back(self, appointment_id: UUID, kind: Kind, now: datetime) -> list[dict[str, Any]]:
        """Withdraws what is pending of the kind and in nobody's hands; the payloads, the oldest first."""
        statement = (
            update(Notification)
            .where(
                Notification.appointment_id == appointment_id,
                Notification.kind == kind,
                Notification.status == NotificationStatus.PENDING,
                or_(Notification.claimed_until.is_(None), Notification.claimed_until <= now),
                Notification.attempts == 0,
            )
            .values(status=NotificationStatus.WITHDRAWN, settled_at=now)
            .returning(Notification.due_at, Notification.payload)
            .execution_options(synchronize_session=False)
        )
        taken = (await self._session.execute(statement)).all()
        return [payload for _, payload in sorted(taken, key=lambda row: row.due_at)]

    async def lock_due(self, now: datetime, limit: int, audience: Audience | None = None) -> list[Notification]:
        """Rows that are due and nobody's, the longest due first, locked; those that others hold are passed over.

        `audience` leaves out those for anybody else.
        """
        query = (
            select(Notification)
            .where(
                Notification.status == NotificationStatus.PENDING,
                Notification.due_at <= now,
                _unclaimed(now),
                _first_in_line(),
            )
            .order_by(Notification.due_at, Notification.created_at, Notification.id)
            .limit(limit)
            .with_for_update(skip_locked=True, key_share=True)
            .execution_options(populate_existing=True)
        )
        return await self._all(query if audience is None else query.where(Notification.audience == audience))

    async def next_due(self) -> datetime | None:
        """When the next pending row can be taken: it is due, and no lease or wait holds it."""
        ready_at: Function[datetime] = func.greatest(Notification.due_at, Notification.claimed_until)
        query = select(func.min(ready_at)).where(Notification.status == NotificationStatus.PENDING, _first_in_line())
        moment: datetime | None = await self._session.scalar(query)
        return moment

    async def is_due(self, now: datetime) -> bool:
        """Whether something is due that nobody has claimed."""
        query = select(Notification.id).where(
            Notification.status == NotificationStatus.PENDING, Notification.due_at <= now, _unclaimed(now)
        )
        return await self._session.scalar(query.limit(1)) is not None

    async def backlog(self, now: datetime) -> tuple[int, int, datetime | None]:
        """How many are pending, how many of them due, and since when the first."""
        due = Notification.due_at <= now
        row = await self._session.execute(
            select(func.count(), func.count().filter(due), func.min(Notification.due_at).filter(due)).where(
                Notification.status == NotificationStatus.PENDING
            )
        )
        pending, waiting, first = row.one()
        return pending, waiting, first

    async def earliest(self, kind: Kind) -> datetime | None:
        """When the first pending row of the kind is due."""
        query = select(func.min(Notification.due_at)).where(
            Notification.status == NotificationStatus.PENDING, Notification.kind == kind
        )
        moment: datetime | None = await self._session.scalar(query)
        return moment

    async def lock_original(self, dedupe_key: str) -> None:
        """Holds the row that was fanned out, so that its copies are judged one after the other."""
        await self._session.execute(
            select(Notification.id).where(Notification.dedupe_key == dedupe_key).with_for_update(key_share=True)
        )

    async def has_hopeful_copy(self, original_key: str, row: Notification) -> bool:
        """Whether another account's copy of the same news was sent or may still be."""
        query = select(Notification.id).where(
            Notification.user_id == row.user_id,
            Notification.telegram_user_id.is_not(None),
            Notification.id != row.id,
            func.starts_with(Notification.dedupe_key, original_key + "@"),
            Notification.status.in_([NotificationStatus.PENDING, NotificationStatus.SENT]),
        )
        return await self._session.scalar(query.limit(1)) is not None

    async def sent_of(self, appointment_id: UUID, kind: Kind) -> list[Notification]:
        """The rows of an appointment that became messages, in the order they were written."""
        query = (
            select(Notification)
            .where(
                Notification.appointment_id == appointment_id,
                Notification.kind == kind,
                Notification.message_id.is_not(None),
            )
            .order_by(Notification.created_at, Notification.id)
        )
        return await self._all(query)

    async def of_user(self, user_id: UUID) -> list[Notification]:
        """What was or will be pushed to the user, in order."""
        query = select(Notification).where(Notification.user_id == user_id)
        return await self._all(query.order_by(Notification.due_at, Notification.created_at, Notification.id))

    async def erase_user(self, user_id: UUID) -> None:
        """Deletes what was or will be pushed to the user."""
        await self._session.execute(
            delete(Notification).where(Notification.user_id == user_id).execution_options(synchronize_session=False)
        )


class UndeliveredRepository(Repository[UndeliveredMessage]):
    model = UndeliveredMessage

    async def write(self, **values: Any) -> UUID | None:
        """Writes a row unless its dedupe key was used before; its id."""
        statement = (
            insert(UndeliveredMessage)
            .values(**values)
            .on_conflict_do_nothing(index_elements=[UndeliveredMessage.dedupe_key])
            .returning(UndeliveredMessage.id)
        )
        written: UUID | None = await self._session.scalar(statement)
        return written

    async def last_obstacle(self, user_id: UUID, among: Collection[Obstacle]) -> Obstacle | None:
        query = (
            select(UndeliveredMessage.obstacle)
            .where(UndeliveredMessage.user_id == user_id, UndeliveredMessage.obstacle.in_(among))
            .order_by(UndeliveredMessage.failed_at.desc(), UndeliveredMessage.id)
            .limit(1)
        )
        obstacle: Obstacle | None = await self._session.scalar(query)
        return obstacle

    async def close(self, ids: Collection[UUID], by: str | None, now: datetime) -> list[UUID]:
        """Closes those that are open; which."""
        statement = (
            update(UndeliveredMessage)
            .where(UndeliveredMessage.id.in_(ids), UndeliveredMessage.closed_at.is_(None))
            .values(closed_at=now, closed_by=by)
            .returning(UndeliveredMessage.id)
            .execution_options(synchronize_session=False)
        )
        return list(await self._session.scalars(statement))

    async def reopen(self, message_id: UUID) -> bool:
        """Opens what somebody has closed; whether it was."""
        statement = (
            update(UndeliveredMessage)
            .where(UndeliveredMessage.id == message_id, UndeliveredMessage.closed_by.is_not(None))
            .values(closed_at=None, closed_by=None)
            .returning(UndeliveredMessage.id)
            .execution_options(synchronize_session=False)
        )
        return await self._session.scalar(statement) is not None

    async def pushes_of(self, message_id: UUID) -> list[Notification]:
        """The rows that told the clinic of it and became messages."""
        query = select(Notification).where(
            Notification.dedupe_key == push_key(message_id), Notification.message_id.is_not(None)
        )
        return list(await self._session.scalars(query))

    async def of_user(self, user_id: UUID) -> list[UndeliveredMessage]:
        query = select(UndeliveredMessage).where(UndeliveredMessage.user_id == user_id)
        return await self._all(query.order_by(UndeliveredMessage.failed_at, UndeliveredMessage.id))

    async def erase_user(self, user_id: UUID) -> list[UUID]:
        """Deletes what did not reach the user; which."""
        statement = (
            delete(UndeliveredMessage)
            .where(UndeliveredMessage.user_id == user_id)
            .returning(UndeliveredMessage.id)
            .execution_options(synchronize_session=False)
        )
        return list(await self._session.scalars(statement))
