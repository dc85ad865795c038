"""The sweep: one statement over the tables of several features."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Delete, delete, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute

from core.appointments.models import Appointment
from core.appointments.schemas import AppointmentStatus
from core.appointments.status import may_become
from core.conversations.models import Conversation
from core.database.session import Session
from core.housekeeping.schemas import Kept, Swept
from core.inbox.models import InboxRow
from core.notifications.models import Notification, UndeliveredMessage, tells_of_open_message
from core.notifications.schemas import Kind, NotificationStatus
from core.replicas.models import Replica
from core.staff.models import RuleChange

_EXPIRING = [status for status in AppointmentStatus if may_become(status, AppointmentStatus.EXPIRED)]


@dataclass(frozen=True)
class _Rule:
    """Rows are kept for so long after the moment in that column, and longer where a condition does not hold."""

    since: InstrumentedAttribute[Any]
    kept_for: timedelta
    conditions: Sequence[ColumnElement[bool]] = ()

    def purge(self, now: datetime) -> Delete:
        return delete(self.since.class_).where(self.since <= now - self.kept_for, *self.conditions)

    def next(self, now: datetime) -> ColumnElement[datetime]:
        """When the first of those that stay will have been kept for long enough."""
        staying = select(func.min(self.since)).where(self.since > now - self.kept_for, *self.conditions)
        return staying.scalar_subquery() + self.kept_for


class HousekeepingRepository:
    """Deletes what other features keep for some time only, and looks at what waits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def sweep(self, now: datetime, kept: Kept) -> Swept:
        """One statement: it is a transaction by itself, and takes one round trip."""
        rules = {
            "updates": _Rule(InboxRow.received_at, kept.updates, [InboxRow.answered_at.is_not(None)]),
            "conversations": _Rule(Conversation.expires_at, timedelta(0)),
            "rule_changes": _Rule(RuleChange.happened_at, kept.rule_changes),
            "undelivered": _Rule(UndeliveredMessage.closed_at, kept.settled),
            # They join visits to the account of somebody who is deleted.
            "deletions": _Rule(Notification.settled_at, timedelta(0), [Notification.kind == Kind.DATA_DELETED]),
            # Cards are edited as long as their visit is there, and so is what tells of a message still undelivered.
            "settled": _Rule(
                Notification.settled_at,
                kept.settled,
                [Notification.kind.not_in([Kind.DATA_DELETED, Kind.REQUEST_CARD]), ~tells_of_open_message()],
            ),
        }
        purges = {name: rule.purge(now) for name, rule in rules.items()}
        purges["replicas"] = delete(Replica).where(Replica.seen_at < func.now() - kept.dead_replicas)
        ready_at = func.greatest(Notification.due_at, Notification.claimed_until)
        pending = select(func.min(ready_at)).where(Notification.status == NotificationStatus.PENDING)
        expiring = select(func.min(Appointment.answer_by)).where(Appointment.status.in_(_EXPIRING))
        found = await self._session.execute(
            select(
                func.least(*(rule.next(now) for rule in rules.values())),
                exists().where(InboxRow.answered_at.is_(None)),
                func.least(pending.scalar_subquery(), expiring.scalar_subquery()),
            ).add_cte(*(purge.cte(f"purged_{name}") for name, purge in purges.items()))
        )
        next_purge, unfinished, due = found.one()
        return Swept(next_purge=next_purge, unfinished=unfinished, due=due)
