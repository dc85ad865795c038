"""`python -m bot.sandbox.story`: the clinic's front desk at work, played as a conversation in the terminal."""
