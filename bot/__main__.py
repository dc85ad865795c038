"""`python -m bot`: the same as the command `vetbot`."""

from bot.cli import main

main()
