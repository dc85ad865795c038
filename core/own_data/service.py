"""A person's own data: all of it in one file, and the end of it. Each feature says and erases what is its own."""

from uuid import UUID
from zoneinfo import ZoneInfo

from core.appointments.service import AppointmentService
from core.claims.service import ClaimService
from core.clock import Clock
from core.conversations.service import ConversationService
from core.inbox.service import InboxService
from core.notifications.schemas import Kind
from core.notifications.service import NotificationService
from core.own_data.export import Export
from core.own_data.schemas import Deletion, OwnData
from core.pets.service import PetService
from core.staff.service import StaffService
from core.users.errors import NotRegistered
from core.users.schemas import Account, Actor, ActorKind
from core.users.service import UserService


class OwnDataService:
    """For owners about themselves, and for nobody else: NotRegistered."""

    def __init__(
        self,
        users: UserService,
        pets: PetService,
        appointments: AppointmentService,
        notifications: NotificationService,
        conversations: ConversationService,
        inbox: InboxService,
        staff: StaffService,
        claims: ClaimService,
        clock: Clock,
        clinic_name: str,
        zone: ZoneInfo,
    ) -> None:
        self._users = users
        self._pets = pets
        self._appointments = appointments
        self._notifications = notifications
        self._conversations = conversations
        self._inbox = inbox
        self._staff = staff
        self._claims = claims
        self._clock = clock
        self._clinic_name = clinic_name
        self._zone = zone

    async def export(self, actor: Actor) -> OwnData:
        """Everything that is kept about the actor, the password aside."""
        user_id = _owner(actor)
        person = await self._users.record(actor)
        accounts = [account.telegram_user_id for account in person.accounts]
        return Export(self._clinic_name, self._zone, self._clock.now()).compose(
            person,
            await self._pets.of_owner(actor, include_archived=True),
            await self._appointments.record(actor),
            await self._notifications.record(user_id),
            await self._notifications.undelivered.record(user_id),
            await self._conversations.in_private(accounts),
            await self._staff.record(accounts),
            await self._claims.record(user_id),
        )

    async def what_deletion_does(self, actor: Actor) -> Deletion:
        """What `delete` would do now."""
        _owner(actor)
        return Deletion(cancelled_visits=len(await self._appointments.ended_by_erasing(actor)))

    async def delete(self, actor: Actor) -> Deletion:
        """Cancels the actor's visits that lie ahead, tells the clinic, and erases everything personal.

        What stays is a record of visits that says nothing about whose they were. The actor's accounts are unlinked;
        the others of them are told.
        """
        user_id = _owner(actor)
        accounts = await self._users.erase(actor)
        numbers = [account.telegram_user_id for account in accounts]
        await self._claims.erase(user_id)
        cancelled = await self._appointments.erase_owner(actor)
        await self._pets.erase_all(actor)
        await self._notifications.erase_user(user_id)
        await self._conversations.erase(numbers)
        await self._inbox.forget_replies(numbers)
        await self._staff.erase(numbers)
        await self._tell(user_id, [each for each in accounts if each.telegram_user_id != actor.telegram_user_id])
        return Deletion(cancelled_visits=cancelled)

    async def is_deleted(self, user_id: UUID) -> bool:
        """Whether that was somebody whose data has been deleted."""
        return await self._users.is_erased(user_id)

    async def _tell(self, user_id: UUID, accounts: list[Account]) -> None:
        for place, account in enumerate(accounts):
            await self._notifications.enqueue(
                Kind.DATA_DELETED,
                dedupe_key=f"{Kind.DATA_DELETED}:{user_id}:{place}",
                user_id=user_id,
                telegram_user_id=account.telegram_user_id,
            )


def _owner(actor: Actor) -> UUID:
    if actor.kind is not ActorKind.OWNER or actor.user_id is None:
        raise NotRegistered
    return actor.user_id
