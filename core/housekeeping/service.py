"""What is kept for some time only goes when its time is over, and what was missed is found on the same occasion."""

from datetime import timedelta

from core.clock import Clock
from core.housekeeping.repository import HousekeepingRepository
from core.housekeeping.schemas import Kept, Swept
from core.inbox.service import KEPT_FOR
from core.replicas.service import FORGOTTEN_AFTER
from core.staff.service import KEEP_CHANGES

KEEP_SETTLED = timedelta(days=90)


class HousekeepingService:
    def __init__(self, repository: HousekeepingRepository, clock: Clock) -> None:
        self._rows = repository
        self._clock = clock

    async def sweep(self) -> Swept:
        """Deletes what was kept for long enough and says what waits, in one statement."""
        kept = Kept(updates=KEPT_FOR, rule_changes=KEEP_CHANGES, settled=KEEP_SETTLED, dead_replicas=FORGOTTEN_AFTER)
        return await self._rows.sweep(self._clock.now(), kept)
