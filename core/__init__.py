"""The clinic: its rules and its data. Nothing in here knows of Telegram."""
