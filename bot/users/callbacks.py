"""Callback payloads of the home screen and the profile."""

from dataclasses import dataclass

from bot.ui.callbacks import Callback


@dataclass(frozen=True)
class Go(Callback, prefix="go"):
    """Shows one of the bot's main screens, by the name of its view."""

    view: str


@dataclass(frozen=True)
class Begin(Callback, prefix="do"):
    """Begins a conversation, by its name."""

    conversation: str


@dataclass(frozen=True)
class BookVisit(Callback, prefix="bk"):
    """Begins a booking."""


@dataclass(frozen=True)
class ChooseLanguage(Callback, prefix="la"):
    language: str


@dataclass(frozen=True)
class EditProfile(Callback, prefix="pe"):
    """Asks for one field of the profile anew."""

    field: str


@dataclass(frozen=True)
class Logout(Callback, prefix="lo"):
    """Logs this Telegram account out; `sure` is 0 for the question, 1 for the answer."""

    sure: int
