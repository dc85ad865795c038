"""Messages that carry a file: sent, edited, drawn in place of others."""

import io
import threading
from typing import Any

from PIL import Image

from bot.reply import Draw, Place
from bot.ui.screen import Document, Photo, Screen, button
from bot.ui.texts import Html

FILE = Document("note.txt", b"a note")
ROWS = [[button("Go", "x:1")]]


async def test_the_text_is_the_caption_and_can_be_edited(world: Any) -> None:
    anna = await world.person("Anna")
    await anna.say("/start")
    answerer, chat = world.bot.house.answerer, anna.chat_id
    number = await answerer.send(chat, Screen(Html("<b>one</b>"), ROWS, attachment=FILE))
    message = await anna.screen()
    assert (message.message_id, message.text, message.file.name) == (number, "one", "note.txt")
    assert message.button_texts == ["Go"]
    assert await answerer.edit(chat, number, Screen(Html("<i>two</i>")))
    assert await answerer.edit(chat, number, Screen(Html("<i>two</i>")))  # nothing to change
    message = await anna.screen()
    assert (message.message_id, message.html, message.file.name, message.buttons) == (
        number, "<i>two</i>", "note.txt", [],
    )  # fmt: skip
    assert not await answerer.edit(chat, number, Screen(Html("x" * 2000)))
    assert not await answerer.edit(chat, 999_999, Screen(Html("three")))


async def test_a_screen_with_a_file_takes_the_place_of_one_without(world: Any) -> None:
    anna = await world.person("Anna")
    first = await anna.say("/start")
    draw = Draw(view="x", place=Place.HERE, message_id=first.message_id)
    number = await world.bot.house.answerer.draw(anna.chat_id, draw, Screen(Html("here"), attachment=FILE))
    (message,) = await anna.messages()
    assert (message.message_id, message.text) == (number, "here")


async def test_what_is_drawn_in_place_of_a_file_comes_below_it(world: Any) -> None:
    anna = await world.person("Anna")
    first = await anna.say("/start")
    answerer = world.bot.house.answerer
    draw = Draw(view="x", place=Place.HERE, message_id=first.message_id)
    carried = await answerer.draw(anna.chat_id, draw, Screen(Html("short"), ROWS, attachment=FILE))
    again = Draw(view="x", place=Place.HERE, message_id=carried)
    number = await answerer.draw(anna.chat_id, again, Screen(Html("below"), ROWS))
    file, words = await anna.messages()
    assert (file.text, file.file.name, file.buttons) == ("short", "note.txt", [])
    assert (words.message_id, words.text, words.button_texts) == (number, "below", ["Go"])


async def test_a_picture_is_drawn_on_another_thread_and_behaves_like_a_file(world: Any) -> None:
    anna = await world.person("Anna")
    await anna.say("/start")
    threads = []

    def draw() -> bytes:
        threads.append(threading.current_thread())
        file = io.BytesIO()
        Image.new("RGB", (40, 30)).save(file, "PNG")
        return file.getvalue()

    answerer = world.bot.house.answerer
    number = await answerer.send(anna.chat_id, Screen(Html("<b>one</b>"), ROWS, attachment=Photo("x.png", draw)))
    message = await anna.screen()
    assert (message.message_id, message.kind, message.text, message.button_texts) == (number, "photo", "one", ["Go"])
    assert threads[0] is not threading.main_thread()
    assert await answerer.edit(anna.chat_id, number, Screen(Html("two")))
    assert (await anna.screen()).text == "two"
    again = Draw(view="x", place=Place.HERE, message_id=number)
    await answerer.draw(anna.chat_id, again, Screen(Html("below")))
    assert [message.text for message in (await anna.messages())[-2:]] == ["two", "below"]
