"""The clinic's booking policy: what the settings decide about bookings and reminders."""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from core.clock import local_moment

_ONE_DAY = timedelta(days=1)


class Approval(StrEnum):
    """Whose requests the clinic has to answer; those of others are confirmed by themselves."""

    ALWAYS = "always"
    NEW = "new"
    NEVER = "never"


class BookingPolicy(BaseModel):
    """Limits and offsets; all spans are real time, wall times are in `zone`."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    zone: ZoneInfo
    horizon: timedelta = timedelta(days=60)
    max_open_requests: int = 3
    grid: timedelta = timedelta(minutes=15)
    cancel_cutoff: timedelta = timedelta(hours=2)
    move_cutoff: timedelta = timedelta(hours=2)
    max_moves: int = 3
    call_after: timedelta = timedelta(hours=4)
    answer_within: timedelta = timedelta(hours=24)
    nudge_before: timedelta = timedelta(hours=2)
    proposal_held: timedelta = timedelta(hours=24)
    approval: Approval = Approval.ALWAYS
    reminder_offsets: tuple[timedelta, ...] = (timedelta(hours=24), timedelta(hours=2))
    quiet_hours: str = "21:00-08:00"

    @property
    def quiet_from(self) -> time:
        return time.fromisoformat(self.quiet_hours.split("-")[0])

    @property
    def quiet_until(self) -> time:
        return time.fromisoformat(self.quiet_hours.split("-")[1])

    def local(self, moment: datetime) -> datetime:
        """The instant as the clinic's wall clock shows it."""
        return moment.astimezone(self.zone)

    def quiet_around(self, moment: datetime) -> tuple[datetime, datetime] | None:
        """Begin and end of the quiet hours that the moment falls into, its begin included; None outside of them."""
        if self.quiet_from == self.quiet_until:
            return None
        nights = timedelta() if self.quiet_from < self.quiet_until else _ONE_DAY
        today = self.local(moment).date()
        for day in (today - _ONE_DAY, today):
            ends = local_moment(day + nights, self.quiet_until, self.zone)
            # Where a DST night shows that time twice, quiet hours last until the second.
            twice = datetime.combine(day + nights, self.quiet_until, self.zone).replace(fold=1).astimezone(UTC)
            begins, ends = local_moment(day, self.quiet_from, self.zone), max(ends, twice)
            if begins <= moment < ends:
                return begins, ends
        return None
