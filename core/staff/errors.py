"""What the staff's service refuses."""

from dataclasses import dataclass

from core.errors import Conflict, Forbidden, NotFound


@dataclass(eq=False)
class ManagersOnly(Forbidden):
    """Staff who only handle visits wanted to change the clinic's rules; `who` may."""

    who: tuple[str, ...]


@dataclass(eq=False)
class NamersOnly(Forbidden):
    """Only the clinic's owner says who may do what; `who` may, the managers where no owner is there."""

    who: tuple[str, ...]


@dataclass(eq=False)
class NotAmongStaff(Forbidden):
    """Somebody who is not, or no longer, in the clinic's chat."""


@dataclass(eq=False)
class MemberNotFound(NotFound):
    """There is no such person in the clinic's chat, or no longer."""


@dataclass(eq=False)
class OwnerStays(Conflict):
    """What the clinic's owner may do cannot be changed."""

    name: str


@dataclass(eq=False)
class OwnRole(Conflict):
    """Nobody changes what they themselves may do: else the last one could lock everybody out."""
