"""What is pushed about a person's own data."""

from bot.scene import Scene
from bot.ui.screen import Screen
from bot.users.keyboards import welcome_menu
from core.notifications.schemas import Dropped, Outgoing


async def data_deleted(scene: Scene, outgoing: Outgoing) -> Screen | Dropped:
    """To a further account of somebody who deleted their data from another one."""
    if scene.account.user is not None:
        return Dropped(reason="the account is somebody's again")
    settings = scene.settings
    said = scene.t("push-data-deleted", clinic=settings.clinic_name, phone=settings.clinic_phone or "none")
    return Screen(said, welcome_menu(scene))
