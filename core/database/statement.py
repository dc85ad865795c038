"""Statements that are made once, and sent by asyncpg itself.

SQLAlchemy's way to the driver costs more than twice what a short statement costs there, and what is sent at every tap
need not take it (docs/benchmarks.md). Everything else does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Delete, Dialect, Insert, Numeric, Select, Update
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeEngine

if TYPE_CHECKING:
    from collections.abc import Callable

    Processor = Callable[[Any], Any]


class Row(tuple[Any, ...]):
    """Columns, by position and by the names that the statement gives them."""

    __slots__ = ()

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


@dataclass(frozen=True)
class _Parameter:
    name: str
    default: Any
    """What the statement itself has for it."""
    processor: "Processor | None"


@dataclass(frozen=True)
class _Prepared:
    """The statement as asyncpg takes it."""

    text: str
    parameters: tuple[_Parameter, ...]
    row: type[Row]
    processors: tuple["Processor | None", ...] | None
    """What makes Python values of each column's; None where all come as they are."""

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        return [
            value if one.processor is None else one.processor(value)
            for one, value in ((one, values.get(one.name, one.default)) for one in self.parameters)
        ]

    def read(self, records: Iterable[Sequence[Any]]) -> list[Row]:
        if self.processors is None:
            return [self.row(record) for record in records]
        processors = self.processors
        return [
            self.row(
                value if process is None else process(value) for process, value in zip(processors, record, strict=True)
            )
            for record in records
        ]


class Statement:
    """A statement of columns, whose values are bound by name when it is sent; made ready when that is first done.

    As with SQLAlchemy, an INSERT without values writes the columns that it is sent with, and defaults. What SQLAlchemy
    would work out at each execution is refused with TypeError: lists in IN, and defaults that are functions.
    """

    def __init__(self, statement: Select[Any] | Insert | Update | Delete) -> None:
        self._statement = statement
        self._prepared: dict[tuple[str, ...], _Prepared] = {}

    def prepared(self, values: Mapping[str, Any], dialect: Dialect) -> _Prepared:
        """For a dialect of asyncpg; they are all alike."""
        names = tuple(values)
        found = self._prepared.get(names)
        if found is None:
            found = self._prepared[names] = self._prepare(names, dialect)
        return found

    def _prepare(self, names: tuple[str, ...], dialect: Dialect) -> _Prepared:
        compiled = self._statement.compile(dialect=dialect, column_keys=list(names))
        assert isinstance(compiled, SQLCompiler)
        made_up = {column.key: column.default for column in (*compiled.insert_prefetch, *compiled.update_prefetch)}
        constants = {key: made.arg for key, made in made_up.items() if isinstance(made, ScalarElementColumnDefault)}
        if made_up.keys() - constants.keys():
            raise TypeError(f"values have to be given for {sorted(made_up.keys() - constants.keys())}")
        if compiled.post_compile_params or compiled.literal_execute_params:
            raise TypeError("a list in IN is another statement for each length: use = ANY of an array")
        defaults = {**compiled.construct_params({}, _check=False), **constants}
        columns = self._statement.exported_columns
        processors = tuple(_result(column.type, dialect) for column in columns)
        return _Prepared(
            text=str(compiled),
            parameters=tuple(
                _Parameter(name, defaults.get(name), _bind(compiled.binds[name].type, dialect))
                for name in compiled.positiontup or ()
            ),
            row=_row(str(column.key) for column in columns),
            processors=processors if any(processors) else None,
        )


def _row(names: Iterable[str]) -> type[Row]:
    by_name = {name: property(itemgetter(place)) for place, name in enumerate(names)}
    return type("Row", (Row,), {"__slots__": (), **by_name})


def _bind(kind: TypeEngine[Any], dialect: Dialect) -> "Processor | None":
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _result(kind: TypeEngine[Any], dialect: Dialect) -> "Processor | None":
    if isinstance(kind, Numeric):  # asyncpg's are right as they come; SQLAlchemy's differ by what the server calls it
        return None
    return kind.dialect_impl(dialect).result_processor(dialect, None)
