# What is pushed unasked.

push-trouble = ⚠️ Something unexpected went wrong in the bot ({ $error }). Nothing was lost; the log has the details. If it happens again, please tell whoever looks after the bot.
