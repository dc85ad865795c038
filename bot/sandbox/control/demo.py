"""Routes for the page of the demo: who is who, the bot's process, the next reminder."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.control.common import Stage, answer, route
from bot.sandbox.errors import Refused
from bot.sandbox.supervisor import Supervisor


def demo_routes(stage: Stage, supervisor: Callable[[], Supervisor | None]) -> list[Route]:
    demo = _Demo(stage, supervisor)
    return [
        route("/demo", demo.status),
        route("/demo/restart", demo.restart, "POST"),
        route("/demo/next-reminder", demo.next_reminder, "POST"),
    ]


class _Demo:
    def __init__(self, stage: Stage, supervisor: Callable[[], Supervisor | None]) -> None:
        self._world = stage.world
        self._find_supervisor = supervisor

    async def status(self, _: Request) -> Response:
        return answer(self._status())

    async def restart(self, _: Request) -> Response:
        await self._supervisor.kill_and_restart()
        return answer(self._status())

    async def next_reminder(self, _: Request) -> Response:
        due = await self._supervisor.next_reminder()
        clock = self._world.clock
        moved = due is not None and due > clock.now()
        if due is not None and moved:
            offset = (due - datetime.now(UTC)).total_seconds()
            self._world.journal.emit("clock", offset_seconds=offset)
            await clock.move(offset)
        return answer({"moved": moved, "now": clock.now()})

    @property
    def _supervisor(self) -> Supervisor:
        supervisor = self._find_supervisor()
        if supervisor is None:
            raise Refused("nobody supervises the bot here: it was started by itself", 404)
        return supervisor

    def _status(self) -> dict[str, Any]:
        supervisor = self._find_supervisor()
        if supervisor is None:
            bot = "running" if self._world.updates.is_polled else "stopped"
            return {"supervised": False, "bot": bot, "zone": "UTC", "clinic": None, "owner_ids": []}
        status = supervisor.status()
        return {
            "supervised": True,
            "bot": status.bot,
            "zone": status.zone,
            "clinic": status.clinic,
            "owner_ids": list(status.owner_ids),
        }
