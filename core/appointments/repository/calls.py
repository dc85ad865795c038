"""The queries that say whom to phone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, text
from sqlalchemy.orm import aliased

from core.appointments.models import Appointment, AppointmentEvent
from core.appointments.schemas import AppointmentStatus, OwnerSummary
from core.database.repository import Repository
from core.notifications.models import Notification, UndeliveredMessage
from core.notifications.schemas import Kind, NotificationStatus
from core.notifications.schemas import UndeliveredMessage as Undelivered
from core.users.models import User
from core.users.schemas import ActorKind


@dataclass(frozen=True)
class UndeliveredRow:
    """A message that reached nobody, and whose it was."""

    message: Undelivered
    owner: OwnerSummary
    superseded: bool
    """Whether there is later news about the same visit, delivered or not; the owner has done something about it since,
    and so has seen how it stands; or somebody has phoned instead of an earlier reminder of it."""


class CallQueries(Repository[Appointment]):
    model = Appointment

    async def unanswered(self, now: datetime) -> dict[UUID, datetime]:
        """The confirmed visits ahead without an answer to a reminder that arrived, and when that was.

        Not those of which a reminder reached nobody: that is an undelivered message.
        """
        # A reminder to somebody with several accounts is a row that became no message, and a copy for each of them.
        reminders = (
            select(
                Notification.appointment_id,
                Notification.payload["version"].as_integer().label("version"),
                func.min(Notification.settled_at).label("reminded_at"),
            )
            .where(Notification.kind == Kind.REMINDER, Notification.message_id.is_not(None))
            .group_by(Notification.appointment_id, text("version"))
            .subquery()
        )
        rows = await self._session.execute(
            select(Appointment.id, reminders.c.reminded_at)
            .join(
                reminders,
                and_(reminders.c.appointment_id == Appointment.id, reminders.c.version == Appointment.version),
            )
            .where(
                Appointment.status == AppointmentStatus.CONFIRMED,
                Appointment.starts_at > now,
                Appointment.attendance.is_(None),
                ~exists().where(
                    UndeliveredMessage.appointment_id == Appointment.id,
                    UndeliveredMessage.kind == Kind.REMINDER,
                    UndeliveredMessage.payload["version"].as_integer() == Appointment.version,
                ),
            )
        )
        return {row.id: row.reminded_at for row in rows}

    async def undelivered(self, message_id: UUID | None = None) -> list[UndeliveredRow]:
        """What reached nobody and is open, the oldest first; or that one, open or not."""
        wanted = UndeliveredMessage.closed_at.is_(None) if message_id is None else UndeliveredMessage.id == message_id
        rows = await self._session.execute(
            select(UndeliveredMessage, User.id, User.full_name, User.phone, User.deleted_at, _superseded())
            .join(User, User.id == UndeliveredMessage.user_id)
            .where(wanted)
            .order_by(UndeliveredMessage.failed_at, UndeliveredMessage.id)
            .execution_options(populate_existing=True)
        )
        return [
            UndeliveredRow(
                message=Undelivered.model_validate(message),
                owner=OwnerSummary(id=user_id, full_name=name, phone=phone, deleted=deleted_at is not None),
                superseded=superseded,
            )
            for message, user_id, name, phone, deleted_at, superseded in rows
        ]

    async def undelivered_of(self, appointment_id: UUID, kinds: Collection[Kind]) -> list[UUID]:
        """What of these kinds about the visit reached nobody and is open."""
        query = select(UndeliveredMessage.id).where(
            UndeliveredMessage.appointment_id == appointment_id,
            UndeliveredMessage.kind.in_(kinds),
            UndeliveredMessage.closed_at.is_(None),
        )
        return list(await self._session.scalars(query))


def _superseded() -> ColumnElement[bool]:
    mine, other = aliased(Appointment), aliased(Appointment)
    later = aliased(UndeliveredMessage)
    arrived = aliased(Notification)
    same_visit = and_(mine.id == UndeliveredMessage.appointment_id, other.chain_id == mine.chain_id)
    return or_(
        exists().where(
            same_visit,
            arrived.appointment_id == other.id,
            arrived.user_id == UndeliveredMessage.user_id,
            arrived.message_id.is_not(None),
            arrived.status == NotificationStatus.SENT,
            arrived.due_at > UndeliveredMessage.due_at,
        ),
        exists().where(
            same_visit,
            later.appointment_id == other.id,
            later.user_id == UndeliveredMessage.user_id,
            later.due_at > UndeliveredMessage.due_at,
        ),
        exists().where(
            same_visit,
            AppointmentEvent.appointment_id == other.id,
            AppointmentEvent.actor_kind == ActorKind.OWNER,
            AppointmentEvent.happened_at > UndeliveredMessage.failed_at,
        ),
        and_(
            UndeliveredMessage.kind == Kind.REMINDER,
            exists().where(
                later.appointment_id == UndeliveredMessage.appointment_id,
                later.kind == Kind.REMINDER,
                later.id != UndeliveredMessage.id,
                later.closed_by.is_not(None),
                later.payload["version"].as_integer() == UndeliveredMessage.payload["version"].as_integer(),
            ),
        ),
    ).label("superseded")
