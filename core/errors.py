"""What can be refused, as types.

An error carries data, never a sentence: `bot.errors` turns it into what the user reads, by its code
and the fields it carries. Each feature defines its own refusals in its `errors.py`, below one of these kinds.
"""

import re
from dataclasses import dataclass, fields
from typing import Any


@dataclass(eq=False)
class DomainError(Exception):
    """A rule of the clinic said no."""

    @property
    def code(self) -> str:
        """The class's name in kebab-case (`SlotTaken` is `slot-taken`): the key of its wording."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()

    @property
    def data(self) -> dict[str, Any]:
        """The fields of the error by name: what its wording may mention."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(eq=False)
class NotFound(DomainError):
    """It does not exist, or not for the one who asks."""


@dataclass(eq=False)
class Forbidden(DomainError):
    """It exists, and the one who asks may not do that."""


@dataclass(eq=False)
class Invalid(DomainError):
    """A value that cannot be right."""


@dataclass(eq=False)
class Conflict(DomainError):
    """The request was right once; the state of things has changed since, or does not allow it."""


@dataclass(eq=False)
class Unauthorized(DomainError):
    """The one who asks did not show who they are."""
