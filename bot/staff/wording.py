"""A change of the clinic's rules in words."""

from datetime import datetime, time
from typing import Any

from bot.clinic.closures.wording import span
from bot.clinic.opening_hours.wording import spans
from bot.clinic.wording import seeded_or_own
from bot.scene import Scene
from bot.ui import formatting
from bot.ui.texts import Html
from core.staff.schemas import RuleChange


def change_line(scene: Scene, change: RuleChange) -> Html:
    """What was changed, by whom and when."""
    what = scene.t.plain(f"change-{change.kind.value.replace('_', '-')}", **_args(scene, change.data))
    return scene.t("staff-change", what=what, by=formatting.name(change.by), at=scene.moment(change.happened_at))


def _args(scene: Scene, data: dict[str, Any]) -> dict[str, str]:
    """The change's data as people read them."""
    args = {name: value for name, value in data.items() if isinstance(value, str)}
    if "name" in data:
        args["name"] = formatting.name(data["name"]) if data["name"] else "none"
    if "before" in data:
        args["before"] = formatting.name(data["before"])
    if "code" in data:
        args["name"] = seeded_or_own(scene, data["code"], data["name"])
    if "weekday" in data:
        args["day"] = formatting.weekday(data["weekday"], scene.language)
        args["hours"] = spans(
            [(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in data["hours"]]
        )
    if "starts_at" in data:
        args["span"] = span(scene, *(datetime.fromisoformat(data[end]) for end in ("starts_at", "ends_at")))
    if "until" in data:
        args["until"] = scene.moment(datetime.fromisoformat(data["until"])) if data["until"] else "none"
    return args
