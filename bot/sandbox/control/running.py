"""Routes that run the sandbox: the clock, faults, limits, redelivery, privacy."""

from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.control.common import Args, Cast, Stage, answer, body, post, route
from bot.sandbox.errors import Refused
from bot.sandbox.faults import KINDS
from bot.sandbox.waiting import unless_gone

_WATCH = 30.0


def running_routes(stage: Stage) -> list[Route]:
    running = _Running(stage)
    return [
        route("/clock", running.clock),
        route("/clock", running.move_clock, "POST"),
        route("/clock/watch", running.watch_clock),
        post(stage, "/faults", running.add_fault),
        post(stage, "/faults/clear", running.clear_faults),
        post(stage, "/network", running.set_network),
        post(stage, "/limits", running.set_limits),
        post(stage, "/privacy", running.set_privacy),
        post(stage, "/updates/redeliver", running.redeliver),
        post(stage, "/updates/copies", running.set_copies),
    ]


class _Running:
    def __init__(self, stage: Stage) -> None:
        self._world = stage.world

    # -- the clock --------------------------------------------------------------------------------

    def _clock_state(self, followed: bool = True) -> dict[str, Any]:
        clock = self._world.clock
        return {**clock.state(), "watchers": clock.watchers, "followed": followed}

    async def clock(self, _: Request) -> Response:
        return answer(self._clock_state())

    async def move_clock(self, request: Request) -> Response:
        args = Args(await body(request))
        clock = self._world.clock
        wanted = args.optional_text("set")
        if wanted is not None:
            try:
                moment = datetime.fromisoformat(wanted)
            except ValueError:
                raise Refused("set must be a moment in ISO 8601", 400) from None
            if moment.tzinfo is None:
                raise Refused("set needs a UTC offset", 400)
            offset = (moment - datetime.now(UTC)).total_seconds()
        else:
            offset = clock.offset + args.number("advance_seconds", 0)
        self._world.journal.emit("clock", offset_seconds=offset)
        return answer(self._clock_state(await clock.move(offset)))

    async def watch_clock(self, request: Request) -> Response:
        args = Args(dict(request.query_params))
        seconds = min(args.number("timeout", _WATCH), _WATCH)
        watcher = args.optional_text("watcher") or ""
        known = args.optional_integer("version") or 0
        watch = self._world.clock.watch(known, watcher, seconds)
        return answer(await unless_gone(request.receive, watch))

    # -- trouble ----------------------------------------------------------------------------------

    def add_fault(self, who: Cast) -> dict[str, int]:
        args = who.args
        kind: Any = args.text("kind")
        if kind not in KINDS:
            raise Refused(f"kind must be one of {sorted(KINDS)}", 400)
        methods: Any = args.values.get("methods")
        if methods is not None and not isinstance(methods, list):
            raise Refused("methods must be a list of names", 400)
        seconds = args.number("seconds", -1)
        fault = self._world.faults.add(
            kind,
            methods=methods,
            chat_id=args.optional_integer("chat_id"),
            calls=args.optional_integer("calls"),
            seconds=None if seconds < 0 else seconds,
            retry_after=args.optional_integer("retry_after") or 1,
            status=args.optional_integer("status") or 502,
            milliseconds=args.number("milliseconds", 0),
        )
        self._world.journal.emit("fault", id=fault.id, fault=kind)
        return {"id": fault.id}

    def clear_faults(self, _: Cast) -> dict[str, bool]:
        self._world.faults.clear()
        self._world.journal.emit("faults_cleared")
        return {"cleared": True}

    def set_network(self, who: Cast) -> dict[str, bool]:
        self._world.faults.network_down = not who.args.flag("up", True)
        if self._world.faults.network_down:
            self._world.updates.end_polling("network")
        self._world.journal.emit("network", up=not self._world.faults.network_down)
        return {"up": not self._world.faults.network_down}

    def set_limits(self, who: Cast) -> dict[str, Any]:
        limits, args = self._world.limits, who.args
        limits.enabled = args.flag("enabled", True)
        limits.overall_per_second = args.number("overall_per_second", limits.overall_per_second)
        limits.chat_per_second = args.number("chat_per_second", limits.chat_per_second)
        limits.chat_burst = args.number("chat_burst", limits.chat_burst)
        limits.group_per_minute = args.number("group_per_minute", limits.group_per_minute)
        limits.reset()
        return {"enabled": limits.enabled}

    # -- updates ----------------------------------------------------------------------------------

    def set_privacy(self, who: Cast) -> dict[str, bool]:
        self._world.privacy_mode = who.args.flag("enabled", True)
        return {"enabled": self._world.privacy_mode}

    def redeliver(self, who: Cast) -> dict[str, Any]:
        times = who.args.optional_integer("times") or 1
        return {"update_ids": self._world.updates.redeliver(who.args.optional_integer("update_id"), times)}

    def set_copies(self, who: Cast) -> dict[str, int]:
        self._world.updates.copies = max(1, who.args.integer("copies"))
        return {"copies": self._world.updates.copies}
