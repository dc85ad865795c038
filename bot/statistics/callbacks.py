"""Callback payloads of the statistics. They count in the clinic's chat only."""

from dataclasses import dataclass
from datetime import date

from bot.ui.callbacks import Callback


@dataclass(frozen=True)
class ShowStatistics(Callback, prefix="ws"):
    """The last `weeks` weeks, in place."""

    weeks: int


@dataclass(frozen=True)
class SendPicture(Callback, prefix="wp"):
    """The same as a picture, below."""

    weeks: int


@dataclass(frozen=True)
class ExportMonth(Callback, prefix="we"):
    """The list of a month's visits as a file, below."""

    day: date
    """Any day of the month."""
