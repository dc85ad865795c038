"""`python -m bench.bare httpx|aiohttp`: a bot of python-telegram-bot and nothing else, to be measured against.

It echoes texts, below a button, and answers a tap as any bot would: the message is edited and the press answered.
"""

import os
import sys

from httpx_aiohttp import AiohttpTransport
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Again", callback_data="again")]])


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.effective_message
    if message is not None and message.text:
        await message.reply_text(message.text, reply_markup=BUTTON)


async def tapped(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    if query is not None:
        await query.answer()
        await query.edit_message_text(f"{query.id}", reply_markup=BUTTON)


def main(transport: str) -> None:
    api = os.environ["TELEGRAM_API_URL"]
    building = Application.builder().token(os.environ["BOT_TOKEN"]).base_url(f"{api}/bot").concurrent_updates(256)
    if transport == "aiohttp":
        building = building.request(HTTPXRequest(httpx_kwargs={"transport": AiohttpTransport(retries=0)}))
        building = building.get_updates_request(HTTPXRequest(httpx_kwargs={"transport": AiohttpTransport(retries=0)}))
    application = building.build()
    application.add_handler(CallbackQueryHandler(tapped))
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main(sys.argv[1])
