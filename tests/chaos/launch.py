"""`python -m tests.chaos.launch`: as `bot.sandbox.launch`, without the limit on what goes into a group a minute.

Days pass in minutes here, and that limit counts minutes of the machine's: a day's cards would take an hour.
What Telegram itself refuses for being too much still comes as 429.
"""

import bot.api
import bot.sandbox.launch
from tests.limits import Ungrouped

if __name__ == "__main__":
    vars(bot.api)["Limits"] = Ungrouped
    bot.sandbox.launch.main()
