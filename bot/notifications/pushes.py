"""What each kind of notification says, as things stand at the moment of sending."""

from collections.abc import Awaitable, Callable

from bot.appointments import pushes as visits
from bot.claims.pushes import account_linked
from bot.clinic import pushes as clinic
from bot.notifications.redraw import Redraw
from bot.own_data.pushes import data_deleted
from bot.scene import Scene
from bot.ui.screen import Screen
from core.appointments.schemas import AppointmentStatus
from core.notifications.schemas import Dropped, Kind, Outgoing

Push = Callable[[Scene, Outgoing], Awaitable[Screen | Redraw | Dropped]]


async def trouble(scene: Scene, outgoing: Outgoing) -> Screen:
    """To the clinic: something unexpected went wrong."""
    return Screen(scene.t("push-trouble", error=outgoing.payload.get("error") or outgoing.payload.get("kind") or "?"))


PUSHES: dict[Kind, Push] = {
    Kind.REQUEST_CARD: clinic.request_card,
    Kind.CARD_UPDATE: clinic.card_update,
    Kind.AGENDA: clinic.agenda,
    Kind.NUDGE: clinic.nudge,
    Kind.CANCELLED_BY_OWNER: clinic.cancelled_by_owner,
    Kind.EXPIRED_FOR_CLINIC: clinic.expired,
    Kind.UNREACHABLE: clinic.unreachable,
    Kind.CALL_UPDATE: clinic.call_update,
    Kind.CONFIRMED: visits.confirmed,
    Kind.DECLINED: visits.ended("push-declined", AppointmentStatus.DECLINED),
    Kind.CANCELLED_BY_CLINIC: visits.ended("push-cancelled-by-clinic", AppointmentStatus.CANCELLED),
    Kind.EXPIRED: visits.ended("push-expired", AppointmentStatus.EXPIRED),
    Kind.PROPOSALS_OVER: visits.proposals_over,
    Kind.REMINDER: visits.reminder,
    Kind.CALENDAR_FILE: visits.calendar_file,
    Kind.DATA_DELETED: data_deleted,
    Kind.MOVED: visits.moved,
    Kind.ACCOUNT_LINKED: account_linked,
    Kind.TROUBLE: trouble,
}
"""Every kind has its entry; a test holds that none is missing."""
