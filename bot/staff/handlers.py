"""/staff: who is of the clinic, who may do what, and who changed the rules."""

from telegram import Update

from bot.context import Context, chat_of, pressed
from bot.staff import callbacks as presses
from bot.ui.callbacks import BadCallback
from bot.ui.formatting import name as shown
from core.staff.schemas import StaffRole


async def look_around(update: Update, context: Context) -> None:
    """Before /staff, and before anybody is named: what Telegram says about the group now."""
    if chat_of(update).id == context.house.admin_chat_id:
        await context.house.membership.refresh(context.house)


async def staff(update: Update, context: Context) -> None:
    """/staff"""
    context.show("staff")


async def show_staff(update: Update, context: Context) -> None:
    data, at = pressed(update)
    context.show("staff", at=at, page=presses.ShowStaff.unpack(data).page)


async def show_member(update: Update, context: Context) -> None:
    data, at = pressed(update)
    press = presses.ShowMember.unpack(data)
    context.show("staff_member", at=at, id=str(press.member), even_if_refused=True)
    await context.scene.services.staff.get(context.scene.actor, press.member)


async def name_member(update: Update, context: Context) -> None:
    """Twice is once: the button says which role, not to change it."""
    data, at = pressed(update)
    press = presses.NameMember.unpack(data)
    try:
        role = StaffRole(press.role)
    except ValueError:
        raise BadCallback(data) from None
    context.show("staff_member", at=at, id=str(press.member), even_if_refused=True)
    member = await context.scene.services.staff.name(context.scene.actor, press.member, role)
    context.toast(f"toast-now-{role.value}", name=shown(member.name))


async def show_changes(update: Update, context: Context) -> None:
    data, at = pressed(update)
    context.show("rule_changes", at=at, page=presses.ShowChanges.unpack(data).page)
