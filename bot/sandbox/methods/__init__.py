"""What a bot can ask the local Telegram to do, one function per Bot API method."""

from bot.sandbox.methods import answering, chats, editing, forwarding, profile, sending
from bot.sandbox.methods.registry import METHODS

__all__ = ["METHODS", "answering", "chats", "editing", "forwarding", "profile", "sending"]
