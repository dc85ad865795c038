"""What the appointments' service takes and returns."""

from enum import StrEnum


class AppointmentStatus(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    COMPLETED = "completed"
    NO_SHOW = "no_show"


class Attendance(StrEnum):
    """The owner's answer to a reminder."""

    COMING = "coming"


class EventKind(StrEnum):
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    MOVED = "moved"
    ATTENDANCE = "attendance"


class DeclineReason(StrEnum):
    """Reasons that staff give by button; anything else is their own words."""

    FULLY_BOOKED = "fully_booked"
    WRONG_SERVICE = "wrong_service"
    PLEASE_PHONE = "please_phone"
    VET_AWAY = "vet_away"
