"""What the clinic's service takes and returns."""

from enum import StrEnum


class Status(StrEnum):
    OPEN = "open"
    CLOSING_SOON = "closing_soon"
    CLOSE = "close"
