"""What the clinic keeps about an owner for itself: a note, and whether they may ask for appointments."""

from uuid import UUID

from core.clock import Clock
from core.text import many_lines
from core.users import models
from core.users.errors import BookingsBlocked, InvalidStaffNote, StaffOnly, UserNotFound
from core.users.repository import UserRepository
from core.users.schemas import Actor, OwnerRecord

NOTE_LIMIT = 500


class OwnerRecords:
    """Staff alone read and write them; owners never learn what stands there."""

    def __init__(self, repository: UserRepository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock

    async def get(self, actor: Actor, user_id: UUID) -> OwnerRecord:
        """UserNotFound, StaffOnly; so for all that follow."""
        return OwnerRecord.model_validate(await self._row(actor, user_id))

    async def write_note(self, actor: Actor, user_id: UUID, text: str | None) -> OwnerRecord:
        """Replaces the note; None or nothing to read takes it away. InvalidStaffNote."""
        note = many_lines(text or "")
        if len(note) > NOTE_LIMIT:
            raise InvalidStaffNote(NOTE_LIMIT)
        row = await self._row(actor, user_id, lock=True)
        row.staff_note, row.staff_note_by = (note, actor.name) if note else (None, None)
        await self._repository.flush()
        return OwnerRecord.model_validate(row)

    async def block(self, actor: Actor, user_id: UUID) -> OwnerRecord:
        """The owner may ask for nothing from now on; staff may still book for them. What is booked stays.

        Blocking twice changes nothing: the record tells who was first.
        """
        row = await self._row(actor, user_id, lock=True)
        if row.bookings_blocked_at is None:
            row.bookings_blocked_at, row.bookings_blocked_by = self._clock.now(), actor.name
            await self._repository.flush()
        return OwnerRecord.model_validate(row)

    async def unblock(self, actor: Actor, user_id: UUID) -> OwnerRecord:
        row = await self._row(actor, user_id, lock=True)
        row.bookings_blocked_at = row.bookings_blocked_by = None
        await self._repository.flush()
        return OwnerRecord.model_validate(row)

    async def check_may_ask(self, user_id: UUID) -> None:
        """BookingsBlocked for an owner whom the clinic takes no requests from."""
        row = await self._repository.get(user_id)
        if row is not None and row.bookings_blocked_at is not None:
            raise BookingsBlocked

    async def _row(self, actor: Actor, user_id: UUID, *, lock: bool = False) -> models.User:
        if not actor.is_staff:
            raise StaffOnly
        row = await self._repository.get(user_id, lock=lock)
        if row is None or not row.is_active:
            raise UserNotFound
        return row
