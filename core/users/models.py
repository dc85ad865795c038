"""Tables: who the people are, and through which Telegram accounts they speak."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, HasId, HasTimestamps, text_enum
from core.security import UNUSABLE_PASSWORD
from core.users.schemas import Role


class User(HasId, HasTimestamps, Base):
    """A person the clinic knows."""

    __tablename__ = "users"

    role: Mapped[Role] = mapped_column(text_enum(Role, "role"), default=Role.PET_OWNER)
    full_name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(254))
    """Null only for people whom the clinic entered by hand."""
    phone: Mapped[str | None] = mapped_column(String(16))
    """E.164."""
    hashed_password: Mapped[str]
    language: Mapped[str | None] = mapped_column(String(8))
    """What the person chose; null follows the Telegram client."""
    is_active: Mapped[bool] = mapped_column(default=True)
    staff_note: Mapped[str | None] = mapped_column(String(500))
    """What the clinic noted for itself; the person never reads it."""
    staff_note_by: Mapped[str | None] = mapped_column(String(130))
    bookings_blocked_at: Mapped[datetime | None]
    """Since when the clinic takes no requests from the person in the chat."""
    bookings_blocked_by: Mapped[str | None] = mapped_column(String(130))
    deleted_at: Mapped[datetime | None]
    """When the person had their data erased. The row stays, empty, so that the record of visits stays whole."""

    @property
    def has_password(self) -> bool:
        return self.hashed_password != UNUSABLE_PASSWORD

    __table_args__ = (
        Index("uq_users_email_lower", func.lower(email), unique=True),
        CheckConstraint("length(trim(full_name)) > 0", name="full_name_not_blank"),
        CheckConstraint(r"phone ~ '^\+[1-9][0-9]{3,14}$'", name="phone_is_e164"),
    )


class TelegramAccount(HasTimestamps, Base):
    """A Telegram account that has spoken to the bot; `user_id` is null until it registers or logs in."""

    __tablename__ = "telegram_accounts"

    telegram_user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    """The private chat with the bot."""
    display_name: Mapped[str] = mapped_column(String(130))
    """As Telegram shows it, offered at registration and put beside what staff decide."""
    language_code: Mapped[str | None] = mapped_column(String(35))
    """The Telegram client's language (IETF tag)."""
    language: Mapped[str | None] = mapped_column(String(8))
    """What was chosen before there was a user to keep it."""
    blocked_at: Mapped[datetime | None]
    """Since when pushes to this account fail because the person blocked the bot."""
    vouched_at: Mapped[datetime | None]
    """When the account last acted in the admin chat as somebody who may change the rules: only such an account may
    register `ADMIN_EMAIL`. Null again once it left, or may no longer."""


class LoginFailure(HasId, Base):
    """A failed login, counted per account and per email to throttle guessing."""

    __tablename__ = "login_failures"

    telegram_user_id: Mapped[int] = mapped_column(BigInteger)
    email: Mapped[str | None] = mapped_column(String(254))
    """Null where a code was tried: it names nobody."""
    failed_at: Mapped[datetime]

    __table_args__ = (
        Index(None, "telegram_user_id", "failed_at"),
        Index(None, "email", "failed_at"),
    )
