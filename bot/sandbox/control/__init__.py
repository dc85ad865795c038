"""The control API: acting as any user, seeing what they see, moving the clock, causing trouble."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from bot.sandbox.control.acting import acting_routes
from bot.sandbox.control.common import Stage, on_gone, on_http_error, on_refused
from bot.sandbox.control.demo import demo_routes
from bot.sandbox.control.running import running_routes
from bot.sandbox.control.seeing import seeing_routes
from bot.sandbox.errors import Refused
from bot.sandbox.supervisor import Supervisor
from bot.sandbox.waiting import ClientGone

__all__ = ["Stage", "control_app"]


def control_app(stage: Stage, supervisor: Callable[[], Supervisor | None]) -> Starlette:
    return Starlette(
        routes=[
            *acting_routes(stage),
            *seeing_routes(stage),
            *running_routes(stage),
            *demo_routes(stage, supervisor),
        ],
        exception_handlers={Refused: on_refused, ClientGone: on_gone, HTTPException: on_http_error},
    )
