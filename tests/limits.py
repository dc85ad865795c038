"""The bot's own limit on what goes into a group a minute, left out: tests do in seconds what takes a clinic a day."""

from bot.limits import Allowance, Limits


class Ungrouped(Limits):
    """A group counts as any other chat."""

    def _group(self, chat: int | str) -> list[Allowance]:
        return []
