"""Trouble on demand: 429, 5xx, dropped connections, latency, a network that is down."""

import math
import time
from dataclasses import dataclass
from typing import Literal

FaultKind = Literal["too_many_requests", "server_error", "drop_before", "drop_after", "latency"]
KINDS: frozenset[str] = frozenset({"too_many_requests", "server_error", "drop_before", "drop_after", "latency"})


@dataclass(slots=True)
class Fault:
    """Meets matching calls until its calls or its seconds are used up.

    Without methods it meets every method but getUpdates, so that a fault of N calls is N calls of the bot's.
    """

    id: int
    kind: FaultKind
    methods: frozenset[str] = frozenset()
    chat_id: int | None = None
    calls: int | None = None
    until: float | None = None
    retry_after: int = 1
    status: int = 502
    milliseconds: float = 0

    def meets(self, method: str, chat_id: str) -> bool:
        if self.methods:
            if method not in self.methods:
                return False
        elif method == "getupdates":
            return False
        return self.chat_id is None or chat_id == str(self.chat_id)

    @property
    def is_over(self) -> bool:
        return self.calls == 0 or (self.until is not None and time.monotonic() >= self.until)

    def wait_for(self) -> int:
        """The retry_after to tell: what is left of the fault's time, or what was set."""
        if self.until is not None:
            return max(1, math.ceil(self.until - time.monotonic()))
        return self.retry_after


class Faults:
    def __init__(self) -> None:
        self.active: list[Fault] = []
        self.network_down = False
        self._count = 0

    def add(
        self,
        kind: FaultKind,
        *,
        methods: list[str] | None = None,
        chat_id: int | None = None,
        calls: int | None = None,
        seconds: float | None = None,
        retry_after: int = 1,
        status: int = 502,
        milliseconds: float = 0,
    ) -> Fault:
        self._count += 1
        until = None if seconds is None else time.monotonic() + seconds
        names = frozenset(name.lower() for name in methods or ())
        fault = Fault(self._count, kind, names, chat_id, calls, until, retry_after, status, milliseconds)
        self.active.append(fault)
        return fault

    def clear(self) -> None:
        self.active.clear()
        self.network_down = False

    def strike(self, method: str, chat_id: str) -> list[Fault]:
        """The faults this call meets; each is used up by one call."""
        if not self.active:
            return []
        self.active = [fault for fault in self.active if not fault.is_over]
        struck = [fault for fault in self.active if fault.meets(method, chat_id)]
        for fault in struck:
            if fault.calls is not None:
                fault.calls -= 1
        return struck
