"""What every part of the appointments' service stands on."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.appointments.errors import AppointmentNotFound
from core.appointments.policy import BookingPolicy
from core.appointments.repository import AppointmentRepository
from core.appointments.schemas import AppointmentDetails, AppointmentStatus, EventKind
from core.clinic.service import ClinicService
from core.clock import Clock
from core.notifications.schemas import Kind
from core.notifications.service import NotificationService
from core.pets.service import PetService
from core.users.errors import StaffOnly
from core.users.schemas import Actor
from core.users.service import UserService


class AppointmentBase:
    def __init__(
        self,
        repository: AppointmentRepository,
        users: UserService,
        pets: PetService,
        clinic: ClinicService,
        notifications: NotificationService,
        clock: Clock,
        policy: BookingPolicy,
    ) -> None:
        self._rows = repository
        self._users = users
        self._pets = pets
        self._clinic = clinic
        self._notifications = notifications
        self._clock = clock
        self._policy = policy

    def _today(self) -> date:
        return self._policy.local(self._clock.now()).date()

    async def _visible(self, actor: Actor, appointment_id: UUID) -> AppointmentDetails:
        """AppointmentNotFound also for a visit of somebody else: owners don't learn that it exists."""
        visit = await self._rows.one(appointment_id, self._today())
        if visit is None or not (actor.is_staff or visit.owner.id == actor.user_id):
            raise AppointmentNotFound
        return visit

    async def current(self, actor: Actor, appointment_id: UUID) -> AppointmentDetails:
        """The visit that any row of its chain names: the row that counts. AppointmentNotFound."""
        visit = await self._visible(actor, appointment_id)
        return visit if visit.moved_to is None else await self._visible(actor, visit.moved_to.id)

    async def _record(
        self,
        actor: Actor,
        appointment_id: UUID,
        kind: EventKind,
        before: AppointmentStatus | None,
        after: AppointmentStatus,
        *,
        happened_at: datetime,
        reason: str | None = None,
        data: dict[str, Any] | None = None,
    ) -> None:
        await self._rows.add_event(
            {
                "appointment_id": appointment_id,
                "kind": kind,
                "from_status": before,
                "to_status": after,
                "actor_kind": actor.kind,
                "actor_user_id": actor.user_id,
                "actor_name": actor.name,
                "reason": reason,
                "data": data or {},
                "happened_at": happened_at,
            }
        )

    async def _redraw_cards(self, visit: AppointmentDetails, *, because: str = "") -> None:
        await self._notifications.enqueue(
            Kind.CARD_UPDATE,
            dedupe_key=f"card:{visit.id}:{visit.version}{because and ':' + because}",
            appointment_id=visit.id,
        )


def require_staff(actor: Actor) -> None:
    if not actor.is_staff:
        raise StaffOnly
