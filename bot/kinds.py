"""The kinds of updates that the bot asks Telegram for."""

from telegram import Update

ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.CHAT_MEMBER,
]


def kind_of(update: Update) -> str:
    """What Telegram calls such an update."""
    return next((kind for kind in ALLOWED_UPDATES if getattr(update, kind) is not None), "other")
