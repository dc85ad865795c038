"""The composition of the clinic: every service on one transaction.

`FrontDesk` is what the bot holds; `async with desk.unit() as services:` is one unit of work, committed at
the end of the block, rolled back when it raises. Services and repositories flush, never commit.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cached_property
from uuid import UUID, uuid4

from core.appointments.repository import AppointmentRepository
from core.appointments.service import AppointmentService
from core.claims.repository import ClaimRepository
from core.claims.service import ClaimService
from core.clinic.repository import ClinicRepository
from core.clinic.service import ClinicService
from core.clock import Clock
from core.config import Settings
from core.conversations.repository import ConversationRepository
from core.conversations.service import ConversationService
from core.database.errors import is_away
from core.database.session import Database, Session
from core.directory.repository import DirectoryRepository
from core.directory.service import DirectoryService
from core.housekeeping.repository import HousekeepingRepository
from core.housekeeping.service import HousekeepingService
from core.inbox.repository import InboxRepository
from core.inbox.service import InboxService
from core.notifications.repository import NotificationRepository, UndeliveredRepository
from core.notifications.service import NotificationService
from core.own_data.service import OwnDataService
from core.pets.repository import PetRepository
from core.pets.service import PetService
from core.replicas.repository import ReplicaRepository
from core.replicas.service import ReplicaService
from core.security import PasswordHasher
from core.staff.repository import StaffRepository
from core.staff.service import StaffService
from core.statistics.repository import StatisticsRepository
from core.statistics.service import StatisticsService
from core.users.repository import UserRepository
from core.users.service import UserService


class Services:
    """Every service of the clinic, on one session; each is made when it is first asked for."""

    def __init__(self, session: Session, settings: Settings, clock: Clock, replica: UUID | None = None) -> None:
        self._session = session
        self._settings = settings
        self._clock = clock
        self._replica = replica

    @cached_property
    def users(self) -> UserService:
        return UserService(UserRepository(self._session), self._clock, self._settings.admin_email)

    @cached_property
    def pets(self) -> PetService:
        return PetService(PetRepository(self._session), self._clock, self._settings.zone)

    @cached_property
    def staff(self) -> StaffService:
        return StaffService(StaffRepository(self._session), self.users, self._clock)

    @cached_property
    def clinic(self) -> ClinicService:
        return ClinicService(ClinicRepository(self._session), self.staff, self._clock, self._settings.zone)

    @cached_property
    def notifications(self) -> NotificationService:
        return NotificationService(
            NotificationRepository(self._session),
            UndeliveredRepository(self._session),
            self.users,
            self._clock,
            self._settings.booking,
            self._replica,
        )

    @cached_property
    def appointments(self) -> AppointmentService:
        return AppointmentService(
            AppointmentRepository(self._session),
            self.users,
            self.pets,
            self.clinic,
            self.notifications,
            self._clock,
            self._settings.booking,
        )

    @cached_property
    def claims(self) -> ClaimService:
        token = self._settings.bot_token
        return ClaimService(
            ClaimRepository(self._session),
            self.users,
            self.appointments,
            self.notifications,
            self._clock,
            secret=token.get_secret_value().encode() if token else b"",
        )

    @cached_property
    def directory(self) -> DirectoryService:
        return DirectoryService(
            DirectoryRepository(self._session), self.users, self.pets, self.appointments, self._clock
        )

    @cached_property
    def statistics(self) -> StatisticsService:
        return StatisticsService(StatisticsRepository(self._session), self.staff, self._clock, self._settings.zone)

    @cached_property
    def own_data(self) -> OwnDataService:
        return OwnDataService(
            self.users,
            self.pets,
            self.appointments,
            self.notifications,
            self.conversations,
            self.inbox,
            self.staff,
            self.claims,
            self._clock,
            self._settings.clinic_name,
            self._settings.zone,
        )

    @cached_property
    def conversations(self) -> ConversationService:
        return ConversationService(ConversationRepository(self._session), self._clock)

    @cached_property
    def inbox(self) -> InboxService:
        return InboxService(InboxRepository(self._session), self._clock, self._replica)

    @cached_property
    def replicas(self) -> ReplicaService:
        return ReplicaService(ReplicaRepository(self._session))

    @cached_property
    def housekeeping(self) -> HousekeepingService:
        return HousekeepingService(HousekeepingRepository(self._session), self._clock)


class FrontDesk:
    """Opens units of work. One handler or one job is one unit."""

    def __init__(self, database: Database, settings: Settings, clock: Clock, hasher: PasswordHasher) -> None:
        self.settings = settings
        self.clock = clock
        self.hasher = hasher
        self.replica = uuid4() if settings.replicas > 1 else None
        """This process, where several serve the clinic."""
        self.units = 0
        """How many units of work were begun: whether anything happened since one last looked."""
        self.database_away = False
        """Whether the database was away for the last unit of work."""
        self._database = database
        self._listeners: list[Callable[[], None]] = []

    def beside(self, database: Database) -> "FrontDesk":
        """The same process on connections of their own: what comes by them never waits for one of the others."""
        desk = FrontDesk(database, self.settings, self.clock, self.hasher)
        desk.replica = self.replica
        return desk

    def on_outbox_written(self, listener: Callable[[], None]) -> None:
        """Calls `listener` after each commit that wrote to the outbox: the dispatcher need not wait for its sweep."""
        self._listeners.append(listener)

    @asynccontextmanager
    async def unit(self, clock: Clock | None = None, *, one_statement: bool = False) -> AsyncIterator[Services]:
        """One transaction with every service on it; `clock`, if there is one, counts in place of the desk's own.

        `one_statement` is for work that sends no more than that: it commits itself.
        """
        self.units += 1
        begin = self._database.one_statement if one_statement else self._database.transaction
        try:
            async with begin() as session:
                services = Services(session, self.settings, clock or self.clock, self.replica)
                yield services
        except Exception as error:
            self.database_away = is_away(error)
            raise
        self.database_away = False
        if "notifications" in services.__dict__ and services.notifications.written:
            for listener in self._listeners:
                listener()
