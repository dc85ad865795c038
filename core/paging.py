"""A page of a longer list."""

from collections.abc import Sequence
from math import ceil
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """Some of the items, and where in the whole they stand. There is always at least one page."""

    model_config = ConfigDict(frozen=True)

    items: tuple[T, ...]
    page: int
    """Counted from 1."""
    pages: int
    total: int

    @classmethod
    def of(cls, items: Sequence[T], *, page: int, size: int, total: int) -> "Page[T]":
        """The page that `items` fill; see `clamp` for which page that is."""
        return cls(items=tuple(items), page=page, pages=page_count(total, size), total=total)


def page_count(total: int, size: int) -> int:
    """How many pages of `size` the whole makes."""
    return max(1, ceil(total / size))


def clamp(page: int, *, size: int, total: int) -> int:
    """The page to show for a wish from an old button: the list may have shrunk since."""
    return min(max(1, page), page_count(total, size))
