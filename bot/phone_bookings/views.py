"""What the booking's message becomes once it is done."""

from typing import Any
from uuid import UUID

from bot.appointments.clinic_callbacks import PostCard
from bot.appointments.wording import facts, owner_name
from bot.claims.callbacks import AskCode
from bot.phone_bookings.callbacks import BookForOwner
from bot.scene import Scene
from bot.ui.screen import Screen, button
from bot.ui.texts import join
from core.contacts import display_phone


async def booked(scene: Scene, args: dict[str, Any]) -> Screen:
    """The visit to read out once more, and how its owner hears of it from now on."""
    t = scene.t
    visit = await scene.services.appointments.get(scene.actor, UUID(args["id"]))
    owner = visit.owner
    said = t(
        "phone-booked",
        number=str(visit.number),
        owner=owner_name(scene, owner),
        phone=display_phone(owner.phone) if owner.phone else "none",
    )
    reach = await scene.services.users.reach(owner.id)
    lines = [said, await facts(scene, visit), t(f"phone-reach-{reach.replace('_', '-')}")]
    rows = [
        [button(t.plain("button-show-card"), PostCard(visit.id))],
        [button(t.plain("claim-button"), AskCode(owner.id))],
        [button(t.plain("phone-book-again"), BookForOwner(owner.id))],
    ]
    return Screen(join(lines, "\n\n"), rows)
