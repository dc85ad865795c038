"""The page on which the local Telegram looks like Telegram: static files, no build step, no other host."""

from bot.sandbox.page.routes import page_app

__all__ = ["page_app"]
