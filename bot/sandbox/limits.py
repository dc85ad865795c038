"""Telegram's sending limits, when they are switched on. They count real seconds, whatever the clock says."""

import math
import time
from dataclasses import dataclass, field

from bot.sandbox.errors import too_many_requests
from bot.sandbox.model import Chat

LIMITED_METHODS = frozenset(
    {
        "sendmessage",
        "senddocument",
        "sendphoto",
        "sendcontact",
        "sendlocation",
        "sendvenue",
        "forwardmessage",
        "copymessage",
        "editmessagetext",
        "editmessagecaption",
        "editmessagereplymarkup",
        "editmessagemedia",
    }
)


@dataclass(slots=True)
class _Bucket:
    """Holds up to `size` sends and refills at `rate` a second."""

    rate: float
    size: float
    level: float
    filled_at: float

    def shortage(self, now: float) -> float:
        """Seconds until a send fits."""
        self.level = min(self.size, self.level + (now - self.filled_at) * self.rate)
        self.filled_at = now
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate

    def take(self) -> None:
        self.level -= 1


@dataclass(slots=True)
class RateLimits:
    enabled: bool = False
    overall_per_second: float = 30
    chat_per_second: float = 1
    chat_burst: float = 5
    group_per_minute: float = 20

    _buckets: dict[int | str, _Bucket] = field(default_factory=dict)

    def reset(self) -> None:
        self._buckets.clear()

    def check(self, chat: Chat | None) -> None:
        """Count one send, or raise 429 with the time to wait."""
        if not self.enabled:
            return
        now = time.monotonic()
        buckets = [self._bucket("all", self.overall_per_second, self.overall_per_second, now)]
        if chat is not None:
            if chat.is_private:
                buckets.append(self._bucket(chat.id, self.chat_per_second, self.chat_burst, now))
            else:
                rate = self.group_per_minute / 60
                buckets.append(self._bucket(chat.id, rate, self.group_per_minute, now))
        shortage = max(bucket.shortage(now) for bucket in buckets)
        if shortage > 0:
            raise too_many_requests(max(1, math.ceil(shortage)))
        for bucket in buckets:
            bucket.take()

    def _bucket(self, key: int | str, rate: float, size: float, now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(rate, size, size, now)
        return bucket
