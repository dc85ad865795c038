"""Registration, login, and the fields of the profile."""

from typing import Any

from bot.conversations.steps import (
    BACK,
    LEAVE,
    ContactShared,
    Conversation,
    Done,
    Draft,
    Input,
    Instead,
    Next,
    Notice,
    Outcome,
    Press,
    Step,
    Text,
    Unreadable,
    problem,
)
from bot.house import House
from bot.reply import Draw
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.screen import Screen, button, contact_keyboard
from core.users.schemas import Registration
from core.users.validation import SHORTEST_PASSWORD, check_password, clean_email, clean_name, clean_phone

SKIP = "skip"
KEEP = "keep"
CODE = "code"


def not_understood(given: Input, expected: str) -> Outcome:
    """The same question again: what came was not what is asked for (`text`, `press` or `contact`)."""
    if isinstance(given, Unreadable):
        return problem("input-unreadable", kind=given.kind, expected=expected)
    return problem(f"input-expected-{expected}")


class PersonDraft(Draft):
    """What somebody told so far."""

    full_name: str | None = None
    email: str | None = None
    phone: str | None = None
    field: str | None = None
    """The one field that an edit is about."""
    then: str | None = None
    """The conversation that somebody wanted to begin before it turned out that they must register."""


class NameStep(Step[PersonDraft]):
    """The person's name; Telegram's is offered."""

    name = "name"

    async def render(self, scene: Scene, draft: PersonDraft) -> Screen:
        offered = scene.user.full_name if draft.field else scene.account.display_name
        rows = []
        if not draft.field:
            rows.append([button(formatting.name(offered), self.press(KEEP))])
            rows.append([button(scene.t.plain("menu-claim"), self.press(CODE))])
        key = "profile-ask-name" if draft.field else "register-ask-name"
        return Screen(scene.t(key, name=formatting.name(offered)), rows + self.way_out(scene, back=False))

    async def accept(self, scene: Scene, draft: PersonDraft, given: Input, prepared: Any) -> Outcome:
        match given:
            case Press(value) if value == CODE and not draft.field:
                return Instead("claim")
            case Press(value) if value == KEEP and not draft.field:
                name = clean_name(scene.account.display_name)
            case Text(text):
                name = clean_name(text)
            case _:
                return not_understood(given, "text")
        return await self.take(scene, draft.model_copy(update={"full_name": name}))

    async def take(self, scene: Scene, draft: PersonDraft) -> Outcome:
        return Next(draft)


class EmailStep(Step[PersonDraft]):
    name = "email"

    async def render(self, scene: Scene, draft: PersonDraft) -> Screen:
        if draft.field:
            text = scene.t("profile-ask-email", email=scene.user.email or "none")
        else:
            text = scene.t("register-ask-email", name=formatting.name(draft.full_name or ""))
        return Screen(text, self.way_out(scene, back=not draft.field))

    async def prepare(self, house: House, telegram_user_id: int, draft: PersonDraft, given: Input) -> Any:
        """Whoever wants the clinic owner's address must still be in the clinic's chat."""
        if isinstance(given, Text):
            await verify_if_owners(house, telegram_user_id, given.text)

    async def accept(self, scene: Scene, draft: PersonDraft, given: Input, prepared: Any) -> Outcome:
        if not isinstance(given, Text):
            return not_understood(given, "text")
        email = await scene.services.users.check_email_free(scene.account, given.text)
        return await self.take(scene, draft.model_copy(update={"email": email}))

    async def take(self, scene: Scene, draft: PersonDraft) -> Outcome:
        return Next(draft)


class PhoneStep(Step[PersonDraft]):
    """The phone: shared by button (only one's own), typed, or skipped. The only step with a reply keyboard."""

    name = "phone"

    def typed_buttons(self, scene: Scene) -> dict[str, str]:
        t = scene.t
        return {
            t.plain("button-skip"): SKIP,
            t.plain("button-remove"): SKIP,
            t.plain("button-back"): BACK,
            t.plain("button-cancel"): LEAVE,
        }

    async def render(self, scene: Scene, draft: PersonDraft) -> Screen:
        t = scene.t
        others = ("button-remove", "button-cancel") if draft.field else ("button-skip", "button-back", "button-cancel")
        keyboard = contact_keyboard(
            t.plain("button-share-phone"), *map(t.plain, others), placeholder=t.plain("phone-placeholder")
        )
        return Screen(t("profile-ask-phone" if draft.field else "register-ask-phone"), reply_keyboard=keyboard)

    async def accept(self, scene: Scene, draft: PersonDraft, given: Input, prepared: Any) -> Outcome:
        match given:
            case Press(value) if value == SKIP:
                phone = None
            case ContactShared(own=False):
                return problem("contact-not-yours")
            case ContactShared(phone=shared):
                phone = clean_phone(shared if shared.startswith("+") else f"+{shared}")
            case Text(text):
                phone = clean_phone(text, scene.settings.clinic_country)
            case _:
                return not_understood(given, "contact")
        return await self.take(scene, draft.model_copy(update={"phone": phone}))

    async def take(self, scene: Scene, draft: PersonDraft) -> Outcome:
        return Next(draft)


class PasswordStep(Step[PersonDraft]):
    """A password for logging in from another Telegram account, or none. It leaves the chat at once."""

    name = "password"
    secret = True

    async def prepare(self, house: House, telegram_user_id: int, draft: PersonDraft, given: Input) -> Any:
        if not isinstance(given, Text):
            return None
        check_password(given.text)
        return await house.desk.hasher.hash(given.text)

    async def render(self, scene: Scene, draft: PersonDraft) -> Screen:
        t = scene.t
        skip = "button-remove-password" if draft.field else "button-skip"
        key = "profile-ask-password" if draft.field else "register-ask-password"
        return Screen(
            t(key, minimum=SHORTEST_PASSWORD),
            [[button(t.plain(skip), self.press(SKIP))], *self.way_out(scene, back=not draft.field)],
        )

    async def accept(self, scene: Scene, draft: PersonDraft, given: Input, prepared: Any) -> Outcome:
        match given:
            case Press(value) if value == SKIP:
                return await self.keep(scene, draft, None)
            case Text() if isinstance(prepared, str):
                return await self.keep(scene, draft, prepared)
            case _:
                return not_understood(given, "text")

    async def keep(self, scene: Scene, draft: PersonDraft, hashed: str | None) -> Outcome:
        """The last step of a registration: this is where the user comes to be."""
        user = await scene.services.users.register(
            scene.account,
            Registration(
                full_name=draft.full_name or "", email=draft.email or "", phone=draft.phone, password_hash=hashed
            ),
        )
        said = Notice(key="register-done", args={"name": formatting.name(user.full_name)}, problem=False)
        scene.become(scene.account.model_copy(update={"user": user}))
        if draft.then is not None:
            return Instead(draft.then, notice=said)
        return Done(Draw(view="home", args={"notice": said.model_dump(mode="json")}), notice=said)


class Register(Conversation[PersonDraft]):
    name = "register"
    replaces = frozenset({"login", "claim"})

    def __init__(self) -> None:
        super().__init__(PersonDraft, [NameStep(), EmailStep(), PhoneStep(), PasswordStep()])


# The profile's fields: the same questions, one at a time


class _Edit(Step[PersonDraft]):
    """Asked only when the edit is about this field, and saved at once."""

    async def applies(self, scene: Scene, draft: PersonDraft) -> bool:
        return draft.field == self.name


SAVED = Done(Draw(view="profile", args={"saved": True}))


class EditName(_Edit, NameStep):
    async def take(self, scene: Scene, draft: PersonDraft) -> Outcome:
        await _save(scene, full_name=draft.full_name)
        return SAVED


class EditEmail(_Edit, EmailStep):
    async def take(self, scene: Scene, draft: PersonDraft) -> Outcome:
        await _save(scene, email=draft.email)
        return SAVED


class EditPhone(_Edit, PhoneStep):
    async def take(self, scene: Scene, draft: PersonDraft) -> Outcome:
        await _save(scene, phone=draft.phone, remove_phone=draft.phone is None)
        return SAVED


class EditPassword(_Edit, PasswordStep):
    async def keep(self, scene: Scene, draft: PersonDraft, hashed: str | None) -> Outcome:
        await scene.services.users.set_password(scene.actor, hashed)
        user = scene.user.model_copy(update={"has_password": hashed is not None})
        scene.become(scene.account.model_copy(update={"user": user}))
        return SAVED


async def _save(scene: Scene, **changes: Any) -> None:
    user = await scene.services.users.edit_profile(scene.actor, **changes)
    scene.become(scene.account.model_copy(update={"user": user}))


class EditProfileConversation(Conversation[PersonDraft]):
    name = "profile"

    def __init__(self) -> None:
        super().__init__(PersonDraft, [EditName(), EditEmail(), EditPhone(), EditPassword()])


# Login


class LoginDraft(Draft):
    email: str | None = None


class LoginEmail(Step[LoginDraft]):
    name = "email"

    async def render(self, scene: Scene, draft: LoginDraft) -> Screen:
        return Screen(scene.t("login-ask-email"), self.way_out(scene, back=False))

    async def accept(self, scene: Scene, draft: LoginDraft, given: Input, prepared: Any) -> Outcome:
        if not isinstance(given, Text):
            return not_understood(given, "text")
        return Next(LoginDraft(email=clean_email(given.text)))


async def verify_if_owners(house: House, telegram_user_id: int, email: str) -> None:
    """Asks Telegram whether the clinic's chat still vouches for somebody, where that matters."""
    if email.strip().lower() == house.settings.admin_email:
        await house.membership.verify(house, telegram_user_id)


class LoginPassword(Step[LoginDraft]):
    """The password is checked before the transaction; the answer is the same for an unknown email."""

    name = "password"
    secret = True

    async def prepare(self, house: House, telegram_user_id: int, draft: LoginDraft, given: Input) -> Any:
        if not isinstance(given, Text) or draft.email is None:
            return None
        await verify_if_owners(house, telegram_user_id, draft.email)
        return await house.authenticator.authenticate(telegram_user_id, draft.email, given.text)

    async def render(self, scene: Scene, draft: LoginDraft) -> Screen:
        return Screen(scene.t("login-ask-password", email=draft.email or ""), self.way_out(scene))

    async def accept(self, scene: Scene, draft: LoginDraft, given: Input, prepared: Any) -> Outcome:
        if prepared is None:
            return not_understood(given, "text")
        user = await scene.services.users.link(scene.account.telegram_user_id, prepared)
        scene.become(scene.account.model_copy(update={"user": user}))
        said = Notice(key="login-done", args={"name": formatting.name(user.full_name)}, problem=False)
        return Done(Draw(view="home", args={"notice": said.model_dump(mode="json")}), notice=said)


class Login(Conversation[LoginDraft]):
    name = "login"
    replaces = frozenset({"register", "claim"})

    def __init__(self) -> None:
        super().__init__(LoginDraft, [LoginEmail(), LoginPassword()])
