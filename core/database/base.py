"""What every table has in common."""

from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import DateTime, Enum, MetaData, Table, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

E = TypeVar("E", bound=StrEnum)


class Base(DeclarativeBase):
    """The declarative base: predictable constraint names, aware timestamps, JSONB for dicts and lists."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own declaration
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB(none_as_null=True),
        list[dict[str, Any]]: JSONB(none_as_null=True),
    }


def table(model: type[Base]) -> Table:
    """The model's table, for statements of columns: the hottest ones are made once, and load no entities."""
    return model.metadata.tables[model.__tablename__]


class HasId:
    """A UUID primary key, made by the application."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


class HasTimestamps:
    """When the row was written and last changed, by the database's clock: for the operator, never for a rule."""

    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())


def text_enum(kind: type[E], name: str) -> Enum:
    """An enum stored as text, held by a check constraint called `name`."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )
