"""Every table, gathered: what Alembic and the tests look at."""

from core.appointments.models import Appointment, AppointmentEvent
from core.claims.models import ClaimCode
from core.clinic.models import AdminChat, ClinicStatus, Closure, OpeningHours, Service, Vet
from core.conversations.models import Conversation
from core.database.base import Base
from core.inbox.models import InboxRow
from core.notifications.models import Notification, UndeliveredMessage
from core.pets.models import Pet
from core.replicas.models import Replica
from core.staff.models import RuleChange, StaffMember
from core.users.models import LoginFailure, TelegramAccount, User

metadata = Base.metadata

__all__ = [
    "AdminChat",
    "Appointment",
    "AppointmentEvent",
    "ClaimCode",
    "ClinicStatus",
    "Closure",
    "Conversation",
    "InboxRow",
    "LoginFailure",
    "Notification",
    "OpeningHours",
    "Pet",
    "Replica",
    "RuleChange",
    "Service",
    "StaffMember",
    "TelegramAccount",
    "UndeliveredMessage",
    "User",
    "Vet",
    "metadata",
]
