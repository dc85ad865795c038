"""What the directory refuses."""

from dataclasses import dataclass

from core.errors import Invalid


@dataclass(eq=False)
class NothingToFind(Invalid):
    """The search holds no word and no number; a number has at least `digits` digits."""

    digits: int
