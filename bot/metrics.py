"""What this process counts, for Prometheus: numbers by kinds and names of our own, nothing of anybody's.

Counting costs no statement. How much lies in the inbox and the outbox is asked at a scrape, and only if this process
has used the database since it last asked: scraping an idle bot wakes no database that sleeps.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from core.database.errors import is_away

if TYPE_CHECKING:  # a client that counts its calls is not to load the whole clinic
    from core.front_desk import FrontDesk

LOOK_SECONDS = 15
"""At most so often the database is asked how much waits."""

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The counters, in a registry of their own."""

    def __init__(self) -> None:
        self._counted = counted = CollectorRegistry()
        self.received = Counter("vetbot_updates_received", "Updates stored, by kind", ["kind"], registry=counted)
        self.repeated = Counter("vetbot_updates_repeated", "Updates that had come before", registry=counted)
        self.turned_away = Counter(
            "vetbot_updates_turned_away", "Updates of people who send too fast, by kind", ["kind"], registry=counted
        )
        self.posts = Counter(
            "vetbot_webhook_posts", "What came to the webhook, by outcome", ["outcome"], registry=counted
        )
        self.turns = Counter(
            "vetbot_turns", "Updates handled, by kind and outcome", ["kind", "outcome"], registry=counted
        )
        self.turn_seconds = Histogram(
            "vetbot_turn_seconds",
            "From the beginning of an update's turn until its answer stood in the chat",
            ["handler"], buckets=_SECONDS, registry=counted,
        )  # fmt: skip
        self.errors = Counter("vetbot_errors", "Unexpected errors, by type", ["type"], registry=counted)
        self.pushes = Counter(
            "vetbot_pushes", "Attempts to send what is in the outbox, by kind and outcome", ["kind", "outcome"],
            registry=counted,
        )  # fmt: skip
        self.calls = Counter(
            "vetbot_telegram_calls", "Calls to the Bot API, by method and outcome; `flood` is a 429",
            ["method", "outcome"], registry=counted,
        )  # fmt: skip
        self.call_seconds = Histogram(
            "vetbot_telegram_call_seconds", "How long calls to the Bot API took, long polls aside",
            ["method"], buckets=_SECONDS, registry=counted,
        )  # fmt: skip
        self.taken_over = Counter(
            "vetbot_updates_taken_over", "Updates that another process had left unfinished", registry=counted
        )
        self.replicas = Gauge("vetbot_replicas", "Processes that serve the clinic", registry=counted)
        self.replicas.set(1)
        self.database_up = Gauge("vetbot_database_up", "1 unless the last statement found it away", registry=counted)
        self.inbox_waiting = Gauge("vetbot_inbox_waiting", "Updates not answered yet", registry=counted)
        self.inbox_age = Gauge("vetbot_inbox_oldest_seconds", "Age of the oldest of these", registry=counted)
        self.outbox_pending = Gauge("vetbot_outbox_pending", "Pushes not sent yet, due or not", registry=counted)
        self.outbox_due = Gauge("vetbot_outbox_due", "Those of them that are due", registry=counted)
        self.outbox_age = Gauge(
            "vetbot_outbox_oldest_due_seconds", "For how long the first of these has been due", registry=counted
        )

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self._counted)


class Scrape:
    """`/metrics`: the counters, and how much waits."""

    def __init__(self, metrics: Metrics, desk: "FrontDesk", monotonic: Callable[[], float] = time.monotonic) -> None:
        self._metrics = metrics
        self._desk = desk
        self._monotonic = monotonic
        self._looked_at = float("-inf")
        self._units = -1

    async def text(self) -> bytes:
        if self._desk.units != self._units and self._monotonic() - self._looked_at >= LOOK_SECONDS:
            await self._look()
        self._metrics.database_up.set(not self._desk.database_away)
        return self._metrics.text()

    async def _look(self) -> None:
        self._looked_at = self._monotonic()
        try:
            async with self._desk.unit() as services:
                inbox = await services.inbox.backlog()
                outbox = await services.notifications.backlog()
        except Exception as error:
            if not is_away(error):
                raise
            return
        # Asking was a unit of work itself: whatever comes after it is a reason to ask again.
        self._units = self._desk.units
        metrics = self._metrics
        metrics.inbox_waiting.set(inbox.waiting)
        metrics.inbox_age.set(inbox.oldest.total_seconds())
        metrics.outbox_pending.set(outbox.pending)
        metrics.outbox_due.set(outbox.due)
        metrics.outbox_age.set(outbox.overdue.total_seconds())
