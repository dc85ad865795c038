"""Callback data: typed payloads of 1 to 64 bytes.

A button carries ids, never state, so that it means the same tomorrow. Data can be forged: whatever reads it
asks the services, which check who presses.
"""

import base64
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any, ClassVar, Self, get_type_hints
from uuid import UUID

LIMIT = 64
NUMBERS = range(-(2**31), 2**31)
"""The integers that a payload can carry: all that a database's `integer` can."""
_SEPARATOR = ":"


@cache
def _hints(payload: type[Any]) -> dict[str, Any]:
    return get_type_hints(payload)


class BadCallback(ValueError):
    """The data is not what any button of ours carries."""


@dataclass(frozen=True)
class Callback:
    """Base of the payloads; a subclass declares its short unique `prefix` and its fields (str, int, UUID, date)."""

    prefix: ClassVar[str] = ""
    _known: ClassVar[dict[str, type["Callback"]]] = {}

    def __init_subclass__(cls, prefix: str, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if prefix in Callback._known:
            raise TypeError(f"callback prefix {prefix!r} is taken by {Callback._known[prefix].__name__}")
        cls.prefix = prefix
        Callback._known[prefix] = cls

    def pack(self) -> str:
        parts = [self.prefix, *(_encode(getattr(self, field.name)) for field in fields(self))]
        data = _SEPARATOR.join(parts)
        if len(data.encode()) > LIMIT:
            raise ValueError(f"callback data too long: {data}")
        return data

    @classmethod
    def unpack(cls, data: str) -> Self:
        """BadCallback for anything that `pack` of this class does not make."""
        prefix, *values = data.split(_SEPARATOR, len(fields(cls)))
        hints = _hints(cls)  # type: ignore[arg-type]  # a class is hashable; `type[Self]` is not told to be
        names = [field.name for field in fields(cls)]
        if prefix != cls.prefix or len(values) != len(names):
            raise BadCallback(data)
        try:
            payload = cls(*(_decode(value, hints[name]) for name, value in zip(names, values, strict=True)))
            if payload.pack() != data:  # `int` and Base64 are lenient: `+1`, `1_0`, digits of other scripts
                raise BadCallback(data)
        except ValueError:
            raise BadCallback(data) from None
        return payload

    @classmethod
    def pattern(cls) -> str:
        """The regular expression of this payload, for a `CallbackQueryHandler`."""
        return f"^{cls.prefix}({_SEPARATOR}|$)"


def short(identifier: UUID) -> str:
    """A UUID in 22 characters."""
    return base64.urlsafe_b64encode(identifier.bytes).decode().rstrip("=")


def unshort(text: str) -> UUID:
    """The UUID back; BadCallback when it is none."""
    try:
        identifier = UUID(bytes=base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        raise BadCallback(text) from None
    if short(identifier) != text:
        raise BadCallback(text)
    return identifier


def _encode(value: Any) -> str:
    match value:
        case UUID():
            return short(value)
        case date():
            return value.isoformat().replace("-", "")
        case _:
            return str(value)


def _decode(text: str, kind: Any) -> Any:
    if kind is UUID:
        return unshort(text)
    if kind is date:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    if kind is int:
        number = int(text)
        if number not in NUMBERS:
            raise BadCallback(text)
        return number
    return text
