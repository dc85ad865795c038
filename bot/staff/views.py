"""The clinic's staff: everybody, one of them, and what was changed lately."""

from typing import Any
from uuid import UUID

from bot.scene import Scene
from bot.staff.callbacks import NameMember, ShowChanges, ShowMember, ShowStaff
from bot.staff.wording import change_line
from bot.ui import formatting
from bot.ui.paging import pager
from bot.ui.screen import Screen, button, in_rows
from bot.ui.texts import Html, join
from core.paging import Page, clamp
from core.staff.errors import MemberNotFound
from core.staff.schemas import Member, StaffRole

PAGE_SIZE = 10


async def staff(scene: Scene, args: dict[str, Any]) -> Screen:
    """Who may do what, since when. Whoever may change that finds a button for each."""
    t, service = scene.t, scene.services.staff
    crew = await service.crew(scene.actor)
    page = _page(crew.members, int(args.get("page", 1)))
    lines = [t("staff"), *(_line(scene, member) for member in page.items)]
    notes = [t(f"staff-newcomers-{crew.newcomers.value}")]
    if crew.left_lately:
        names = ", ".join(formatting.name(member.name) for member in crew.left_lately)
        notes.append(t("staff-left-lately", names=names))
    rows = in_rows([button(formatting.name(each.name), ShowMember(each.id)) for each in page.items], 2)
    rows += pager(page, ShowStaff)
    rows.append([button(t.plain("staff-changes"), ShowChanges(1))])
    return Screen(join([join(lines), *notes], "\n\n"), rows)


async def member(scene: Scene, args: dict[str, Any]) -> Screen:
    """One of them."""
    t, service = scene.t, scene.services.staff
    try:
        shown = await service.get(scene.actor, UUID(args["id"]))
    except MemberNotFound:
        return await staff(scene, args)
    lines = [_line(scene, shown), t(f"staff-may-{_may(shown)}")]
    rows = []
    if await service.may_name(scene.actor):
        if not shown.is_owner and shown.telegram_user_id != scene.account.telegram_user_id:
            other = StaffRole.MANAGER if shown.role is StaffRole.RECEPTIONIST else StaffRole.RECEPTIONIST
            rows.append([button(t.plain(f"staff-make-{other.value}"), NameMember(shown.id, other.value))])
    elif not shown.is_owner:
        lines.append(t("staff-owner-names"))
    return Screen(join(lines, "\n\n"), [*rows, [button(t.plain("button-back"), ShowStaff(1))]])


async def rule_changes(scene: Scene, args: dict[str, Any]) -> Screen:
    """Who changed what, the latest first."""
    t = scene.t
    page = await scene.services.staff.changes(scene.actor, int(args.get("page", 1)))
    lines = [change_line(scene, change) for change in page.items] or [t("staff-changes-none")]
    rows = [*pager(page, ShowChanges), [button(t.plain("button-back"), ShowStaff(1))]]
    return Screen(join([t("staff-changes-heading"), *lines], "\n\n"), rows)


def _page(members: tuple[Member, ...], wanted: int) -> Page[Member]:
    number = clamp(wanted, size=PAGE_SIZE, total=len(members))
    first = (number - 1) * PAGE_SIZE
    return Page[Member].of(members[first : first + PAGE_SIZE], page=number, size=PAGE_SIZE, total=len(members))


def _line(scene: Scene, member: Member) -> Html:
    return scene.t(
        "staff-line",
        name=formatting.name(member.name),
        may=_may(member),
        since=formatting.short_date(member.joined_at.astimezone(scene.zone).date(), scene.language),
        by=formatting.name(member.named_by) if member.named_by and not member.is_owner else "none",
        at=scene.moment(member.named_at) if member.named_at else "none",
    )


def _may(member: Member) -> str:
    return "owner" if member.is_owner else member.role.value
