"""The queries that decide on a visit, and its events."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    case,
    func,
    insert,
    not_,
    select,
    update,
)

from core.appointments.models import Appointment, AppointmentEvent
from core.appointments.schemas import (
    AppointmentStatus,
    Attendance,
)
from core.database.base import table
from core.database.repository import Repository
from core.database.statement import Statement
from core.users.schemas import ActorKind

_WAITING = (AppointmentStatus.PENDING, AppointmentStatus.PROPOSED)
"""What has a deadline."""

_ADD_EVENT = Statement(insert(table(AppointmentEvent)))


class DecisionQueries(Repository[Appointment]):
    model = Appointment

    async def change(self, appointment_id: UUID, *, expected: AppointmentStatus, values: dict[str, Any]) -> int | None:
        """Changes a visit that still has the expected status; its new version, or None."""
        return await self._session.scalar(
            update(Appointment)
            .where(Appointment.id == appointment_id, Appointment.status == expected)
            .values(version=Appointment.version + 1, **values)
            .returning(Appointment.version)
            .execution_options(synchronize_session=False)
        )

    async def revision(self, number: int) -> int:
        """How often anything with that number was changed: a visit that is moved goes on as another row."""
        return await self._count(select(func.sum(Appointment.version)).where(Appointment.number == number))

    async def was_confirmed(self, appointment_id: UUID) -> bool:
        """Whether the visit was ever agreed upon, whatever became of it."""
        agreed = select(AppointmentEvent.id).where(
            AppointmentEvent.appointment_id == appointment_id, AppointmentEvent.to_status == AppointmentStatus.CONFIRMED
        )
        return await self._session.scalar(agreed.limit(1)) is not None

    async def expire(self, now: datetime, by: str) -> list[UUID]:
        """Expires the requests and proposals whose time has come, except those which somebody is deciding right now."""
        due = (
            select(Appointment.id)
            .where(Appointment.status.in_(_WAITING), Appointment.answer_by <= now)
            .with_for_update(skip_locked=True, key_share=True)
        )
        rows = await self._session.scalars(
            update(Appointment)
            .where(Appointment.id.in_(due), Appointment.status.in_(_WAITING))
            .values(status=AppointmentStatus.EXPIRED, decided_by=by, decided_at=now, version=Appointment.version + 1)
            .returning(Appointment.id)
            .execution_options(synchronize_session=False)
        )
        return list(rows)

    async def next_expiry(self) -> datetime | None:
        """When the earliest request or proposal that waits for an answer would expire."""
        moment: datetime | None = await self._session.scalar(
            select(func.min(Appointment.answer_by)).where(Appointment.status.in_(_WAITING))
        )
        return moment

    async def attend(self, appointment_id: UUID, now: datetime) -> bool:
        """Stores that the owner is coming; False when that is known, or the visit is no upcoming confirmed one."""
        changed = await self._session.scalar(
            update(Appointment)
            .where(
                Appointment.id == appointment_id,
                Appointment.status == AppointmentStatus.CONFIRMED,
                Appointment.starts_at > now,
                Appointment.attendance.is_(None),
            )
            .values(attendance=Attendance.COMING, attendance_at=now)
            .returning(Appointment.id)
            .execution_options(synchronize_session=False)
        )
        return changed is not None

    async def add_event(self, values: dict[str, Any]) -> None:
        await self._session.rows(_ADD_EVENT, {"id": uuid4(), **values})

    async def events(self, appointment_id: UUID) -> list[AppointmentEvent]:
        """In the order in which they happened."""
        return list(
            await self._session.scalars(
                select(AppointmentEvent)
                .where(AppointmentEvent.appointment_id == appointment_id)
                .order_by(AppointmentEvent.happened_at, AppointmentEvent.sequence)
            )
        )

    async def events_of(self, appointment_ids: Collection[UUID]) -> list[AppointmentEvent]:
        """Those of several visits, as `events`."""
        return list(
            await self._session.scalars(
                select(AppointmentEvent)
                .where(AppointmentEvent.appointment_id.in_(appointment_ids))
                .order_by(AppointmentEvent.happened_at, AppointmentEvent.sequence)
            )
        )

    async def erase_owner(self, owner_id: UUID, keep_reasons: Collection[str]) -> None:
        """Makes the owner's visits anonymous: no words of theirs or about them, and not their name."""
        visits = select(Appointment.id).where(Appointment.owner_id == owner_id).scalar_subquery()
        names = select(AppointmentEvent.actor_name).where(
            AppointmentEvent.appointment_id == Appointment.id, AppointmentEvent.actor_kind == ActorKind.OWNER
        )
        await self._session.execute(
            update(Appointment)
            .where(Appointment.owner_id == owner_id)
            .values(
                notes=None,
                reason=case((Appointment.reason.in_(keep_reasons), Appointment.reason)),
                decided_by=case((Appointment.decided_by.not_in(names), Appointment.decided_by)),
            )
            .execution_options(synchronize_session=False)
        )
        theirs = AppointmentEvent.actor_kind == ActorKind.OWNER
        await self._session.execute(
            update(AppointmentEvent)
            .where(AppointmentEvent.appointment_id.in_(visits))
            .values(
                actor_name=case((not_(theirs), AppointmentEvent.actor_name)),
                reason=case((AppointmentEvent.reason.in_(keep_reasons), AppointmentEvent.reason)),
            )
            .execution_options(synchronize_session=False)
        )
        await self._session.execute(
            update(AppointmentEvent)
            .where(AppointmentEvent.actor_user_id == owner_id)
            .values(actor_user_id=None)
            .execution_options(synchronize_session=False)
        )
