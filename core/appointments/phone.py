"""Booking for somebody on the phone."""

from datetime import datetime
from uuid import UUID

from core.appointments.base import require_staff
from core.appointments.booking import Booking
from core.appointments.schemas import AppointmentDetails, BookingRequest, Caution, PhoneBooking
from core.clinic.schemas import Status
from core.users.schemas import Actor


class BookingByPhone(Booking):
    async def book_by_phone(self, actor: Actor, booking: PhoneBooking) -> AppointmentDetails:
        """As `book` for staff; an owner or a pet that is new comes to be with the visit, or not at all.

        StaffOnly, PhoneKnown and what is wrong with a name or a number; what `PetService.create` and `book` refuse.
        """
        require_staff(actor)
        owner_id = booking.owner
        if not isinstance(owner_id, UUID):
            owner_id = (await self._users.create_owner(actor, owner_id)).id
        await self._rows.lock_owner(owner_id)  # before the pets, as everybody does
        pet_id = booking.pet
        if not isinstance(pet_id, UUID):
            pet_id = (await self._pets.create(actor, pet_id, owner_id)).id
        request = BookingRequest(
            pet_id=pet_id,
            service_id=booking.service_id,
            vet_id=booking.vet_id,
            starts_at=booking.starts_at,
            notes=booking.notes,
        )
        return await self.book(actor, request)

    async def cautions(
        self, actor: Actor, owner_id: UUID | None, service_id: UUID, starts_at: datetime
    ) -> list[Caution]:
        """What staff should think of before they book at that time. None is a new owner. StaffOnly."""
        require_staff(actor)
        found = []
        if (await self._clinic.status()).status is Status.CLOSE:
            found.append(Caution.CLOSED)
        if owner_id is not None:
            record = await self._users.records.get(actor, owner_id)
            if record.bookings_blocked_at is not None:
                found.append(Caution.BLOCKED)
        service = await self._clinic.service(service_id)
        if starts_at < self._clock.now() + service.minimum_notice:
            found.append(Caution.SHORT_NOTICE)
        return found
