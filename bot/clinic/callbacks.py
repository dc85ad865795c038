"""Callback payloads of the clinic's switch."""

from dataclasses import dataclass

from bot.ui.callbacks import Callback


@dataclass(frozen=True)
class TurnSwitch(Callback, prefix="cs"):
    """Opens or closes the clinic, without an end and without a word."""

    status: str


@dataclass(frozen=True)
class ShowStatus(Callback, prefix="cp"):
    """The status in place; `page` counts, from 1, through the visits that lie in the time of a closure."""

    page: int
