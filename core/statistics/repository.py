"""Counting visits: aggregates over appointments and what happened to them. Each question is one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, DateTime, Row, and_, bindparam, case, exists, func, select
from sqlalchemy.orm import aliased

from core.appointments.models import Appointment, AppointmentEvent
from core.appointments.schemas import AppointmentStatus as Status
from core.appointments.schemas import EventKind
from core.clinic.models import Service, Vet
from core.database.session import Session
from core.pets.models import Pet
from core.statistics.schemas import Timings, VisitRow
from core.users.models import User
from core.users.schemas import ActorKind

VISITS = (Status.CONFIRMED, Status.COMPLETED, Status.NO_SHOW)
"""The statuses of what takes, or took, place as agreed."""

_first = aliased(Appointment)
"""The row that a visit's chain began with: the request."""


class StatisticsRepository:
    """Reads what other features store; writes nothing."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def counts(self, bounds: Sequence[datetime]) -> Sequence[Row[Any]]:
        """Per week and service: `week` (from 0), `id`, `code`, `name`, `visits`, `requests`, `expired`, `completed`,
        `no_shows`. A week is from one of the bounds to the next.
        """
        limits = bindparam("bounds", list(bounds), type_=ARRAY(DateTime(timezone=True)))
        week = (func.width_bucket(Appointment.starts_at, limits) - 1).label("week")
        counted = {
            "visits": Appointment.status.in_(VISITS),
            "requests": _asked_by_owner(),
            "expired": Appointment.status == Status.EXPIRED,
            "completed": Appointment.status == Status.COMPLETED,
            "no_shows": Appointment.status == Status.NO_SHOW,
        }
        statement = (
            select(
                week,
                Service.id,
                Service.code,
                Service.name,
                *(func.count().filter(condition).label(name) for name, condition in counted.items()),
            )
            .join(Service, Service.id == Appointment.service_id)
            .where(_counts_between(bounds[0], bounds[-1]))
            .group_by(week, Service.id)
            .order_by(Service.position, Service.id)
        )
        return (await self._session.execute(statement)).all()

    async def timings(self, since: datetime, until: datetime) -> Timings:
        """Percentiles over the visits and requests that start in the span."""
        decided_at = (
            select(func.min(AppointmentEvent.happened_at))
            .where(
                AppointmentEvent.appointment_id == Appointment.chain_id,
                AppointmentEvent.kind.in_((EventKind.CONFIRMED, EventKind.DECLINED)),
                AppointmentEvent.actor_kind == ActorKind.STAFF,
            )
            .correlate(Appointment)
            .scalar_subquery()
        )
        rows = (
            select(
                case((Appointment.status.in_(VISITS), Appointment.starts_at - _first.requested_at)).label("lead"),
                case((_asked_by_owner(), decided_at - _first.requested_at)).label("answer"),
            )
            .join(_first, _first.id == Appointment.chain_id)
            .where(_counts_between(since, until))
            .subquery()
        )
        # Percentiles leave nulls out.
        statement = select(
            func.percentile_cont(0.5).within_group(rows.c.lead).label("lead_time"),
            func.count(rows.c.answer).label("answered"),
            func.percentile_cont(0.5).within_group(rows.c.answer).label("answer_time"),
            func.percentile_cont(0.9).within_group(rows.c.answer).label("slow_answer_time"),
        )
        return Timings.model_validate((await self._session.execute(statement)).one())

    async def visits(self, since: datetime, until: datetime, limit: int) -> list[VisitRow]:
        """Visits and requests whatever became of them, by start; at most `limit`."""
        statement = (
            select(
                Appointment.number,
                Appointment.starts_at,
                Appointment.ends_at,
                Appointment.status,
                Service.code.label("service_code"),
                Service.name.label("service_name"),
                Vet.name.label("vet"),
                Pet.name.label("pet"),
                Pet.species,
                User.full_name.label("owner"),
                User.deleted_at.is_not(None).label("owner_deleted"),
                User.phone,
                _first.requested_at,
                Appointment.decided_at,
                Appointment.decided_by,
                Appointment.reason,
                Appointment.attendance,
            )
            .join(_first, _first.id == Appointment.chain_id)
            .join(Service, Service.id == Appointment.service_id)
            .join(Vet, Vet.id == Appointment.vet_id)
            .join(Pet, Pet.id == Appointment.pet_id)
            .join(User, User.id == Appointment.owner_id)
            .where(_counts_between(since, until))
            .order_by(Appointment.starts_at, Appointment.number)
            .limit(limit)
        )
        return [VisitRow.model_validate(row) for row in await self._session.execute(statement)]


def _counts_between(since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(Appointment.is_current, Appointment.starts_at >= since, Appointment.starts_at < until)


def _asked_by_owner() -> ColumnElement[bool]:
    return exists().where(
        AppointmentEvent.appointment_id == Appointment.chain_id,
        AppointmentEvent.kind == EventKind.REQUESTED,
        AppointmentEvent.actor_kind == ActorKind.OWNER,
    )
