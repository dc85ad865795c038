"""Tables: what the clinic offers, who works there and when."""

from datetime import datetime, time
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Numeric, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from core.clinic.schemas import Status
from core.database.base import Base, HasId, HasTimestamps, text_enum

RULES_LOCK = 4_700_001
"""The advisory lock on the clinic's rules: edited by one at a time, held by bookings side by side."""


class Service(HasId, HasTimestamps, Base):
    """Something the clinic can be booked for. Lengths are in minutes."""

    __tablename__ = "services"

    code: Mapped[str] = mapped_column(String(32), unique=True)
    """Names the seeded services in every language (`service-<code>`); made up for the clinic's own."""
    name: Mapped[str | None] = mapped_column(String(60))
    """The clinic's own name for it; null for a seeded one that was never renamed."""
    duration: Mapped[int]
    buffer: Mapped[int] = mapped_column(default=0)
    """Cleaning and notes after the visit, during which the vet takes nobody."""
    minimum_notice: Mapped[int] = mapped_column(default=0)
    price: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("duration BETWEEN 5 AND 720", name="duration_plausible"),
        CheckConstraint("buffer BETWEEN 0 AND 240", name="buffer_plausible"),
        CheckConstraint("minimum_notice BETWEEN 0 AND 43200", name="minimum_notice_plausible"),
        CheckConstraint("price >= 0", name="price_not_negative"),
    )


class Vet(HasId, HasTimestamps, Base):
    """Somebody who treats patients, one at a time."""

    __tablename__ = "vets"

    name: Mapped[str] = mapped_column(String(60))
    active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (CheckConstraint("length(trim(name)) > 0", name="name_not_blank"),)


class OpeningHours(HasId, HasTimestamps, Base):
    """One interval of local wall time on a weekday. Several a day make a lunch break.

    `vet_id` null is the whole clinic; a vet with rows of their own works by those alone. That intervals of
    one day do not overlap is held by an exclusion constraint (in the migration: it needs an expression).
    """

    __tablename__ = "opening_hours"

    vet_id: Mapped[UUID | None] = mapped_column(ForeignKey("vets.id", ondelete="CASCADE"))
    weekday: Mapped[int] = mapped_column(SmallInteger)
    """0 is Monday, as in `date.weekday()`."""
    opens: Mapped[time]
    closes: Mapped[time]

    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_exists"),
        CheckConstraint("opens < closes", name="opens_before_closes"),
    )


class Closure(HasId, HasTimestamps, Base):
    """A span in which the clinic, or one vet, takes nobody."""

    __tablename__ = "closures"

    vet_id: Mapped[UUID | None] = mapped_column(ForeignKey("vets.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="starts_before_ends"),
        Index(None, "ends_at", "starts_at"),
    )


class ClinicStatus(HasTimestamps, Base):
    """The live switch on top of the opening hours: one row."""

    __tablename__ = "clinic_status"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False, default=1)
    status: Mapped[Status] = mapped_column(text_enum(Status, "status"), default=Status.OPEN)
    message: Mapped[str | None] = mapped_column(String(300))
    until: Mapped[datetime | None]
    """When the status counts as `open` again by itself."""
    changed_by: Mapped[str | None] = mapped_column(String(130))
    changed_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)


class AdminChat(HasTimestamps, Base):
    """Where the configured admin chat lives now: a group that became a supergroup changed its id."""

    __tablename__ = "admin_chats"

    configured_chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInteger)
