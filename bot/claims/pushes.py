"""What is pushed when somebody took an account over."""

from uuid import UUID

from bot.directory.callbacks import OpenOwner
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Screen, button
from bot.users.keyboards import home_row
from core.notifications.schemas import Dropped, Outgoing
from core.users.errors import UserNotFound


async def account_linked(scene: Scene, outgoing: Outgoing) -> Screen | Dropped:
    """To the clinic: who is in Telegram now. To the owner's other accounts: that there is one more."""
    t, settings = scene.t, scene.settings
    if not scene.in_admin_chat:
        said = t("push-account-linked", clinic=settings.clinic_name, phone=settings.clinic_phone or "none")
        return Screen(said, home_row(scene))
    owner_id = UUID(outgoing.payload["user_id"])
    try:
        owner = await scene.services.users.get(scene.actor, owner_id)
    except UserNotFound:
        return Dropped(reason="the account no longer exists")
    if owner.deleted_at is not None:
        return Dropped(reason="the owner had their data deleted")
    text = t("push-account-linked-clinic", owner=formatting.name(owner.full_name))
    return Screen(text, [[button(t.plain("claim-button-card"), OpenOwner(owner_id))]])
