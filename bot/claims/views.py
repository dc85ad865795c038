"""Codes for Telegram: the question before one is made, the code itself, and to whom it can't be of use."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from bot.claims import qr
from bot.claims.callbacks import MakeCode
from bot.directory.callbacks import ShowOwner
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Photo, Screen, button
from bot.users.callbacks import Logout
from bot.users.keyboards import home_row
from core.claims import codes
from core.claims.service import VALID_FOR
from core.users.errors import UserNotFound


async def question(scene: Scene, args: dict[str, Any]) -> Screen:
    """What the code does, for whom, and what it replaces."""
    t, owner_id = scene.t, UUID(args["owner"])
    try:
        present = await scene.services.claims.open_code(scene.actor, owner_id)
    except UserNotFound:
        return Screen(t("error-user-not-found"))
    owner = await scene.services.users.get(scene.actor, owner_id)
    reach = await scene.services.users.reach(owner_id)
    text = t(
        "claim-question",
        owner=formatting.name(owner.full_name),
        days=VALID_FOR.days,
        reach=reach.value.replace("_", "-"),
        present=scene.moment(present.made_at) if present else "none",
    )
    make = button(t.plain("claim-button-make"), MakeCode(owner_id, present.mark if present else ""))
    return Screen(text, [[make], [button(t.plain("claim-button-card"), ShowOwner(owner_id))]])


async def code(scene: Scene, args: dict[str, Any]) -> Screen:
    """The code, to be read out, and as a picture of the link, to be shown or printed. It is nowhere else."""
    t, typed = scene.t, str(args["code"])
    link = f"https://t.me/{args['bot']}?start={typed}"
    text = t(
        "claim-code",
        owner=formatting.name(args["owner"]),
        code=codes.show(typed),
        link=link,
        bot=str(args["bot"]),
        until=scene.moment(datetime.fromisoformat(args["until"])),
    )
    return Screen(text, attachment=Photo(t.plain("claim-picture-file"), partial(qr.draw, link)))


async def linked(scene: Scene, args: dict[str, Any]) -> Screen:
    """To somebody who opens a code and is known already: what they can do."""
    t = scene.t
    if scene.account.user is None:
        return Screen(t("claim-linked-no-more"), home_row(scene))
    rows = [[button(t.plain("menu-logout"), Logout(0))], *home_row(scene)]
    return Screen(t("claim-linked", name=formatting.name(scene.account.user.full_name)), rows)
