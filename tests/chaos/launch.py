"""`python -m tests.chaos.launch`: as `bot.sandbox.launch`, without the limit on what goes into a group a minute.

Days pass in minutes here, and that limit counts minutes of the machine's: a day's cards would take an hour.
What Telegram itself refuses for being too much still comes as 429.
"""

import functools

import bot.application
import bot.sandbox.launch

if __name__ == "__main__":
    parts = vars(bot.application)
    parts["AIORateLimiter"] = functools.partial(parts["AIORateLimiter"], group_max_rate=0, group_time_period=0)
    bot.sandbox.launch.main()
