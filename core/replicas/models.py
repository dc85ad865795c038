"""Tables: the processes that serve the clinic together."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from core.database.base import Base

GONE_AFTER = timedelta(seconds=5)
"""A process that was not heard for so long has died, and others may take up what it held."""


class Replica(Base):
    """A process that serves the clinic together with others, for as long as it is heard.

    By the database's clock, which is one for all of them: no rule of the clinic depends on it.
    """

    __tablename__ = "replicas"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(server_default=func.now())


def heard() -> ColumnElement[bool]:
    """Whether a replica is there."""
    return Replica.seen_at > func.now() - GONE_AFTER


def is_gone(holder: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Whether a row is held by a process that is there no more."""
    return holder.is_not(None) & ~exists().where(Replica.id == holder, heard())
