"""Running the sandbox: clock, faults, limits, redelivery."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.sandbox.client.connection import ChatLike, Connection, id_of
from bot.sandbox.faults import FaultKind
from bot.sandbox.shapes import ClockView


class Running(Connection):
    """Switches of the world as a whole."""

    async def clock(self) -> ClockView:
        return ClockView.from_json(await self.get("/clock"))

    async def advance(self, by: timedelta | float) -> ClockView:
        """Move the clock; comes back once the bot (if it watches the clock) lives in the new time."""
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        return ClockView.from_json(await self.post("/clock", advance_seconds=seconds))

    async def set_clock(self, moment: datetime) -> ClockView:
        return ClockView.from_json(await self.post("/clock", set=moment.isoformat()))

    async def watch_clock(self, version: int, *, watcher: str = "", within: float = 30) -> ClockView:
        """For a process that follows the clock: the state once it is newer than `version`.

        Coming back with the version received says that the process lives in that time.
        """
        body = await self.get("/clock/watch", version=version, watcher=watcher, timeout=within)
        return ClockView.from_json(body)

    async def add_fault(
        self,
        kind: FaultKind,
        *,
        methods: Sequence[str] | None = None,
        chat: ChatLike | None = None,
        calls: int | None = None,
        seconds: float | None = None,
        retry_after: int | None = None,
        status: int | None = None,
        milliseconds: float | None = None,
    ) -> int:
        """Trouble for the next `calls`, for `seconds`, or until cleared; getUpdates only when named."""
        body = await self.post(
            "/faults",
            kind=kind,
            methods=None if methods is None else list(methods),
            chat_id=None if chat is None else id_of(chat),
            calls=calls,
            seconds=seconds,
            retry_after=retry_after,
            status=status,
            milliseconds=milliseconds,
        )
        return int(body["id"])

    async def clear_faults(self) -> None:
        """No more faults, and the network is up."""
        await self.post("/faults/clear")

    async def set_network(self, up: bool) -> None:
        await self.post("/network", up=up)

    async def set_limits(self, enabled: bool = True, **limits: float) -> None:
        """overall_per_second, chat_per_second, chat_burst, group_per_minute."""
        await self.post("/limits", enabled=enabled, **limits)

    async def set_privacy(self, enabled: bool) -> None:
        await self.post("/privacy", enabled=enabled)

    async def redeliver(self, update_id: int | None = None, *, times: int = 1) -> list[int]:
        """Deliver an update again that the bot confirmed already; the last one unless named."""
        body = await self.post("/updates/redeliver", update_id=update_id, times=times)
        return list(body["update_ids"])

    async def set_copies(self, copies: int) -> None:
        """How often each update from now on is delivered."""
        await self.post("/updates/copies", copies=copies)
