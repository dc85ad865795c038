"""Benches: `python -m bench.<name>`, each against the local Telegram and a database of its own."""
