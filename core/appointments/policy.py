"""The clinic's booking policy: what the settings decide about bookings and reminders."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict


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
