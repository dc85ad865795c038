"""Tables: the patients."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, HasId, HasTimestamps, text_enum
from core.pets.schemas import Species


class Pet(HasId, HasTimestamps, Base):
    """A patient."""

    __tablename__ = "pets"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    species: Mapped[Species] = mapped_column(text_enum(Species, "species"))
    breed: Mapped[str | None] = mapped_column(String(60))
    date_of_birth: Mapped[date | None]
    weight_kg: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    last_vaccination: Mapped[date | None]
    medical_history: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default=text("'[]'"))
    """Entries of `MedicalEntry`, oldest first."""
    archived_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("length(trim(name)) > 0", name="name_not_blank"),
        CheckConstraint("weight_kg > 0 AND weight_kg <= 1500", name="weight_plausible"),
        CheckConstraint("last_vaccination >= date_of_birth", name="vaccinated_after_birth"),
        CheckConstraint("jsonb_typeof(medical_history) = 'array'", name="medical_history_is_array"),
    )
