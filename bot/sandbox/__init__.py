"""A local Telegram: a Bot API server with people in it, for the demo, the story and the tests."""

from bot.sandbox.client import ControlError, SandboxClient
from bot.sandbox.server import SandboxServer

__all__ = ["ControlError", "SandboxClient", "SandboxServer"]
