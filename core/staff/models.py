"""Tables: who acts for the clinic, and who changed its rules."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, HasId, HasTimestamps, text_enum
from core.staff.schemas import ChangeKind, StaffRole


class StaffMember(HasId, HasTimestamps, Base):
    """Somebody who is, or was, in the clinic's chat. Telegram's list of members is the truth; this follows it."""

    __tablename__ = "staff"

    telegram_user_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    display_name: Mapped[str] = mapped_column(String(130))
    username: Mapped[str | None] = mapped_column(String(32))
    role: Mapped[StaffRole] = mapped_column(text_enum(StaffRole, "role"))
    is_creator: Mapped[bool] = mapped_column(default=False)
    """Whether the group is theirs, as Telegram last said."""
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    named_by: Mapped[str | None] = mapped_column(String(130))
    """Who gave them the role; null: they have that of newcomers."""
    named_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    """When Telegram was last asked whether they are in the chat."""

    __table_args__ = (
        CheckConstraint("left_at IS NULL OR NOT is_creator", name="creator_is_present"),
        CheckConstraint("(named_by IS NULL) = (named_at IS NULL)", name="named_whole"),
    )


class RuleChange(HasId, HasTimestamps, Base):
    """Append-only: who changed what of the clinic's rules."""

    __tablename__ = "rule_changes"

    kind: Mapped[ChangeKind] = mapped_column(text_enum(ChangeKind, "kind"))
    by: Mapped[str] = mapped_column(String(130))
    telegram_user_id: Mapped[int | None] = mapped_column(BigInteger)
    data: Mapped[dict[str, Any]]
    happened_at: Mapped[datetime]

    __table_args__ = (Index(None, "happened_at"),)
