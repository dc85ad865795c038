"""Callback payloads of a person's own data."""

from dataclasses import dataclass
from uuid import UUID

from bot.ui.callbacks import Callback

ASK, ASK_AGAIN, DELETE = 0, 1, 2


@dataclass(frozen=True)
class ExportData(Callback, prefix="xd"):
    """The file with everything, below."""


@dataclass(frozen=True)
class DeleteData(Callback, prefix="dd"):
    """The way to the deletion: `step` is ASK, ASK_AGAIN, DELETE.

    It names who is meant: a button that is left over must not delete whoever registers here later.
    """

    step: int
    user: UUID
