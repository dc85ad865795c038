"""What statistics refuse."""

from dataclasses import dataclass

from core.errors import Invalid


@dataclass(eq=False)
class TooManyVisits(Invalid):
    """There are more than `limit` visits in the span: too many for one list."""

    limit: int


@dataclass(eq=False)
class SpanBackwards(Invalid):
    """The span ends before it begins."""
