"""The conversation: Telegram in, Telegram out. No rule of the clinic lives here."""
