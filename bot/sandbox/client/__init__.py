"""The control API in Python: act as any user, see what they see, wait without sleeping."""

from bot.sandbox.client.acting import Acting
from bot.sandbox.client.connection import ChatLike, ControlError, MessageLike, UserLike
from bot.sandbox.client.running import Running
from bot.sandbox.client.seeing import Seeing

__all__ = ["ChatLike", "ControlError", "MessageLike", "SandboxClient", "UserLike"]


class SandboxClient(Acting, Seeing, Running):
    """Everything the control API offers; an async context manager.

    Every method that acts takes the user; `chat` is their private chat with the bot unless given.
    """
