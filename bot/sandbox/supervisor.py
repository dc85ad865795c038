"""Who runs the bot behind the local Telegram, as far as the page needs to know."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

BotState = Literal["running", "starting", "stopped"]


@dataclass(frozen=True, slots=True)
class Clinic:
    """The group in which the clinic works."""

    chat_id: int
    title: str


@dataclass(frozen=True, slots=True)
class DemoStatus:
    bot: BotState
    zone: str
    """IANA name of the clinic's time zone; the page shows all times in it."""
    clinic: Clinic | None = None
    owner_ids: tuple[int, ...] = ()
    """Whom the owner's phone offers first, in this order; the first is shown at the beginning."""


class Supervisor(Protocol):
    """Runs the bot's process. `SandboxServer(supervisor=...)`, or `server.supervisor = ...` at any time.

    When the state changes by itself, `server.world.journal.emit("demo", bot=state)` tells the page to look again.
    """

    def status(self) -> DemoStatus: ...

    async def kill_and_restart(self) -> None:
        """Ends the process as `kill -9` does and starts it again; returns when the new one waits for updates.

        Asked again meanwhile, it waits for the same restart.
        """

    async def next_reminder(self) -> datetime | None:
        """When the next reminder is due, as an aware moment; None if none is planned."""
