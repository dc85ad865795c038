"""Tables: codes that the clinic gave out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base


class ClaimCode(Base):
    """A code with which an owner's account can be taken over in Telegram, once. An owner has one at most."""

    __tablename__ = "claim_codes"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """The code, hashed with a key that is not in the database."""
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
