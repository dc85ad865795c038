"""What the staff's service takes and returns."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class StaffRole(StrEnum):
    """What somebody may do in the clinic's chat."""

    MANAGER = "manager"
    """Visits, and the clinic's rules: hours, closures, services, vets, the list of all visits."""
    RECEPTIONIST = "receptionist"
    """Visits: cards, lists, owners, the switch."""


class Standing(StrEnum):
    """What Telegram says about somebody and the clinic's chat."""

    CREATOR = "creator"
    MEMBER = "member"
    OUT = "out"
    UNTOLD = "untold"
    """It does not say: the bot may not ask there."""
    UNREACHABLE = "unreachable"
    """It could not be asked."""


class ChangeKind(StrEnum):
    """What was changed. The data of each is what its wording (`change-<kind>`) mentions."""

    SWITCH = "switch"
    HOURS = "hours"
    OWN_HOURS_DROPPED = "own_hours_dropped"
    CLOSURE_ADDED = "closure_added"
    CLOSURE_REMOVED = "closure_removed"
    SERVICE_ADDED = "service_added"
    SERVICE_CHANGED = "service_changed"
    VET_ADDED = "vet_added"
    VET_RENAMED = "vet_renamed"
    VET_DUTY = "vet_duty"
    STAFF_ROLE = "staff_role"


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class Member(Frozen):
    """Somebody of the clinic, as its chat knows them."""

    id: UUID
    telegram_user_id: int
    name: str
    """As Telegram shows it, with something to tell them by where somebody else is called the same."""
    role: StaffRole
    is_owner: bool
    """Whether they may do everything, and say who else may do what."""
    joined_at: datetime
    """Since when they are known to be in the chat."""
    left_at: datetime | None
    named_by: str | None
    """Who gave them the role; None: it is that of newcomers."""
    named_at: datetime | None

    @property
    def is_present(self) -> bool:
        return self.left_at is None

    @property
    def may_change_rules(self) -> bool:
        return self.is_present and (self.is_owner or self.role is StaffRole.MANAGER)


class Crew(Frozen):
    """Everybody, as the list shows them: owners first, then managers, then receptionists."""

    members: tuple[Member, ...]
    left_lately: tuple[Member, ...]
    newcomers: StaffRole
    """What the next one may do who joins."""


class RuleChange(Frozen):
    """One change of the clinic's rules."""

    kind: ChangeKind
    by: str
    happened_at: datetime
    data: dict[str, Any]


class StaffRecord(Frozen):
    """What is kept of a Telegram account as one of the clinic's staff."""

    telegram_user_id: int
    display_name: str
    username: str | None
    role: StaffRole
    joined_at: datetime
    left_at: datetime | None
