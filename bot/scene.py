"""What a view or a step may know while it draws or decides: who, where, in which language, and the services."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.ui import formatting
from bot.ui.texts import Texts, choose_language, texts_for
from core.config import Settings
from core.front_desk import Services
from core.staff.schemas import Member
from core.users.errors import NotRegistered
from core.users.schemas import Account, Actor, User


@dataclass
class Scene:
    """One unit of work as the bot sees it."""

    services: Services
    settings: Settings
    account: Account
    chat_id: int
    in_admin_chat: bool
    now: datetime
    member: Member | None = None
    """The person as one of the staff; only in the admin chat, and None for somebody who is not known there."""
    t: Texts = field(init=False)

    def __post_init__(self) -> None:
        default = self.settings.default_language
        self.t = texts_for(default if self.in_admin_chat else choose_language(self.account.speaks(), default))

    @property
    def language(self) -> str:
        return self.t.language

    @property
    def zone(self) -> ZoneInfo:
        return self.settings.zone

    @property
    def today(self) -> date:
        """The clinic's local day."""
        return self.now.astimezone(self.zone).date()

    @property
    def user(self) -> User:
        """The person; NotRegistered when the account is nobody's yet."""
        if self.account.user is None:
            raise NotRegistered
        return self.account.user

    def require_user(self) -> None:
        """NotRegistered for somebody whom the clinic does not know yet."""
        if self.account.user is None:
            raise NotRegistered

    def become(self, account: Account) -> None:
        """Goes on with what the account is now: registered, logged in or out, speaking another language."""
        self.account = account
        self.__post_init__()

    @property
    def is_shut_out(self) -> bool:
        """Whether somebody who is not, or no longer, in the admin chat acts there all the same."""
        return self.in_admin_chat and (self.member is None or not self.member.is_present)

    @property
    def actor(self) -> Actor:
        """In which capacity the person acts: staff in the admin chat, and only there."""
        if self.in_admin_chat:
            user_id = self.account.user.id if self.account.user else None
            name = self.account.display_name if self.member is None else self.member.name
            return Actor.staff(name, self.account.telegram_user_id, user_id)
        return Actor.owner(self.user.id, self.user.full_name, self.account.telegram_user_id)

    def moment(self, value: datetime) -> str:
        return formatting.moment(value, self.zone, self.language)

    def time(self, value: datetime) -> str:
        return formatting.clock_time(value, self.zone, self.language)
