"""What people ask of the front desk about themselves."""

from telegram import Update

from bot.context import Context, pressed
from bot.conversations.steps import Draft, Notice
from bot.ui.callbacks import BadCallback
from bot.ui.texts import languages
from bot.users.callbacks import Begin, ChooseLanguage, EditProfile, Go, Logout
from bot.users.conversation import PersonDraft
from bot.users.views import PROFILE_FIELDS
from core.users.errors import AlreadyRegistered

PUBLIC_VIEWS = ("home", "language", "help")
VIEWS = (*PUBLIC_VIEWS, "appointments", "pets", "profile")
NEEDS_USER = ("book", "pet")
NEWCOMERS = ("register", "login", "claim")
BEGINNINGS = (*NEWCOMERS, "pet")


async def help_(update: Update, context: Context) -> None:
    """/help"""
    context.show("help")


async def profile(update: Update, context: Context) -> None:
    """/profile"""
    context.scene.require_user()
    context.show("profile")


async def language(update: Update, context: Context) -> None:
    """/language"""
    context.show("language")


async def login(update: Update, context: Context) -> None:
    """/login"""
    await begin(context, "login")


async def logout(update: Update, context: Context) -> None:
    """/logout"""
    context.scene.require_user()
    context.show("logout")


async def go(update: Update, context: Context) -> None:
    """A button that leads to one of the main screens."""
    data, message_id = pressed(update)
    view = Go.unpack(data).view
    if view not in VIEWS:
        context.toast("button-unknown", alert=True)
        return
    if view not in PUBLIC_VIEWS:
        context.scene.require_user()
    context.show(view, at=message_id)


async def press_begin(update: Update, context: Context) -> None:
    """A button that begins a conversation."""
    data, message_id = pressed(update)
    name = Begin.unpack(data).conversation
    if name not in BEGINNINGS:
        context.toast("button-unknown", alert=True)
        return
    await begin(context, name, at=message_id)


async def begin(
    context: Context,
    name: str,
    draft: Draft | None = None,
    *,
    at: int | None = None,
    notice: Notice | None = None,
) -> None:
    """Begins a conversation. A newcomer who wants to book registers first and goes on from there."""
    scene, engine = context.scene, context.house.engine
    if name in NEWCOMERS and scene.account.user is not None:
        raise AlreadyRegistered(scene.account.user.full_name)
    if name in NEEDS_USER and scene.account.user is None:
        name, draft = "register", PersonDraft(then=name)
    await engine.start(scene, context.reply, name, draft, at=at, notice=notice)


async def choose_language(update: Update, context: Context) -> None:
    data, message_id = pressed(update)
    scene, chosen = context.scene, ChooseLanguage.unpack(data).language
    if chosen not in languages():
        raise BadCallback(data)
    account = await scene.services.users.choose_language(scene.account, chosen)
    scene.become(account)
    context.reply.display_language = scene.language
    context.toast("language-chosen")
    context.show("home", at=message_id)


async def edit_profile(update: Update, context: Context) -> None:
    data, message_id = pressed(update)
    field = EditProfile.unpack(data).field
    context.scene.require_user()
    if field not in PROFILE_FIELDS:
        context.toast("button-unknown", alert=True)
        return
    await context.house.engine.start(context.scene, context.reply, "profile", PersonDraft(field=field), at=message_id)


async def press_logout(update: Update, context: Context) -> None:
    data, message_id = pressed(update)
    scene = context.scene
    if Logout.unpack(data).sure != 1:
        scene.require_user()
        context.show("logout", at=message_id)
        return
    await scene.services.users.logout(scene.account)
    await scene.services.conversations.end(scene.chat_id, scene.account.telegram_user_id)
    scene.become(scene.account.model_copy(update={"user": None}))
    context.toast("logout-done")
    context.show("home", at=message_id)
