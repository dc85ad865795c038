"""The times that the clinic proposed instead of what it declined, and the nearest free ones, as owners see them."""

from collections.abc import Sequence
from uuid import UUID

from bot.appointments.callbacks import BookAgain, BookSlot, RefuseProposals, TakeProposal
from bot.appointments.choosing import OFFERED, minute_of
from bot.appointments.wording import several_vets
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Rows, button
from bot.ui.texts import Html, join
from core.appointments.errors import ServiceUnavailable
from core.appointments.schemas import AppointmentDetails
from core.clinic.schemas import Status
from core.users.errors import BookingsBlocked
from core.users.schemas import SYSTEM


async def proposed(scene: Scene, proposals: Sequence[AppointmentDetails]) -> Html:
    """Until when which times are held: once for all of them, or each with its own."""
    several = await several_vets(scene)
    deadlines = {proposal.answer_by for proposal in proposals}
    lines = [
        scene.t(
            "proposal",
            at=scene.moment(proposal.starts_at),
            vet=formatting.name(proposal.vet.name) if several else "none",
            by="none" if len(deadlines) == 1 else scene.moment(proposal.answer_by),
        )
        for proposal in proposals
    ]
    until = scene.moment(min(deadlines)) if len(deadlines) == 1 else "none"
    return join([scene.t("proposals", count=len(proposals), until=until), *lines])


def proposal_rows(scene: Scene, request_id: UUID, proposals: Sequence[AppointmentDetails]) -> Rows:
    """Each of the times, and none of them."""
    rows = [
        [button(scene.t.plain("proposal-take", at=scene.moment(proposal.starts_at)), TakeProposal(proposal.id))]
        for proposal in proposals
    ]
    return [*rows, [button(scene.t.plain("proposals-none"), RefuseProposals(request_id))]]


async def free_rows(scene: Scene, visit: AppointmentDetails) -> Rows:
    """The free slots nearest to the time of a visit that came to nothing: not held, and free as this is drawn.

    None where the owner could not book them: a service that is no longer offered, a pet that is archived, a clinic that
    takes no bookings.
    """
    services = scene.services
    if (await services.clinic.status()).status is Status.CLOSE:
        return []
    try:
        await services.users.records.check_may_ask(visit.owner.id)
        if (await services.pets.get(SYSTEM, visit.pet.id)).archived:
            return []
        slots = await services.appointments.nearest_slots(visit.service.id, None, visit.starts_at, OFFERED)
    except (BookingsBlocked, ServiceUnavailable):
        return []
    return [
        [button(scene.t.plain("book-slot", at=scene.moment(start)), BookSlot(visit.id, minute_of(start)))]
        for start in sorted(slot.starts_at for slot in slots)
    ]


def again_row(scene: Scene, visit: AppointmentDetails) -> Rows:
    return [[button(scene.t.plain("visit-book-again"), BookAgain(visit.id))]]
