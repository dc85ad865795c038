"""The home screen, the profile, the languages, help, and single sentences."""

from typing import Any

from bot.conversations.steps import Notice
from bot.own_data.keyboards import own_data_rows
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Screen, button, in_rows
from bot.ui.texts import Html, join, languages, texts_for
from bot.users.callbacks import BookVisit, ChooseLanguage, EditProfile, Go, Logout
from bot.users.keyboards import home_row, main_menu, welcome_menu
from core.clinic.schemas import Status
from core.contacts import display_phone
from core.version import this_version


async def home(scene: Scene, args: dict[str, Any]) -> Screen:
    """The main menu, or the welcome for somebody new. `left`, `hint`, `notice`: why it is shown now."""
    t = scene.t
    lines: list[Html] = []
    if args.get("left"):
        lines.append(t("conversation-left"))
    elif args.get("hint"):
        lines.append(t("home-hint"))
    elif args.get("notice"):
        notice = Notice.model_validate(args["notice"])
        lines.append(t(notice.key, **notice.args))
    if scene.in_admin_chat:
        return Screen(join([*lines, t("home-clinic", clinic=scene.settings.clinic_name)], "\n\n"))
    if (note := await clinic_note(scene)) is not None:
        lines.append(note)
    if scene.account.user is None:
        lines.append(t("home-new", clinic=scene.settings.clinic_name))
        return Screen(join(lines, "\n\n"), welcome_menu(scene))
    name = formatting.name(scene.account.user.full_name)
    lines.append(t("home-known", clinic=scene.settings.clinic_name, name=name))
    return Screen(join(lines, "\n\n"), main_menu(scene))


async def clinic_note(scene: Scene) -> Html | None:
    """A word about the clinic when it is not simply open."""
    status = await scene.services.clinic.status()
    if status.status is Status.OPEN:
        return None
    until = scene.moment(status.until) if status.until else "none"
    return scene.t(
        "clinic-note-closing" if status.status is Status.CLOSING_SOON else "clinic-note-closed",
        until=until,
        message=status.message or "none",
        phone=scene.settings.clinic_phone or "none",
    )


async def notice(scene: Scene, args: dict[str, Any]) -> Screen:
    """One sentence, with a way on."""
    said = Notice.model_validate(args["notice"])
    text = scene.t(said.key, **said.args)
    if scene.in_admin_chat:
        return Screen(text)
    return Screen(text, welcome_menu(scene) if scene.account.user is None else home_row(scene))


async def profile(scene: Scene, args: dict[str, Any]) -> Screen:
    """What the clinic knows about the person, each field with its button."""
    t, user = scene.t, scene.user
    lines = [Html(t("profile-saved"))] if args.get("saved") else []
    lines.append(
        t(
            "profile",
            name=formatting.name(user.full_name),
            email=user.email or "none",
            phone=display_phone(user.phone) if user.phone else "none",
            language=t.plain("language-name"),
            password="yes" if user.has_password else "no",
        )
    )
    fields = [button(t.plain(f"profile-edit-{field}"), EditProfile(field)) for field in PROFILE_FIELDS]
    rows = in_rows(fields, 2)
    rows.append([button(t.plain("menu-language"), Go("language")), button(t.plain("menu-logout"), Logout(0))])
    return Screen(join(lines, "\n\n"), rows + own_data_rows(scene) + home_row(scene))


PROFILE_FIELDS = ("name", "email", "phone", "password")


async def logout_question(scene: Scene, args: dict[str, Any]) -> Screen:
    t = scene.t
    # Both are needed for the way back; whom the clinic entered has neither.
    can_return = scene.user.has_password and scene.user.email is not None
    key = "logout-question" if can_return else "logout-question-no-password"
    rows = [[button(t.plain("logout-yes"), Logout(1))], [button(t.plain("button-back"), Go("profile"))]]
    return Screen(t(key, email=scene.user.email or "none"), rows)


async def language(scene: Scene, args: dict[str, Any]) -> Screen:
    """The languages, each in its own words."""
    choices = [button(texts_for(code).plain("language-name"), ChooseLanguage(code)) for code in languages()]
    return Screen(scene.t("language-question"), in_rows(choices, 2) + home_row(scene))


async def help_(scene: Scene, args: dict[str, Any]) -> Screen:
    """What the bot can do, and the phone for everything else."""
    t, settings = scene.t, scene.settings
    if scene.in_admin_chat:
        return Screen(t("help-clinic", version=this_version()))
    text = t(
        "help-owner",
        clinic=settings.clinic_name,
        phone=settings.clinic_phone or "none",
        address=settings.clinic_address or "none",
    )
    if scene.account.user is None:
        return Screen(text, welcome_menu(scene))
    return Screen(text, [[button(t.plain("menu-book"), BookVisit())], *home_row(scene)])


async def group(scene: Scene, args: dict[str, Any]) -> Screen:
    """To a group that is not the clinic's."""
    return Screen(scene.t("group-not-served", chat=str(args["chat"])))
