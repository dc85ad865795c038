"""Several processes that serve one clinic: each says that it lives, and takes up what one left that no longer does.

Only with `REPLICAS` above 1: it asks the database every second, and a single process must let it sleep.
"""

import asyncio
import logging
from uuid import UUID

from bot.house import House
from bot.intake import Intake
from bot.scheduler import Scheduler
from core.database.errors import is_away
from core.front_desk import FrontDesk
from core.inbox.schemas import Unfinished
from core.notifications.pacing import SteadyPace

log = logging.getLogger(__name__)

BEAT_SECONDS = 1.0
"""Often enough that a beat or two may come late (`core.replicas.models.GONE_AFTER`)."""


class Replicas:
    """This process among the others. `desk` is on a connection of its own: however much is to do, the beat goes on."""

    def __init__(
        self, house: House, desk: FrontDesk, replica: UUID, intake: Intake, scheduler: Scheduler, pace: SteadyPace
    ) -> None:
        self._house = house
        self._desk = desk
        self._replica = replica
        self._intake = intake
        self._scheduler = scheduler
        self._pace = pace
        self._alive = 1
        self._resuming: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Beats until cancelled."""
        while True:
            try:
                await self.beat()
            except Exception as error:
                self._house.desk.database_away = is_away(error)
                if not is_away(error):
                    log.exception("looking after the other replicas failed")
            await asyncio.sleep(BEAT_SECONDS)

    async def beat(self) -> None:
        """Says that this process lives, and looks at what the others left and changed."""
        house = self._house
        async with self._desk.unit() as services:
            alive = await services.replicas.beat(self._replica)
            left = await services.inbox.take_over()
            due = await services.notifications.is_due()
            house.admin_chat_id = await services.clinic.admin_chat(house.settings.require_telegram()[1])
        house.desk.database_away = False
        if due or alive < self._alive:  # whoever left may have been the only one to wait for what is due next
            self._scheduler.poke()
        self._alive = self._pace.shared_by = alive
        house.metrics.replicas.set(alive)
        if left:
            log.warning("another process left %d updates unfinished; taken over", len(left))
            house.metrics.taken_over.inc(len(left))
            self._resume(left)

    async def leave(self) -> None:
        """Tells the others that this process has ended; what it did not finish is theirs."""
        for task in self._resuming:
            task.cancel()
        await asyncio.gather(*self._resuming, return_exceptions=True)
        try:
            async with self._desk.unit() as services:
                await services.replicas.leave(self._replica)
        except Exception as error:  # then they find out by themselves
            if not is_away(error):
                log.exception("the other replicas could not be told")

    def _resume(self, left: list[Unfinished]) -> None:
        """Beside the beat: showing takes as long as Telegram takes."""
        task = asyncio.create_task(self._intake.resume(left), name="taken over")
        self._resuming.add(task)
        task.add_done_callback(self._resumed)

    def _resumed(self, task: "asyncio.Task[None]") -> None:
        self._resuming.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("what was taken over could not be finished yet (%s)", type(error).__name__)
            self._house.come_back()
