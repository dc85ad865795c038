"""How a delivery fails: what the sender raises and the dispatcher acts upon. Nobody reads these in a chat."""

from dataclasses import dataclass


@dataclass(eq=False)
class DeliveryError(Exception):
    """A notification was not delivered."""


@dataclass(eq=False)
class RetryAfter(DeliveryError):
    """Telegram wants a pause (429): everything waits `seconds`."""

    seconds: float


@dataclass(eq=False)
class Unreachable(DeliveryError):
    """The account takes no messages from us (403): the bot was blocked, or, if `gone`, the account was deleted."""

    telegram_user_id: int | None = None
    gone: bool = False


@dataclass(eq=False)
class Temporary(DeliveryError):
    """It may work later: the network, a server error. `reason` is kept in the outbox and logged: no secrets in it."""

    reason: str


@dataclass(eq=False)
class Permanent(DeliveryError):
    """It will never work as it is (400). `reason` is kept in the outbox and logged: no secrets in it."""

    reason: str
