# What is pushed unasked.

push-trouble = ⚠️ Something unexpected went wrong in the bot ({ $error }). Please look at /pending that no request waits unseen; the log has the details. If it happens again, please tell whoever looks after the bot.
